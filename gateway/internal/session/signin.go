package session

import (
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// attempt is what must be remembered between leaving for the issuer and coming back.
type attempt struct {
	State    string `json:"s"`
	Nonce    string `json:"n"`
	Verifier string `json:"v"`
	Return   string `json:"r"`
	At       int64  `json:"a"`
}

// patience is how long somebody may take to sign in at the issuer.
const patience = 15 * time.Minute

// Start sends the browser to the issuer.
func (m *Manager) Start(w http.ResponseWriter, r *http.Request) error {
	i, err := m.discover(r.Context())
	if err != nil {
		return err
	}
	a := attempt{
		State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(),
		Return: Local(r.FormValue("return")), At: m.clock().Unix(),
	}
	if err := m.jar.put(w, purposeSignIn, a, patience); err != nil {
		return err
	}
	http.Redirect(w, r, i.oauth.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), http.StatusSeeOther)
	return nil
}

// Callback receives the browser back, checks everything that ties the answer to
// the attempt, and seals the session. Every doubt ends in SIGN_IN_FAILED, which
// the page answers with "sign in again"; which check failed is in the log.
func (m *Manager) Callback(w http.ResponseWriter, r *http.Request) error {
	var a attempt
	if err := m.jar.take(r, purposeSignIn, &a); err != nil {
		return failed(fmt.Errorf("no attempt in this browser: %w", err))
	}
	m.jar.drop(w, purposeSignIn)
	if m.clock().Sub(time.Unix(a.At, 0)) > patience {
		return failed(errors.New("the attempt took too long"))
	}
	if subtle.ConstantTimeCompare([]byte(a.State), []byte(r.FormValue("state"))) != 1 {
		return failed(errors.New("the state is not the one we sent"))
	}
	if code := r.FormValue("error"); code != "" {
		if code == "access_denied" {
			http.Redirect(w, r, a.Return, http.StatusSeeOther)
			return nil
		}
		return failed(fmt.Errorf("the issuer answered %.60q", code))
	}
	s, err := m.exchange(r, a)
	if err != nil {
		return err
	}
	if err := m.keep(w, s); err != nil {
		return err
	}
	http.Redirect(w, r, a.Return, http.StatusSeeOther)
	return nil
}

func (m *Manager) exchange(r *http.Request, a attempt) (*Session, error) {
	i, err := m.discover(r.Context())
	if err != nil {
		return nil, err
	}
	ctx := m.reach(r.Context())
	token, err := i.oauth.Exchange(ctx, r.FormValue("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return nil, failed(fmt.Errorf("exchanging the code: %w", err))
	}
	raw, ok := token.Extra("id_token").(string)
	if !ok {
		return nil, failed(errors.New("the issuer sent no id token"))
	}
	id, err := i.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, failed(fmt.Errorf("checking the id token: %w", err))
	}
	if subtle.ConstantTimeCompare([]byte(id.Nonce), []byte(a.Nonce)) != 1 {
		return nil, failed(errors.New("the nonce is not the one we sent"))
	}
	return m.sessionOf(id, raw)
}

// sessionOf maps claims to a session. The national id is turned into its keyed
// hash here and goes no further.
func (m *Manager) sessionOf(id *oidc.IDToken, raw string) (*Session, error) {
	var claims map[string]any
	if err := id.Claims(&claims); err != nil {
		return nil, failed(fmt.Errorf("reading claims: %w", err))
	}
	text := func(name string) string { value, _ := claims[name].(string); return value }
	now := m.clock().Unix()
	s := &Session{Subject: id.Issuer + "#" + id.Subject, Name: short(text(m.cfg.NameClaim)), IDToken: raw, Began: now, Seen: now}
	if national := text(m.cfg.IDClaim); m.cfg.IDClaim != "" && national != "" && m.cfg.PersonKey != nil {
		s.PersonKey = m.cfg.PersonKey(national)
	}
	return s, nil
}

// keep seals the session into the browser. A long id token is left out rather
// than letting the cookie outgrow what browsers keep.
func (m *Manager) keep(w http.ResponseWriter, s *Session) error {
	if err := m.jar.put(w, purposeSession, s, m.cfg.Absolute); err == nil {
		return nil
	}
	s.IDToken = ""
	return m.jar.put(w, purposeSession, s, m.cfg.Absolute)
}

// SignOut forgets the session here and then sends the browser to the issuer's
// own sign-out, so that the next person at a shared counter is not signed in.
func (m *Manager) SignOut(w http.ResponseWriter, r *http.Request) error {
	s := From(r.Context())
	m.jar.drop(w, purposeSession)
	if s == nil {
		http.Redirect(w, r, "/", http.StatusSeeOther)
		return nil
	}
	to := "/"
	if i, err := m.discover(r.Context()); err == nil {
		to = i.signOutURL(s, m.cfg.PublicURL)
	}
	w.Header().Set("Clear-Site-Data", `"cache"`)
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func failed(err error) error {
	return fault.New(fault.Refused, "SIGN_IN_FAILED", fault.Wrap(err))
}

func short(name string) string {
	const longest = 120
	if runes := []rune(name); len(runes) > longest {
		return string(runes[:longest])
	}
	return name
}

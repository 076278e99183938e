package interop

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

func (h *house) attackChecks() []check {
	return []check{
		{"a callback with another state is refused", h.otherState},
		{"a callback in another browser is refused", h.otherBrowser},
		{"a callback opened twice is refused the second time", h.replayed},
		{"a callback replayed with the cookies of the first is refused by the provider", h.replayedWithCookies},
		{"an id token of another sign-in has the wrong nonce and is refused", h.otherNonce},
		{"an id token with changed claims is refused", h.changedClaims},
		{"an id token without a signature is refused", h.withoutSignature},
		{"an id token of another provider under the same name is refused", h.otherProvider},
		{"the provider refuses a sign-in without a challenge", h.withoutChallenge},
		{"the provider gives nothing for a code without its verifier", h.withoutVerifier},
		{"after all this an honest sign-in works", h.comesBack},
	}
}

// refused opens a callback that must not sign anybody in.
func (h *house) refused(ctx context.Context, b *browser, callback *url.URL) (string, error) {
	at, err := b.walk(ctx, http.MethodGet, callback.String(), nil, nil)
	if err != nil {
		return "", err
	}
	if at.status < 400 || at.status > 499 {
		return "", fmt.Errorf("answered %d at %s", at.status, at.url)
	}
	if err := h.anonymous(ctx, b); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d, nobody signed in", at.status), nil
}

func (h *house) otherState(ctx context.Context) (string, error) {
	b := newBrowser()
	back, err := h.toCallback(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	q := back.Query()
	q.Set("state", strings.ToLower(q.Get("state")))
	back.RawQuery = q.Encode()
	return h.refused(ctx, b, back)
}

func (h *house) otherBrowser(ctx context.Context) (string, error) {
	back, err := h.toCallback(ctx, newBrowser(), stranger)
	if err != nil {
		return "", err
	}
	return h.refused(ctx, newBrowser(), back)
}

func (h *house) replayed(ctx context.Context) (string, error) {
	b := newBrowser()
	back, err := h.toCallback(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	if _, err := b.walk(ctx, http.MethodGet, back.String(), nil, nil); err != nil {
		return "", err
	}
	if _, err := h.me(ctx, b); err != nil {
		return "", fmt.Errorf("the first time: %w", err)
	}
	again, err := b.walk(ctx, http.MethodGet, back.String(), nil, nil)
	if err == nil && (again.status < 400 || again.status > 499) {
		err = fmt.Errorf("answered %d at %s", again.status, again.url)
	}
	if err != nil {
		return "", err
	}
	return fmt.Sprint(again.status), nil
}

// replayedWithCookies is the thief who copied the browser in the moment before the callback.
func (h *house) replayedWithCookies(ctx context.Context) (string, error) {
	b, thief := newBrowser(), newBrowser()
	back, err := h.toCallback(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	callback := h.portal + "/signin/callback"
	at, err := url.Parse(callback)
	if err != nil {
		return "", err
	}
	thief.http.Jar.SetCookies(at, b.http.Jar.Cookies(at))
	if _, err := b.walk(ctx, http.MethodGet, back.String(), nil, nil); err != nil {
		return "", err
	}
	if _, err := h.me(ctx, b); err != nil {
		return "", fmt.Errorf("the first time: %w", err)
	}
	return h.refused(ctx, thief, back)
}

// lied signs in over a wire that changes the id token.
func (h *house) lied(ctx context.Context, forge func(string) string) (string, error) {
	b := newBrowser()
	back, err := h.toCallback(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	changed := false
	honest := h.wire.lie(nil, func(token string) string {
		out := forge(token)
		changed = out != token && out != ""
		return out
	})
	defer honest()
	seen, err := h.refused(ctx, b, back)
	if err == nil && !changed {
		err = errors.New("no token went over the wire")
	}
	return seen, err
}

func (h *house) otherNonce(ctx context.Context) (string, error) {
	if _, err := h.signIn(ctx, newBrowser(), clerk); err != nil {
		return "", err
	}
	earlier := h.wire.lastToken()
	return h.lied(ctx, func(string) string { return earlier })
}

func (h *house) changedClaims(ctx context.Context) (string, error) {
	return h.lied(ctx, func(token string) string { return rewritten(token, "national_id", clerk.nationalID) })
}

func (h *house) withoutSignature(ctx context.Context) (string, error) { return h.lied(ctx, unsigned) }

// otherProvider walks the sign-in of a second instance with the honest one's name, with the very state, nonce and challenge the
// portal gave, and lets it answer the portal's token request: all is as it should be but the key.
func (h *house) otherProvider(ctx context.Context) (string, error) {
	b := newBrowser()
	away, err := h.leave(ctx, b)
	if err != nil {
		return "", err
	}
	away.Host = h.rogue.address.Host
	back, err := h.answer(ctx, b, away, stranger)
	if err != nil {
		return "", err
	}
	honest := h.wire.lie(h.rogue.address, nil)
	defer honest()
	before := h.wire.lastToken()
	seen, err := h.refused(ctx, b, back)
	if err == nil && h.wire.lastToken() == before {
		err = errors.New("the other provider was not asked")
	}
	return seen, err
}

func (h *house) withoutChallenge(ctx context.Context) (string, error) {
	b := newBrowser()
	away, err := h.leave(ctx, b)
	if err != nil {
		return "", err
	}
	q := away.Query()
	q.Del("code_challenge")
	q.Del("code_challenge_method")
	away.RawQuery = q.Encode()
	back, err := b.walk(ctx, http.MethodGet, away.String(), nil, h.atCallback)
	if err != nil {
		return "", err
	}
	told := back.url.Query().Get("error")
	if back.status != 0 || told != "invalid_request" || back.url.Query().Has("code") {
		return "", fmt.Errorf("ended at %s (%d)", back.url, back.status)
	}
	seen, err := h.refused(ctx, b, back.url)
	return told + "; the portal: " + seen, err
}

func (h *house) withoutVerifier(ctx context.Context) (string, error) {
	back, err := h.toCallback(ctx, newBrowser(), stranger)
	if err != nil {
		return "", err
	}
	at, err := newBrowser().walk(ctx, http.MethodPost, h.wire.issuer+"/token", url.Values{
		"grant_type": {"authorization_code"}, "code": {back.Query().Get("code")}, "redirect_uri": {h.portal + "/signin/callback"},
		"client_id": {clientID}, "client_secret": {clientSecret},
	}, nil)
	if err == nil && (at.status != http.StatusBadRequest || !strings.Contains(at.body, "invalid_grant")) {
		err = fmt.Errorf("answered %d: %s", at.status, at.body)
	}
	return "invalid_grant", err
}

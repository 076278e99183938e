package issuer_test

import (
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/danchu-platform/danchu/deploy/standalone/issuer"
	"github.com/danchu-platform/danchu/services/platform/authn"
)

func good() url.Values {
	return url.Values{
		"client_id": {"portal"}, "redirect_uri": {callback}, "response_type": {"code"}, "scope": {"openid"}, "state": {"st"},
		"code_challenge": {oauth2.S256ChallengeFromVerifier(oauth2.GenerateVerifier())}, "code_challenge_method": {"S256"},
	}
}

func TestRequestsThatAreSentBackWithAnError(t *testing.T) {
	t.Parallel()
	b := start(t)
	for name, test := range map[string]struct{ parameter, value, code string }{
		"no PKCE":               {"code_challenge", "", "invalid_request"},
		"plain PKCE":            {"code_challenge_method", "plain", "invalid_request"},
		"PKCE without a method": {"code_challenge_method", "", "invalid_request"},
		"not a digest":          {"code_challenge", "abc", "invalid_request"},
		"implicit flow":         {"response_type", "id_token", "unsupported_response_type"},
		"no response type":      {"response_type", "", "invalid_request"},
		"fragment":              {"response_mode", "fragment", "invalid_request"},
		"no openid":             {"scope", "profile", "invalid_scope"},
		"silent":                {"prompt", "none", "login_required"},
		"request object":        {"request", "eyJ", "request_not_supported"},
		"request by address":    {"request_uri", "https://x", "request_uri_not_supported"},
	} {
		form := good()
		form.Set(test.parameter, test.value)
		resp, _ := b.get(t, b.url+"/authorize?"+form.Encode())
		back, err := resp.Location()
		must(t, err)
		if q := back.Query(); q.Get("error") != test.code || q.Get("state") != "st" || q.Get("iss") != b.url || !strings.HasPrefix(back.String(), callback) {
			t.Errorf("%s: sent to %s, want %s", name, back, test.code)
		}
	}
	form := good()
	form.Add("state", "other")
	if resp, _ := b.get(t, b.url+"/authorize?"+form.Encode()); !strings.Contains(resp.Header.Get("Location"), "error=invalid_request") {
		t.Error("a parameter given twice was accepted")
	}
}

// TestRequestsThatAreSentNowhere: an open redirector would be worse than a broken sign-in.
func TestRequestsThatAreSentNowhere(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, uri := range []string{"", "https://evil.example/", callback + "?x=1", callback + "/", strings.ToUpper(callback), callback + "#f"} {
		form := good()
		form.Set("redirect_uri", uri)
		if resp, _ := b.get(t, b.url+"/authorize?"+form.Encode()); resp.StatusCode != http.StatusBadRequest || resp.Header.Get("Location") != "" {
			t.Errorf("redirect_uri %q: got %s to %q", uri, resp.Status, resp.Header.Get("Location"))
		}
	}
	form := good()
	form.Set("client_id", "nobody")
	if resp, _ := b.get(t, b.url+"/authorize?"+form.Encode()); resp.StatusCode != http.StatusBadRequest {
		t.Errorf("unknown client: got %s", resp.Status)
	}
}

func TestThePage(t *testing.T) {
	t.Parallel()
	b := start(t)
	form := good()
	form.Set("login_hint", "can-bo")
	resp, body := b.get(t, b.url+"/authorize?"+form.Encode())
	for _, part := range []string{`<html lang="vi">`, `name="viewport"`, "<h1>", "Lê Thị Hồng Nhung", "Công chức xã", `value="can-bo" autofocus`, "không có thật"} {
		if !strings.Contains(body, part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	if strings.Contains(body, "<script") || strings.Contains(body, "' onmouseover='") {
		t.Error("a persona's text became markup")
	}
	policy := resp.Header.Get("Content-Security-Policy")
	style := body[strings.Index(body, "<style>")+len("<style>") : strings.Index(body, "</style>")]
	sum := sha256.Sum256([]byte(style))
	for _, part := range []string{"default-src 'none'", "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'", "form-action 'self' https://portal.example;", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, part) {
			t.Errorf("the policy %q lacks %q", policy, part)
		}
	}
	if strings.Contains(body, "025900000005") {
		t.Error("the page shows a national id")
	}
	post, err := b.browser.PostForm(b.url+"/authorize", good())
	must(t, err)
	if read(t, post); post.StatusCode != http.StatusOK {
		t.Errorf("an authorization request by POST: %s", post.Status)
	}
}

func TestSigningOut(t *testing.T) {
	t.Parallel()
	b := start(t)
	code, verifier := b.code(t, "portal")
	conf, _ := b.rp(t, "portal", "")
	token, err := conf.Exchange(t.Context(), code, oauth2.VerifierOption(verifier))
	must(t, err)
	hint, _ := token.Extra("id_token").(string)
	earlier := start(t) // an issuer whose keys this one does not have, as after a new start
	code, verifier = earlier.code(t, "portal")
	conf, _ = earlier.rp(t, "portal", "")
	token, err = conf.Exchange(t.Context(), code, oauth2.VerifierOption(verifier))
	must(t, err)
	old, _ := token.Extra("id_token").(string)
	forged := hint[:strings.LastIndexByte(hint, '.')] + old[strings.LastIndexByte(old, '.'):]
	for _, test := range []struct {
		name  string
		query url.Values
		to    string
	}{
		{"signed in before the last start", url.Values{"client_id": {"portal"}, "id_token_hint": {old}, "post_logout_redirect_uri": {"https://portal.example/"}}, "https://portal.example/"},
		{"before the last start, no client", url.Values{"id_token_hint": {old}, "post_logout_redirect_uri": {"https://portal.example/"}}, ""},
		{"a forged hint", url.Values{"client_id": {"portal"}, "id_token_hint": {forged}, "post_logout_redirect_uri": {"https://portal.example/"}}, ""},
		{"by client", url.Values{"client_id": {"portal"}, "post_logout_redirect_uri": {"https://portal.example/"}}, "https://portal.example/"},
		{"by hint, with state", url.Values{"id_token_hint": {hint}, "post_logout_redirect_uri": {"https://portal.example/"}, "state": {"x"}}, "https://portal.example/?state=x"},
		{"not registered", url.Values{"client_id": {"portal"}, "post_logout_redirect_uri": {"https://evil.example/"}}, ""},
		{"no client", url.Values{"post_logout_redirect_uri": {"https://portal.example/"}}, ""},
		{"another client's hint", url.Values{"client_id": {"staff"}, "id_token_hint": {hint}, "post_logout_redirect_uri": {"https://portal.example/"}}, ""},
		{"a made-up hint", url.Values{"id_token_hint": {"x"}, "post_logout_redirect_uri": {"https://portal.example/"}}, ""},
		{"nowhere to go", url.Values{}, ""},
	} {
		resp, _ := b.get(t, b.url+"/end_session?"+test.query.Encode())
		if got := resp.Header.Get("Location"); got != test.to {
			t.Errorf("%s: sent to %q, want %q", test.name, got, test.to)
		}
	}
}

// TestServicesBelieveIt runs the platform's own verifier against both kinds of access token.
func TestServicesBelieveIt(t *testing.T) {
	t.Parallel()
	b := start(t)
	secret := []byte(strings.Repeat("k", 32))
	v, err := authn.NewVerifier(t.Context(), authn.Config{Audience: "danchu", Issuers: []string{b.url}, PersonKey: secret, Clock: b.clock})
	must(t, err)

	status, body := b.post(t, url.Values{"grant_type": {"client_credentials"}}, "qlvb", "máy & mật khẩu")
	if status != http.StatusOK {
		t.Fatalf("client credentials: %v", body)
	}
	machine, err := v.Verify(t.Context(), body["access_token"].(string))
	must(t, err)
	if machine.Kind != authn.Service || machine.Subject != b.url+"#qlvb" {
		t.Errorf("got %+v, want a service", machine)
	}

	conf, _ := b.rp(t, "es", "s")
	verifier := oauth2.GenerateVerifier()
	back := b.choose(t, conf.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)), url.Values{"subject": {"can-bo"}})
	token, err := conf.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier))
	must(t, err)
	person, err := v.Verify(t.Context(), token.AccessToken)
	must(t, err)
	want, err := authn.PersonKey(secret, "025900000005")
	must(t, err)
	if person.Kind != authn.Person || person.Subject != b.url+"#can-bo" || person.PersonKey != want {
		t.Errorf("got %+v", person)
	}
	if _, err := v.Verify(t.Context(), token.Extra("id_token").(string)); err == nil {
		t.Error("an ID token was taken for an access token")
	}
}

func TestConfigIsChecked(t *testing.T) {
	t.Parallel()
	persona := []issuer.Persona{{Subject: "a", Name: "A"}}
	for name, cfg := range map[string]issuer.Config{
		"no address":        {Audience: "danchu"},
		"slash at the end":  {URL: "http://x/", Audience: "danchu"},
		"no audience":       {URL: "http://x"},
		"nameless persona":  {URL: "http://x", Audience: "danchu", Personas: []issuer.Persona{{Subject: "a"}}},
		"persona twice":     {URL: "http://x", Audience: "danchu", Personas: append(persona, persona...)},
		"client twice":      {URL: "http://x", Audience: "danchu", Clients: []issuer.Client{{ID: "c"}, {ID: "c"}}},
		"service in public": {URL: "http://x", Audience: "danchu", Clients: []issuer.Client{{ID: "c", Service: true}}},
		"HMAC":              {URL: "http://x", Audience: "danchu", Clients: []issuer.Client{{ID: "c", Algorithm: "HS256"}}},
		"relative redirect": {URL: "http://x", Audience: "danchu", Clients: []issuer.Client{{ID: "c", RedirectURIs: []string{"/callback"}}}},
	} {
		if _, err := issuer.New(cfg); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

package issuer_test

import (
	"crypto/rand"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/danchu-platform/danchu/deploy/standalone/issuer"
)

const callback = "https://portal.example/signin/callback"

// bench is a running issuer and a browser that follows nothing by itself.
type bench struct {
	url     string
	browser *http.Client

	mu  sync.Mutex
	now time.Time
}

func (b *bench) clock() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *bench) forward(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func start(t *testing.T) *bench {
	t.Helper()
	b := &bench{now: time.Now()}
	var handler http.Handler
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { handler.ServeHTTP(w, r) }))
	t.Cleanup(server.Close)
	b.url = server.URL + "/demo-issuer"
	client := func(id, secret string) issuer.Client {
		return issuer.Client{ID: id, Secret: secret, RedirectURIs: []string{callback}, PostLogoutRedirectURIs: []string{"https://portal.example/"}}
	}
	es, machine := client("es", "s"), client("qlvb", "máy & mật khẩu")
	es.Algorithm, machine.Service = "ES256", true
	i, err := issuer.New(issuer.Config{
		URL: b.url, Audience: "danchu", Clock: b.clock,
		Personas: []issuer.Persona{
			{Subject: "can-bo", Name: "Lê Thị Hồng Nhung", NationalID: "025900000005", Email: "nhung@example.vn", Blurb: "Công chức xã"},
			{Subject: "xss", Name: `<script>alert(1)</script> "Ý`, Blurb: `' onmouseover='x`},
		},
		Clients: []issuer.Client{client("portal", ""), client("staff", "bí mật"), es, machine},
	})
	must(t, err)
	handler = i
	b.browser = server.Client()
	b.browser.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b
}

// rp is a relying party as x/oauth2 and go-oidc make one: by discovery.
func (b *bench) rp(t *testing.T, id, secret string) (*oauth2.Config, *oidc.Provider) {
	t.Helper()
	provider, err := oidc.NewProvider(t.Context(), b.url)
	must(t, err)
	return &oauth2.Config{
		ClientID: id, ClientSecret: secret, Endpoint: provider.Endpoint(), RedirectURL: callback,
		Scopes: []string{oidc.ScopeOpenID, "profile", "email"},
	}, provider
}

func (b *bench) get(t *testing.T, address string) (*http.Response, string) {
	t.Helper()
	resp, err := b.browser.Get(address)
	must(t, err)
	return resp, read(t, resp)
}

func read(t *testing.T, resp *http.Response) string {
	t.Helper()
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	must(t, err)
	return string(body)
}

var hidden = regexp.MustCompile(`name="request" value="([^"]+)"`)

// choose walks the page: show, pick, and returns where the browser is sent.
func (b *bench) choose(t *testing.T, address string, form url.Values) *url.URL {
	t.Helper()
	resp, body := b.get(t, address)
	found := hidden.FindStringSubmatch(body)
	if resp.StatusCode != http.StatusOK || found == nil {
		t.Fatalf("no persona page: %s\n%s", resp.Status, body)
	}
	form.Set("request", found[1])
	resp, err := b.browser.PostForm(b.url+"/choose", form)
	must(t, err)
	body = read(t, resp)
	if resp.StatusCode != http.StatusSeeOther {
		t.Fatalf("choosing gave %s\n%s", resp.Status, body)
	}
	back, err := resp.Location()
	must(t, err)
	return back
}

// post sends a form to the token endpoint and reads the answer.
func (b *bench) post(t *testing.T, form url.Values, user, password string) (int, map[string]any) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/token", strings.NewReader(form.Encode()))
	must(t, err)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if user != "" {
		req.SetBasicAuth(url.QueryEscape(user), url.QueryEscape(password))
	}
	resp, err := b.browser.Do(req)
	must(t, err)
	var body map[string]any
	must(t, json.Unmarshal([]byte(read(t, resp)), &body))
	return resp.StatusCode, body
}

// code signs in as can-bo at the public client and returns the code with its verifier.
func (b *bench) code(t *testing.T, client string) (code, verifier string) {
	t.Helper()
	conf, _ := b.rp(t, client, "")
	verifier = oauth2.GenerateVerifier()
	back := b.choose(t, conf.AuthCodeURL("st", oauth2.S256ChallengeOption(verifier)), url.Values{"subject": {"can-bo"}})
	return back.Query().Get("code"), verifier
}

func TestSigningIn(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, client := range []struct{ id, secret, algorithm string }{{"portal", "", "RS256"}, {"staff", "bí mật", "RS256"}, {"es", "s", "ES256"}} {
		conf, provider := b.rp(t, client.id, client.secret)
		verifier, nonce, state := oauth2.GenerateVerifier(), rand.Text(), rand.Text()
		back := b.choose(t, conf.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier)), url.Values{"subject": {"can-bo"}})
		if got := back.Query(); got.Get("state") != state || got.Get("iss") != b.url || !strings.HasPrefix(back.String(), callback) {
			t.Fatalf("%s: sent back to %s", client.id, back)
		}
		token, err := conf.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier))
		must(t, err)
		raw, _ := token.Extra("id_token").(string)
		id, err := provider.Verifier(&oidc.Config{ClientID: client.id, SupportedSigningAlgs: []string{client.algorithm}, Now: b.clock}).Verify(t.Context(), raw)
		must(t, err)
		must(t, id.VerifyAccessToken(token.AccessToken))
		var claims struct {
			Name       string `json:"name"`
			NationalID string `json:"national_id"`
			Email      string `json:"email"`
		}
		must(t, id.Claims(&claims))
		if id.Subject != "can-bo" || id.Nonce != nonce || claims.Name != "Lê Thị Hồng Nhung" || claims.NationalID != "025900000005" || claims.Email == "" {
			t.Errorf("%s: got %+v %+v", client.id, id, claims)
		}
		info, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
		must(t, err)
		if info.Subject != "can-bo" || info.Email != "nhung@example.vn" {
			t.Errorf("%s: userinfo %+v", client.id, info)
		}
	}
}

func TestOnlyWhatTheScopesAllow(t *testing.T) {
	t.Parallel()
	b := start(t)
	conf, provider := b.rp(t, "portal", "")
	conf.Scopes = []string{oidc.ScopeOpenID}
	verifier := oauth2.GenerateVerifier()
	back := b.choose(t, conf.AuthCodeURL("s", oauth2.S256ChallengeOption(verifier)), url.Values{"subject": {"can-bo"}})
	token, err := conf.Exchange(t.Context(), back.Query().Get("code"), oauth2.VerifierOption(verifier))
	must(t, err)
	info, err := provider.UserInfo(t.Context(), oauth2.StaticTokenSource(token))
	must(t, err)
	var claims map[string]any
	must(t, info.Claims(&claims))
	if len(claims) != 1 || claims["sub"] != "can-bo" {
		t.Errorf("scope openid told %v", claims)
	}
}

func TestACodeIsGoodOnceForOneClientWithItsVerifier(t *testing.T) {
	t.Parallel()
	b := start(t)
	for name, change := range map[string]func(form url.Values){
		"no verifier":         func(f url.Values) { f.Del("code_verifier") },
		"another verifier":    func(f url.Values) { f.Set("code_verifier", oauth2.GenerateVerifier()) },
		"short verifier":      func(f url.Values) { f.Set("code_verifier", "abc") },
		"another redirect":    func(f url.Values) { f.Set("redirect_uri", callback+"/") },
		"no redirect":         func(f url.Values) { f.Del("redirect_uri") },
		"another client":      func(f url.Values) { f.Set("client_id", "staff"); f.Set("client_secret", "bí mật") },
		"made-up code":        func(f url.Values) { f.Set("code", "x") },
		"a minute has gone":   func(url.Values) { b.forward(61 * time.Second) },
		"already redeemed":    func(f url.Values) { b.post(t, f, "", "") },
		"the right one works": nil,
	} {
		code, verifier := b.code(t, "portal")
		form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"portal"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier}}
		if change != nil {
			change(form)
		}
		status, body := b.post(t, form, "", "")
		if change == nil && status != http.StatusOK {
			t.Errorf("%s: %d %v", name, status, body)
		}
		if change != nil && (status != http.StatusBadRequest || body["error"] != "invalid_grant" || body["access_token"] != nil) {
			t.Errorf("%s: %d %v, want invalid_grant", name, status, body)
		}
	}
}

func TestACodeUsedTwiceTakesTheTokenBack(t *testing.T) {
	t.Parallel()
	b := start(t)
	code, verifier := b.code(t, "portal")
	form := url.Values{"grant_type": {"authorization_code"}, "client_id": {"portal"}, "code": {code}, "redirect_uri": {callback}, "code_verifier": {verifier}}
	_, body := b.post(t, form, "", "")
	_, provider := b.rp(t, "portal", "")
	source := oauth2.StaticTokenSource(&oauth2.Token{AccessToken: body["access_token"].(string)})
	_, err := provider.UserInfo(t.Context(), source)
	must(t, err)
	b.post(t, form, "", "")
	if _, err := provider.UserInfo(t.Context(), source); err == nil {
		t.Error("the token of a stolen code still works")
	}
}

func TestClientsProveThemselves(t *testing.T) {
	t.Parallel()
	b := start(t)
	for _, test := range []struct {
		name, user, password string
		form                 url.Values
		status               int
		code                 string
	}{
		{"wrong secret", "qlvb", "x", url.Values{}, 401, "invalid_client"},
		{"no secret", "", "", url.Values{"client_id": {"qlvb"}}, 401, "invalid_client"},
		{"unknown", "nobody", "x", url.Values{}, 401, "invalid_client"},
		{"nobody at all", "", "", url.Values{}, 401, "invalid_client"},
		{"two ways at once", "qlvb", "máy & mật khẩu", url.Values{"client_id": {"qlvb"}, "client_secret": {"máy & mật khẩu"}}, 400, "invalid_request"},
		{"not a service", "staff", "bí mật", url.Values{}, 400, "unauthorized_client"},
		{"public", "", "", url.Values{"client_id": {"portal"}}, 400, "unauthorized_client"},
	} {
		test.form.Set("grant_type", "client_credentials")
		if status, body := b.post(t, test.form, test.user, test.password); status != test.status || body["error"] != test.code {
			t.Errorf("%s: got %d %v, want %d %s", test.name, status, body, test.status, test.code)
		}
	}
	for grant, code := range map[string]string{"": "invalid_request", "password": "unsupported_grant_type"} {
		if _, body := b.post(t, url.Values{"grant_type": {grant}}, "staff", "bí mật"); body["error"] != code {
			t.Errorf("grant %q: got %v, want %s", grant, body, code)
		}
	}
}

func TestTheChoiceCanBeDeclined(t *testing.T) {
	t.Parallel()
	b := start(t)
	conf, _ := b.rp(t, "portal", "")
	address := conf.AuthCodeURL("st", oauth2.S256ChallengeOption(oauth2.GenerateVerifier()))
	back := b.choose(t, address, url.Values{"cancel": {"1"}})
	if q := back.Query(); q.Get("error") != "access_denied" || q.Get("state") != "st" || q.Has("code") {
		t.Errorf("sent back to %s", back)
	}
	_, body := b.get(t, address)
	choice := hidden.FindStringSubmatch(body)[1]
	for _, test := range []struct{ name, choice, subject string }{
		{"a stranger", choice, "nobody"}, {"used up", choice, "can-bo"}, {"made-up choice", "x", "can-bo"}, {"no choice", "", "can-bo"},
	} {
		resp, err := b.browser.PostForm(b.url+"/choose", url.Values{"request": {test.choice}, "subject": {test.subject}})
		must(t, err)
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusBadRequest {
			t.Errorf("%s: got %s, want 400", test.name, resp.Status)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, b.url+"/choose", strings.NewReader("subject=can-bo"))
	must(t, err)
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	resp, err := b.browser.Do(req)
	must(t, err)
	_ = resp.Body.Close()
	if resp.StatusCode != http.StatusForbidden {
		t.Errorf("a form of another site: got %s", resp.Status)
	}
}

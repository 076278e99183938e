package gateway_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/gateway"
)

func TestSigningIn(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	if i.asked.Get("code_challenge_method") != "S256" || i.asked.Get("nonce") == "" || i.asked.Get("state") == "" {
		t.Errorf("the issuer was asked %v", i.asked)
	}
	p := s.page(s.get("/inbox", "Cookie", cookie), 200)
	p.says(".who a", "Lê Thị Hồng Nhung")
	p.says("a.title", "Đã tiếp nhận yêu cầu số 3/2026")
	if len(s.fixed.tokens) == 0 || !strings.HasPrefix(s.fixed.tokens[0], "Bearer ey") {
		t.Errorf("the service was called with %q", s.fixed.tokens)
	}
	s.get("/inbox", "Cookie", cookie)
	if s.fixed.tokens[0] == s.fixed.tokens[len(s.fixed.tokens)-1] {
		t.Error("two requests were made with the same token")
	}
}

func TestASignInThatIsNotOursFails(t *testing.T) {
	for _, c := range []struct {
		name   string
		claims map[string]any
		query  func(state string) string
		cookie func(string) string
	}{
		{name: "another state", query: func(string) string { return "code=good&state=guessed" }},
		{name: "no attempt in this browser", cookie: func(string) string { return "" }},
		{name: "a session cookie in place of the attempt", cookie: func(c string) string { return strings.Replace(c, "signin", "session", 1) }},
		{name: "a damaged attempt", cookie: func(c string) string { return c[:len(c)-8] + "AAAAAA" }},
		{name: "a wrong code", query: func(state string) string { return "code=bad&state=" + state }},
		{name: "another nonce", claims: map[string]any{"nonce": "replayed"}},
		{name: "another audience", claims: map[string]any{"aud": "some-shop"}},
		{name: "another issuer", claims: map[string]any{"iss": "https://evil.example"}},
		{name: "an expired id token", claims: map[string]any{"exp": now.Add(-time.Hour).Unix()}},
	} {
		t.Run(c.name, func(t *testing.T) {
			i := newIssuer(t)
			i.claims = c.claims
			s := withIssuer(t, i)
			cookie := s.leave(i, "/inbox")
			query := "code=good&state=" + url.QueryEscape(i.asked.Get("state"))
			if c.query != nil {
				query = c.query(url.QueryEscape(i.asked.Get("state")))
			}
			if c.cookie != nil {
				cookie = c.cookie(cookie)
			}
			w := s.get("/signin/callback?"+query, "Cookie", cookie)
			s.page(w, 400).says("p", "Xin đăng nhập lại từ đầu")
			if strings.Contains(cookies(w), "session=") {
				t.Error("a session was given")
			}
		})
	}
}

func TestComingBackOnlyToOurselves(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	for _, to := range []string{"https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "", "inbox"} {
		cookie := s.leave(i, to)
		w := s.get("/signin/callback?code=good&state="+url.QueryEscape(i.asked.Get("state")), "Cookie", cookie)
		if got := w.Header().Get("Location"); got != "/" {
			t.Errorf("return %q led to %q", to, got)
		}
	}
}

func TestASessionEnds(t *testing.T) {
	i := newIssuer(t)
	cookie := withIssuer(t, i).signIn(i)
	signedIn := func(s *stage, cookie string) bool { return s.get("/inbox", "Cookie", cookie).Code == http.StatusOK }
	if s := withIssuer(t, i, func(c *gateway.Config) { c.Idle = -1 }); signedIn(s, cookie) {
		t.Error("an idle session still opens the inbox")
	}
	if s := withIssuer(t, i, func(c *gateway.Config) { c.Absolute = -1 }); signedIn(s, cookie) {
		t.Error("an old session still opens the inbox")
	}
	old := strings.Repeat("k", 32)
	if s := withIssuer(t, i, func(c *gateway.Config) {
		c.SessionKey = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn," + "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
	}); !signedIn(s, cookie) {
		t.Errorf("a session sealed with the previous key %q is not opened during rotation", old[:4])
	}
	if s := withIssuer(t, i, func(c *gateway.Config) { c.SessionKey = "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn" }); signedIn(s, cookie) {
		t.Error("a session sealed with a retired key still opens")
	}
}

func TestSigningOut(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	w := s.post("/signout", nil, "Cookie", s.signIn(i))
	to := w.Header().Get("Location")
	if w.Code != http.StatusSeeOther || !strings.HasPrefix(to, i.URL+"/end?") || !strings.Contains(to, "post_logout_redirect_uri=http%3A%2F%2F127.0.0.1%3A8080%2F") {
		t.Errorf("signing out led to %d %q", w.Code, to)
	}
	if !strings.Contains(strings.Join(w.Header()["Set-Cookie"], ";"), "danchu-session=;") {
		t.Errorf("the session stays in the browser: %v", w.Header()["Set-Cookie"])
	}
}

func TestCookiesOverHTTPS(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i, func(c *gateway.Config) { c.PublicURL = "https://danchu.example" })
	w := s.get("/signin/start")
	set := strings.Join(w.Header()["Set-Cookie"], ";")
	for _, want := range []string{"__Host-danchu-signin=", "HttpOnly", "Secure", "SameSite=Lax", "Path=/"} {
		if !strings.Contains(set, want) {
			t.Errorf("cookie %q lacks %q", set, want)
		}
	}
	if w.Header().Get("Strict-Transport-Security") == "" {
		t.Error("no HSTS over https")
	}
}

package interop

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

// me is what the product knows of who is signed in.
type me struct {
	Subject, DisplayName string
	Identified           bool
	Bindings             []struct{ Role, Unit string }
}

// atCallback tells the address by which a person comes back.
func (h *house) atCallback(at *url.URL) bool {
	return "http://"+at.Host == h.portal && at.Path == "/signin/callback"
}

// leave goes to the portal's sign-in and stops before the provider.
func (h *house) leave(ctx context.Context, b *browser) (*url.URL, error) {
	at, err := b.walk(ctx, http.MethodGet, h.portal+"/signin/start?return=%2Finbox", nil, func(to *url.URL) bool { return "http://"+to.Host != h.portal })
	if err != nil {
		return nil, err
	}
	if at.status != 0 {
		return nil, fmt.Errorf("the portal sends nobody away: %s answered %d", at.url, at.status)
	}
	return at.url, nil
}

// answer fills in what a provider asks, beginning at its address, until it sends back to the portal. The callback is not opened.
func (h *house) answer(ctx context.Context, b *browser, from *url.URL, who account) (*url.URL, error) {
	at, err := b.walk(ctx, http.MethodGet, from.String(), nil, h.atCallback)
	const questions = 4
	for range questions {
		if err != nil {
			return nil, err
		}
		if at.status == 0 {
			return at.url, nil
		}
		action, fields, formErr := at.form()
		if formErr != nil {
			return nil, formErr
		}
		b.forms = append(b.forms, fields.Get("prompt"))
		if fields.Has("login") {
			fields.Set("login", who.login)
			fields.Set("password", "bất kỳ")
		}
		at, err = b.walk(ctx, http.MethodPost, action, fields, h.atCallback)
	}
	return nil, fmt.Errorf("the provider asks more than %d times: %s", questions, strings.Join(b.forms, ", "))
}

// toCallback goes all the way to the callback and stops before it.
func (h *house) toCallback(ctx context.Context, b *browser, who account) (*url.URL, error) {
	away, err := h.leave(ctx, b)
	if err != nil {
		return nil, err
	}
	return h.answer(ctx, b, away, who)
}

// signIn goes the whole way and answers the page it ends at.
func (h *house) signIn(ctx context.Context, b *browser, who account) (*landing, error) {
	back, err := h.toCallback(ctx, b, who)
	if err != nil {
		return nil, err
	}
	return b.walk(ctx, http.MethodGet, back.String(), nil, nil)
}

func (h *house) me(ctx context.Context, b *browser) (me, error) {
	var one me
	return one, read(ctx, b.http, h.portal+"/v1/me", &one)
}

// anonymous fails when the browser is signed in.
func (h *house) anonymous(ctx context.Context, b *browser) error {
	who, err := h.me(ctx, b)
	if err == nil {
		return fmt.Errorf("%s is signed in", who.Subject)
	}
	if !errors.Is(err, errAnswered) || !strings.Contains(err.Error(), "401") {
		return err
	}
	return nil
}

func (h *house) honestChecks() []check {
	return []check{
		{"the portal sends to the provider with state, nonce and an S256 challenge", h.sendsAway},
		{"the provider's own sign-in and consent lead back to a signed-in page", h.comesBack},
		{"the person is issuer and subject; the national id is told to nobody", h.isNamed},
		{"a role bound to the national id belongs to whom the provider says it is", h.hasRole},
		{"somebody else at the same provider has no role", h.hasNone},
		{"signing out leaves the portal and, confirmed there, the provider", h.signsOut},
		{"the demo's own issuer is not there", h.noDemoIssuer},
	}
}

func (h *house) sendsAway(ctx context.Context) (string, error) {
	to, err := h.leave(ctx, newBrowser())
	if err != nil {
		return "", err
	}
	q := to.Query()
	if q.Get("code_challenge_method") != "S256" || len(q.Get("code_challenge")) != 43 || q.Get("state") == "" || q.Get("nonce") == "" ||
		q.Get("response_type") != "code" || q.Get("client_id") != clientID || !strings.Contains(q.Get("scope"), "openid") {
		return "", fmt.Errorf("sent to %s", to)
	}
	return to.Host + to.Path + ", scope " + q.Get("scope"), nil
}

func (h *house) comesBack(ctx context.Context) (string, error) {
	b := newBrowser()
	at, err := h.signIn(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	if at.status != http.StatusOK || at.url.Path != "/inbox" || !strings.Contains(at.body, stranger.name) {
		return "", fmt.Errorf("ended at %s (%d), which does not show %s", at.url, at.status, stranger.name)
	}
	if got := strings.Join(b.forms, ", "); got != "login, consent" {
		return "", fmt.Errorf("the provider asked for: %s", got)
	}
	return at.url.Path + " shows " + stranger.name, nil
}

func (h *house) isNamed(ctx context.Context) (string, error) {
	b := newBrowser()
	at, err := h.signIn(ctx, b, stranger)
	if err != nil {
		return "", err
	}
	who, err := h.me(ctx, b)
	if err != nil {
		return "", err
	}
	if who.Subject != h.wire.issuer+"#"+stranger.login || who.DisplayName != stranger.name || !who.Identified {
		return "", fmt.Errorf("got %+v", who)
	}
	portal, _ := url.Parse(h.portal)
	for _, c := range b.http.Jar.Cookies(portal) {
		if strings.Contains(c.Value, stranger.nationalID) {
			return "", fmt.Errorf("cookie %s tells the national id", c.Name)
		}
	}
	if strings.Contains(at.body, stranger.nationalID) {
		return "", errors.New("the page tells the national id")
	}
	return who.Subject, nil
}

func (h *house) hasRole(ctx context.Context) (string, error) {
	b := newBrowser()
	if _, err := h.signIn(ctx, b, clerk); err != nil {
		return "", err
	}
	// The demo binds its people by national id, some time after the first page.
	err := h.await(ctx, func(ctx context.Context) error {
		who, err := h.me(ctx, b)
		if err == nil && (len(who.Bindings) != 1 || who.Bindings[0].Role != "ROLE_COMMUNE_OFFICER" || !strings.HasPrefix(who.Bindings[0].Unit, "units/08584")) {
			return fmt.Errorf("got %+v", who)
		}
		return err
	})
	if err != nil {
		return "", err
	}
	desk, err := b.walk(ctx, http.MethodGet, h.portal+"/console", nil, nil)
	if err != nil {
		return "", err
	}
	if desk.status != http.StatusOK || !strings.Contains(desk.body, "Võ Miếu") {
		return "", fmt.Errorf("the desk answered %d and is not that of Võ Miếu", desk.status)
	}
	return clerk.name + ", officer of 08584, at the desk", nil
}

func (h *house) hasNone(ctx context.Context) (string, error) {
	b := newBrowser()
	if _, err := h.signIn(ctx, b, stranger); err != nil {
		return "", err
	}
	who, err := h.me(ctx, b)
	if err == nil && len(who.Bindings) > 0 {
		err = fmt.Errorf("got %+v", who)
	}
	return "signed in, nothing more", err
}

func (h *house) signsOut(ctx context.Context) (string, error) {
	b := newBrowser()
	if _, err := h.signIn(ctx, b, stranger); err != nil {
		return "", err
	}
	ask, err := b.walk(ctx, http.MethodPost, h.portal+"/signout", url.Values{}, nil)
	if err != nil {
		return "", err
	}
	if "http://"+ask.url.Host != h.wire.issuer {
		return "", fmt.Errorf("signing out leads to %s and not to the provider", ask.url)
	}
	action, fields, err := ask.form()
	if err != nil {
		return "", err
	}
	fields.Set("logout", "yes")
	home, err := b.walk(ctx, http.MethodPost, action, fields, nil)
	if err != nil {
		return "", err
	}
	if home.url.String() != h.portal+"/" || home.status != http.StatusOK || strings.Contains(home.body, stranger.name) {
		return "", fmt.Errorf("ended at %s (%d)", home.url, home.status)
	}
	if err := h.anonymous(ctx, b); err != nil {
		return "", err
	}
	b.forms = nil
	if _, err := h.toCallback(ctx, b, stranger); err != nil {
		return "", err
	}
	if len(b.forms) == 0 || b.forms[0] != "login" {
		return "", errors.New("the provider still knows the person")
	}
	return "back at the portal's home, and the provider asks who it is again", nil
}

func (h *house) noDemoIssuer(ctx context.Context) (string, error) {
	at, err := newBrowser().walk(ctx, http.MethodGet, h.portal+"/demo/issuer/.well-known/openid-configuration", nil, nil)
	if err == nil && at.status != http.StatusNotFound {
		err = fmt.Errorf("answered %d", at.status)
	}
	return "404", err
}

package session

import (
	"context"
	"fmt"
	"net/url"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// issuer is what discovery told about the OpenID provider.
type issuer struct {
	oauth      oauth2.Config
	verifier   *oidc.IDTokenVerifier
	endSession string // empty when the provider has no sign-out of its own
}

// discover asks the provider for its description once and remembers it. While it
// cannot be reached every sign-in answers Unavailable; the pages go on.
func (m *Manager) discover(ctx context.Context) (*issuer, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.issuer != nil {
		return m.issuer, nil
	}
	if m.cfg.Issuer == "" {
		return nil, fault.New(fault.Refused, "SIGN_IN_NOT_OFFERED")
	}
	// The provider keeps this context for fetching its keys later, so it must
	// not be the request's.
	provider, err := oidc.NewProvider(m.reach(context.WithoutCancel(ctx)), m.cfg.Issuer)
	if err != nil {
		return nil, fault.New(fault.Unavailable, "ISSUER_UNREACHABLE", fault.Wrap(fmt.Errorf("discovering issuer: %w", err)))
	}
	var extra struct {
		EndSession string `json:"end_session_endpoint"`
	}
	if err := provider.Claims(&extra); err != nil {
		return nil, fault.New(fault.Unavailable, "ISSUER_UNREACHABLE", fault.Wrap(fmt.Errorf("reading issuer description: %w", err)))
	}
	m.issuer = &issuer{
		oauth: oauth2.Config{
			ClientID: m.cfg.ClientID, ClientSecret: m.cfg.ClientSecret,
			Endpoint:    provider.Endpoint(),
			RedirectURL: m.cfg.PublicURL + "/signin/callback",
			Scopes:      append([]string{oidc.ScopeOpenID}, m.cfg.Scopes...),
		},
		verifier:   provider.Verifier(&oidc.Config{ClientID: m.cfg.ClientID, Now: m.clock}),
		endSession: extra.EndSession,
	}
	return m.issuer, nil
}

// reach gives the context the client with the short timeout.
func (m *Manager) reach(ctx context.Context) context.Context {
	return oidc.ClientContext(ctx, m.client)
}

// signOutURL is where the issuer ends its own session, or "/" when it has no such
// place. The hint lets it skip asking whom to sign out.
func (i *issuer) signOutURL(s *Session, publicURL string) string {
	u, err := url.Parse(i.endSession)
	if i.endSession == "" || err != nil {
		return "/"
	}
	q := u.Query()
	q.Set("client_id", i.oauth.ClientID)
	q.Set("post_logout_redirect_uri", publicURL+"/")
	if s != nil && s.IDToken != "" {
		q.Set("id_token_hint", s.IDToken)
	}
	u.RawQuery = q.Encode()
	return u.String()
}

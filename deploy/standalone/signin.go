package standalone

import (
	"net/http"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/issuer"
)

// Where the demo's own pages are.
const (
	issuerPath  = "/demo/issuer"
	mailboxPath = "/demo/mailbox"
)

// clientID is how the gateway half is known to the demo issuer. Its secret is no
// secret: the issuer lets anybody be anybody.
const (
	clientID     = "danchu"
	clientSecret = "demo"
)

// provider is whom people sign in with.
func (h *house) provider() OIDC {
	if h.cfg.OIDC.outside() {
		return h.cfg.OIDC
	}
	return OIDC{Issuer: h.portal + issuerPath, ClientID: clientID, ClientSecret: clientSecret}
}

// demoPages are what only this program has: the mailbox and, unless people sign in elsewhere, the issuer.
func (h *house) demoPages() (func(*http.ServeMux), error) {
	if h.cfg.OIDC.outside() {
		return func(mux *http.ServeMux) { mux.Handle("GET "+mailboxPath, http.Handler(h.mail)) }, nil
	}
	provider, err := newIssuer(h.portal)
	if err != nil {
		return nil, err
	}
	return func(mux *http.ServeMux) {
		mux.Handle("GET "+mailboxPath, http.Handler(h.mail))
		mux.Handle(issuerPath+"/", provider)
	}, nil
}

// newIssuer makes the demo's identity provider at publicURL.
func newIssuer(publicURL string) (*issuer.Issuer, error) {
	people, err := demodata.Everybody()
	if err != nil {
		return nil, err
	}
	personas := make([]issuer.Persona, len(people))
	for i, p := range people {
		personas[i] = issuer.Persona{Subject: p.Subject, Name: p.Name, NationalID: p.NationalID, Email: p.Subject + "@demo.example", Blurb: p.Blurb, Group: p.Group}
	}
	return issuer.New(issuer.Config{
		URL: publicURL + issuerPath, Audience: tokenAudience, Personas: personas,
		Clients: []issuer.Client{{
			ID: clientID, Secret: clientSecret,
			RedirectURIs:           []string{publicURL + "/signin/callback"},
			PostLogoutRedirectURIs: []string{publicURL + "/"},
		}},
	})
}

package issuer

import (
	"encoding/json"
	"net/http"
	"net/url"
	"time"
)

// How long things last. Short: everything here is tried out by somebody sitting in front of it.
const (
	choiceLife = 10 * time.Minute // from the page shown to the persona chosen
	codeLife   = time.Minute      // from the persona chosen to the code redeemed
	tokenLife  = 5 * time.Minute
)

// Issuer is an OpenID provider. It is an http.Handler for everything under its address.
type Issuer struct {
	cfg     Config
	clients map[string]Client
	keys    *keys
	clock   func() time.Time
	mux     *http.ServeMux
	choices *store[request] // shown, not yet chosen
	codes   *store[grant]   // chosen, not yet redeemed
	tokens  *store[grant]   // access tokens, for userinfo and for taking back
	spent   *store[string]  // redeemed codes and the token they gave
}

// New checks the configuration and makes the signing keys.
func New(cfg Config) (*Issuer, error) {
	if err := cfg.check(); err != nil {
		return nil, err
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	i := &Issuer{
		cfg: cfg, clients: map[string]Client{}, clock: cfg.Clock, keys: newKeys(),
		choices: newStore[request](cfg.Clock, choiceLife), codes: newStore[grant](cfg.Clock, codeLife),
		tokens: newStore[grant](cfg.Clock, tokenLife), spent: newStore[string](cfg.Clock, tokenLife),
	}
	for _, c := range cfg.Clients {
		i.clients[c.ID] = c
	}
	i.routes()
	return i, nil
}

func (i *Issuer) routes() {
	u, _ := url.Parse(i.cfg.URL) // checked by New
	i.mux = http.NewServeMux()
	handle := func(method, path string, h http.HandlerFunc) {
		i.mux.HandleFunc(method+" "+u.Path+path, h)
	}
	handle("GET", "/.well-known/openid-configuration", i.discovery)
	handle("GET", "/keys", i.jwks)
	handle("GET", "/authorize", i.authorize)
	handle("POST", "/authorize", i.authorize)
	handle("POST", "/choose", http.NewCrossOriginProtection().Handler(http.HandlerFunc(i.choose)).ServeHTTP)
	handle("POST", "/token", i.token)
	handle("GET", "/userinfo", i.userinfo)
	handle("POST", "/userinfo", i.userinfo)
	handle("GET", "/end_session", i.endSession)
	handle("POST", "/end_session", i.endSession)
}

// ServeHTTP implements http.Handler. Forms are limited to 64 KiB.
func (i *Issuer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, 64<<10)
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	i.mux.ServeHTTP(w, r)
}

// discovery describes the provider (OpenID Connect Discovery 1.0 §3).
func (i *Issuer) discovery(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, map[string]any{
		"issuer":                                         i.cfg.URL,
		"authorization_endpoint":                         i.cfg.URL + "/authorize",
		"token_endpoint":                                 i.cfg.URL + "/token",
		"userinfo_endpoint":                              i.cfg.URL + "/userinfo",
		"jwks_uri":                                       i.cfg.URL + "/keys",
		"end_session_endpoint":                           i.cfg.URL + "/end_session",
		"response_types_supported":                       []string{"code"},
		"response_modes_supported":                       []string{"query"},
		"grant_types_supported":                          []string{"authorization_code", "client_credentials"},
		"subject_types_supported":                        []string{"public"},
		"id_token_signing_alg_values_supported":          []string{rs256, es256},
		"scopes_supported":                               []string{"openid", "profile", "email"},
		"claims_supported":                               []string{"sub", "name", "family_name", "given_name", "national_id", "email", "auth_time"},
		"token_endpoint_auth_methods_supported":          []string{"client_secret_basic", "client_secret_post", "none"},
		"code_challenge_methods_supported":               []string{"S256"},
		"authorization_response_iss_parameter_supported": true,
		"request_parameter_supported":                    false,
		"request_uri_parameter_supported":                false,
		"ui_locales_supported":                           []string{"vi"},
	})
}

func (i *Issuer) jwks(w http.ResponseWriter, _ *http.Request) {
	answer(w, http.StatusOK, i.keys.public())
}

func answer(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) // the connection may be gone; there is nobody left to tell
}

// Issuer is the demo's identity provider as a program of its own: in a cluster it stands beside the gateway, where the
// one-process demo has it inside. Anybody can be any of the demo's people, none of whom exists. It is for the chart's
// demo profile only.
package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"github.com/danchu-platform/danchu/deploy/standalone/demodata"
	"github.com/danchu-platform/danchu/deploy/standalone/issuer"
	"github.com/danchu-platform/danchu/services/platform/run"
)

// settings are the variables of the program, beside those every program has.
type settings struct {
	// Addr is where it listens.
	Addr string `env:"ISSUER_ADDR, default=:18090"`
	// URL is its address for browsers and for the gateway, both.
	URL string `env:"ISSUER_URL, required"`
	// PublicURL is the gateway's address: where people are sent back to.
	PublicURL string `env:"PUBLIC_URL, required"`
	// ClientID and ClientSecret are the gateway's. The secret is none: anybody can be anybody here.
	ClientID     string `env:"OIDC_CLIENT_ID, default=danchu"`
	ClientSecret string `env:"OIDC_CLIENT_SECRET, default=demo"`
	// Audience is what access tokens are for.
	Audience string `env:"TOKEN_AUDIENCE, default=danchu"`
}

func main() {
	var cfg settings
	run.Program(run.ProgramSpec{
		Name:    "issuer",
		Summary: "sign in as one of the demo's people, none of whom exists",
		Config:  &cfg,
		Open: func(_ context.Context, _ *run.Base) (run.Runner, error) {
			provider, err := open(cfg)
			if err != nil {
				return nil, err
			}
			return &server{http.Server{
				Addr: cfg.Addr, Handler: provider,
				ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: time.Minute,
			}}, nil
		},
	})
}

// open makes the provider with the demo's people.
func open(cfg settings) (*issuer.Issuer, error) {
	people, err := demodata.Everybody()
	if err != nil {
		return nil, err
	}
	personas := make([]issuer.Persona, len(people))
	for i, p := range people {
		personas[i] = issuer.Persona{Subject: p.Subject, Name: p.Name, NationalID: p.NationalID, Email: p.Subject + "@demo.example", Blurb: p.Blurb, Group: p.Group}
	}
	return issuer.New(issuer.Config{
		URL: cfg.URL, Audience: cfg.Audience, Personas: personas,
		Clients: []issuer.Client{{
			ID: cfg.ClientID, Secret: cfg.ClientSecret,
			RedirectURIs:           []string{cfg.PublicURL + "/signin/callback"},
			PostLogoutRedirectURIs: []string{cfg.PublicURL + "/"},
		}},
	})
}

// server serves until ctx ends.
type server struct{ http.Server }

// Run listens; requests under way are let finish.
func (s *server) Run(ctx context.Context) error {
	failed := make(chan error, 1)
	go func() { failed <- s.ListenAndServe() }()
	select {
	case err := <-failed:
		return fmt.Errorf("listening: %w", err)
	case <-ctx.Done():
	}
	patience, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer cancel()
	if err := s.Shutdown(patience); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return nil
}

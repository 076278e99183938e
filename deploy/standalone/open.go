package standalone

import (
	"context"
	"strings"

	"github.com/danchu-platform/danchu/deploy/standalone/seed"
	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/disclosure"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/run"
	"github.com/danchu-platform/danchu/services/voting"
)

func openDirectory(ctx context.Context, h *house, p *run.Parts) (run.Door, error) {
	cfg := directory.Config{Catalogue: true}
	if !h.cfg.Empty {
		cfg.BootstrapAdmin = seed.Author + "," + seed.Approver
		cfg.BootstrapUnit = strings.Join(seed.Provinces, ",")
	}
	return directory.New(ctx, cfg, directory.Deps{
		DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Blobs: p.Blobs, Signer: p.Signer,
		Catalogue: p.Catalogue, PersonKey: config.Secret(h.keys.person),
	})
}

func openDisclosure(ctx context.Context, h *house, p *run.Parts) (run.Door, error) {
	var cfg disclosure.Config
	err := config.Load(ctx, &cfg, []string{
		"DANCHU_SMTP_URL=smtp+insecure://" + h.mail.Addr(), // in this process: nobody listens between
		"DANCHU_PUBLIC_URL=" + h.portal,
	})
	if err != nil {
		return nil, err
	}
	return disclosure.New(ctx, cfg, disclosure.Deps{
		DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Signer: p.Signer, Catalogue: p.Catalogue,
	})
}

// openVoting gives voting a way to directory that carries on whose behalf it asks.
func openVoting(ctx context.Context, h *house, p *run.Parts) (run.Door, error) {
	var cfg voting.Config
	err := config.Load(ctx, &cfg, []string{
		"DANCHU_PUBLIC_URL=" + h.portal, "DANCHU_LOG_KEYS=" + base64Of(h.keys.logs), "DANCHU_BALLOT_SECRET=" + base64Of(h.keys.ballots),
	})
	if err != nil {
		return nil, err
	}
	directory, err := h.memory.Dial(rpc.DialOptions{Bearer: authn.Bearer})
	if err != nil {
		return nil, err
	}
	h.closers = append(h.closers, func(context.Context) error { return directory.Close() })
	return voting.New(ctx, cfg, voting.Deps{
		DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Signer: p.Signer, Directory: directory, Catalogue: p.Catalogue,
	})
}

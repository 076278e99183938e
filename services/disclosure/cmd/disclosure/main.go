// Command disclosure serves what must be public, and by when.
package main

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure"
	"github.com/danchu-platform/danchu/services/platform/run"
)

func main() {
	var cfg disclosure.Config
	run.Service(run.Spec{
		Name:       disclosure.Name,
		Summary:    "what must be public, by when, what is, and what is missing",
		Config:     &cfg,
		Migrations: disclosure.Migrations,
		Messages:   disclosure.Messages,
		Unit:       disclosure.Unit,
		Open: func(ctx context.Context, p *run.Parts) (run.Door, error) {
			return disclosure.New(ctx, cfg, disclosure.Deps{
				DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Signer: p.Signer, Catalogue: p.Catalogue,
			})
		},
	})
}

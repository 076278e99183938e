// Command directory serves units, agencies, households, people, roles and the calendar.
package main

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/platform/run"
)

func main() {
	var cfg directory.Config
	run.Service(run.Spec{
		Name:       directory.Name,
		Summary:    "units, agencies, households, people, roles and the working-day calendar",
		Config:     &cfg,
		Migrations: directory.Migrations,
		Messages:   directory.Messages,
		Open: func(ctx context.Context, p *run.Parts) (run.Door, error) {
			return directory.New(ctx, cfg, directory.Deps{
				DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Blobs: p.Blobs, Signer: p.Signer,
				Catalogue: p.Catalogue, PersonKey: p.Settings.PersonKey,
			})
		},
	})
}

// Command voting serves what villages, communes and agencies decide together.
package main

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/run"
	"github.com/danchu-platform/danchu/services/voting"
)

func main() {
	var cfg voting.Config
	run.Service(run.Spec{
		Name:       voting.Name,
		Summary:    "what villages, communes and agencies decide together",
		Config:     &cfg,
		Migrations: voting.Migrations,
		Messages:   voting.Messages,
		Quiet:      voting.Quiet,
		Open: func(ctx context.Context, p *run.Parts) (run.Door, error) {
			dialing, err := p.Settings.Dialing()
			if err != nil {
				return nil, err
			}
			dialing.Bearer = authn.Bearer
			conn, err := rpc.Dial(cfg.DirectoryAddr, dialing)
			if err != nil {
				return nil, err
			}
			return voting.New(ctx, cfg, voting.Deps{
				DB: p.DB, Bus: p.Bus, Log: p.Log, Clock: p.Clock, Units: p.Units, Signer: p.Signer, Directory: conn, Catalogue: p.Catalogue,
			})
		},
	})
}

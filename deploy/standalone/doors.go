package standalone

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/disclosure"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/run"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting"
)

// door is one service as this process sees it: what its main would tell run.
type door struct {
	name       string
	migrations func() []pg.Migrations
	messages   func() (*i18n.Catalogue, error)
	open       func(context.Context, *house, *run.Parts) (run.Door, error)
}

// doors are all services, in the order they open.
var doors = []door{
	{"directory", directory.Migrations, directory.Messages, openDirectory},
	{"disclosure", disclosure.Migrations, disclosure.Messages, openDisclosure},
	{"voting", voting.Migrations, voting.Messages, openVoting},
}

// opened is a door with what runs beside it.
type opened struct {
	name  string
	door  run.Door
	parts *run.Parts
}

// openDoor gives a service its own database, its own copy of the units and what all share.
func (h *house) openDoor(ctx context.Context, d door) (opened, error) {
	log := h.log(d.name)
	db, err := pg.Open(ctx, h.cluster.URL(d.name))
	if err != nil {
		return opened{}, fmt.Errorf("opening the database of %s: %w", d.name, err)
	}
	h.closers = append(h.closers, func(context.Context) error { db.Close(); return nil })
	words, err := d.messages()
	if err != nil {
		return opened{}, err
	}
	parts := &run.Parts{
		DB: db, Bus: h.bus, Log: log, Clock: time.Now, Verifier: h.verify, Units: units.New(d.name, db, log),
		Blobs: h.blobs, Signer: h.signer, Health: h.health, Catalogue: words,
	}
	if err := parts.Units.Refresh(ctx); err != nil {
		return opened{}, fmt.Errorf("reading the units of %s: %w", d.name, err)
	}
	service, err := d.open(ctx, h, parts)
	if err != nil {
		return opened{}, fmt.Errorf("opening %s: %w", d.name, err)
	}
	return opened{d.name, service, parts}, nil
}

func (h *house) log(name string) *slog.Logger {
	if h.cfg.Log == nil {
		return slog.New(slog.DiscardHandler)
	}
	return h.cfg.Log.With("service", name)
}

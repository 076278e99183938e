package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Starter is a table that an installation starts with.
type Starter struct {
	Kind       ImportKind
	Name       string
	LegalBasis string
	Period     domain.Period
}

// systemActor is who does what nobody asked for.
const systemActor = "directory"

// Start enters the tables that are not in yet, each as an ordinary import that
// everybody can read afterwards. Several replicas may start at the same time.
func (d *Directory) Start(ctx context.Context, files fs.FS, tables []Starter) error {
	for _, s := range tables {
		if err := d.start(ctx, files, s); err != nil {
			return fmt.Errorf("entering %s: %w", s.Name, err)
		}
	}
	return nil
}

func (d *Directory) start(ctx context.Context, files fs.FS, s Starter) error {
	info, err := fs.Stat(files, s.Name)
	if err != nil {
		return err
	}
	// The file's name is the request's id: a table is started once, ever.
	cause := change.Cause{Kind: change.Operator, ID: s.Name, Actor: systemActor, Action: "StartCatalogue"}
	i, err := d.store.AddImport(ctx, cause, Import{
		ID: newID(), Kind: s.Kind, File: s.Name, FileName: s.Name, FileSize: info.Size(), Period: s.Period,
		LegalBasis: s.LegalBasis, Actor: systemActor, ActorKeys: []string{}, CreatedAt: d.clock(),
	}, Left{})
	if err != nil {
		return err
	}
	claimed, err := d.store.StartImport(ctx, i.ID)
	if err != nil || !claimed {
		return err
	}
	file, err := files.Open(s.Name)
	if err != nil {
		return err
	}
	table, again := file.(io.ReadSeeker)
	if !again {
		return errors.Join(fmt.Errorf("%s cannot be read twice", s.Name), file.Close())
	}
	if err := errors.Join(d.runTable(ctx, i, table), file.Close()); err != nil {
		return err
	}
	if i, err = d.store.Import(ctx, i.ID); err == nil && i.State != ImportSucceeded {
		err = fmt.Errorf("the import ended as %s with %d errors", i.State, i.Tally.Errors)
	}
	return err
}

// BindFirstAdmin makes somebody the first administrator of the province that an
// installation serves.
func (d *Directory) BindFirstAdmin(ctx context.Context, subject, code string) error {
	unit, err := d.store.UnitAt(ctx, code, d.Today())
	if err != nil {
		return fmt.Errorf("binding the first administrator: %w", err)
	}
	b := domain.Binding{
		ID: newID(), SubjectKey: subject, Role: domain.ProvinceAdmin, Unit: unit.Key(),
		Period: domain.Period{From: d.Today()}, LegalBasis: "Cài đặt hệ thống",
	}
	if unit.Period.From.After(b.Period.From) {
		b.Period.From = unit.Period.From
	}
	cause := change.Cause{Kind: change.Operator, ID: subject + " " + code, Actor: systemActor, Action: "BindFirstAdmin"}
	_, err = d.store.AddBinding(ctx, cause, b, func(alike []domain.Binding) (domain.Binding, Left, error) {
		bound, facts, err := domain.Bind(b, unit, nil, domain.Granter{System: true}, alike)
		var held *domain.Refusal
		if errors.As(err, &held) && held.Reason == domain.RoleAlreadyHeld {
			return alike[0], Left{}, nil
		}
		return bound, leftBy(bound, facts), err
	})
	return err
}

package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
)

// Withholding reads one.
func (s *Store) Withholding(ctx context.Context, id string) (domain.Withholding, error) {
	row, err := s.read.GetWithholding(ctx, id)
	return withholding(row), notFound(err, "withholding")
}

// Withholding locks one.
func (t *transaction) Withholding(ctx context.Context, id string) (domain.Withholding, error) {
	row, err := t.q.LockWithholding(ctx, id)
	return withholding(row), notFound(err, "withholding")
}

// PutWithholding writes one.
func (t *transaction) PutWithholding(ctx context.Context, w domain.Withholding) error {
	err := t.q.PutWithholding(ctx, sqlcgen.PutWithholdingParams{
		ID: w.ID, Revision: w.Revision, Unit: w.Body.Unit, Agency: w.Body.Agency, Item: w.Item, Obligation: optional(w.Obligation),
		State: string(w.State), Ground: w.Ground, Basis: w.Basis, SubjectMatter: w.SubjectMatter, Justification: w.Justification,
		ReviewDate: w.ReviewDate, Author: w.Author, Approver: w.Approver, DecisionReason: w.DecisionReason, ApprovedAt: moment(w.ApprovedAt),
		ClosedAt: moment(w.ClosedAt), CreatedAt: w.CreatedAt, UpdatedAt: w.UpdatedAt,
	})
	if err != nil {
		return fmt.Errorf("writing a withholding: %w", err)
	}
	return nil
}

// Withholdings lists entries, newest first.
func (s *Store) Withholdings(ctx context.Context, q app.WithholdingQuery) ([]domain.Withholding, error) {
	rows, err := s.read.ListWithholdings(ctx, sqlcgen.ListWithholdingsParams{
		InUnits: !q.Scope.All, Units: every(q.Scope.Units), States: words(q.States), OpenAgencies: every(q.OpenOf), Before: moment(q.Before.Time),
		BeforeID: idOrZero(q.Before.ID), Most: int32(q.Most),
	})
	return mapped(rows, err, "withholdings", withholding)
}

// CountWithholdings counts those in force.
func (s *Store) CountWithholdings(ctx context.Context, scope app.Scope) (int, error) {
	n, err := s.read.CountWithholdings(ctx, sqlcgen.CountWithholdingsParams{InUnits: !scope.All, Units: every(scope.Units)})
	if err != nil {
		return 0, fmt.Errorf("counting withholdings: %w", err)
	}
	return int(n), nil
}

// CountWithheldAt counts those in force at a moment.
func (s *Store) CountWithheldAt(ctx context.Context, unit string, at time.Time) (int, error) {
	n, err := s.read.CountWithheldAt(ctx, sqlcgen.CountWithheldAtParams{Unit: unit, Moment: at})
	if err != nil {
		return 0, fmt.Errorf("counting withholdings: %w", err)
	}
	return int(n), nil
}

func withholding(r sqlcgen.Withholding) domain.Withholding {
	return domain.Withholding{
		ID: r.ID, Revision: r.Revision, Body: domain.Body{Unit: r.Unit, Agency: r.Agency}, Item: r.Item, Obligation: text(r.Obligation),
		State: domain.WithholdingState(r.State), Ground: r.Ground, Basis: r.Basis, SubjectMatter: r.SubjectMatter, Justification: r.Justification,
		ReviewDate: r.ReviewDate, Author: r.Author, Approver: r.Approver, DecisionReason: r.DecisionReason, ApprovedAt: instant(r.ApprovedAt),
		ClosedAt: instant(r.ClosedAt), CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

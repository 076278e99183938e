package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Plan reads one.
func (s *Store) Plan(ctx context.Context, id string) (domain.Plan, error) {
	row, err := s.read.GetPlan(ctx, id)
	return plan(row), notFound(err, "plan")
}

// Plan locks one.
func (t *transaction) Plan(ctx context.Context, id string) (domain.Plan, error) {
	row, err := t.q.LockPlan(ctx, id)
	return plan(row), notFound(err, "plan")
}

// AdoptedPlan locks the one in force for the year, if there is one.
func (t *transaction) AdoptedPlan(ctx context.Context, body domain.Body, year int) (domain.Plan, bool, error) {
	row, err := t.q.LockAdoptedPlan(ctx, sqlcgen.LockAdoptedPlanParams{Unit: body.Unit, Agency: body.Agency, Year: int32(year)})
	if errors.Is(err, pgx.ErrNoRows) {
		return domain.Plan{}, false, nil
	}
	return plan(row), err == nil, notFound(err, "adopted plan")
}

// PutPlan writes one. A second open draft of the year is refused by the index that knows best.
func (t *transaction) PutPlan(ctx context.Context, p domain.Plan) error {
	err := t.q.PutPlan(ctx, sqlcgen.PutPlanParams{
		ID: p.ID, Revision: p.Revision, Unit: p.Body.Unit, Agency: p.Body.Agency, Year: int32(p.Year), State: string(p.State), Lines: p.Lines,
		DocumentNumber: p.DocumentNumber, AdoptedDate: p.AdoptedDate, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt,
	})
	if pg.Constraint(err) == "plan_one_draft" {
		return domain.Refuse(domain.PlanExists, "year")
	}
	if err != nil {
		return fmt.Errorf("writing a plan: %w", err)
	}
	return nil
}

// PlanDays writes the planned days beside the obligations of the year.
func (t *transaction) PlanDays(ctx context.Context, p domain.Plan) error {
	params := sqlcgen.PlanObligationsParams{Unit: p.Body.Unit, Agency: p.Body.Agency, Year: int32(p.Year)}
	for _, line := range p.Lines {
		params.Items, params.Planned = append(params.Items, line.Item), append(params.Planned, line.PlannedDate)
	}
	if err := t.q.PlanObligations(ctx, params); err != nil {
		return fmt.Errorf("writing planned days: %w", err)
	}
	return nil
}

// Plans lists the plans of a unit, newest first.
func (s *Store) Plans(ctx context.Context, q app.PlanQuery) ([]domain.Plan, error) {
	rows, err := s.read.ListPlans(ctx, sqlcgen.ListPlansParams{
		Unit: q.Unit, Year: int32(q.Year), DraftAgencies: every(q.DraftsOf), BeforeYear: int32(q.Before.Year), BeforeTime: q.Before.Time,
		BeforeID: idOrZero(q.Before.ID), Most: int32(q.Most),
	})
	return mapped(rows, err, "plans", plan)
}

func plan(r sqlcgen.Plan) domain.Plan {
	return domain.Plan{
		ID: r.ID, Revision: r.Revision, Body: domain.Body{Unit: r.Unit, Agency: r.Agency}, Year: int(r.Year), State: domain.PlanState(r.State),
		Lines: r.Lines, DocumentNumber: r.DocumentNumber, AdoptedDate: r.AdoptedDate, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// CreatePlan begins the plan of a year.
func (a *Actions) CreatePlan(ctx context.Context, cause change.Cause, unitName, agency string, year int, lines []domain.PlanLine) (domain.Plan, error) {
	unit, err := a.acting(unitName)
	if err != nil {
		return domain.Plan{}, err
	}
	body := domain.Body{Unit: string(unit.Key), Agency: agency}
	if err := a.Policy.Allow(ctx, "CreatePlan", bodyResource("Plan", body)); err != nil {
		return domain.Plan{}, err
	}
	with, items, err := a.planSetting(body)
	if err != nil {
		return domain.Plan{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		plan := domain.Plan{ID: newID(), Revision: 1, Body: body, Year: year, State: domain.PlanDraft, CreatedAt: with.Now, UpdatedAt: with.Now}
		for _, line := range lines {
			line.Number = 0
			var err error
			if plan, err = plan.PutLine(line, items, with.Facts, with); err != nil {
				return Outcome{}, err
			}
		}
		return planOutcome(plan, nil), tx.PutPlan(ctx, plan)
	})
	return a.recallPlan(ctx, answer, err)
}

func planOutcome(p domain.Plan, facts []domain.Fact) Outcome {
	return Outcome{Answer: Answer{ID: p.ID, Plan: &p}, Resource: planName(p.ID), Unit: p.Body.Unit, Facts: facts}
}

// PutPlanLine adds a row (number 0) or replaces one.
func (a *Actions) PutPlanLine(ctx context.Context, action string, cause change.Cause, id, seen string, line domain.PlanLine) (domain.Plan, error) {
	return a.movePlan(ctx, action, cause, id, seen, func(_ context.Context, _ Tx, p domain.Plan, items domain.ItemFinder, with domain.Setting) (domain.Plan, []domain.Fact, error) {
		p, err := p.PutLine(line, items, with.Facts, with)
		return p, nil, err
	})
}

// RemovePlanLine takes a row out.
func (a *Actions) RemovePlanLine(ctx context.Context, cause change.Cause, id, seen string, number int) (domain.Plan, error) {
	return a.movePlan(ctx, "RemovePlanLine", cause, id, seen, func(_ context.Context, _ Tx, p domain.Plan, _ domain.ItemFinder, with domain.Setting) (domain.Plan, []domain.Fact, error) {
		p, err := p.RemoveLine(number, with.Now)
		return p, nil, err
	})
}

// AdoptPlan makes it the plan of the year; the one before is kept as replaced, and the planned days go to the obligations.
func (a *Actions) AdoptPlan(ctx context.Context, cause change.Cause, id, seen, documentNumber string, on workday.Date) (domain.Plan, error) {
	return a.movePlan(ctx, "AdoptPlan", cause, id, seen, func(ctx context.Context, tx Tx, p domain.Plan, _ domain.ItemFinder, with domain.Setting) (domain.Plan, []domain.Fact, error) {
		p, facts, err := p.Adopt(documentNumber, on, with)
		if err != nil {
			return p, nil, err
		}
		before, found, err := tx.AdoptedPlan(ctx, p.Body, p.Year)
		if err != nil {
			return p, nil, err
		}
		if found {
			before.State, before.UpdatedAt = domain.PlanReplaced, with.Now
			before.Revision++
			if err := tx.PutPlan(ctx, before); err != nil {
				return p, nil, err
			}
		}
		return p, facts, tx.PlanDays(ctx, p)
	})
}

func (a *Actions) movePlan(ctx context.Context, action string, cause change.Cause, id, seen string,
	move func(context.Context, Tx, domain.Plan, domain.ItemFinder, domain.Setting) (domain.Plan, []domain.Fact, error),
) (domain.Plan, error) {
	before, err := a.Store.Plan(ctx, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, action, planResource(before)); err != nil {
		return before, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.Plan(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, p.Revision); err != nil {
			return Outcome{}, err
		}
		with, items, err := a.planSetting(p.Body)
		if err != nil {
			return Outcome{}, err
		}
		p, facts, err := move(ctx, tx, p, items, with)
		if err != nil {
			return Outcome{}, err
		}
		p.Revision++
		return planOutcome(p, facts), tx.PutPlan(ctx, p)
	})
	return a.recallPlan(ctx, answer, err)
}

func (a *Actions) planSetting(body domain.Body) (domain.Setting, domain.ItemFinder, error) {
	with := a.plain()
	with.Facts = a.facts(body)
	catalogue, err := a.CatalogueOf(body, with.Today())
	return with, func(id string) (law.Item, bool) { return catalogue.Item(id) }, err
}

// Unplanned lists the items of the body that no row of the plan is about.
func (a *Actions) Unplanned(p domain.Plan) []string {
	catalogue, err := a.CatalogueOf(p.Body, a.yearDay(p.Year))
	if err != nil {
		return nil
	}
	return p.Unplanned(catalogue.Items)
}

// GetPlan returns a plan; drafts only to the staff.
func (a *Actions) GetPlan(ctx context.Context, id string) (domain.Plan, error) {
	p, err := a.Store.Plan(ctx, id)
	if err != nil {
		return p, err
	}
	return p, a.Policy.Allow(ctx, "GetPlan", planResource(p))
}

// ListPlans lists the plans of a unit; drafts only for its staff.
func (a *Actions) ListPlans(ctx context.Context, unitName string, q PlanQuery) ([]domain.Plan, error) {
	if err := a.Policy.Allow(ctx, "ListPlans", authz.Installation()); err != nil {
		return nil, err
	}
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, err
	}
	q.Unit = string(unit.Key)
	q.DraftsOf = a.innerOf(ctx, "GetPlan", "Plan", unit.Key)
	return a.Store.Plans(ctx, q)
}

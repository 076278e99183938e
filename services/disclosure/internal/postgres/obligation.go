package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Obligation reads one.
func (s *Store) Obligation(ctx context.Context, id string) (domain.Obligation, error) {
	row, err := s.read.GetObligation(ctx, id)
	return obligation(row), notFound(err, "obligation")
}

// Obligation locks one.
func (t *transaction) Obligation(ctx context.Context, id string) (domain.Obligation, error) {
	row, err := t.q.LockObligation(ctx, id)
	return obligation(row), notFound(err, "obligation")
}

// ObligationOfPeriod locks the one of a period, if it is there.
func (t *transaction) ObligationOfPeriod(ctx context.Context, body domain.Body, item, period string) (domain.Obligation, bool, error) {
	row, err := t.q.LockObligationOfPeriod(ctx, sqlcgen.LockObligationOfPeriodParams{Unit: body.Unit, Agency: body.Agency, Item: item, Period: period})
	return perhaps(row, err)
}

// ObligationOfDocument locks the open one of a decision, if it is there.
func (t *transaction) ObligationOfDocument(ctx context.Context, body domain.Body, item, documentNumber string, decision workday.Date) (domain.Obligation, bool, error) {
	row, err := t.q.LockObligationOfDocument(ctx, sqlcgen.LockObligationOfDocumentParams{
		Unit: body.Unit, Agency: body.Agency, Item: item, DocumentNumber: documentNumber, DecisionDate: decision,
	})
	return perhaps(row, err)
}

func perhaps(row sqlcgen.Obligation, err error) (domain.Obligation, bool, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return domain.Obligation{}, false, nil
	}
	if err != nil {
		return domain.Obligation{}, false, fmt.Errorf("looking for an obligation: %w", err)
	}
	return obligation(row), true, nil
}

// PutObligation writes one.
func (t *transaction) PutObligation(ctx context.Context, o domain.Obligation) error {
	err := t.q.PutObligation(ctx, sqlcgen.PutObligationParams{
		ID: o.ID, Revision: o.Revision, Unit: o.Body.Unit, Agency: o.Body.Agency, Item: o.Item, Period: o.Period, Year: int32(o.PeriodEnd.Y),
		PeriodEnd: o.PeriodEnd, State: string(o.State), DocumentNumber: o.DocumentNumber, DecisionDate: o.DecisionDate, Due: o.Due,
		DueDate: o.ListedBy(), DueHistory: o.DueHistory, HasProposal: o.HasProposal(), PlannedDate: o.PlannedDate,
		Publication: optional(o.Publication), Withholding: optional(o.Withholding), PublishedOn: o.PublishedOn, MetOn: o.MetOn,
		NotArisen: o.NotArisen, RemindedAt: moment(o.RemindedAt), OverdueTold: o.OverdueTold, CreatedAt: o.CreatedAt, UpdatedAt: o.UpdatedAt,
	})
	if err != nil {
		return fmt.Errorf("writing an obligation: %w", err)
	}
	if err := t.q.TellPublications(ctx, sqlcgen.TellPublicationsParams{Obligation: optional(o.ID), Due: o.Due, DueHistory: o.DueHistory}); err != nil {
		return fmt.Errorf("writing the due date of an obligation to its publications: %w", err)
	}
	return nil
}

// Expect makes expected obligations; those already there stay as they are.
func (t *transaction) Expect(ctx context.Context, all []domain.Obligation) error {
	byYear := map[int]*sqlcgen.ExpectObligationsParams{}
	for _, o := range all {
		p := byYear[o.PeriodEnd.Y]
		if p == nil {
			p = &sqlcgen.ExpectObligationsParams{Year: int32(o.PeriodEnd.Y), Now: o.CreatedAt}
			byYear[o.PeriodEnd.Y] = p
		}
		p.Ids, p.Units, p.Agencies = append(p.Ids, o.ID), append(p.Units, o.Body.Unit), append(p.Agencies, o.Body.Agency)
		p.Items, p.Periods, p.PeriodEnds = append(p.Items, o.Item), append(p.Periods, o.Period), append(p.PeriodEnds, o.PeriodEnd)
	}
	for _, p := range byYear {
		if _, err := t.q.ExpectObligations(ctx, *p); err != nil {
			return fmt.Errorf("making expected obligations: %w", err)
		}
	}
	return nil
}

// NextNumber counts a counter of the body up.
func (t *transaction) NextNumber(ctx context.Context, body domain.Body, name string, year int) (int, error) {
	n, err := t.q.NextNumber(ctx, sqlcgen.NextNumberParams{Unit: body.Unit, Agency: body.Agency, Name: name, Year: int32(year)})
	if err != nil {
		return 0, fmt.Errorf("taking a number: %w", err)
	}
	return int(n), nil
}

// beyond is later than any due date: where the list of those without one begins.
var beyond = workday.New(9999, 12, 31)

// Obligations lists by due date, those without one last.
func (s *Store) Obligations(ctx context.Context, q app.ObligationQuery) ([]domain.Obligation, error) {
	after := q.After.Date
	switch {
	case q.After.IsZero():
		after = workday.New(1, 1, 1)
	case after.IsZero():
		after = beyond
	}
	rows, err := s.read.ListObligations(ctx, sqlcgen.ListObligationsParams{
		InUnits: !q.Scope.All, Units: every(q.Scope.Units), Agency: q.Agency, Item: q.Item, Year: int32(q.Year), States: words(q.States),
		Standing: string(q.Standing), Today: q.Today, Soon: q.Soon, AfterDate: after, AfterID: idOrZero(q.After.ID), Most: int32(q.Most),
	})
	return mapped(rows, err, "obligations", obligation)
}

// CountObligations counts by unit and item.
func (s *Store) CountObligations(ctx context.Context, q app.CountQuery) ([]app.Counted, error) {
	rows, err := s.read.CountObligations(ctx, sqlcgen.CountObligationsParams{
		Year: int32(q.Year), InUnits: !q.Scope.All, Units: every(q.Scope.Units), Today: q.Today, Soon: q.Soon, FromDate: q.From, ToDate: q.To,
	})
	return mapped(rows, err, "counts of obligations", func(r sqlcgen.CountObligationsRow) app.Counted {
		return app.Counted{Unit: r.Unit, Item: r.Item, DueSoon: int(r.DueSoon), Counts: domain.Counts{
			Total: int(r.Total), Met: int(r.Met), InForms: int(r.InForms), Open: int(r.Open), Expected: int(r.Expected),
			NotArisen: int(r.NotArisen), Withheld: int(r.Withheld), Late: int(r.Late), Missing: int(r.Missing),
		}}
	})
}

func obligation(r sqlcgen.Obligation) domain.Obligation {
	return domain.Obligation{
		ID: r.ID, Revision: r.Revision, Body: domain.Body{Unit: r.Unit, Agency: r.Agency}, Item: r.Item, Period: r.Period, PeriodEnd: r.PeriodEnd,
		State: domain.ObligationState(r.State), DocumentNumber: r.DocumentNumber, DecisionDate: r.DecisionDate, Due: r.Due, DueHistory: r.DueHistory,
		PlannedDate: r.PlannedDate, Publication: text(r.Publication), Withholding: text(r.Withholding), PublishedOn: r.PublishedOn, MetOn: r.MetOn,
		NotArisen: r.NotArisen, RemindedAt: instant(r.RemindedAt), OverdueTold: r.OverdueTold, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
	}
}

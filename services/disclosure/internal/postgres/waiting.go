package postgres

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Waiting is everything that waits for somebody in the units and agencies, each kind by its day.
func (s *Store) Waiting(ctx context.Context, unitKeys, agencies []string, today, soon workday.Date) (app.Waiting, error) {
	var w app.Waiting
	in, at := every(unitKeys), every(agencies)
	obligations, err := s.read.DueObligations(ctx, sqlcgen.DueObligationsParams{Units: in, Agencies: at, Today: today})
	if w.Obligations, err = mapped(obligations, err, "due obligations", obligation); err != nil {
		return w, err
	}
	publications, err := s.read.DuePublications(ctx, sqlcgen.DuePublicationsParams{Units: in, Agencies: at})
	if w.Publications, err = mapped(publications, err, "waiting publications", publication); err != nil {
		return w, err
	}
	withholdings, err := s.read.DueWithholdings(ctx, sqlcgen.DueWithholdingsParams{Units: in, Agencies: at, Soon: soon})
	if w.Withholdings, err = mapped(withholdings, err, "waiting withholdings", withholding); err != nil {
		return w, err
	}
	requests, err := s.read.DueRequests(ctx, in)
	w.Requests, err = mapped(requests, err, "waiting information requests", request)
	return w, err
}

// Sweep lists the ids a periodic job has to look at.
func (s *Store) Sweep(ctx context.Context, what app.Sweep) (ids []string, err error) {
	switch what.Kind {
	case app.SweepExpire:
		ids, err = s.read.PublicationsToExpire(ctx, what.Today)
	case app.SweepScheduled:
		ids, err = s.read.ScheduledPublications(ctx, &what.Now)
	case app.SweepOverdue:
		ids, err = s.read.ObligationsToTellOverdue(ctx, what.Today)
	case app.SweepRemind:
		start := what.Today.Start()
		ids, err = s.read.ObligationsToRemind(ctx, sqlcgen.ObligationsToRemindParams{Days: what.Days, TodayStart: &start})
	case app.SweepForms:
		ids, err = s.read.ObligationsInForms(ctx, idOrZero(what.After))
	case app.SweepPeriodEnd:
		ids, err = s.read.ExpectedObligationsEnded(ctx, sqlcgen.ExpectedObligationsEndedParams{Today: what.Today, Items: every(what.Items)})
	case app.SweepRecount:
		ids, err = s.read.OpenObligations(ctx, idOrZero(what.After))
	case app.SweepRequests:
		ids, err = s.read.OpenRequests(ctx, idOrZero(what.After))
	default:
		return nil, fmt.Errorf("unknown sweep %q", what.Kind)
	}
	if err != nil {
		return nil, fmt.Errorf("sweeping for %s: %w", what.Kind, err)
	}
	return ids, nil
}

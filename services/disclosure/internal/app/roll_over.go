package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// RollOver makes the expected obligations of the running year for every body that discloses, each once. Bodies that began during the
// year owe from their first day; one that has ended owes nothing new.
func (a *Actions) RollOver(ctx context.Context) error {
	for _, unit := range a.owing() {
		if err := a.expect(ctx, unit, a.bodiesOf(unit), a.today().Y); err != nil {
			return err
		}
	}
	return nil
}

// Bodies is how many bodies there are today that RollOver would look after.
func (a *Actions) Bodies() int {
	count := 0
	for _, unit := range a.owing() {
		count += len(a.bodiesOf(unit))
	}
	return count
}

// owing are the units at which somebody discloses: communes, and every tier above them for its agencies and state enterprises.
func (a *Actions) owing() []units.Unit {
	snapshot, today := a.Units.Snapshot(), a.today()
	var all []units.Unit
	for next := snapshot.Children("", today); len(next) > 0; next = next[1:] {
		all = append(all, next[0])
		if next[0].Level != units.Commune { // villages disclose nothing
			next = append(next, snapshot.Children(next[0].Key, today)...)
		}
	}
	return all
}

// bodiesOf are a commune itself, and the agencies and state enterprises attached to any unit (Điều 46, 64).
func (a *Actions) bodiesOf(unit units.Unit) []domain.Body {
	var bodies []domain.Body
	if unit.Level == units.Commune {
		bodies = append(bodies, domain.Body{Unit: string(unit.Key)})
	}
	for _, agency := range a.Units.Snapshot().Agencies(unit.Key, a.today()) {
		bodies = append(bodies, domain.Body{Unit: string(agency.Unit), Agency: agency.ID})
	}
	return bodies
}

func (a *Actions) expect(ctx context.Context, unit units.Unit, bodies []domain.Body, year int) error {
	now := a.Clock()
	var all []domain.Obligation
	for _, body := range bodies {
		catalogue, err := a.CatalogueOf(body, a.today())
		if err != nil {
			continue // a body that discloses nothing
		}
		since := unit.From
		if agency, ok := a.Units.Agency(body.Agency); ok && agency.From.After(since) {
			since = agency.From
		}
		for _, item := range catalogue.Items {
			if item.Heading {
				continue
			}
			for _, period := range domain.Periods(item.Frequency, year) {
				if !period.End.Before(since) {
					all = append(all, domain.NewObligation(newID(), body, item.ID, period, now))
				}
			}
		}
	}
	if len(all) == 0 {
		return nil
	}
	_, err := a.Store.Change(ctx, a.jobCause("RollOver"), func(ctx context.Context, tx Tx) (Outcome, error) {
		return Outcome{Answer: Answer{ID: string(unit.Key)}, Silent: true}, tx.Expect(ctx, all)
	})
	return err
}

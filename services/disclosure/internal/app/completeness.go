package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// UnitCounts sums up one unit with everything below it.
type UnitCounts struct {
	Unit   units.Unit
	Counts domain.Counts
}

// ItemCounts sums up one item.
type ItemCounts struct {
	Item   string
	Counts domain.Counts
}

// Completeness is the counts of a unit, of those directly below it and of each item, with what is missing.
type Completeness struct {
	Total   UnitCounts
	Units   []UnitCounts
	Items   []ItemCounts
	Missing []domain.Obligation
}

// mostMissing is how many missing ones come with the counts; the rest is one list away.
const mostMissing = 100

// Completeness counts what is due and what is public for a unit and everything below it, in a year or a quarter.
func (a *Actions) Completeness(ctx context.Context, unitName string, year, quarter int) (Completeness, error) {
	var c Completeness
	if err := a.Policy.Allow(ctx, "GetCompleteness", authz.Installation()); err != nil {
		return c, err
	}
	unit, err := a.Unit(unitName)
	if err != nil {
		return c, err
	}
	q := CountQuery{Year: year, Today: a.today(), Soon: a.Soon()}
	if quarter > 0 {
		q.From, q.To = quarterDays(year, quarter)
	}
	if q.Scope, err = a.scope(unitName, true, true); err != nil {
		return c, err
	}
	counted, err := a.Store.CountObligations(ctx, q)
	if err != nil {
		return c, err
	}
	c.Total.Unit = unit
	below := map[units.Key]*UnitCounts{}
	items := map[string]*domain.Counts{}
	for _, child := range a.Units.Snapshot().Children(unit.Key, a.today()) {
		if child.Level != units.Village {
			below[child.Key] = &UnitCounts{Unit: child}
		}
	}
	for _, one := range counted {
		c.Total.Counts = c.Total.Counts.Plus(one.Counts)
		if child := a.under(below, units.Key(one.Unit)); child != nil {
			child.Counts = child.Counts.Plus(one.Counts)
		}
		if items[one.Item] == nil {
			items[one.Item] = &domain.Counts{}
		}
		*items[one.Item] = items[one.Item].Plus(one.Counts)
	}
	for _, child := range below {
		c.Units = append(c.Units, *child)
	}
	slices.SortFunc(c.Units, func(x, y UnitCounts) int {
		if d := x.Counts.Completeness() - y.Counts.Completeness(); d != 0 {
			return d
		}
		return compareKeys(x.Unit.Key, y.Unit.Key)
	})
	for item, counts := range items {
		c.Items = append(c.Items, ItemCounts{Item: item, Counts: *counts})
	}
	slices.SortFunc(c.Items, func(x, y ItemCounts) int { return compareKeys(units.Key(x.Item), units.Key(y.Item)) })
	c.Missing, err = a.Store.Obligations(ctx, ObligationQuery{
		Scope: q.Scope, Year: year, Standing: domain.Overdue, Today: q.Today, Soon: q.Soon, Most: mostMissing,
	})
	return c, err
}

// under finds which of the units below a record belongs to: its unit itself, one above it, or one that came after it.
func (a *Actions) under(below map[units.Key]*UnitCounts, key units.Key) *UnitCounts {
	if direct := below[key]; direct != nil {
		return direct
	}
	for _, above := range a.Units.Above(key) {
		if child := below[above]; child != nil {
			return child
		}
	}
	return nil
}

func quarterDays(year, quarter int) (from, to workday.Date) {
	period := domain.Periods("quarterly", year)[quarter-1]
	return period.Begin, period.End
}

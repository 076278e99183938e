package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// QuarterlyList is what was disclosed in a quarter (Điều 13.2).
type QuarterlyList struct {
	Unit          units.Unit
	Year, Quarter int
	Lines         []View
	Withheld      int
	Late          int
	Provisional   bool
}

// QuarterlyList makes the list from what is recorded. It holds titles, numbers, forms and dates, never text.
func (a *Actions) QuarterlyList(ctx context.Context, action, unitName string, year, quarter int) (QuarterlyList, error) {
	var list QuarterlyList
	if err := a.Policy.Allow(ctx, action, authz.Installation()); err != nil {
		return list, err
	}
	unit, err := a.Unit(unitName)
	if err != nil {
		return list, err
	}
	from, to := quarterDays(year, quarter)
	published, err := a.Store.PublishedBetween(ctx, string(unit.Key), from.Start(), to.End())
	if err != nil {
		return list, err
	}
	list = QuarterlyList{Unit: unit, Year: year, Quarter: quarter, Provisional: !a.today().After(to)}
	for _, p := range published {
		view := a.See(ctx, p)
		view.Publication = tombstone(view.Publication)
		if view.LateDays > 0 {
			list.Late++
		}
		list.Lines = append(list.Lines, view)
	}
	list.Withheld, err = a.Store.CountWithheldAt(ctx, string(unit.Key), to.End())
	return list, err
}

// ExportPublications hands every publication ever public in the scope to each, hidden content taken out.
func (a *Actions) ExportPublications(ctx context.Context, unitName string, subtree bool, q ExportQuery, each func(View) error) error {
	if err := a.Policy.Allow(ctx, "ExportPublications", authz.Installation()); err != nil {
		return err
	}
	var err error
	if q.Scope, err = a.scope(unitName, subtree, true); err != nil {
		return err
	}
	return a.Store.Export(ctx, q, func(p domain.Publication) error {
		p.Publisher = a.Publisher(p)
		view := View{Publication: p, LateDays: p.LateDays(a.Units.Calendar())}
		if p.Hidden(a.today()) {
			view.Hidden, view.Publication = true, tombstone(p)
		}
		return each(view)
	})
}

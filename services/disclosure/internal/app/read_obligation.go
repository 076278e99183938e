package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// GetObligation returns one obligation; anybody may know whether a duty was met.
func (a *Actions) GetObligation(ctx context.Context, id string) (domain.Obligation, error) {
	if err := a.Policy.Allow(ctx, "GetObligation", authz.Installation()); err != nil {
		return domain.Obligation{}, err
	}
	return a.Store.Obligation(ctx, id)
}

// ListObligations lists obligations by due date, those without one last.
func (a *Actions) ListObligations(ctx context.Context, unit string, subtree bool, q ObligationQuery) ([]domain.Obligation, error) {
	if err := a.Policy.Allow(ctx, "ListObligations", authz.Installation()); err != nil {
		return nil, err
	}
	var err error
	if q.Scope, err = a.scope(unit, subtree, true); err != nil {
		return nil, err
	}
	q.Today, q.Soon = a.today(), a.Soon()
	return a.Store.Obligations(ctx, q)
}

// Soon is the last day that counts as due soon today: three working days ahead.
func (a *Actions) Soon() workday.Date {
	calendar, day := a.Units.Calendar(), a.today()
	for n := 0; n < 3; {
		day = day.AddDays(1)
		if calendar.IsWorking(day) {
			n++
		}
	}
	return day
}

// MatrixCell sums up one unit and one item.
type MatrixCell struct {
	Item     string
	Counts   domain.Counts
	Standing domain.Standing
}

// MatrixRow is one unit.
type MatrixRow struct {
	Unit  units.Unit
	Cells []MatrixCell
}

// Matrix returns the communes of a unit (or the commune itself) after the one given, by the items of a catalogue.
func (a *Actions) Matrix(ctx context.Context, unitName, catalogue string, year int, after string, most int) ([]law.Item, []MatrixRow, error) {
	if err := a.Policy.Allow(ctx, "GetObligationMatrix", authz.Installation()); err != nil {
		return nil, nil, err
	}
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, nil, err
	}
	list, ok := a.Book.Catalogue(catalogue)
	if !ok {
		return nil, nil, domain.Refuse(domain.ItemNotFound, "kind")
	}
	items := slices.DeleteFunc(list.AsOf(a.yearDay(year)).Items, func(i law.Item) bool { return i.Heading })
	rows := a.communes(unit)
	rows = slices.DeleteFunc(rows, func(u units.Unit) bool { return string(u.Key) <= after })
	if len(rows) > most {
		rows = rows[:most]
	}
	scope := Scope{}
	for _, row := range rows {
		scope.Units = append(scope.Units, string(row.Key))
	}
	counted, err := a.Store.CountObligations(ctx, CountQuery{Scope: scope, Year: year, Today: a.today(), Soon: a.Soon()})
	if err != nil {
		return nil, nil, err
	}
	cells := map[[2]string]Counted{}
	for _, one := range counted {
		cells[[2]string{one.Unit, one.Item}] = one
	}
	matrix := make([]MatrixRow, len(rows))
	for i, row := range rows {
		matrix[i].Unit = row
		for _, item := range items {
			one := cells[[2]string{string(row.Key), item.ID}]
			matrix[i].Cells = append(matrix[i].Cells, MatrixCell{Item: item.ID, Counts: one.Counts, Standing: one.Counts.Worst(one.DueSoon > 0)})
		}
	}
	return items, matrix, nil
}

// yearDay is the day a year is looked at from: today in the current year, its last day otherwise.
func (a *Actions) yearDay(year int) workday.Date {
	if today := a.today(); today.Y == year {
		return today
	}
	return workday.New(year, 12, 31)
}

// communes are the communes at or below a unit today, by key.
func (a *Actions) communes(unit units.Unit) []units.Unit {
	if unit.Level == units.Commune {
		return []units.Unit{unit}
	}
	var found []units.Unit
	snapshot, today := a.Units.Snapshot(), a.today()
	for next := []units.Key{unit.Key}; len(next) > 0; next = next[1:] {
		for _, child := range snapshot.Children(next[0], today) {
			if child.Level == units.Commune {
				found = append(found, child)
			} else if child.Level != units.Village {
				next = append(next, child.Key)
			}
		}
	}
	slices.SortFunc(found, func(x, y units.Unit) int { return compareKeys(x.Key, y.Key) })
	return found
}

func compareKeys(x, y units.Key) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

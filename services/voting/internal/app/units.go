package app

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Unit resolves a unit named by key or by code.
func (a *Actions) Unit(name string) (units.Unit, error) {
	if key, err := units.ParseKey(name); err == nil {
		if unit, known := a.Units.Unit(key); known {
			return unit, nil
		}
	} else if unit, known := a.Units.Current(name, a.today()); known {
		return unit, nil
	}
	return units.Unit{}, domain.Refuse(domain.UnitNotFound, "unit", "unit", name)
}

// acting resolves a unit that is to act now: it must exist today.
func (a *Actions) acting(name string) (units.Unit, error) {
	unit, err := a.Unit(name)
	if err != nil {
		return unit, err
	}
	if !unit.ExistsOn(a.today()) {
		return unit, domain.Refuse(domain.UnitNotFound, "unit", "unit", name)
	}
	return unit, nil
}

// below lists a unit and everything below it today.
func (a *Actions) below(key units.Key) []string {
	keys := []string{string(key)}
	for _, unit := range a.Units.Snapshot().Descendants(key, a.today()) {
		keys = append(keys, string(unit.Key))
	}
	return keys
}

// scope lists the units a search looks in: the unit, everything below it, and those they succeeded. An empty name is
// everywhere.
func (a *Actions) scope(name string) (Scope, error) {
	if name == "" {
		return Scope{All: true}, nil
	}
	unit, err := a.Unit(name)
	if err != nil {
		return Scope{}, err
	}
	keys := a.below(unit.Key)
	for _, key := range slices.Clone(keys) {
		for _, before := range a.Units.Snapshot().Predecessors(units.Key(key), true) {
			keys = append(keys, string(before.Key))
		}
	}
	slices.Sort(keys)
	return Scope{Units: slices.Compact(keys)}, nil
}

// villages are those of a commune today, in order of code.
func (a *Actions) villages(commune units.Key) []string {
	var keys []string
	for _, unit := range a.Units.Snapshot().Children(commune, a.today()) {
		if unit.Level == units.Village {
			keys = append(keys, string(unit.Key))
		}
	}
	return keys
}

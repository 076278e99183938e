package domain

import (
	"cmp"
	"slices"
)

// Establish adds a unit. It must be sound by itself, its code free over its
// whole period, and its parent there on each of its days.
func (t *Tree) Establish(u *Unit) ([]Fact, error) {
	if err := u.check(); err != nil {
		return nil, err
	}
	if u.FullName == "" {
		u.FullName = u.Type.FullName(u.Name)
	}
	for _, other := range t.byCode[u.Code] {
		if other.Period.Overlaps(u.Period) {
			return nil, refuse(Taken, UnitCodeInForce, "unit.code",
				"code", u.Code, "name", other.FullName, "key", string(other.Key()))
		}
	}
	if len(u.Parents) == 0 && u.Level() != Province {
		return nil, refuse(Malformed, InvalidValue, "unit.parent", "value", "")
	}
	for i, stretch := range u.stretches() {
		if err := t.mayStand(u, u.Parents[i].Parent, stretch, "unit.parent"); err != nil {
			return nil, err
		}
	}
	u.Version = 1
	t.put(u)
	t.changed[u.Key()] = true
	return []Fact{UnitEstablished{Unit: u.clone()}}, nil
}

// mayStand refuses a parent of the wrong level, or one that is not there on
// every day of the stretch.
func (t *Tree) mayStand(u *Unit, parent UnitKey, stretch Period, field string) error {
	if u.Level() == Province {
		return refuse(Refused, UnitLevelMisplaced, field, "level", string(u.Level()), "parent", string(parent))
	}
	above, err := t.need(parent, field)
	if err != nil {
		return err
	}
	if !mayStandUnder[u.Level()][above.Level()] {
		return refuse(Refused, UnitLevelMisplaced, field, "level", string(u.Level()), "parent", above.FullName)
	}
	if !stretch.Within(above.Period) {
		return refuse(Refused, UnitOutsideParentPeriod, field, "parent", above.FullName,
			"from", above.Period.From.Format(), "to", above.Period.To.Format())
	}
	if u.Level() == Village && UnitKey(u.Code).Code()[:5] != above.Code && len(u.Parents) == 1 {
		return refuse(Malformed, UnitCodeMalformed, "unit.code", "code", u.Code, "level", string(Village))
	}
	return nil
}

// End ends a unit that has no successor. Its children must end or leave first.
func (t *Tree) End(key UnitKey, to Date, basis string) ([]Fact, error) {
	u, err := t.need(key, "name")
	if err != nil {
		return nil, err
	}
	if left := t.outliving(key, to); len(left) > 0 {
		return nil, refuse(Refused, UnitHasChildren, "name", "name", u.FullName, "child", left[0].FullName)
	}
	return t.end(u, to, basis)
}

// outliving returns the children that would stand under the unit on or after a day.
func (t *Tree) outliving(key UnitKey, day Date) []*Unit {
	var out []*Unit
	for _, child := range t.children[key] {
		c := t.units[child]
		for i, stretch := range c.stretches() {
			if c.Parents[i].Parent == key && !stretch.endsBy(day) {
				out = append(out, c)
				break
			}
		}
	}
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Compare(a.Key(), b.Key()) })
	return out
}

func (t *Tree) end(u *Unit, to Date, basis string) ([]Fact, error) {
	if !to.After(u.Period.From) {
		return nil, refuse(Malformed, PeriodEmpty, "valid_to", "from", u.Period.From.Format(), "to", to.Format())
	}
	if u.Period.To == to {
		return nil, nil
	}
	if !u.Period.To.IsZero() {
		return nil, refuse(Refused, AlreadyEnded, "valid_to", "name", u.FullName, "date", u.Period.To.Format())
	}
	for _, p := range u.Parents {
		if p.From.After(to) {
			return nil, refuse(Refused, OutsidePeriod, "valid_to",
				"date", to.Format(), "from", p.From.Format(), "to", "")
		}
	}
	for pair, l := range t.links {
		if pair[1] == u.Key() && !to.After(l.Date) {
			return nil, refuse(Refused, SuccessorBeforeEnd, "valid_to", "date", to.Format(),
				"end", l.Date.Format(), "start", u.Period.From.Format())
		}
	}
	c := t.edit(u)
	c.Period.To = to
	// A parent that would have begun on the day the unit ends never did.
	c.Parents = slices.DeleteFunc(c.Parents, func(p Parentage) bool { return p.From == to })
	return []Fact{UnitEnded{Unit: c.clone(), LegalBasis: basis}}, nil
}

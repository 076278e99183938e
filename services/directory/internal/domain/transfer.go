package domain

import "slices"

// Transfer puts a unit under another parent from a date.
func (t *Tree) Transfer(key, parent UnitKey, date Date, basis string) ([]Fact, error) {
	u, err := t.need(key, "name")
	if err != nil {
		return nil, err
	}
	if !u.Period.Contains(date) {
		return nil, refuse(Refused, OutsidePeriod, "effective_date",
			"date", date.Format(), "from", u.Period.From.Format(), "to", u.Period.To.Format())
	}
	if last := u.Parents; len(last) > 0 && last[len(last)-1].From.After(date) {
		return nil, refuse(Refused, OutsidePeriod, "effective_date",
			"date", date.Format(), "from", last[len(last)-1].From.Format(), "to", "")
	}
	if u.Parent(date) == parent {
		return nil, nil
	}
	moved := u.clone()
	moved.Parents = slices.DeleteFunc(moved.Parents, func(p Parentage) bool { return p.From == date })
	moved.Parents = append(moved.Parents, Parentage{From: date, Parent: parent})
	if err := t.mayStand(moved, parent, Period{From: date, To: u.Period.To}, "parent"); err != nil {
		return nil, err
	}
	c := t.edit(u)
	c.Parents = moved.Parents
	t.adopt(parent, key)
	return []Fact{UnitTransferred{Unit: c.clone(), Date: date, LegalBasis: basis}}, nil
}

// Correct puts right how a unit is written. Only spelling: another name needs a decision.
func (t *Tree) Correct(key UnitKey, name, nameEn, reason string) ([]Fact, error) {
	u, err := t.need(key, "name")
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = u.Name
	}
	if nameEn == "" {
		nameEn = u.NameEn
	}
	if name == u.Name && nameEn == u.NameEn {
		return nil, refuse(Refused, NothingChanges, "display_name")
	}
	if !SameButSpelling(u.Name, name) {
		return nil, refuse(Refused, UnitCorrectionTooLarge, "display_name", "old", u.Name, "new", name)
	}
	full, ok := replaceName(u.FullName, u.Name, name)
	if !ok {
		full = u.Type.FullName(name)
	}
	c := t.edit(u)
	c.Name, c.FullName, c.NameEn = name, full, nameEn
	return []Fact{UnitCorrected{Unit: c.clone(), Reason: reason}}, nil
}

// SetAttributes replaces the attributes that change obligations.
func (t *Tree) SetAttributes(key UnitKey, a Attributes) ([]Fact, error) {
	u, err := t.need(key, "name")
	if err != nil {
		return nil, err
	}
	if u.Attributes == a {
		return nil, nil
	}
	c := t.edit(u)
	c.Attributes = a
	return []Fact{UnitCorrected{Unit: c.clone(), Reason: "attributes"}}, nil
}

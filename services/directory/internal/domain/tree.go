package domain

import (
	"cmp"
	"slices"
)

// Tree is the units over time with the links between them. It remembers what
// was changed since it was loaded, so that the store writes that and no more.
// A method that refuses leaves the tree as it was, Reorganise and Rename
// excepted: after their refusal the tree is thrown away.
type Tree struct {
	units    map[UnitKey]*Unit
	byCode   map[string][]*Unit
	children map[UnitKey][]UnitKey
	links    map[[2]UnitKey]Link

	changed  map[UnitKey]bool
	newLinks []Link
}

// NewTree makes a tree of units and links known to be sound.
func NewTree(units []*Unit, links []Link) *Tree {
	t := &Tree{
		units:    make(map[UnitKey]*Unit, len(units)),
		byCode:   make(map[string][]*Unit, len(units)),
		children: map[UnitKey][]UnitKey{},
		links:    make(map[[2]UnitKey]Link, len(links)),
		changed:  map[UnitKey]bool{},
	}
	for _, u := range units {
		t.put(u)
	}
	for _, l := range links {
		t.links[[2]UnitKey{l.From, l.To}] = l
	}
	return t
}

func (t *Tree) put(u *Unit) {
	key := u.Key()
	t.units[key] = u
	t.byCode[u.Code] = append(t.byCode[u.Code], u)
	for _, p := range u.Parents {
		t.adopt(p.Parent, key)
	}
}

func (t *Tree) adopt(parent, child UnitKey) {
	if parent != "" && !slices.Contains(t.children[parent], child) {
		t.children[parent] = append(t.children[parent], child)
	}
}

// Unit returns the unit of a key.
func (t *Tree) Unit(key UnitKey) (*Unit, bool) {
	u, ok := t.units[key]
	return u, ok
}

// Current returns the unit that bears the code on the day.
func (t *Tree) Current(code string, day Date) (*Unit, bool) {
	for _, u := range t.byCode[code] {
		if u.Period.Contains(day) {
			return u, true
		}
	}
	return nil, false
}

// Ending returns the unit with the code whose last era ended on the day or is
// still open on the day before it: the predecessor of a change on that day.
func (t *Tree) Ending(code string, day Date) (*Unit, bool) {
	return t.Current(code, day.AddDays(-1))
}

// Children returns the units standing directly under a unit on a day, by code.
func (t *Tree) Children(parent UnitKey, day Date) []*Unit {
	var out []*Unit
	for _, key := range t.children[parent] {
		u := t.units[key]
		if u.Period.Contains(day) && u.Parent(day) == parent {
			out = append(out, u)
		}
	}
	slices.SortFunc(out, func(a, b *Unit) int { return cmp.Compare(a.Code, b.Code) })
	return out
}

// Ancestors returns the chain above a unit on a day, nearest first.
func (t *Tree) Ancestors(key UnitKey, day Date) []*Unit {
	var out []*Unit
	for u, ok := t.units[key]; ok; {
		u, ok = t.units[u.Parent(day)]
		if ok {
			out = append(out, u)
		}
	}
	return out
}

// Under reports whether a unit is top or stands anywhere below it on the day.
func (t *Tree) Under(key, top UnitKey, day Date) bool {
	return key == top || slices.ContainsFunc(t.Ancestors(key, day), func(u *Unit) bool { return u.Key() == top })
}

// Changed returns the units that differ from what was loaded, parents before
// children, and the links that are new.
func (t *Tree) Changed() ([]*Unit, []Link) {
	units := make([]*Unit, 0, len(t.changed))
	for key := range t.changed {
		units = append(units, t.units[key])
	}
	slices.SortFunc(units, func(a, b *Unit) int {
		return cmp.Or(cmp.Compare(depth[a.Level()], depth[b.Level()]), cmp.Compare(a.Key(), b.Key()))
	})
	return units, t.newLinks
}

var depth = map[Level]int{Province: 0, District: 1, Commune: 2, Village: 3}

func (t *Tree) need(key UnitKey, field string) (*Unit, error) {
	u, ok := t.units[key]
	if !ok {
		return nil, refuse(Missing, NotFound, field, "name", "units/"+string(key))
	}
	return u, nil
}

// edit returns a copy of the unit that has taken its place and counts as changed.
func (t *Tree) edit(u *Unit) *Unit {
	c := u.clone()
	if !t.changed[u.Key()] {
		c.Version++
		t.changed[u.Key()] = true
	}
	t.units[u.Key()] = c
	same := t.byCode[u.Code]
	same[slices.Index(same, u)] = c
	return c
}

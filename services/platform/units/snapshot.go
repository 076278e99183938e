package units

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Snapshot is everything the copy knows at one moment. It never changes; methods may be called by many at once.
type Snapshot struct {
	version  int64
	tree     *tree
	holders  *holders
	agencies *agencies
	calendar *workday.Calendar
}

// Version counts the changes told so far; two snapshots with the same number are the same.
func (s *Snapshot) Version() int64 { return s.version }

// Len is the number of units known, of all periods.
func (s *Snapshot) Len() int { return len(s.tree.units) }

// Unit is the unit of that key, in force or not.
func (s *Snapshot) Unit(key Key) (Unit, bool) {
	return s.tree.unit(key)
}

// Current is the unit that bore the code on that day.
func (s *Snapshot) Current(code string, asOf workday.Date) (Unit, bool) {
	for _, key := range s.tree.byCode[code] {
		if u := s.tree.units[key]; u.ExistsOn(asOf) {
			return *u, true
		}
	}
	return Unit{}, false
}

// Eras are all units that ever bore the code, oldest first.
func (s *Snapshot) Eras(code string) []Unit { return s.list(s.tree.byCode[code]) }

// Continued is the unit as it stands on that day: itself, or the same unit under another name or type. A unit that was
// merged or divided is not continued: see [Snapshot.Successors].
func (s *Snapshot) Continued(key Key, asOf workday.Date) (Unit, bool) {
	k, ok := s.tree.continued(key, asOf)
	if !ok {
		return Unit{}, false
	}
	return s.tree.unit(k)
}

// Ancestors are the units above, nearest first, each as it stood on that day: a commune whose province was renamed after
// it began finds the province under its name of the day. A parent that did not exist on the day is given as recorded.
func (s *Snapshot) Ancestors(key Key, asOf workday.Date) []Unit {
	var above []Unit
	seen := map[Key]bool{key: true}
	start, _ := s.tree.unit(key)
	for parent := start.ParentOn(asOf); parent != ""; {
		if k, ok := s.tree.continued(parent, asOf); ok {
			parent = k
		}
		u, known := s.tree.units[parent]
		if !known || seen[parent] {
			break
		}
		seen[parent] = true
		above = append(above, *u)
		parent = u.ParentOn(asOf)
	}
	return above
}

// Children are the units directly below on that day, by code. The children of a renamed or retyped unit are those of
// all its names. The children of the empty key are the provinces.
func (s *Snapshot) Children(key Key, asOf workday.Date) []Unit {
	var below []Unit
	for _, k := range s.tree.lineage(key) {
		for _, child := range s.tree.children[k] {
			if u := s.tree.units[child]; u.ExistsOn(asOf) && u.ParentOn(asOf) == k {
				below = append(below, *u)
			}
		}
	}
	sortByCode(below)
	return below
}

// Descendants are all units below on that day, tier by tier.
func (s *Snapshot) Descendants(key Key, asOf workday.Date) []Unit {
	var below []Unit
	for queue := s.Children(key, asOf); len(queue) > 0; {
		below = append(below, queue...)
		var next []Unit
		for _, u := range queue {
			next = append(next, s.Children(u.Key, asOf)...)
		}
		queue = next
	}
	return below
}

// InLevel lists the units of one tier on that day, by code.
func (s *Snapshot) InLevel(level Level, asOf workday.Date) []Unit {
	var found []Unit
	for _, u := range s.tree.units {
		if u.Level == level && u.ExistsOn(asOf) {
			found = append(found, *u)
		}
	}
	sortByCode(found)
	return found
}

// Links are the links out of and into the unit, by day.
func (s *Snapshot) Links(key Key) (out, in []Link) {
	return slices.Clone(s.tree.out[key]), slices.Clone(s.tree.in[key])
}

// Successors are the units that (a part of) this one became, nearest first; transitive follows them to the end. A record
// made in a unit is found from each of its successors.
func (s *Snapshot) Successors(key Key, transitive bool) []Unit {
	return s.follow(key, transitive, s.tree.out, func(l Link) Key { return l.To })
}

// Predecessors are the units from which (a part of) this one came, nearest first; transitive follows them to the start.
func (s *Snapshot) Predecessors(key Key, transitive bool) []Unit {
	return s.follow(key, transitive, s.tree.in, func(l Link) Key { return l.From })
}

func (s *Snapshot) follow(key Key, transitive bool, links map[Key][]Link, end func(Link) Key) []Unit {
	keys := walk(key, func(k Key, visit func(Key)) {
		if k != key && !transitive {
			return
		}
		for _, l := range links[k] {
			visit(end(l))
		}
	})
	return s.list(keys[1:])
}

// Above are the keys of all units from which this one is looked after, itself included: those above it, and for a unit that is no
// more those that came after it, with those above them. It is what "in" means in a policy. An area transferred between two units
// that both exist gives neither a say in the other's records.
func (s *Snapshot) Above(key Key) []Key {
	return walk(key, func(k Key, visit func(Key)) {
		u, known := s.tree.units[k]
		if !known {
			return
		}
		visit(u.Parent)
		if u.To.IsZero() {
			return
		}
		for _, l := range s.tree.out[k] {
			if l.Kind != Transfer {
				visit(l.To)
			}
		}
	})
}

// Calendar is the working-day calendar in force: what the product ships with, overlaid by the years directory told.
func (s *Snapshot) Calendar() *workday.Calendar { return s.calendar }

func (s *Snapshot) list(keys []Key) []Unit {
	found := make([]Unit, 0, len(keys))
	for _, k := range keys {
		if u, known := s.tree.units[k]; known {
			found = append(found, *u)
		}
	}
	return found
}

func sortByCode(list []Unit) {
	slices.SortFunc(list, func(a, b Unit) int {
		if a.Code < b.Code {
			return -1
		}
		if a.Code > b.Code {
			return 1
		}
		return a.From.Compare(b.From)
	})
}

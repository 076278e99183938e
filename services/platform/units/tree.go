package units

import (
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// tree is the units and their links, indexed for reading. It never changes once built.
type tree struct {
	units    map[Key]*Unit    // shared with the memory they were read into; nobody changes one
	byCode   map[string][]Key // by first day
	children map[Key][]Key    // by code
	out, in  map[Key][]Link   // by day, then key
}

func plant(units map[Key]*Unit, links map[[2]Key]Link) *tree {
	t := &tree{
		units: make(map[Key]*Unit, len(units)), byCode: make(map[string][]Key, len(units)),
		children: map[Key][]Key{}, out: map[Key][]Link{}, in: map[Key][]Link{},
	}
	for key, u := range units {
		t.units[key] = u
		t.byCode[u.Code] = append(t.byCode[u.Code], key)
		for _, parent := range u.above() {
			t.children[parent] = append(t.children[parent], key)
		}
	}
	for _, keys := range t.byCode {
		slices.SortFunc(keys, func(a, b Key) int { return t.units[a].From.Compare(t.units[b].From) })
	}
	for _, keys := range t.children {
		slices.Sort(keys)
	}
	for _, l := range links {
		t.out[l.From] = append(t.out[l.From], l)
		t.in[l.To] = append(t.in[l.To], l)
	}
	for _, side := range []map[Key][]Link{t.out, t.in} {
		for _, list := range side {
			slices.SortFunc(list, func(a, b Link) int {
				if c := a.Date.Compare(b.Date); c != 0 {
					return c
				}
				return strings.Compare(string(a.From+a.To), string(b.From+b.To))
			})
		}
	}
	return t
}

// unit is the unit of that key, the zero unit when there is none.
func (t *tree) unit(key Key) (Unit, bool) {
	u, known := t.units[key]
	if !known {
		return Unit{}, false
	}
	return *u, true
}

// lineage is the unit itself and the same unit under its other names and types, before and after.
func (t *tree) lineage(key Key) []Key {
	return walk(key, func(k Key, visit func(Key)) {
		for _, l := range t.out[k] {
			if l.Kind.SameUnit() {
				visit(l.To)
			}
		}
		for _, l := range t.in[k] {
			if l.Kind.SameUnit() {
				visit(l.From)
			}
		}
	})
}

// continued is the member of the lineage that exists on that day.
func (t *tree) continued(key Key, on workday.Date) (Key, bool) {
	if u, known := t.units[key]; known && u.ExistsOn(on) {
		return key, true
	}
	for _, k := range t.lineage(key) {
		if u, known := t.units[k]; known && u.ExistsOn(on) {
			return k, true
		}
	}
	return "", false
}

// walk visits everything reachable from start, nearest first, start included, each once: also through a cycle, which the data
// should not have but a mistaken link could make.
func walk(start Key, next func(Key, func(Key))) []Key {
	seen := map[Key]bool{start: true}
	found := []Key{start}
	for i := 0; i < len(found); i++ {
		next(found[i], func(k Key) {
			if k != "" && !seen[k] {
				seen[k] = true
				found = append(found, k)
			}
		})
	}
	return found
}

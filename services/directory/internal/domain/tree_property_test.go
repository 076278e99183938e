package domain

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"
)

// sound states what holds in every tree, whatever was done to it.
func sound(t *rapid.T, tree *Tree) {
	for key, u := range tree.units {
		for _, other := range tree.byCode[u.Code] {
			if other != u && other.Period.Overlaps(u.Period) {
				t.Fatalf("%s and %s bear one code on the same day", key, other.Key())
			}
		}
		for i, stretch := range u.stretches() {
			parent, ok := tree.units[u.Parents[i].Parent]
			if !ok || !stretch.Within(parent.Period) {
				t.Fatalf("%s stands under %s outside its period", key, u.Parents[i].Parent)
			}
		}
		seen := map[UnitKey]bool{key: true}
		for _, a := range tree.Ancestors(key, u.Period.From) {
			if seen[a.Key()] {
				t.Fatalf("%s stands under itself", key)
			}
			seen[a.Key()] = true
		}
	}
	for _, l := range tree.links {
		from, to := tree.units[l.From], tree.units[l.To]
		if l.Kind.whole() && !from.Period.endsBy(l.Date) {
			t.Fatalf("%s went whole into %s and goes on", l.From, l.To)
		}
		if !to.Period.Contains(l.Date) {
			t.Fatalf("successor %s of %s is not there on %s", l.To, l.From, l.Date)
		}
	}
}

func TestTreesStaySound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		tree := NewTree(nil, nil)
		start := day("2025-07-01")
		on := func(label string) Date { return start.AddDays(rapid.IntRange(0, 60).Draw(t, label)) }
		key := func(label string) UnitKey {
			keys := []UnitKey{"99@2025-07-01"}
			for _, u := range tree.sorted() {
				keys = append(keys, u.Key())
			}
			return rapid.SampledFrom(keys).Draw(t, label)
		}
		newUnit := func() *Unit {
			u := &Unit{Name: "Tên", Period: Period{From: on("from")}}
			if rapid.Bool().Draw(t, "bounded") {
				u.Period.To = u.Period.From.AddDays(rapid.IntRange(0, 60).Draw(t, "days"))
			}
			switch rapid.IntRange(0, 2).Draw(t, "level") {
			case 0:
				u.Code, u.Type = fmt.Sprintf("%02d", rapid.IntRange(1, 3).Draw(t, "code")), "tinh"
			case 1:
				u.Code, u.Type = fmt.Sprintf("%05d", rapid.IntRange(1, 4).Draw(t, "code")), "xa"
			case 2:
				u.Code, u.Type = fmt.Sprintf("%05d.%03d", rapid.IntRange(1, 4).Draw(t, "commune"), rapid.IntRange(1, 3).Draw(t, "code")), "thon"
			}
			if u.Type != "tinh" {
				u.Parents = []Parentage{{From: u.Period.From, Parent: key("parent")}}
			}
			return u
		}
		steps := rapid.IntRange(1, 40).Draw(t, "steps")
		for range steps {
			// What refuses half way throws its tree away, as the store does.
			before := tree.copied()
			var err error
			switch rapid.IntRange(0, 5).Draw(t, "what") {
			case 0, 1:
				_, err = tree.Establish(newUnit())
			case 2:
				_, err = tree.End(key("unit"), on("to"), "NQ")
			case 3:
				_, err = tree.Transfer(key("unit"), key("parent"), on("date"), "NQ")
			case 4:
				kind := rapid.SampledFrom([]UnitType{"", "xa", "phuong", "tinh"}).Draw(t, "kind")
				_, _, err = tree.Rename(key("unit"), "Tên mới", "", kind, on("date"), "NQ")
			case 5:
				r := Reorganisation{Date: on("date"), LegalBasis: "NQ"}
				for range rapid.IntRange(1, 2).Draw(t, "dissolved") {
					from := key("unit")
					r.Dissolved = append(r.Dissolved, from)
					r.Links = append(r.Links, Link{
						From: from, To: key("to"),
						Kind: rapid.SampledFrom([]LinkKind{Merge, Split, Transfer}).Draw(t, "kind"),
					})
				}
				_, err = tree.Reorganise(r)
			}
			if err != nil {
				tree = before
			}
			sound(t, tree)
		}
	})
}

func (t *Tree) sorted() []*Unit {
	all := t.copied()
	for key := range all.units {
		all.changed[key] = true
	}
	units, _ := all.Changed()
	return units
}

func (t *Tree) copied() *Tree {
	var units []*Unit
	for _, u := range t.units {
		units = append(units, u.clone())
	}
	var links []Link
	for _, l := range t.links {
		links = append(links, l)
	}
	return NewTree(units, links)
}

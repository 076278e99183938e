package units

import (
	"cmp"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// holders are the role bindings, indexed by who holds them and by where.
type holders struct {
	bySubject map[string][]Binding
	byUnit    map[Key][]Binding
	byAgency  map[string][]Binding
}

func index(bindings map[string]Binding) *holders {
	h := &holders{bySubject: map[string][]Binding{}, byUnit: map[Key][]Binding{}, byAgency: map[string][]Binding{}}
	for _, b := range bindings {
		h.bySubject[b.SubjectKey] = append(h.bySubject[b.SubjectKey], b)
		if b.Agency != "" {
			h.byAgency[b.Agency] = append(h.byAgency[b.Agency], b)
		} else {
			h.byUnit[b.Unit] = append(h.byUnit[b.Unit], b)
		}
	}
	return h
}

// Bindings are the roles held on that day by whoever is known under these keys, ordered by id. A role held for a unit that has since
// been renamed or retyped is given for the unit as it stands; a role held for one that is no more is not held.
func (s *Snapshot) Bindings(subjectKeys []string, at workday.Date) []Binding {
	var held []Binding
	for _, subject := range subjectKeys {
		held = s.collect(held, s.holders.bySubject[subject], at)
	}
	return ordered(held)
}

// Holders are the roles held on that day for the unit itself, ordered by id: who works here, who must be told.
func (s *Snapshot) Holders(unit Key, at workday.Date) []Binding {
	var held []Binding
	for _, k := range s.tree.lineage(unit) {
		held = s.collect(held, s.holders.byUnit[k], at)
	}
	return ordered(held)
}

// AgencyHolders are the roles held on that day for the agency, ordered by id.
func (s *Snapshot) AgencyHolders(agency string, at workday.Date) []Binding {
	return ordered(s.collect(nil, s.holders.byAgency[agency], at))
}

func (s *Snapshot) collect(held, from []Binding, at workday.Date) []Binding {
	for _, b := range from {
		if !b.HeldOn(at) {
			continue
		}
		if b.Agency != "" {
			if a, known := s.agencies.byID[b.Agency]; !known || !a.ExistsOn(at) {
				continue
			}
		} else if b.Unit != "" { // the operator's role is held for no unit
			k, exists := s.tree.continued(b.Unit, at)
			if !exists {
				continue
			}
			b.Unit = k
		}
		held = append(held, b)
	}
	return held
}

func ordered(list []Binding) []Binding {
	slices.SortFunc(list, func(a, b Binding) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// agencies are the agencies, indexed by id and unit.
type agencies struct {
	byID   map[string]Agency
	byUnit map[Key][]string
}

func enrol(all map[string]Agency) *agencies {
	a := &agencies{byID: make(map[string]Agency, len(all)), byUnit: map[Key][]string{}}
	for id, agency := range all {
		a.byID[id] = agency
		a.byUnit[agency.Unit] = append(a.byUnit[agency.Unit], id)
	}
	for _, ids := range a.byUnit {
		slices.Sort(ids)
	}
	return a
}

// Agency is the agency of that id, in existence or not.
func (s *Snapshot) Agency(id string) (Agency, bool) {
	a, ok := s.agencies.byID[id]
	return a, ok
}

// Agencies are the agencies attached to the unit on that day, by id.
func (s *Snapshot) Agencies(unit Key, asOf workday.Date) []Agency {
	var found []Agency
	for _, k := range s.tree.lineage(unit) {
		for _, id := range s.agencies.byUnit[k] {
			if a := s.agencies.byID[id]; a.ExistsOn(asOf) {
				found = append(found, a)
			}
		}
	}
	slices.SortFunc(found, func(a, b Agency) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

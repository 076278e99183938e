package authztest

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// The units of the world in which tables are walked.
//
//	25 Own province                        01 Other province
//	├── 08584 own commune                  └── 00004 other commune
//	│   ├── 08584.001 own village              └── 00004.001 other village
//	│   └── 08584.002 sibling village
//	└── 08590 sibling commune
//	    └── 08590.001 village of the sibling
//	08587 former commune, merged into the own commune on 2025-07-01
const (
	OwnProvince    units.Key = "25@2025-07-01"
	OwnCommune     units.Key = "08584@2025-07-01"
	OwnVillage     units.Key = "08584.001@2026-07-01"
	SiblingVillage units.Key = "08584.002@2026-07-01"
	SiblingCommune units.Key = "08590@2025-07-01"
	NephewVillage  units.Key = "08590.001@2026-07-01"
	OtherProvince  units.Key = "01@2025-07-01"
	OtherCommune   units.Key = "00004@2025-07-01"
	OtherVillage   units.Key = "00004.001@2026-07-01"
	FormerCommune  units.Key = "08587@2004-01-01"
)

// The agencies: one above one below another, a sibling in the same unit, one elsewhere.
const (
	OwnAgency     = "agency-own"
	ParentAgency  = "agency-parent"
	ChildAgency   = "agency-child"
	SiblingAgency = "agency-sibling"
	OtherAgency   = "agency-other"
)

var parents = map[units.Key]units.Key{
	OwnProvince: "", OwnCommune: OwnProvince, OwnVillage: OwnCommune, SiblingVillage: OwnCommune,
	SiblingCommune: OwnProvince, NephewVillage: SiblingCommune,
	OtherProvince: "", OtherCommune: OtherProvince, OtherVillage: OtherCommune, FormerCommune: "",
}

var levels = map[int]units.Level{2: units.Province, 5: units.Commune, 9: units.Village}

var agencies = map[string]units.Agency{
	OwnAgency:     {ID: OwnAgency, Unit: OwnCommune, Parent: ParentAgency},
	ParentAgency:  {ID: ParentAgency, Unit: OwnProvince},
	ChildAgency:   {ID: ChildAgency, Unit: OwnCommune, Parent: OwnAgency},
	SiblingAgency: {ID: SiblingAgency, Unit: OwnCommune, Parent: ParentAgency},
	OtherAgency:   {ID: OtherAgency, Unit: OtherCommune},
}

// World is a small province to decide in. It is a list of bindings over a tree that does not change, so that a table says
// something about policies and nothing about databases.
type World struct {
	bindings []units.Binding
}

// NewWorld is the world with nobody in office.
func NewWorld() *World { return &World{} }

// Bind gives somebody a role.
func (w *World) Bind(b units.Binding) { w.bindings = append(w.bindings, b) }

// Bindings implements authz.Source.
func (w *World) Bindings(subjectKeys []string, at workday.Date) []units.Binding {
	var held []units.Binding
	for _, b := range w.bindings {
		if slices.Contains(subjectKeys, b.SubjectKey) && b.HeldOn(at) {
			held = append(held, b)
		}
	}
	return held
}

// Above implements authz.Source.
func (w *World) Above(key units.Key) []units.Key {
	above := []units.Key{key}
	if key == FormerCommune {
		key = OwnCommune
		above = append(above, key)
	}
	for p := parents[key]; p != ""; p = parents[p] {
		above = append(above, p)
	}
	return above
}

// Unit implements authz.Source.
func (w *World) Unit(key units.Key) (units.Unit, bool) {
	parent, known := parents[key]
	return units.Unit{Key: key, Code: key.Code(), Level: levels[len(key.Code())], Parent: parent, From: key.From()}, known
}

// Agency implements authz.Source.
func (w *World) Agency(id string) (units.Agency, bool) {
	a, known := agencies[id]
	return a, known
}

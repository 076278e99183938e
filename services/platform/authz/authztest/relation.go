package authztest

import (
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// relations are the columns of the table: where the role is held, seen from the resource. "parent" and "child" are the unit above or
// below at the role's own tier; "sibling" is another one of that tier in the same province, "none" one in another province.
// "past" is a role in the right place that ended yesterday: no policy can let it in.
var relations = []string{"own", "parent", "child", "sibling", "none", "past"}

// places says where a role of a tier (second key) stands in a relation to a resource of a tier (first key). Where there is no such
// relation the cell reads "·".
var places = map[units.Level]map[units.Level]map[string]units.Key{
	units.Province: {
		units.Province: {"own": OwnProvince, "none": OtherProvince, "past": OwnProvince},
		units.Commune:  {"child": OwnCommune, "none": OtherCommune, "past": OwnCommune},
		units.Village:  {"child": OwnVillage, "none": OtherVillage, "past": OwnVillage},
	},
	units.Commune: {
		units.Province: {"parent": OwnProvince, "none": OtherProvince, "past": OwnProvince},
		units.Commune:  {"own": OwnCommune, "sibling": SiblingCommune, "none": OtherCommune, "past": OwnCommune},
		units.Village:  {"child": OwnVillage, "sibling": NephewVillage, "none": OtherVillage, "past": OwnVillage},
	},
	units.Village: {
		units.Province: {"parent": OwnProvince, "none": OtherProvince, "past": OwnProvince},
		units.Commune:  {"parent": OwnCommune, "sibling": SiblingCommune, "none": OtherCommune, "past": OwnCommune},
		units.Village:  {"own": OwnVillage, "sibling": SiblingVillage, "none": OtherVillage, "past": OwnVillage},
	},
}

// seat is the unit of a resource of a tier.
var seat = map[units.Level]units.Key{units.Province: OwnProvince, units.Commune: OwnCommune, units.Village: OwnVillage}

// agencyPlaces is the same for roles held for an agency, seen from a resource of an agency.
var agencyPlaces = map[string]string{
	"own": OwnAgency, "parent": ParentAgency, "child": ChildAgency, "sibling": SiblingAgency, "none": OtherAgency, "past": OwnAgency,
}

const walker = "https://issuer.example#walker"

// bindingFor gives role in relation to a resource of that level; false when there is no such place.
func bindingFor(role authz.Role, relation string, level units.Level, today workday.Date) (units.Binding, bool) {
	b := units.Binding{ID: "binding", SubjectKey: walker, Role: role.Code, From: workday.New(2026, 7, 1)}
	if relation == "past" {
		b.To = today
	}
	switch role.Scope {
	case authz.ForAgency:
		b.Agency = agencyPlaces[relation]
		b.Unit = agencies[b.Agency].Unit
		return b, true
	case authz.ForInstallation:
		// There is one installation: only holding the role and no longer holding it can differ.
		return b, relation == "own" || relation == "past"
	default:
		place, ok := places[level][role.Level][relation]
		b.Unit = place
		return b, ok
	}
}

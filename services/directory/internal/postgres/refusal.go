package postgres

import (
	"errors"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// constraints translates what the database refuses into the rule behind it.
// Only two callers at the same moment get here; alone, the rule speaks first.
var constraints = map[string]struct {
	sort   domain.Sort
	reason domain.Reason
	field  string
}{
	"unit_code_once_a_day":          {domain.Taken, domain.UnitCodeInForce, "unit.code"},
	"unit_pkey":                     {domain.Taken, domain.UnitCodeInForce, "unit.code"},
	"unit_district_ended":           {domain.Refused, domain.DistrictAbolished, "unit.type"},
	"agency_code_once_a_day":        {domain.Taken, domain.AgencyCodeInUse, "agency.identification_code"},
	"household_code_on_roll":        {domain.Taken, domain.HouseholdCodeInUse, "household.code"},
	"household_representative_once": {domain.Taken, domain.RepresentsAnother, "representative"},
	"role_binding_held_once":        {domain.Taken, domain.RoleAlreadyHeld, "binding.subject"},
}

func refused(err error) error {
	var already *domain.Refusal
	if errors.As(err, &already) {
		return already
	}
	if c, known := constraints[pg.Constraint(err)]; known {
		return domain.Refuse(c.sort, c.reason, c.field)
	}
	return err
}

package postgres

import (
	"errors"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// collided reports that another caller was faster: what it wrote is there to be seen
// when the action is tried again, and then the rule itself speaks, with all it has to say.
func collided(err error) bool {
	_, known := constraints[pg.Constraint(err)]
	return known
}

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
	"role_binding_person_once":      {domain.Taken, domain.RoleAlreadyHeld, "binding.subject"},
}

// colliding is the value that is there already: the first of the database's
// "Key (code, …)=(H44.1, …) …".
func colliding(err error) string {
	var raw *pgconn.PgError
	if !errors.As(err, &raw) {
		return ""
	}
	_, values, _ := strings.Cut(raw.Detail, ")=(")
	value, _, _ := strings.Cut(values, ",")
	value, _, _ = strings.Cut(value, ")")
	return value
}

func refused(err error) error {
	var already *domain.Refusal
	if errors.As(err, &already) {
		return already
	}
	if c, known := constraints[pg.Constraint(err)]; known {
		value := colliding(err)
		return domain.Refuse(c.sort, c.reason, c.field, "code", value, "name", value, "key", value, "role", value,
			"type", value, "date", domain.TwoTiers.Format())
	}
	return err
}

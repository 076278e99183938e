package domain

import "slices"

// Role is what somebody may be for a unit or an agency.
type Role string

// The roles.
const (
	VillageHead       Role = "village_head"
	VillageFront      Role = "village_front"
	CommuneOfficer    Role = "commune_officer"
	CommuneChair      Role = "commune_chair"
	CommuneAdmin      Role = "commune_admin"
	CommuneFront      Role = "commune_front"
	AgencyOfficer     Role = "agency_officer"
	AgencyHead        Role = "agency_head"
	ProvinceOfficer   Role = "province_officer"
	ProvinceInspector Role = "province_inspector"
	ProvinceAdmin     Role = "province_admin"
	PlatformOperator  Role = "platform_operator"
)

type roleRow struct {
	level  Level // of the unit; "" when the agency decides
	agency bool
}

var roles = map[Role]roleRow{
	VillageHead: {level: Village}, VillageFront: {level: Village},
	CommuneOfficer: {level: Commune}, CommuneChair: {level: Commune}, CommuneAdmin: {level: Commune}, CommuneFront: {level: Commune},
	AgencyOfficer: {agency: true}, AgencyHead: {agency: true},
	ProvinceOfficer: {level: Province}, ProvinceInspector: {level: Province}, ProvinceAdmin: {level: Province},
	PlatformOperator: {level: Province},
}

// mayGrant is the one table of delegated administration. The chairman and the
// administrators of a commune approve or appoint, which a commune's
// administrator does not: those are bound from the province. The operator of
// the platform comes with the installation and is bound by nobody here.
var mayGrant = map[Role][]Role{
	ProvinceAdmin: {
		VillageHead, VillageFront, CommuneOfficer, CommuneChair, CommuneAdmin, CommuneFront,
		AgencyOfficer, AgencyHead, ProvinceOfficer, ProvinceInspector, ProvinceAdmin,
	},
	CommuneAdmin: {VillageHead, VillageFront, CommuneOfficer, CommuneFront, AgencyOfficer},
}

// Known reports whether r is one of the roles.
func (r Role) Known() bool { _, ok := roles[r]; return ok }

// OfAgency reports whether the role is held for an agency.
func (r Role) OfAgency() bool { return roles[r].agency }

// Binding is one role of one subject for one unit or agency in one period.
type Binding struct {
	ID         string
	SubjectKey string
	// Person is the keyed hash of who stands behind the subject; "" while not known.
	Person     string
	Name       string
	Role       Role
	Unit       UnitKey
	Agency     string
	Period     Period
	LegalBasis string
	Version    int64
}

// Granter is who binds or ends a role: their keys and the roles they hold for
// the unit concerned or one above it. System binds at installation.
type Granter struct {
	Keys   []string
	Held   []Role
	System bool
}

func (g Granter) may(role Role, to ...string) error {
	if g.System {
		return nil
	}
	for _, held := range g.Held {
		if slices.Contains(mayGrant[held], role) && !slices.ContainsFunc(to, g.self) {
			return nil
		}
	}
	return refuse(Refused, RoleAboveOwnPowers, "binding.role", "role", string(role))
}

// self reports whether a key of a subject or a person is the granter's own.
func (g Granter) self(key string) bool { return key != "" && slices.Contains(g.Keys, key) }

// Bind checks a new binding. agency is nil for a unit's role; others are the
// bindings of the same subject, or of the same person under another account, for
// the same role and place.
func Bind(b Binding, unit *Unit, agency *Agency, g Granter, others []Binding) (Binding, []Fact, error) {
	row, known := roles[b.Role]
	if !known {
		return Binding{}, nil, refuse(Malformed, InvalidValue, "binding.role", "value", string(b.Role))
	}
	if b.SubjectKey == "" {
		return Binding{}, nil, refuse(Malformed, InvalidValue, "binding.subject", "value", "")
	}
	if err := b.Period.check("binding.valid_"); err != nil {
		return Binding{}, nil, err
	}
	if row.agency != (agency != nil) {
		return Binding{}, nil, refuse(Malformed, RoleAgencyMismatch, "binding.agency", "role", string(b.Role))
	}
	if unit.Level() == District {
		if !b.Period.endsBy(TwoTiers) {
			return Binding{}, nil, districtAbolished("binding.unit", unit)
		}
	}
	if row.level != "" && row.level != unit.Level() {
		return Binding{}, nil, refuse(Refused, RoleLevelMismatch, "binding.unit", "role", string(b.Role), "name", unit.FullName)
	}
	// Only the first day must lie in the unit's period: a role goes on for the
	// unit that takes the place under another name, and ends with one that is no more.
	if !unit.Period.Contains(b.Period.From) {
		return Binding{}, nil, outside("binding.valid_from", b.Period.From, unit.Period)
	}
	if agency != nil && !b.Period.Within(agency.Period) {
		return Binding{}, nil, outside("binding.valid_from", b.Period.From, agency.Period)
	}
	if err := g.may(b.Role, b.SubjectKey, b.Person); err != nil {
		return Binding{}, nil, err
	}
	for _, o := range others {
		if o.Period.Overlaps(b.Period) {
			return Binding{}, nil, refuse(Taken, RoleAlreadyHeld, "binding.subject", "role", string(b.Role), "name", unit.FullName)
		}
	}
	b.Unit, b.Version = unit.Key(), 1
	return b, []Fact{RoleBound{Binding: b}}, nil
}

// EndRole shortens a binding. An end on or before its first day says that it
// never held.
func EndRole(b Binding, to Date, g Granter) (Binding, []Fact, error) {
	if err := g.may(b.Role); err != nil {
		return Binding{}, nil, err
	}
	if !b.Period.To.IsZero() && !to.Before(b.Period.To) {
		return Binding{}, nil, refuse(Refused, AlreadyEnded, "valid_to", "name", b.Name, "date", b.Period.To.Format())
	}
	if to.Before(b.Period.From) {
		to = b.Period.From
	}
	b.Period.To = to
	b.Version++
	return b, []Fact{RoleEnded{Binding: b}}, nil
}

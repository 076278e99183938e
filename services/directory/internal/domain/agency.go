package domain

import (
	"regexp"
	"strings"
)

// AgencyKind says which chapter of the law an agency falls under.
type AgencyKind string

// The kinds of agencies.
const (
	PeoplesCommittee  AgencyKind = "peoples_committee"
	PeoplesCouncil    AgencyKind = "peoples_council"
	FatherlandFront   AgencyKind = "fatherland_front"
	Administrative    AgencyKind = "agency"
	PublicServiceUnit AgencyKind = "public_service_unit"
	StateEnterprise   AgencyKind = "state_enterprise"
	OtherEmployer     AgencyKind = "other"
)

var agencyKinds = map[AgencyKind]bool{
	PeoplesCommittee: true, PeoplesCouncil: true, FatherlandFront: true, Administrative: true,
	PublicServiceUnit: true, StateEnterprise: true, OtherEmployer: true,
}

// identificationCode is the form of a mã định danh điện tử (QĐ 20/2020/QĐ-TTg).
var identificationCode = regexp.MustCompile(`^[A-Z0-9]{2,3}(\.[A-Z0-9]{1,4}){0,7}$`)

// Agency is a body with duties of its own, attached to the unit it serves.
type Agency struct {
	ID      string
	Code    string
	Name    string
	Kind    AgencyKind
	Unit    UnitKey
	Contact string
	Period  Period
	Version int64
}

// RegisterAgency checks a new agency against the unit it is attached to.
func RegisterAgency(a Agency, unit *Unit) (Agency, []Fact, error) {
	a.Name = strings.TrimSpace(a.Name)
	if err := a.check(); err != nil {
		return Agency{}, nil, err
	}
	if err := a.Period.check("agency.valid_"); err != nil {
		return Agency{}, nil, err
	}
	if unit.Level() == District && !a.Period.endsBy(TwoTiers) {
		return Agency{}, nil, districtAbolished("agency.unit", unit)
	}
	if !a.Period.Within(unit.Period) {
		return Agency{}, nil, outside("agency.valid_from", a.Period.From, unit.Period)
	}
	a.Unit, a.Version = unit.Key(), 1
	return a, []Fact{AgencyRegistered{Agency: a}}, nil
}

// ChangeAgency replaces what is given and keeps the rest.
func ChangeAgency(old, given Agency) (Agency, []Fact, error) {
	if !old.Period.To.IsZero() {
		return Agency{}, nil, refuse(Refused, AlreadyEnded, "name", "name", old.Name, "date", old.Period.To.Format())
	}
	a := old
	keep(&a.Name, strings.TrimSpace(given.Name))
	keep(&a.Code, given.Code)
	keep(&a.Contact, given.Contact)
	keep(&a.Kind, given.Kind)
	if a == old {
		return Agency{}, nil, refuse(Refused, NothingChanges, "name")
	}
	if err := a.check(); err != nil {
		return Agency{}, nil, err
	}
	a.Version++
	return a, []Fact{AgencyChanged{Agency: a}}, nil
}

// EndAgency ends an agency.
func EndAgency(a Agency, to Date) (Agency, []Fact, error) {
	if !a.Period.To.IsZero() {
		return Agency{}, nil, refuse(Refused, AlreadyEnded, "name", "name", a.Name, "date", a.Period.To.Format())
	}
	a.Period.To = to
	if err := a.Period.check("valid_"); err != nil {
		return Agency{}, nil, err
	}
	a.Version++
	return a, []Fact{AgencyChanged{Agency: a}}, nil
}

func (a Agency) check() error {
	if a.Name == "" {
		return refuse(Malformed, InvalidValue, "agency.display_name", "value", "")
	}
	if !agencyKinds[a.Kind] {
		return refuse(Malformed, InvalidValue, "agency.kind", "value", string(a.Kind))
	}
	if a.Code != "" && !identificationCode.MatchString(a.Code) {
		return refuse(Malformed, InvalidValue, "agency.identification_code", "value", a.Code)
	}
	return nil
}

func keep[T ~string](field *T, given T) {
	if given != "" {
		*field = given
	}
}

func outside(field string, day Date, p Period) *Refusal {
	return refuse(Refused, OutsidePeriod, field, "date", day.Format(), "from", p.From.Format(), "to", p.To.Format())
}

func districtAbolished(field string, unit *Unit) *Refusal {
	return refuse(Refused, DistrictAbolished, field, "type", unit.FullName, "date", TwoTiers.Format()).by(basisTwoTiers)
}

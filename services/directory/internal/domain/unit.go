package domain

import (
	"slices"
	"strings"
)

// UnitKey names a unit for ever: "<code>@<first day>". Codes are used again for
// other areas after a reorganisation, keys never are.
type UnitKey string

// KeyOf makes the key of a code in the era beginning on from.
func KeyOf(code string, from Date) UnitKey { return UnitKey(code + "@" + from.String()) }

// Code is the part before the date.
func (k UnitKey) Code() string {
	code, _, _ := strings.Cut(string(k), "@")
	return code
}

// Attributes change a unit's obligations, not its identity.
type Attributes struct {
	SpecialArea bool
	Remote      bool
	Radio       bool
}

// Parentage says under which unit another stands from a day on.
type Parentage struct {
	From   Date
	Parent UnitKey
}

// Unit is one administrative or self-governing unit in one era.
type Unit struct {
	Code       string
	Name       string
	FullName   string
	NameEn     string
	Type       UnitType
	Period     Period
	Attributes Attributes
	LegalBasis string
	// Parents, oldest first; empty for a province. The first begins with the unit.
	Parents []Parentage
	// Version counts the changes; 0 before the unit is stored.
	Version int64
}

// Key names the unit.
func (u *Unit) Key() UnitKey { return KeyOf(u.Code, u.Period.From) }

// Level is the level of the unit's type.
func (u *Unit) Level() Level { return u.Type.Level() }

// Parent is the unit above on the day; before its first day the first one,
// after its end the last one. "" for a province.
func (u *Unit) Parent(day Date) UnitKey {
	var parent UnitKey
	for i, p := range u.Parents {
		if i > 0 && p.From.After(day) {
			break
		}
		parent = p.Parent
	}
	return parent
}

func (u *Unit) clone() *Unit {
	c := *u
	c.Parents = slices.Clone(u.Parents)
	return &c
}

// stretches returns the periods during which the unit stands under each parent.
func (u *Unit) stretches() []Period {
	out := make([]Period, len(u.Parents))
	for i, p := range u.Parents {
		out[i] = Period{From: p.From, To: u.Period.To}
		if i+1 < len(u.Parents) {
			out[i].To = u.Parents[i+1].From
		}
	}
	return out
}

// check is what can be said of a unit by itself.
func (u *Unit) check() error {
	row, known := unitTypes[u.Type]
	if !known {
		return refuse(Malformed, InvalidValue, "unit.type", "value", string(u.Type))
	}
	if !codeForms[row.level].MatchString(u.Code) {
		return refuse(Malformed, UnitCodeMalformed, "unit.code", "code", u.Code, "level", string(row.level))
	}
	if strings.TrimSpace(u.Name) == "" {
		return refuse(Malformed, InvalidValue, "unit.display_name", "value", "")
	}
	if err := u.Period.check("unit.valid_"); err != nil {
		return err
	}
	if !row.to.IsZero() && !u.Period.endsBy(row.to) {
		return refuse(Refused, DistrictAbolished, "unit.type",
			"type", row.word, "date", row.to.Format()).by(basisTwoTiers)
	}
	if !row.from.IsZero() && u.Period.From.Before(row.from) {
		return refuse(Refused, OutsidePeriod, "unit.valid_from",
			"date", u.Period.From.Format(), "from", row.from.Format(), "to", "").by(basisTwoTiers)
	}
	return nil
}

// LinkKind says how a unit came out of another.
type LinkKind string

// The kinds of links.
const (
	Merge    LinkKind = "merge"
	Split    LinkKind = "split"
	Rename   LinkKind = "rename"
	Retype   LinkKind = "retype"
	Transfer LinkKind = "transfer"
)

// whole reports whether the predecessor went over undivided, so that what
// stood under it goes with it.
func (k LinkKind) whole() bool { return k == Merge || k == Rename || k == Retype }

// Link leads from a unit to what came after it.
type Link struct {
	From       UnitKey
	To         UnitKey
	Kind       LinkKind
	Date       Date
	LegalBasis string
}

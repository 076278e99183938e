package units

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Level is a tier of the tree. Which tiers a province has is data.
type Level string

// The tiers, from the top.
const (
	Province Level = "province"
	District Level = "district"
	Commune  Level = "commune"
	Village  Level = "village"
)

// Unit is one unit during its one period. A period is half open: To is the first day on which the unit no longer exists,
// zero while no end is known.
type Unit struct {
	Key      Key
	Code     string
	Name     string // "Võ Miếu"
	FullName string // "Xã Võ Miếu"
	NameEn   string
	Type     string // xa, phuong, dac_khu, thon …
	Level    Level
	Parent   Key // the newest; empty for a province
	// Parents are all units above, oldest first, when there was more than one. See [Unit.ParentOn].
	Parents  []Parentage
	From, To workday.Date
	// SpecialArea: mountainous, border, island or especially difficult, where the law gives other forms and terms.
	SpecialArea bool
	// Remote: far from the centre, where some terms are longer.
	Remote bool
	// Radio: the commune has loudspeakers, so that disclosure by radio is due (Luật 10/2022/QH15 Điều 13).
	Radio bool
}

// Parentage says under which unit another stands from a day on.
type Parentage struct {
	From   workday.Date `json:"from"`
	Parent Key          `json:"parent"`
}

// ParentOn is the unit above on the day; before its first day the first one. Empty for a province.
func (u Unit) ParentOn(d workday.Date) Key {
	if len(u.Parents) == 0 {
		return u.Parent
	}
	parent := u.Parents[0].Parent
	for _, p := range u.Parents {
		if !p.From.After(d) {
			parent = p.Parent
		}
	}
	return parent
}

// above are all units it ever stood under, each once.
func (u Unit) above() []Key {
	all := []Key{u.Parent}
	for _, p := range u.Parents {
		if !slices.Contains(all, p.Parent) {
			all = append(all, p.Parent)
		}
	}
	return all
}

// ExistsOn tells whether the unit exists on that day.
func (u Unit) ExistsOn(d workday.Date) bool { return within(u.From, u.To, d) }

// LinkKind says what happened between two units.
type LinkKind string

// Kinds of links. A renamed or retyped unit goes on as the same one; a transfer moves an area between two that both go on.
const (
	Merge    LinkKind = "merge"
	Split    LinkKind = "split"
	Rename   LinkKind = "rename"
	Retype   LinkKind = "retype"
	Transfer LinkKind = "transfer"
)

// SameUnit tells whether the unit after is the unit before under another name or type.
func (k LinkKind) SameUnit() bool { return k == Rename || k == Retype }

// Link records that (part of) one unit became (part of) another.
type Link struct {
	From, To Key
	Kind     LinkKind
	Date     workday.Date
	Basis    string // the document that ordered it, as written
}

// Agency is an agency, public service unit or state enterprise, attached to a unit.
type Agency struct {
	ID       string
	Code     string // mã định danh điện tử
	Name     string
	NameEn   string
	Kind     string
	Unit     Key
	Parent   string // the agency above, or empty
	From, To workday.Date
}

// ExistsOn tells whether the agency exists on that day.
func (a Agency) ExistsOn(d workday.Date) bool { return within(a.From, a.To, d) }

// Binding says that somebody holds a role for a unit or an agency during a period (half open).
type Binding struct {
	ID         string
	SubjectKey string // "<issuer>#<sub>", or a person key "pk:…"
	Role       string
	Unit       Key
	Agency     string // empty for the roles of a unit
	From, To   workday.Date
}

// HeldOn tells whether the role is held on that day.
func (b Binding) HeldOn(d workday.Date) bool { return within(b.From, b.To, d) }

func within(from, to, d workday.Date) bool {
	return !d.Before(from) && (to.IsZero() || d.Before(to))
}

package domain

import (
	"fmt"
	"slices"
	"strconv"
)

// Scope is the circle that decides.
type Scope string

// Scopes. A matter of the whole commune is decided village by village (Điều 21.1).
const (
	Village Scope = "village"
	Commune Scope = "commune"
	Agency  Scope = "agency"
)

// Kind is what is done in the matter.
type Kind string

// Kinds. Decide is everything that is neither an election nor a convention.
const (
	Decide     Kind = "decide"
	Elect      Kind = "elect"
	Release    Kind = "release" // cho thôi làm
	ByElection Kind = "by_election"
	Adopt      Kind = "adopt" // hương ước, quy ước mới
	Amend      Kind = "amend" // sửa đổi, bổ sung, thay thế
)

// Board is the board whose members are elected in item 5 of Điều 15.
type Board string

// Boards. An agency has a People's Inspection board of its own (Điều 60).
const (
	Inspection  Board = "people_inspection"      // Ban Thanh tra nhân dân
	Supervision Board = "investment_supervision" // Ban Giám sát đầu tư của cộng đồng
)

// Matter is what is decided: a clause of Điều 15 (1 to 6) in a village or commune, of Điều 49 (1 to 4, in the order of
// the project's notes) in an agency.
type Matter struct {
	Scope Scope `json:"scope"`
	Item  int   `json:"item"`
	Kind  Kind  `json:"kind"`
	Board Board `json:"board,omitempty"`
}

// Items of Điều 15 Luật 10/2022/QH15.
const (
	ItemContributions  = 1
	ItemFunds          = 2
	ItemConvention     = 3
	ItemVillageHead    = 4
	ItemBoards         = 5
	ItemSelfGovernment = 6
)

// Items of an agency (Điều 49).
const (
	ItemAgencyBoard         = 1
	ItemAgencyContributions = 2
	ItemAgencyResolution    = 3
	ItemAgencyOther         = 4
)

// Kinds lists what can be done in the matter, the first being the usual one.
func (m Matter) Kinds() []Kind {
	switch {
	case m.Scope == Village && m.Item == ItemConvention:
		return []Kind{Adopt, Amend}
	case m.Scope == Village && m.Item == ItemVillageHead, m.Scope == Village && m.Item == ItemBoards,
		m.Scope == Agency && m.Item == ItemAgencyBoard:
		return []Kind{Elect, Release, ByElection}
	}
	return []Kind{Decide}
}

// Check refuses a matter the law does not put to this circle: commune-wide it knows shares for items 1 and 2 only, and
// elections and conventions belong to one village (Điều 15, 21.1).
func (m Matter) Check() error {
	most := map[Scope]int{Village: ItemSelfGovernment, Commune: ItemFunds, Agency: ItemAgencyOther}[m.Scope]
	basis := "Điều 15, Điều 21 khoản 1 Luật 10/2022/QH15"
	if m.Scope == Agency {
		basis = "Điều 49 Luật 10/2022/QH15"
	}
	switch {
	case most == 0:
		return Refuse(FieldInvalid, "scope", "value", string(m.Scope))
	case m.Item < 1 || m.Item > most:
		return Refuse(MatterNotOfScope, "item", "item", strconv.Itoa(m.Item), "scope", string(m.Scope)).On(basis)
	case !slices.Contains(m.Kinds(), m.Kind):
		return Refuse(KindNotOfMatter, "kind", "item", strconv.Itoa(m.Item), "kind", string(m.Kind)).On(basis)
	case m.Scope == Village && m.Item == ItemBoards && m.Board != Inspection && m.Board != Supervision:
		return Refuse(FieldRequired, "board").On("Điều 15 khoản 5 Luật 10/2022/QH15")
	case m.Board != "" && m.Item != ItemBoards:
		return Refuse(FieldInvalid, "board", "value", string(m.Board))
	}
	return nil
}

// Subjects are the words under which the rules of law name the matter, from the widest to the narrowest.
func (m Matter) Subjects() []string {
	item := fmt.Sprintf("%s.item%d", m.Scope, m.Item)
	return []string{string(m.Scope), item, item + "." + string(m.Kind)}
}

// Election reports whether persons are chosen, so that ballots name candidates.
func (m Matter) Election() bool { return m.Kind == Elect || m.Kind == ByElection }

// OfHead reports whether the village head is elected or released.
func (m Matter) OfHead() bool { return m.Scope == Village && m.Item == ItemVillageHead }

// Contribution reports whether people give money, goods or work, so that it is told what became of them.
func (m Matter) Contribution() bool {
	return m.Scope != Agency && m.Item <= ItemFunds || m.Scope == Agency && m.Item == ItemAgencyContributions
}

// Matters lists what a circle may decide.
func Matters(scope Scope) []Matter {
	var all []Matter
	for item := 1; item <= ItemSelfGovernment; item++ {
		one := Matter{Scope: scope, Item: item}
		for _, kind := range one.Kinds() {
			one.Kind, one.Board = kind, ""
			if scope == Village && item == ItemBoards {
				for _, board := range []Board{Inspection, Supervision} {
					one.Board = board
					all = append(all, one)
				}
				continue
			}
			if one.Check() == nil {
				all = append(all, one)
			}
		}
	}
	return all
}

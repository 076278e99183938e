package domain

import (
	"slices"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Proposal is who put the matter forward (Điều 16, 50.1; Nghị định 59/2023/NĐ-CP Điều 9.1).
type Proposal struct {
	By         Actor  `json:"by"`
	Initiative string `json:"initiative,omitempty"` // id, when residents proposed it
	Ground     string `json:"ground,omitempty"`     // of a release: why
	Supporters int    `json:"supporters,omitempty"` // households of a petition, staff of a proposal
	Of         int    `json:"of,omitempty"`         // all households, all staff, on that day
}

// Agreement is one who agreed before the announcement.
type Agreement struct {
	By       Actor        `json:"by"`
	On       workday.Date `json:"on"`
	At       time.Time    `json:"at"`
	Document string       `json:"document,omitempty"`
}

// Proposers lists the offices that may put the matter forward.
func (p Pack) Proposers(m Matter) []Office {
	switch {
	case m.Scope == Agency:
		return []Office{LeadOrganisation, AgencyHead, StaffMember}
	case m.Scope == Commune:
		return []Office{CommuneChair}
	case m.OfHead() && m.Election():
		return []Office{CommuneChair}
	case m.OfHead():
		return []Office{FrontHead, VillageHead, Household}
	case m.Item == ItemBoards && m.Kind == Release:
		return []Office{CommuneFrontChair}
	case m.Item == ItemBoards:
		return []Office{FrontHead, VillageHead, NamedConvener}
	}
	return []Office{VillageHead, NamedConvener, Citizen}
}

// Agreeing lists the offices of which one must agree before the announcement; none when nobody must (Điều 16.1, 16.2).
// A village head is elected on the decision of the commune chair and released on a meeting of the Front's, so there the
// other side agrees.
func (p Pack) Agreeing(m Matter) []Office {
	switch {
	case m.Scope == Commune && p.Has("voting.agree.commune_front"):
		return []Office{CommuneFrontChair}
	case m.OfHead() && m.Election():
		return []Office{FrontHead, FrontMember}
	case m.OfHead():
		return []Office{CommuneChair}
	case m.Item == ItemBoards && m.Scope == Village && m.Kind == Release:
		return []Office{FrontHead, FrontMember}
	case m.Item == ItemBoards && m.Scope == Village:
		return []Office{VillageHead, FrontHead, FrontMember}
	case m.Scope == Village && p.Has("voting.agree.village_front"):
		return []Office{FrontHead, FrontMember}
	}
	return nil
}

// agreementBasis cites why the agreement is needed.
func (p Pack) agreementBasis(m Matter) string {
	switch {
	case m.Scope == Commune:
		return p.basis("voting.agree.commune_front")
	case m.OfHead() && m.Election():
		return "Điều 6 khoản 2 Nghị định 59/2023/NĐ-CP"
	case m.OfHead():
		return "Điều 9 khoản 1 Nghị định 59/2023/NĐ-CP"
	}
	return p.basis("voting.agree.village_front")
}

// Conveners lists the offices that may convene and chair the meeting (Điều 18.1; Nghị định 59/2023/NĐ-CP Điều 3.1).
func (p Pack) Conveners(m Matter) []Office {
	var all []Office
	for _, one := range []struct {
		rule   string
		office Office
	}{
		{"voting.convene.village_head", VillageHead},
		{"voting.convene.named", NamedConvener},
		{"voting.convene.election_team", ElectionTeam},
		{"voting.convene.front_head", FrontHead},
		{"voting.convene.commune_chair", CommuneChair},
	} {
		if p.Has(one.rule) {
			all = append(all, one.office)
		}
	}
	if m.Scope == Agency {
		all = []Office{LeadOrganisation, AgencyHead}
	}
	return all
}

// Agree records that one of those who must agree has agreed. A person cannot agree with what they proposed themselves,
// whatever other office they hold.
func (v Vote) Agree(by Actor, document string, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActAgree); err != nil {
		return v, nil, err
	}
	pack, err := v.Law(with)
	if err != nil {
		return v, nil, err
	}
	switch needed := pack.Agreeing(v.Matter); {
	case !slices.Contains(needed, by.Office):
		return v, nil, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", offices(needed)).On(pack.agreementBasis(v.Matter))
	case by.Subject == v.Proposal.By.Subject:
		return v, nil, Refuse(SamePerson, "by").On(pack.agreementBasis(v.Matter))
	case slices.ContainsFunc(v.Agreements, func(a Agreement) bool { return a.By.Subject == by.Subject }):
		return v, nil, Refuse(SamePerson, "by").On(pack.agreementBasis(v.Matter))
	}
	v.Agreements = append(slices.Clone(v.Agreements), Agreement{By: by, On: with.Today(), At: with.Now, Document: document})
	v.UpdatedAt = with.Now
	if v.State == Agreed {
		return v, nil, nil
	}
	v.State = Agreed
	return v, []Fact{VoteAgreed{v.about()}}, nil
}

func offices(all []Office) string {
	text := ""
	for i, one := range all {
		if i > 0 {
			text += ","
		}
		text += string(one)
	}
	return text
}

// AgreementBasis cites why somebody must agree on the matter before it is announced.
func (p Pack) AgreementBasis(m Matter) string { return p.agreementBasis(m) }

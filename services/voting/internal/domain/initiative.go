package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Initiative is a matter a resident wants put to the people of their village (Điều 16.3).
type Initiative struct {
	ID        string          `json:"id"`
	Body      Body            `json:"body"`
	Matter    Matter          `json:"matter"`
	Title     string          `json:"title"`
	Text      string          `json:"text"`
	Proposer  Actor           `json:"proposer"`
	State     InitiativeState `json:"state"`
	Consents  []Consent       `json:"consents,omitempty"`
	Endorsed  Agreement       `json:"endorsed,omitzero"`
	Vote      string          `json:"vote,omitempty"` // once it was put to the people
	Reason    string          `json:"reason,omitempty"`
	CreatedAt time.Time       `json:"created_at"`
	UpdatedAt time.Time       `json:"updated_at"`
}

// InitiativeState is where an initiative stands.
type InitiativeState string

// States of an initiative. Reached is not for ever: consents lose their value after three months each.
const (
	Collecting InitiativeState = "COLLECTING"
	Reached    InitiativeState = "REACHED"
	Tabled     InitiativeState = "TABLED" // put to the people
	Withdrawn  InitiativeState = "WITHDRAWN"
)

// Consent is that of one household.
type Consent struct {
	Household string        `json:"household"`
	Person    string        `json:"person"` // opaque id of its representative
	On        workday.Date  `json:"on"`
	At        time.Time     `json:"at"`
	How       ConsentManner `json:"how"`
}

// ConsentManner is how a household consented; the law leaves it open.
type ConsentManner string

// Manners of Điều 16.3.
const (
	InMeeting ConsentManner = "meeting"
	InWriting ConsentManner = "writing"
	OtherWay  ConsentManner = "other" // here: online, signed in
)

const basisInitiative = "Điều 16 khoản 3 Luật 10/2022/QH15"

// NewInitiative begins one. It is for what a village may decide.
func NewInitiative(id string, body Body, m Matter, title, text string, by Actor, with Setting) (Initiative, error) {
	if err := m.Check(); err != nil {
		return Initiative{}, err
	}
	pack, err := PackFor(with.Book, m, with.Today())
	if err != nil {
		return Initiative{}, err
	}
	switch {
	case !pack.Has("voting.initiate.citizen"):
		return Initiative{}, Refuse(MatterNotOfScope, "scope", "scope", string(m.Scope), "item", strconv.Itoa(m.Item)).On(basisInitiative)
	case by.Subject == "" || by.Office != Citizen && by.Office != Household:
		return Initiative{}, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", offices([]Office{Citizen, Household})).On(basisInitiative)
	}
	if err := required("title", title, maxTitle); err != nil {
		return Initiative{}, err
	}
	if err := required("text", text, maxText); err != nil {
		return Initiative{}, err
	}
	return Initiative{
		ID: id, Body: body, Matter: m, Title: strings.TrimSpace(title), Text: strings.TrimSpace(text), Proposer: by,
		State: Collecting, CreatedAt: with.Now, UpdatedAt: with.Now,
	}, nil
}

// Consent records that a household consents, spoken for by its representative. A household whose consent has lost its
// value may give it again. total is the number of households of the village.
func (i Initiative) Consent(entry RollEntry, person string, how ConsentManner, total int, with Setting) (Initiative, []Fact, error) {
	if err := i.open("consent"); err != nil {
		return i, nil, err
	}
	pack, err := PackFor(with.Book, i.Matter, with.Today())
	if err != nil {
		return i, nil, err
	}
	switch {
	case entry.Household == "":
		return i, nil, Refuse(HouseholdNotOnRoll, "household").On(basisInitiative)
	case person == "" || entry.Representative != person:
		return i, nil, Refuse(NotRepresentative, "person", "household", entry.Household).On("Điều 18 khoản 2 Luật 10/2022/QH15")
	case how != InMeeting && how != InWriting && how != OtherWay:
		return i, nil, Refuse(FieldInvalid, "how", "value", string(how))
	}
	valid, err := i.Valid(pack, with)
	if err != nil {
		return i, nil, err
	}
	if slices.ContainsFunc(valid, func(c Consent) bool { return c.Household == entry.Household }) {
		return i, nil, Refuse(ConsentTwice, "household", "household", entry.Household).On(basisInitiative)
	}
	i.Consents = append(slices.Clone(i.Consents), Consent{Household: entry.Household, Person: person, On: with.Today(), At: with.Now, How: how})
	i.UpdatedAt = with.Now
	return i.reach(pack, total, with)
}

// WithdrawConsent takes a household's consent back while the matter has not been put to the people.
func (i Initiative) WithdrawConsent(household, person string, with Setting) (Initiative, error) {
	if err := i.open("withdraw_consent"); err != nil {
		return i, err
	}
	was := len(i.Consents)
	i.Consents = slices.DeleteFunc(slices.Clone(i.Consents), func(c Consent) bool { return c.Household == household && c.Person == person })
	if len(i.Consents) == was {
		return i, Refuse(NotFound, "household", "household", household)
	}
	i.UpdatedAt = with.Now
	return i, nil
}

// Valid lists the consents that still have value: three months from the day each was given (C8). A last day that is a day
// off is the last day all the same: nothing is done on it that could be done later.
func (i Initiative) Valid(pack Pack, with Setting) ([]Consent, error) {
	rule, err := pack.Demand("voting.initiative.validity")
	if err != nil {
		return nil, err
	}
	var valid []Consent
	for _, consent := range i.Consents {
		due, err := pack.Count(with.Calendar, rule, consent.On)
		if err != nil {
			return nil, err
		}
		if !with.Today().After(due.NominalEnd) {
			valid = append(valid, consent)
		}
	}
	return valid, nil
}

// Endorse records that the Front's working committee finds an initiative short of its share good for the community.
func (i Initiative) Endorse(by Actor, document string, total int, with Setting) (Initiative, []Fact, error) {
	if err := i.open("endorse"); err != nil {
		return i, nil, err
	}
	pack, err := PackFor(with.Book, i.Matter, with.Today())
	if err != nil {
		return i, nil, err
	}
	switch {
	case by.Office != FrontHead || !pack.Has("voting.initiative.endorsement"):
		return i, nil, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", string(FrontHead)).On(basisInitiative)
	case by.Subject == i.Proposer.Subject:
		return i, nil, Refuse(SamePerson, "by").On(basisInitiative)
	}
	i.Endorsed = Agreement{By: by, On: with.Today(), At: with.Now, Document: document}
	i.UpdatedAt = with.Now
	return i.reach(pack, total, with)
}

func (i Initiative) reach(pack Pack, total int, with Setting) (Initiative, []Fact, error) {
	if i.State == Reached {
		return i, nil, nil
	}
	proposal, err := i.Proposal(pack, total, with)
	if err != nil {
		return i, nil, nil //nolint:nilerr // not yet enough is no fault of the household that consented
	}
	i.State = Reached
	rule, _ := pack.Rule("voting.initiative.consent")
	return i, []Fact{InitiativeReached{
		Initiative: i.ID, Body: i.Body, Consents: proposal.Supporters, Needed: rule.Share.Needed(total), Endorsed: !i.Endorsed.On.IsZero(),
	}}, nil
}

// Proposal is what a vote says of its origin; refused while fewer than ten per cent of all households consent and the
// Front has not endorsed it.
func (i Initiative) Proposal(pack Pack, total int, with Setting) (Proposal, error) {
	rule, err := pack.Demand("voting.initiative.consent")
	if err != nil {
		return Proposal{}, err
	}
	valid, err := i.Valid(pack, with)
	if err != nil {
		return Proposal{}, err
	}
	if !rule.Share.Reached(len(valid), total) && i.Endorsed.On.IsZero() {
		return Proposal{}, Refuse(InitiativeTooSmall, "consents", "value", strconv.Itoa(len(valid)), "needed", strconv.Itoa(rule.Share.Needed(total)),
			"total", strconv.Itoa(total)).On(rule.Basis.String())
	}
	by := i.Proposer
	by.Office = Citizen
	return Proposal{By: by, Initiative: i.ID, Supporters: len(valid), Of: total}, nil
}

// Table marks it as put to the people by a vote.
func (i Initiative) Table(vote string, with Setting) (Initiative, error) {
	if i.State != Reached {
		return i, Refuse(StateNotAllowed, "state", "state", string(i.State), "action", "table").On(basisInitiative)
	}
	i.State, i.Vote, i.UpdatedAt = Tabled, vote, with.Now
	return i, nil
}

// Withdraw ends it on the proposer's word.
func (i Initiative) Withdraw(reason string, by Actor, with Setting) (Initiative, error) {
	if err := i.open("withdraw"); err != nil {
		return i, err
	}
	if by.Subject != i.Proposer.Subject {
		return i, Refuse(OfficeNotCompetent, "by").On(basisInitiative)
	}
	if err := required("reason", reason, maxNote); err != nil {
		return i, err
	}
	i.State, i.Reason, i.UpdatedAt = Withdrawn, strings.TrimSpace(reason), with.Now
	return i, nil
}

func (i Initiative) open(action string) error {
	if i.State != Collecting && i.State != Reached {
		return Refuse(StateNotAllowed, "state", "state", string(i.State), "action", action)
	}
	return nil
}

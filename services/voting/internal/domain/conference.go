package domain

import (
	"strconv"
)

// ConferenceKind is who comes to the conference of an agency.
type ConferenceKind string

// Kinds (Điều 51.2).
const (
	Plenary  ConferenceKind = "plenary"   // hội nghị toàn thể
	Delegate ConferenceKind = "delegates" // hội nghị đại biểu
)

// Conference is the meeting of an agency's staff.
type Conference struct {
	Kind         ConferenceKind `json:"kind,omitempty"`
	Staff        int            `json:"staff,omitempty"`     // all who work there
	Delegates    int            `json:"delegates,omitempty"` // summoned
	Scattered    bool           `json:"scattered,omitempty"` // dispersed, or posts that cannot be left
	Call         int            `json:"call,omitempty"`      // 1, then 2 when the first had no quorum
	ForceMajeure string         `json:"force_majeure,omitempty"`
}

// Check refuses delegates where all can meet: with fewer than 100 staff who are not scattered everybody comes (Điều
// 51.2.a, b).
func (c Conference) Check(pack Pack) error {
	from, _ := pack.Number("voting.agency.delegates_from")
	switch {
	case c.Staff < 1:
		return Refuse(FieldRequired, "conference.staff")
	case c.Kind != Plenary && c.Kind != Delegate:
		return Refuse(FieldInvalid, "conference.kind", "value", string(c.Kind))
	case c.Kind == Delegate && c.Staff < from && !c.Scattered:
		return Refuse(ConferenceNotAllowed, "conference.kind", "staff", strconv.Itoa(c.Staff), "least", strconv.Itoa(from)).
			On(pack.basis("voting.agency.delegates_from"))
	case c.Kind == Delegate && (c.Delegates < 1 || c.Delegates > c.Staff):
		return Refuse(FieldInvalid, "conference.delegates", "value", strconv.Itoa(c.Delegates), "most", strconv.Itoa(c.Staff))
	case c.Call != 1 && c.Call != 2:
		return Refuse(FieldInvalid, "conference.call", "value", strconv.Itoa(c.Call))
	}
	return nil
}

// Optional reports whether the agency is so small that it need not hold one (Điều 51.2.đ).
func (c Conference) Optional(pack Pack) bool {
	most, known := pack.Number("voting.agency.optional_to")
	return known && c.Staff <= most
}

// Summoned is the whole that the quorum is counted of.
func (c Conference) Summoned() int {
	if c.Kind == Delegate {
		return c.Delegates
	}
	return c.Staff
}

// Quorum reports whether enough came: two thirds of the staff, or of the delegates summoned (Điều 51.2.c).
func (c Conference) Quorum(pack Pack, attending int) error {
	id := "voting.agency.quorum"
	if c.Kind == Delegate {
		id = "voting.agency.quorum_of_delegates"
	}
	rule, err := pack.Demand(id)
	if err != nil {
		return err
	}
	if !rule.Share.Reached(attending, c.Summoned()) {
		return Refuse(NoQuorum, "attending", "value", strconv.Itoa(attending), "needed", strconv.Itoa(rule.Share.Needed(c.Summoned())),
			"total", strconv.Itoa(c.Summoned()), "of", wholeOf(rule)).On(rule.Basis.String())
	}
	return nil
}

// CheckBallot refuses a ballot in place of the conference unless force majeure prevents it or the second call had no
// quorum either (Điều 50.2).
func (c Conference) CheckBallot(pack Pack, attending int) error {
	if c.ForceMajeure != "" || c.Call == 2 && c.Quorum(pack, attending) != nil {
		return nil
	}
	return Refuse(FallbackNotAllowed, "form", "call", strconv.Itoa(c.Call), "attended", strconv.Itoa(attending)).
		On(pack.basis("voting.agency.form.paper"))
}

// CheckProposal refuses a conference demanded by too few of the staff; the union and the head may always call it (Điều
// 50.1).
func (c Conference) CheckProposal(pack Pack, proposal Proposal) error {
	if proposal.By.Office != StaffMember {
		return nil
	}
	rule, err := pack.Demand("voting.agency.proposal")
	if err != nil {
		return err
	}
	if !rule.Share.Reached(proposal.Supporters, c.Staff) {
		return Refuse(ProposalTooSmall, "proposal.supporters", "value", strconv.Itoa(proposal.Supporters),
			"needed", strconv.Itoa(rule.Share.Needed(c.Staff)), "total", strconv.Itoa(c.Staff)).On(rule.Basis.String())
	}
	return nil
}

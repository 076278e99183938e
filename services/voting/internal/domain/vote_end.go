package domain

import (
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Ground is why a decision is annulled or has to be put right (Điều 22.1).
type Ground string

// Grounds.
const (
	AgainstLaw    Ground = "content"   // a: trái pháp luật, thuần phong, mỹ tục, đạo đức xã hội
	WrongWay      Ground = "procedure" // b: không tuân thủ trình tự, thủ tục
	OwnWill       Ground = "own_will"  // c: cộng đồng dân cư thấy cần thiết
	basisUndo            = "Điều 22 khoản 1 Luật 10/2022/QH15"
	basisByCommit        = "Điều 22 khoản 2 Luật 10/2022/QH15"
)

// AmendmentRequest is UBND's written request that the community put its decision right (Điều 22.2).
type AmendmentRequest struct {
	On       workday.Date `json:"on,omitzero"`
	By       Actor        `json:"by,omitzero"`
	Document string       `json:"document,omitempty"`
	Reason   string       `json:"reason,omitempty"`
}

// Cancel ends a vote before it is closed; the record stays with the reason.
func (v Vote) Cancel(reason string, by Actor, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActCancel); err != nil {
		return v, nil, err
	}
	if err := required("reason", reason, maxNote); err != nil {
		return v, nil, err
	}
	was := v.State
	v.Ending = Ending{On: with.Today(), At: with.Now, By: by, Reason: strings.TrimSpace(reason)}
	v.State, v.UpdatedAt = Cancelled, with.Now
	return v, []Fact{VoteCancelled{v.about(), was}}, nil
}

// RequestAmendment records UBND's request to put a decision right whose procedure was not kept.
func (v Vote) RequestAmendment(request AmendmentRequest, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActRequest); err != nil {
		return v, nil, err
	}
	if err := v.byCommittee(request.By, request.Document); err != nil {
		return v, nil, err
	}
	if err := required("reason", request.Reason, maxNote); err != nil {
		return v, nil, err
	}
	request.On = with.Today()
	v.Request, v.UpdatedAt = request, with.Now
	return v, []Fact{AmendmentRequested{v.about(), request.On}}, nil
}

// Annul records UBND's decision that annuls: for its content, or for its procedure (Điều 22.2). The people's own will
// goes the way of a new vote (Điều 22.3, Replace).
func (v Vote) Annul(ground Ground, document, reason string, by Actor, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActAnnul); err != nil {
		return v, nil, err
	}
	if ground != AgainstLaw && ground != WrongWay {
		return v, nil, Refuse(GroundMissing, "ground", "value", string(ground)).On(basisUndo)
	}
	if err := v.byCommittee(by, document); err != nil {
		return v, nil, err
	}
	if err := required("reason", reason, maxNote); err != nil {
		return v, nil, err
	}
	v.Ending = Ending{
		On: with.Today(), At: with.Now, By: by, Reason: strings.TrimSpace(reason), Document: strings.TrimSpace(document), Ground: ground,
	}
	v.State, v.UpdatedAt = Annulled, with.Now
	return v, []Fact{DecisionAnnulled{v.about(), ground, v.Ending.On}}, nil
}

func (v Vote) byCommittee(by Actor, document string) error {
	switch {
	case v.Matter.Scope == Agency:
		return Refuse(MatterNotOfScope, "scope", "scope", string(v.Matter.Scope)).On(basisByCommit)
	case by.Office != CommuneChair:
		return Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", string(CommuneChair)).On(basisByCommit)
	case strings.TrimSpace(document) == "":
		return Refuse(FieldRequired, "document").On(basisByCommit)
	}
	return nil
}

// Replace ends a decision because a later one of the same circle on the same item amends, replaces or annuls it and is in
// force itself (Điều 22.3).
func (v Vote) Replace(by Vote, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActReplace); err != nil {
		return v, nil, err
	}
	same := by.Replaces == v.ID && by.Body == v.Body && by.Matter.Scope == v.Matter.Scope && by.Matter.Item == v.Matter.Item
	if !same || !by.InForce(with.Today()) {
		return v, nil, Refuse(FieldInvalid, "by", "value", by.ID).On("Điều 22 khoản 3 Luật 10/2022/QH15")
	}
	v.Ending = Ending{On: by.EffectiveDate, At: with.Now, Ground: OwnWill, Vote: by.ID}
	v.State, v.UpdatedAt = Amended, with.Now
	return v, []Fact{DecisionAmended{v.about(), by.ID, by.EffectiveDate}}, nil
}

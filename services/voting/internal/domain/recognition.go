package domain

import (
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Recogniser is who recognises a decision.
type Recogniser string

// Recognisers (Điều 21.2; Nghị định 59/2023/NĐ-CP Điều 21 for an agency's board).
const (
	ByNobody     Recogniser = ""
	ByCommittee  Recogniser = "commune_committee" // UBND cấp xã
	ByFront      Recogniser = "commune_front"     // Ủy ban MTTQ Việt Nam cấp xã
	ByLead       Recogniser = "lead_organisation" // Ban Chấp hành Công đoàn, hoặc tổ chức được giao
	SetCommittee Recogniser = "commune_sets_day"  // UBND sets the day of effect, it does not recognise
)

// Recognition is what the competent body answered.
type Recognition struct {
	By         Recogniser   `json:"by"`
	ReceivedOn workday.Date `json:"received_on,omitzero"`
	Note       string       `json:"note,omitempty"` // when the day of receipt was put right
	Due        Due          `json:"due,omitzero"`
	Answered   bool         `json:"answered,omitempty"`
	Granted    bool         `json:"granted,omitempty"`
	On         workday.Date `json:"on,omitzero"` // date of the answer
	Document   string       `json:"document,omitempty"`
	Reason     string       `json:"reason,omitempty"` // of a refusal
	Actor      Actor        `json:"actor,omitzero"`
	At         time.Time    `json:"at,omitzero"`
}

// Recogniser says who answers, and by which rule in which time; nobody for what is in force since it passed. A
// convention has a term of its own, counted from the full dossier (Nghị định 61/2023/NĐ-CP Điều 11.3.b).
func (p Pack) Recogniser() (Recogniser, law.Rule) {
	for _, one := range []struct {
		rule string
		by   Recogniser
	}{
		{"voting.convention.recognition", ByCommittee},
		{"voting.recognition.committee", ByCommittee},
		{"voting.recognition.front", ByFront},
		{"voting.agency.recognition", ByLead},
		{"voting.effect.set_by_committee", SetCommittee},
	} {
		if rule, ok := p.Rule(one.rule); ok {
			return one.by, rule
		}
	}
	return ByNobody, law.Rule{}
}

// Receive puts the day right on which the competent body had the whole dossier, with a note why it is another day than
// that of the sending. The time to answer runs from it.
func (v Vote) Receive(on workday.Date, note string, with Setting) (Vote, error) {
	if err := v.allow(ActReceive); err != nil {
		return v, err
	}
	if err := required("note", note, maxNote); err != nil {
		return v, err
	}
	switch {
	case v.Recognition.By == ByNobody || v.Recognition.By == SetCommittee:
		return v, Refuse(RecognitionNotNeeded, "name").On("Điều 21 khoản 2 Luật 10/2022/QH15")
	case on.After(with.Today()):
		return v, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	case on.Before(v.SentOn):
		return v, Refuse(DateTooEarly, "on", "earliest", v.SentOn.Format())
	}
	v.Recognition.Note = strings.TrimSpace(note)
	return v.received(on, with)
}

func (v Vote) received(on workday.Date, with Setting) (Vote, error) {
	by, rule := v.Pack.Recogniser()
	v.Recognition.By, v.Recognition.ReceivedOn, v.UpdatedAt = by, on, with.Now
	if by == ByNobody || by == SetCommittee {
		return v, nil
	}
	due, err := v.Pack.Count(with.Calendar, rule, on)
	v.Recognition.Due = due
	return v, err
}

// Recognise records the written decision that recognises: from its date the decision of the people is in force.
func (v Vote) Recognise(by Recogniser, actor Actor, on workday.Date, document string, with Setting) (Vote, []Fact, error) {
	was := v
	v, err := v.answer(ActRecognise, by, actor, on, document, with)
	if err != nil {
		return was, nil, err
	}
	v.Recognition.Granted, v.EffectiveDate, v.State = true, on, Recognised
	facts := []Fact{DecisionRecognised{
		About: v.about(), By: by, Document: document, On: on, LateDays: v.Recognition.Due.Late(with.Calendar, on), EffectiveDate: on,
	}}
	if v.Matter.OfHead() && v.Matter.Kind == Release {
		if rule, ok := v.Pack.Rule("voting.election.after_release"); ok {
			if v.NewElectionDue, err = v.Pack.Count(with.Calendar, rule, on); err != nil {
				return was, nil, err
			}
		}
	}
	v, more, err := v.TakeEffect(with)
	return v, append(facts, more...), err
}

// RefuseRecognition records the written answer that does not recognise; it must say why (Điều 21.2).
func (v Vote) RefuseRecognition(by Recogniser, actor Actor, on workday.Date, document, reason string, with Setting) (Vote, []Fact, error) {
	was := v
	v, err := v.answer(ActRefuse, by, actor, on, document, with)
	if err != nil {
		return was, nil, err
	}
	if err := required("reason", reason, maxNote); err != nil {
		return was, nil, err
	}
	v.Recognition.Reason, v.State = strings.TrimSpace(reason), Refused
	return v, []Fact{DecisionRefused{
		About: v.about(), By: by, Document: document, On: on, LateDays: v.Recognition.Due.Late(with.Calendar, on),
	}}, nil
}

func (v Vote) answer(act Act, by Recogniser, actor Actor, on workday.Date, document string, with Setting) (Vote, error) {
	if err := v.allow(act); err != nil {
		return v, err
	}
	competent, rule := v.Pack.Recogniser()
	switch {
	case competent == ByNobody || competent == SetCommittee:
		return v, Refuse(RecognitionNotNeeded, "name").On("Điều 21 khoản 2 Luật 10/2022/QH15")
	case by != competent:
		return v, Refuse(RecogniserWrong, "by", "by", string(by), "competent", string(competent)).On(rule.Basis.String())
	case strings.TrimSpace(document) == "":
		return v, Refuse(FieldRequired, "document").On(rule.Basis.String())
	case on.After(with.Today()):
		return v, Refuse(DateInFuture, "on", "latest", with.Today().Format())
	case on.Before(v.Recognition.ReceivedOn):
		return v, Refuse(DateTooEarly, "on", "earliest", v.Recognition.ReceivedOn.Format())
	}
	r := &v.Recognition
	r.Answered, r.On, r.Document, r.Actor, r.At, v.UpdatedAt = true, on, strings.TrimSpace(document), actor, with.Now, with.Now
	return v, nil
}

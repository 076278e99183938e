package domain

import (
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// Form is how the people are asked (Điều 17.1).
type Form string

// Forms.
const (
	MeetingForm Form = "meeting" // cuộc họp của cộng đồng dân cư; hội nghị của cơ quan, đơn vị
	PaperForm   Form = "paper"   // phát phiếu lấy ý kiến của từng hộ gia đình
	OnlineForm  Form = "online"  // biểu quyết trực tuyến
)

// Method is how a choice is shown.
type Method string

// Methods. At a meeting those attending choose (Điều 18.4.d); on paper and online the organiser says it beforehand.
const (
	ShowOfHands  Method = "show_of_hands" // giơ tay; only at a meeting
	OpenBallot   Method = "open_ballot"   // the household's choice is recorded, and that is said before it is made
	SecretBallot Method = "secret_ballot" // bỏ phiếu kín
)

// Opening says how far a form is open for a matter.
type Opening string

// Openings.
const (
	OpenAtOnce       Opening = "at_once"
	OpenAfterMeeting Opening = "after_meeting" // only after a meeting too small to pass (Điều 19.1.b)
	NotOpen          Opening = "no"
)

// FormChoice is what the law says on one form for one matter.
type FormChoice struct {
	Form    Form
	Opening Opening
	Basis   string // the article that opens it, or that keeps it shut
}

// Forms lists all forms with what the law says on each.
func (p Pack) Forms(m Matter) []FormChoice {
	if m.Scope == Agency {
		return []FormChoice{
			{MeetingForm, OpenAtOnce, p.basis("voting.agency.form.meeting")},
			{PaperForm, OpenAfterMeeting, p.basis("voting.agency.form.paper")},
			{OnlineForm, NotOpen, "Điều 50 Luật 10/2022/QH15"},
		}
	}
	meeting := FormChoice{MeetingForm, NotOpen, "Điều 17 khoản 1 Luật 10/2022/QH15"}
	if p.Has("voting.form.meeting") {
		meeting.Opening, meeting.Basis = OpenAtOnce, p.basis("voting.form.meeting")
	}
	paper := FormChoice{PaperForm, NotOpen, "Điều 19 khoản 1 Luật 10/2022/QH15"}
	switch {
	case p.Has("voting.form.paper"):
		paper.Opening, paper.Basis = OpenAtOnce, p.basis("voting.form.paper")
	case p.Has("voting.form.paper_after_meeting"):
		paper.Opening, paper.Basis = OpenAfterMeeting, p.basis("voting.form.paper_after_meeting")
	}
	online := FormChoice{OnlineForm, NotOpen, "Điều 17 khoản 2 Luật 10/2022/QH15"}
	if p.Has("voting.form.online") {
		online.Opening, online.Basis = OpenAtOnce, p.basis("voting.form.online")
	}
	return []FormChoice{meeting, paper, online}
}

// CheckForm refuses a form the law does not open at once for the matter, with the article (Điều 17.2, 19.1; Nghị định
// 59/2023/NĐ-CP Điều 4.1, 5.1).
func (p Pack) CheckForm(m Matter, form Form) error {
	for _, choice := range p.Forms(m) {
		if choice.Form != form {
			continue
		}
		if choice.Opening != OpenAtOnce {
			return Refuse(FormNotAllowed, "form", "form", string(form), "opening", string(choice.Opening),
				"item", strconv.Itoa(m.Item), "scope", string(m.Scope)).On(choice.Basis)
		}
		return nil
	}
	return Refuse(FieldInvalid, "form", "value", string(form))
}

// CheckFallback refuses the paper to every household after a meeting, unless a meeting took place and those attending
// could not have reached the share even if all had agreed (Điều 19.1.b; Nghị định 61/2023/NĐ-CP Điều 10 for a convention,
// whose meeting is not even valid without more than half of the households).
func (p Pack) CheckFallback(m Matter, attended, total int) error {
	opening := NotOpen
	for _, choice := range p.Forms(m) {
		if choice.Form == PaperForm {
			opening = choice.Opening
		}
	}
	if m.Scope == Agency || opening == NotOpen || !p.Has("voting.form.paper_after_meeting") {
		return Refuse(FormNotAllowed, "form", "form", string(PaperForm), "item", strconv.Itoa(m.Item), "scope", string(m.Scope)).
			On("Điều 19 khoản 1 Luật 10/2022/QH15")
	}
	threshold, err := p.ThresholdWithin(m, MeetingForm)
	if err != nil {
		return err
	}
	if threshold.CanPass(0, attended, total) && p.Present(attended, total) {
		return Refuse(FallbackNotAllowed, "form", "attended", strconv.Itoa(attended), "needed", strconv.Itoa(threshold.Needed(total)),
			"total", strconv.Itoa(total)).On(p.basis("voting.form.paper_after_meeting"))
	}
	return nil
}

// Present reports whether enough households came for the meeting to be valid: the law asks it for a convention only
// (Nghị định 61/2023/NĐ-CP Điều 10).
func (p Pack) Present(attended, total int) bool {
	rule, asked := p.Rule("voting.convention.present")
	return !asked || rule.Share.Reached(attended, total)
}

// CheckMethod refuses a method that the form cannot have.
func CheckMethod(form Form, method Method) error {
	switch {
	case method != ShowOfHands && method != OpenBallot && method != SecretBallot:
		return Refuse(FieldInvalid, "method", "value", string(method))
	case form == MeetingForm && method == OpenBallot, form != MeetingForm && method == ShowOfHands:
		return Refuse(MethodNotAllowed, "method", "form", string(form), "method", string(method)).
			On("Điều 18 khoản 4 điểm d Luật 10/2022/QH15")
	}
	return nil
}

// wholeOf is the law's word for the denominator, for refusals and results.
func wholeOf(rule law.Rule) string { return string(rule.Of) }

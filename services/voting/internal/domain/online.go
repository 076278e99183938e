package domain

import (
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// OptIn is the poll in which the community chose to vote online (Nghị định 59/2023/NĐ-CP Điều 5.1.b, 5.2.c), and the
// report that goes before it (5.2.a).
type OptIn struct {
	ReportedOn workday.Date `json:"reported_on,omitzero"` // to UBND and the Front of the commune
	Report     string       `json:"report,omitempty"`     // its number
	Agreed     int          `json:"agreed"`               // households that want to vote online
	Households int          `json:"households"`
	ClosedOn   workday.Date `json:"closed_on,omitzero"`
}

// RecordOptIn writes down how many households chose to vote online, each counted once. More than half of all
// households, absent ones too, must have chosen it; and the commune must have been told before.
func (v Vote) RecordOptIn(optIn OptIn, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActOptIn); err != nil {
		return v, nil, err
	}
	if form := v.Current().Form; form != OnlineForm {
		return v, nil, Refuse(FormNotAllowed, "form", "form", string(form)).On(v.Pack.basis("voting.online.opt_in"))
	}
	total := v.Households("")
	switch {
	case optIn.ReportedOn.IsZero() || strings.TrimSpace(optIn.Report) == "":
		return v, nil, Refuse(ReportMissing, "opt_in.report").On(v.Pack.basis("voting.online.reported"))
	case optIn.ReportedOn.After(with.Today()):
		return v, nil, Refuse(DateInFuture, "opt_in.reported_on", "latest", with.Today().Format())
	case optIn.Agreed < 0:
		return v, nil, Refuse(CountNegative, "opt_in.agreed", "value", strconv.Itoa(optIn.Agreed))
	case optIn.Agreed > total:
		return v, nil, Refuse(CountAboveRoll, "opt_in.agreed", "value", strconv.Itoa(optIn.Agreed), "most", strconv.Itoa(total)).
			On(v.Pack.basis("voting.online.opt_in"))
	}
	rule, err := v.Pack.Demand("voting.online.opt_in")
	if err != nil {
		return v, nil, err
	}
	if !rule.Share.Reached(optIn.Agreed, total) {
		return v, nil, Refuse(OptInNotReached, "opt_in.agreed", "value", strconv.Itoa(optIn.Agreed), "needed", strconv.Itoa(rule.Share.Needed(total)),
			"total", strconv.Itoa(total), "of", wholeOf(rule)).On(rule.Basis.String())
	}
	optIn.Households, optIn.ClosedOn = total, with.Today()
	v.OptIn, v.State, v.UpdatedAt = optIn, OptedIn, with.Now
	return v, []Fact{VoteOptedIn{About: v.about(), Agreed: optIn.Agreed, Households: total}}, nil
}

// Choice is what a household says to a question.
type Choice string

// Choices of an online vote and of a paper (Nghị định 59/2023/NĐ-CP Điều 5.2.d, 4.5.b). Invalid is what a teller finds.
const (
	Agree    Choice = "agree"    // đồng ý
	Disagree Choice = "disagree" // không đồng ý
	Another  Choice = "other"    // ý kiến khác
	NoChoice Choice = "blank"
	Spoilt   Choice = "invalid"
)

// Ballot is one voice: a choice, or in an election the candidates named. Text goes with another opinion.
type Ballot struct {
	Choice     Choice   `json:"choice,omitempty"`
	Candidates []string `json:"candidates,omitempty"`
	Text       string   `json:"text,omitempty"`
}

// maxOpinion is the longest text of another opinion, in characters.
const maxOpinion = 1_000

// CheckBallot refuses what a household cannot say in this vote: a word that is no choice, text with a plain yes or no, a
// person who does not stand, more persons than seats.
func (v Vote) CheckBallot(b Ballot) error {
	if v.Matter.Election() {
		return v.checkNames(b)
	}
	switch {
	case len(b.Candidates) > 0:
		return Refuse(ChoiceInvalid, "candidates")
	case b.Choice != Agree && b.Choice != Disagree && b.Choice != Another:
		return Refuse(ChoiceInvalid, "choice", "value", string(b.Choice)).On("Điều 5 khoản 2 điểm d Nghị định 59/2023/NĐ-CP")
	case b.Text != "" && b.Choice != Another:
		return Refuse(ChoiceInvalid, "text").On("Điều 5 khoản 2 điểm d Nghị định 59/2023/NĐ-CP")
	case len([]rune(b.Text)) > maxOpinion:
		return tooLong("text", maxOpinion)
	}
	return nil
}

// Count adds a ballot to a tally. An online ballot is handed out and comes back in one moment.
func (t Tally) Count(b Ballot) Tally {
	one := Tally{Issued: 1, Returned: 1}
	switch {
	case b.Choice == Spoilt:
		one.Invalid = 1
	case b.Choice == NoChoice || b.Choice == "" && len(b.Candidates) == 0:
		one.Blank = 1
	case b.Choice == Agree:
		one.Yes = 1
	case b.Choice == Disagree:
		one.No = 1
	case b.Choice == Another:
		one.Other = 1
	}
	for _, candidate := range b.Candidates {
		one.Candidates = append(one.Candidates, CandidateTally{Candidate: candidate, Votes: 1})
	}
	return t.Plus(one)
}

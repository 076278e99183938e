package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Draft is what an organiser gives to begin a vote or to change it before the announcement.
type Draft struct {
	Body       Body
	Matter     Matter
	Title      string
	Question   string
	Background string
	Papers     []Attachment
	Proposal   Proposal
	Form       Form
	Method     Method // of a ballot; at a meeting those attending choose
	Day        workday.Date
	OpensAt    time.Time
	ClosesAt   time.Time
	Clusters   ClusterPlan
	Team       Team
	Seats      int
	Conference Conference
	TermEnds   workday.Date // of the board, in a by-election
	Replaces   string
}

// NewVote begins a vote. What the law does not put to this circle, in this form, on the proposal of this office, is
// refused here already, so that nobody prepares in vain.
func NewVote(id string, d Draft, with Setting) (Vote, []Fact, error) {
	v := Vote{ID: id, State: Drafted, CreatedAt: with.Now, Rounds: []Round{{Number: 1}}}
	v, err := v.take(d, with)
	if err != nil {
		return Vote{}, nil, err
	}
	return v, []Fact{VoteDrafted{v.about()}}, nil
}

// Edit changes what was drafted. Agreements given to another text fall away.
func (v Vote) Edit(d Draft, with Setting) (Vote, error) {
	if err := v.allow(ActEdit); err != nil {
		return v, err
	}
	changed, err := v.take(d, with)
	if err != nil {
		return v, err
	}
	changed.State, changed.Agreements = Drafted, nil
	return changed, nil
}

func (v Vote) take(d Draft, with Setting) (Vote, error) {
	if err := d.Matter.Check(); err != nil {
		return v, err
	}
	pack, err := PackFor(with.Book, d.Matter, with.Today())
	if err != nil {
		return v, err
	}
	if err := d.check(pack, with); err != nil {
		return v, err
	}
	v.Body, v.Matter, v.Proposal, v.Replaces, v.Seats, v.Conference = d.Body, d.Matter, d.Proposal, d.Replaces, d.Seats, d.Conference
	v.Title, v.Question, v.Background = strings.TrimSpace(d.Title), strings.TrimSpace(d.Question), strings.TrimSpace(d.Background)
	v.TermEnds = d.TermEnds
	v.Papers, v.UpdatedAt = slices.Clone(d.Papers), with.Now
	v = v.with(func(r *Round) {
		r.Form, r.Method, r.MeetingDate, r.OpensAt, r.ClosesAt = d.Form, d.Method, d.Day, d.OpensAt, d.ClosesAt
		r.Clusters, r.Team = d.Clusters, d.Team
		if r.Form == MeetingForm && len(d.Clusters.Clusters) > 0 {
			r.MeetingDate = d.Clusters.FirstDay()
		}
	})
	return v, nil
}

func (d Draft) check(pack Pack, with Setting) error {
	if d.Body.Unit == "" || (d.Matter.Scope == Agency) != (d.Body.Agency != "") {
		return Refuse(FieldRequired, "body")
	}
	if err := required("title", d.Title, maxTitle); err != nil {
		return err
	}
	if err := required("question", d.Question, maxNote); err != nil {
		return err
	}
	if len([]rune(d.Background)) > maxText {
		return tooLong("background", maxText)
	}
	if err := pack.CheckForm(d.Matter, d.Form); err != nil && !d.replacesConference() {
		return err
	}
	if err := d.checkTime(with); err != nil {
		return err
	}
	if err := d.checkTerm(pack); err != nil {
		return err
	}
	return d.checkProposal(pack)
}

// checkTerm refuses a by-election to a People's Inspection board with less than six months of its term left (Điều 36.2).
func (d Draft) checkTerm(pack Pack) error {
	rule, asked := pack.Rule("voting.board.by_election_remaining")
	if !asked || d.Matter.Board != Inspection {
		return nil
	}
	day := d.Day
	if d.Form != MeetingForm {
		day = workday.Today(d.OpensAt)
	}
	switch {
	case d.TermEnds.IsZero():
		return Refuse(FieldRequired, "term_ends").On(rule.Basis.String())
	case day.AddMonths(rule.Value).After(d.TermEnds):
		return Refuse(TermNearlyOver, "term_ends", "ends", d.TermEnds.Format(), "months", strconv.Itoa(rule.Value)).On(rule.Basis.String())
	}
	return nil
}

// replacesConference reports a ballot in place of an agency's conference that force majeure prevents (Điều 50.2).
func (d Draft) replacesConference() bool {
	return d.Matter.Scope == Agency && d.Form == PaperForm && d.Conference.ForceMajeure != ""
}

func (d Draft) checkTime(with Setting) error {
	if d.Form == MeetingForm {
		day := d.Day
		if len(d.Clusters.Clusters) > 0 {
			day = d.Clusters.FirstDay()
		}
		switch {
		case day.IsZero():
			return Refuse(FieldRequired, "meeting_date")
		case day.Before(with.Today()):
			return Refuse(DateTooEarly, "meeting_date", "earliest", with.Today().Format())
		case d.Method == OpenBallot:
			return CheckMethod(d.Form, d.Method)
		}
		return nil
	}
	if err := CheckMethod(d.Form, d.Method); err != nil {
		return err
	}
	switch {
	case d.OpensAt.IsZero():
		return Refuse(FieldRequired, "opens_at")
	case !d.ClosesAt.After(d.OpensAt):
		return Refuse(DateTooEarly, "closes_at", "earliest", d.OpensAt.Format(time.RFC3339))
	case !d.OpensAt.After(with.Now):
		return Refuse(DateTooEarly, "opens_at", "earliest", with.Now.Format(time.RFC3339))
	}
	return nil
}

// checkProposal refuses an office that may not put the matter forward, and a proposal with too few behind it.
func (d Draft) checkProposal(pack Pack) error {
	proposers := pack.Proposers(d.Matter)
	if d.Proposal.By.Subject == "" {
		return Refuse(FieldRequired, "proposal.by")
	}
	if !slices.Contains(proposers, d.Proposal.By.Office) {
		return Refuse(OfficeNotCompetent, "proposal.by", "office", string(d.Proposal.By.Office), "competent", offices(proposers)).
			On("Điều 16 Luật 10/2022/QH15")
	}
	if d.Matter.Election() && d.Seats < 1 {
		return Refuse(FieldRequired, "seats")
	}
	if d.Matter.OfHead() && d.Matter.Election() && d.Seats != 1 {
		return Refuse(FieldInvalid, "seats", "most", "1").On("Điều 15 khoản 4 Luật 10/2022/QH15")
	}
	switch {
	case d.Matter.Scope == Agency:
		if err := d.Conference.Check(pack); err != nil {
			return err
		}
		return d.Conference.CheckProposal(pack, d.Proposal)
	case d.Matter.Kind == Release:
		return pack.CheckRelease(d.Matter, d.Proposal)
	case d.Proposal.By.Office == Citizen && d.Proposal.Initiative == "":
		return Refuse(FieldRequired, "proposal.initiative").On(pack.basis("voting.initiative.consent"))
	}
	return nil
}

package domain

import (
	"slices"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Vote is one matter put to one circle, from the draft to what became of the decision.
type Vote struct {
	ID         string       `json:"id"`
	Body       Body         `json:"body"`
	Matter     Matter       `json:"matter"`
	Title      string       `json:"title"`
	Question   string       `json:"question"` // what is voted on, as it stands on the ballot
	Background string       `json:"background,omitempty"`
	Papers     []Attachment `json:"papers,omitempty"`

	Proposal   Proposal     `json:"proposal"`
	Agreements []Agreement  `json:"agreements,omitempty"`
	Steps      []StepDone   `json:"steps,omitempty"` // of the calendar before the vote
	Candidates []Candidate  `json:"candidates,omitempty"`
	Seats      int          `json:"seats,omitempty"` // persons to be elected
	OptIn      OptIn        `json:"opt_in,omitzero"` // the community's consent to vote online
	Conference Conference   `json:"conference,omitzero"`
	TermEnds   workday.Date `json:"term_ends,omitzero"` // of the board, in a by-election
	Replaces   string       `json:"replaces,omitempty"` // the vote whose decision this one amends or replaces

	State    State          `json:"state"`
	Pack     Pack           `json:"pack,omitzero"`   // frozen at the announcement
	Rolls    []VillageRoll  `json:"rolls,omitempty"` // totals at the announcement, corrected until the opening
	Rounds   []Round        `json:"rounds"`          // never empty; the last one is current
	Tallies  []VillageTally `json:"tallies,omitempty"`
	Result   Result         `json:"result,omitzero"`
	Decision Decision       `json:"decision,omitzero"`

	SendDue        Due              `json:"send_due,omitzero"`
	SentOn         workday.Date     `json:"sent_on,omitzero"`
	Recognition    Recognition      `json:"recognition,omitzero"`
	EffectiveDate  workday.Date     `json:"effective_date,omitzero"`
	NewElectionDue Due              `json:"new_election_due,omitzero"` // after a release (Nghị định 59/2023/NĐ-CP Điều 9.3)
	Request        AmendmentRequest `json:"request,omitzero"`
	Ending         Ending           `json:"ending,omitzero"`

	CreatedAt   time.Time `json:"created_at"`
	UpdatedAt   time.Time `json:"updated_at"`
	AnnouncedAt time.Time `json:"announced_at,omitzero"`
}

// State is where a vote stands.
type State string

// States; doc.go draws how they follow each other.
const (
	Drafted    State = "DRAFTED"
	Agreed     State = "AGREED"
	Announced  State = "ANNOUNCED"
	OptedIn    State = "OPTED_IN" // online only
	Open       State = "OPEN"
	Closed     State = "CLOSED"
	Counted    State = "COUNTED"
	Passed     State = "PASSED"
	Failed     State = "FAILED" // kept; a new vote is another one
	Sent       State = "SENT"
	Recognised State = "RECOGNISED" // its day of effect is still to come
	Refused    State = "REFUSED"    // not recognised
	InEffect   State = "IN_EFFECT"
	Annulled   State = "ANNULLED"
	Amended    State = "AMENDED" // replaced by a later decision
	Cancelled  State = "CANCELLED"
)

// Act is something done to a vote.
type Act string

// Acts.
const (
	ActEdit      Act = "edit"
	ActAgree     Act = "agree"
	ActAnnounce  Act = "announce"
	ActPrepare   Act = "prepare" // steps of the calendar, candidates
	ActPostpone  Act = "postpone"
	ActOptIn     Act = "opt_in"
	ActOpen      Act = "open"
	ActClose     Act = "close"
	ActCount     Act = "count"
	ActFallBack  Act = "fall_back"
	ActDecide    Act = "decide"
	ActWrite     Act = "write" // the decision document
	ActSend      Act = "send"
	ActReceive   Act = "receive"
	ActRecognise Act = "recognise"
	ActRefuse    Act = "refuse"
	ActSetEffect Act = "set_effect"
	ActEffect    Act = "take_effect"
	ActRequest   Act = "request_amendment"
	ActAnnul     Act = "annul"
	ActReplace   Act = "replace"
	ActCancel    Act = "cancel"
)

var allowed = map[State][]Act{
	Drafted:    {ActEdit, ActPrepare, ActAgree, ActAnnounce, ActCancel}, // announced at once where nobody must agree
	Agreed:     {ActEdit, ActPrepare, ActAgree, ActAnnounce, ActCancel},
	Announced:  {ActPrepare, ActPostpone, ActOptIn, ActOpen, ActCancel},
	OptedIn:    {ActPrepare, ActPostpone, ActOpen, ActCancel},
	Open:       {ActClose, ActCancel},
	Closed:     {ActCount, ActFallBack},
	Counted:    {ActDecide, ActFallBack},
	Passed:     {ActWrite, ActSend, ActAnnul},
	Sent:       {ActReceive, ActRecognise, ActRefuse, ActSetEffect, ActEffect, ActRequest, ActAnnul},
	Recognised: {ActEffect, ActRequest, ActAnnul},
	InEffect:   {ActRequest, ActAnnul, ActReplace},
}

// Allows reports whether the act is possible in the state the vote is in; the act may still be refused for other reasons.
func (v Vote) Allows(act Act) bool { return slices.Contains(allowed[v.State], act) }

// Acts lists what is possible in the state the vote is in: the organiser's next steps.
func (v Vote) Acts() []Act { return slices.Clone(allowed[v.State]) }

func (v Vote) allow(act Act) error {
	if !v.Allows(act) {
		return Refuse(StateNotAllowed, "state", "state", string(v.State), "action", string(act))
	}
	return nil
}

// Round is one asking of the people. A second one follows when a meeting was too small to pass (Điều 19.1.b).
type Round struct {
	Number   int      `json:"number"`
	Form     Form     `json:"form"`
	Method   Method   `json:"method,omitempty"`   // at a meeting chosen by those attending
	Villages []string `json:"villages,omitempty"` // circles asked in this round; all when empty

	MeetingDate workday.Date `json:"meeting_date,omitzero"` // at a meeting
	OpensAt     time.Time    `json:"opens_at,omitzero"`     // on paper or online
	ClosesAt    time.Time    `json:"closes_at,omitzero"`
	Clusters    ClusterPlan  `json:"clusters,omitzero"`
	Team        Team         `json:"team,omitzero"`
	Plan        BallotPlan   `json:"plan,omitzero"` // of papers
	Notice      Notice       `json:"notice,omitzero"`

	OpenedAt time.Time    `json:"opened_at,omitzero"`
	OpenedBy Actor        `json:"opened_by,omitzero"`
	ClosedAt time.Time    `json:"closed_at,omitzero"`
	Attended []Attendance `json:"attended,omitempty"` // by circle, when a meeting closed
	Reason   string       `json:"reason,omitempty"`   // of a further round or a postponement
}

// Attendance is how many representatives came in one circle.
type Attendance struct {
	Village string `json:"village"`
	Present int    `json:"present"`
}

// Current is the round being prepared or held.
func (v Vote) Current() Round {
	if len(v.Rounds) == 0 {
		return Round{}
	}
	return v.Rounds[len(v.Rounds)-1]
}

// Day is the day from which notice is counted backwards: the meeting, or the first day of the ballot.
func (r Round) Day() workday.Date {
	if r.Form == MeetingForm || r.OpensAt.IsZero() {
		return r.MeetingDate
	}
	return workday.Today(r.OpensAt)
}

// DecidedOn is the day the people decided: the meeting, or the last day of the ballot (Điều 20.3).
func (r Round) DecidedOn() workday.Date {
	if r.Form == MeetingForm || r.ClosesAt.IsZero() {
		return r.MeetingDate
	}
	return workday.Today(r.ClosesAt.Add(-time.Nanosecond)) // closing at 24:00 belongs to the day that ends
}

// with returns the vote with its current round changed; the rounds handed in stay as they were.
func (v Vote) with(change func(*Round)) Vote {
	v.Rounds = slices.Clone(v.Rounds)
	change(&v.Rounds[len(v.Rounds)-1])
	return v
}

// Households is the whole the law counts in one circle: all households on its roll, absent ones too. An empty name is
// the sum of all circles.
func (v Vote) Households(village string) int {
	sum := 0
	for _, roll := range v.Rolls {
		if village == "" || roll.Village == village {
			sum += roll.Households
		}
	}
	return sum
}

// Law is the pack that governs the vote: the frozen one, before the announcement that of today.
func (v Vote) Law(with Setting) (Pack, error) {
	if !v.Pack.IsZero() {
		return v.Pack, nil
	}
	return PackFor(with.Book, v.Matter, with.Today())
}

// InForce reports whether the decision is in force on the day given.
func (v Vote) InForce(today workday.Date) bool {
	ended := v.Ending.On
	return !v.EffectiveDate.IsZero() && !today.Before(v.EffectiveDate) && (ended.IsZero() || today.Before(ended)) &&
		slices.Contains([]State{Passed, Sent, Recognised, InEffect, Annulled, Amended}, v.State)
}

// Result is what the numbers say.
type Result struct {
	Passed  bool      `json:"passed"`
	Yes     int       `json:"yes"`   // households or villages that agreed; in an election those of the last one elected
	Total   int       `json:"total"` // of so many
	Of      law.Whole `json:"of"`
	Needed  int       `json:"needed"`
	Share   law.Share `json:"share"`
	Rule    string    `json:"rule"` // version
	Basis   law.Basis `json:"basis"`
	Cause   Cause     `json:"cause,omitempty"`   // why it failed
	Elected []string  `json:"elected,omitempty"` // candidates' ids
	Open    int       `json:"open,omitempty"`    // seats nobody was elected to
	Tied    []string  `json:"tied,omitempty"`    // candidates level with each other for the last seat
}

// Cause is why a vote failed.
type Cause string

// Causes.
const (
	CauseAttendance    Cause = "attendance"     // too few came for the share to be reached
	CauseShare         Cause = "share"          // the share was not reached
	CauseNobodyElected Cause = "nobody_elected" // UBND decides on another election (Nghị định 59/2023/NĐ-CP Điều 3.5.d)
	CauseNoRelease     Cause = "no_release"     // UBND decides with the Front (Nghị định 59/2023/NĐ-CP Điều 9.3)
	CauseQuorum        Cause = "quorum"         // the conference had no quorum (Điều 51.2.c)
)

// VillageTally is what one circle counted. In a vote of one village or agency there is one.
type VillageTally struct {
	Village    string `json:"village"`
	Households int    `json:"households"`
	Tally      Tally  `json:"tally"`
	Approved   bool   `json:"approved"`
}

// Ending is how a vote or its decision came to an end before its time.
type Ending struct {
	On       workday.Date `json:"on"`
	At       time.Time    `json:"at"`
	By       Actor        `json:"by"`
	Reason   string       `json:"reason,omitempty"`
	Document string       `json:"document,omitempty"` // number of UBND's decision
	Ground   Ground       `json:"ground,omitempty"`
	Vote     string       `json:"vote,omitempty"` // the vote that replaced it
}

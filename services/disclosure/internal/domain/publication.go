package domain

import (
	"slices"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// State is where a publication stands.
type State string

// States; the drawing is in doc.go.
const (
	Draft     State = "draft"
	InReview  State = "in_review"
	Approved  State = "approved"
	Scheduled State = "scheduled"
	Published State = "published"
	Withdrawn State = "withdrawn"
	Expired   State = "expired"
	Archived  State = "archived"
)

// Action is a move of a publication.
type Action string

// Moves.
const (
	ActEdit       Action = "edit"
	ActDiscard    Action = "discard"
	ActSubmit     Action = "submit"
	ActApprove    Action = "approve"
	ActReturn     Action = "return"
	ActPublish    Action = "publish"
	ActSchedule   Action = "schedule"
	ActUnschedule Action = "unschedule"
	ActCorrect    Action = "correct"
	ActWithdraw   Action = "withdraw"
	ActArchive    Action = "archive"
	ActExpire     Action = "expire"
	ActForm       Action = "record_form"
	ActEndForm    Action = "end_form"
)

// moves is the whole of what may happen: from which states each move is allowed.
var moves = map[Action][]State{
	ActEdit:       {Draft},
	ActDiscard:    {Draft},
	ActSubmit:     {Draft},
	ActApprove:    {InReview},
	ActReturn:     {InReview, Approved},
	ActPublish:    {Approved, Scheduled},
	ActSchedule:   {Approved, Scheduled},
	ActUnschedule: {Scheduled},
	ActCorrect:    {Published, Archived},
	ActWithdraw:   {Published, Archived, Expired},
	ActArchive:    {Published},
	ActExpire:     {Published, Archived},
	ActForm:       {Published, Archived},
	ActEndForm:    {Published, Archived, Withdrawn, Expired}, // a list comes off the board after its last day
}

// May reports whether a move is allowed in a state.
func (s State) May(action Action) bool { return slices.Contains(moves[action], s) }

// Public reports whether the public may know of a publication in this state.
func (s State) Public() bool {
	return s == Published || s == Withdrawn || s == Expired || s == Archived
}

// Publication is one document disclosed by a body.
type Publication struct {
	ID         string
	Revision   int64 // grows with every change; the etag
	Body       Body
	Publisher  Publisher // as it was called when this was first made public; empty before
	Item       string
	Obligation string
	State      State

	Content  Content
	Warnings []Warning

	RegisterNumber string
	Version        int // public version; 0 before the first
	Digest         string
	CorrectionNote string
	Correction     *Correction // proposed, not public

	Due        Due
	DueHistory []DueChange

	PersonalList bool
	ExpiryDate   workday.Date
	SpecialArea  bool

	Author           Actor
	Approver         Actor
	SinglePerson     bool
	SecrecyDeclared  bool
	ReturnReason     string
	WithdrawalReason string

	Forms []FormRecord

	CreatedAt   time.Time
	UpdatedAt   time.Time
	ScheduledAt time.Time
	PublishedAt time.Time
	CorrectedAt time.Time
	WithdrawnAt time.Time
}

// Version is one public version of the content, kept as it was.
type Version struct {
	Publication    string
	Number         int
	Content        Content
	PublishedAt    time.Time
	CorrectionNote string
	Digest         string
}

// Setting is what the rules need to know of the world.
type Setting struct {
	Book     *law.Book
	Calendar *workday.Calendar
	Item     law.Item
	Facts    law.Facts
	Now      time.Time
}

// Today is the civil date of the moment in Vietnam.
func (s Setting) Today() workday.Date { return workday.Today(s.Now) }

func (p Publication) allow(action Action) error {
	if p.State.May(action) {
		return nil
	}
	return Refuse(StateNotAllowed, "state", "state", string(p.State), "action", string(action))
}

// Hidden reports whether the content is out of sight on the day given: withdrawn, or a personal list whose posting
// period is over, even when the job that marks it has not come by yet.
func (p Publication) Hidden(today workday.Date) bool {
	return p.State == Withdrawn || p.State == Expired || p.State.Public() && !p.ExpiryDate.IsZero() && today.After(p.ExpiryDate)
}

// LateDays is how late it became public, always computed.
func (p Publication) LateDays(calendar *workday.Calendar) int {
	if p.PublishedAt.IsZero() {
		return 0
	}
	return told{p.Due, p.DueHistory}.reckoned().Late(calendar, workday.Today(p.PublishedAt))
}

// Version returns the public content as a version to be kept.
func (p Publication) PublicVersion(at time.Time) Version {
	return Version{Publication: p.ID, Number: p.Version, Content: p.Content, PublishedAt: at, CorrectionNote: p.CorrectionNote, Digest: p.Digest}
}

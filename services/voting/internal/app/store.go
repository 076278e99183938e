package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Store keeps what the actions work on. A read of something that is not there is refused with domain.NotFound.
type Store interface {
	HallStore // meetings, papers, initiatives

	// Change runs work once for the cause, in one transaction with its outcome. A repeat of the cause runs nothing and
	// returns the answer of the first time. Work may run more than once and must have no effect outside the Tx.
	Change(ctx context.Context, cause change.Cause, work func(context.Context, Tx) (Outcome, error)) (Answer, error)
	// Answered returns the answer of the first time, if the cause has been before.
	Answered(ctx context.Context, cause change.Cause) (Answer, bool, error)

	Vote(ctx context.Context, id string) (Vote, error)
	// Search lists announced votes, newest announcement first.
	Search(ctx context.Context, q SearchQuery) ([]Vote, error)
	// Desk lists votes of a unit in any state by what is due first, those with nothing due last.
	Desk(ctx context.Context, q DeskQuery) ([]Vote, error)
	// Waiting lists sent votes below a commune that wait for an answer, by the day it is due.
	Waiting(ctx context.Context, q WaitingQuery) ([]Vote, error)
	// OfHousehold lists announced votes on whose roll the household stands: open ones first, then the newest.
	OfHousehold(ctx context.Context, household string, before Place, most int) ([]HouseholdVote, error)

	// RollLines lists the roll of a vote, or of one of its villages, by village and code, after a line.
	RollLines(ctx context.Context, q RollQuery) ([]RollLine, error)
	// RollSize counts the households on it.
	RollSize(ctx context.Context, vote, village string) (int, error)
	// RollLine is one household of a roll.
	RollLine(ctx context.Context, vote, household string) (RollLine, error)
	// Participants counts the households that have taken part.
	Participants(ctx context.Context, vote string) (int, error)
	// Rolls are the rolls of a vote without their entries: corrections and objections.
	Rolls(ctx context.Context, vote string) ([]domain.Roll, error)

	// FollowUp is what was told of a decision since; nothing told is the zero value.
	FollowUp(ctx context.Context, vote string) (domain.FollowUp, error)

	// Sweep lists ids of votes that a periodic job has to look at; at most 500, After continues.
	Sweep(ctx context.Context, what Sweep) ([]string, error)
}

// Tx is the store inside one transaction. What it reads is locked until the end.
type Tx interface {
	HallTx // meetings, papers, initiatives
	BoxTx  // voting online, the log of the vote

	Vote(ctx context.Context, id string) (Vote, error)
	// PutVote keeps a vote; the columns by which it is found are drawn from it. Due is the first thing due in it.
	PutVote(ctx context.Context, v Vote, due domain.Due) error
	DeleteVote(ctx context.Context, id string) error

	// Roll is the roll of one village with its entries.
	Roll(ctx context.Context, vote, village string) (domain.Roll, error)
	// PutRoll keeps a roll: entries no longer on it are marked as removed, never deleted.
	PutRoll(ctx context.Context, r domain.Roll) error

	// Counts are what the circles told in a round.
	Counts(ctx context.Context, vote string, round int) ([]Count, error)
	// PutCount keeps what a circle told; the last word stands.
	PutCount(ctx context.Context, c Count) error

	FollowUp(ctx context.Context, vote string) (domain.FollowUp, error)
	PutFollowUp(ctx context.Context, f domain.FollowUp) error
}

// Outcome is what a change leaves behind.
type Outcome struct {
	Answer   Answer
	Resource string // its name, for the audit trail
	Unit     string
	Detail   map[string]string // for the audit trail; no personal data
	Facts    []domain.Fact
	Notices  []Notice
	// Wake asks for jobs that look at the vote at these times.
	Wake []time.Time
	// Silent leaves no audit entry: nothing was changed.
	Silent bool
}

// Notice is a message to one person in the portal's inbox, delivered after the commit.
type Notice struct {
	To       string // subject or person key
	Template string // key of the words
	Params   map[string]string
	Resource string
	Key      string // the same key is told once
}

// Place is where a page of a list begins: after (or before) this row. The zero place is the beginning.
type Place struct {
	Time time.Time
	Date workday.Date
	Text string // village of a roll line
	Code string
	Rank int
	ID   string
}

// IsZero reports whether the list begins at its beginning.
func (p Place) IsZero() bool { return p.ID == "" }

// Scope limits a list to units; All means everywhere.
type Scope struct {
	All   bool
	Units []string
}

// SearchQuery asks for what is public. Words are lexemes that must all occur.
type SearchQuery struct {
	Words  []string
	Scope  Scope
	States []domain.State
	Matter domain.Matter // scope and item; the zero matter is any
	Before Place
	Most   int
}

// DeskQuery asks for votes of a unit and of the units below it.
type DeskQuery struct {
	Units  []string
	Agency string
	States []domain.State
	Drafts bool // those not announced, too
	After  Place
	Most   int
}

// WaitingQuery asks for what waits for an answer.
type WaitingQuery struct {
	Units []string
	After Place
	Most  int
}

// RollQuery asks for lines of a roll.
type RollQuery struct {
	Vote, Village string
	After         Place
	Most          int
}

// HouseholdVote is a vote with the line of one household in it.
type HouseholdVote struct {
	Vote Vote
	Line RollLine
	Rank int // 0 open, 1 to come, 2 over
}

// Sweep says what a periodic job looks for.
type Sweep struct {
	Kind  SweepKind
	Today workday.Date
	Now   time.Time
	Days  []workday.Date
	After string
}

// SweepKind is one kind of periodic look.
type SweepKind string

// Kinds of sweeps.
const (
	SweepOpen   SweepKind = "open"   // ballots online whose hour has come
	SweepClose  SweepKind = "close"  // open ballots whose hour has passed
	SweepEffect SweepKind = "effect" // decisions whose day of effect has come
	SweepRemind SweepKind = "remind" // decisions to be sent or answered on one of the days
)

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// HallStore keeps what happens in the hall: meetings of a vote and who came.
type HallStore interface {
	InitiativeStore

	// Meetings are the sittings of a round that have begun, with everybody who came to any of them.
	Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []Arrival, error)
	// DoorKey is what the codes at the door of a vote are made with; it is made when it is first asked for.
	DoorKey(ctx context.Context, vote string) ([]byte, error)

	// PaperBox is the box of a circle in a round of papers; nothing recorded is the zero value.
	PaperBox(ctx context.Context, vote string, round int, circle string) (PaperBox, error)
	// PaperBallots are the serials printed for a circle, in their own order.
	PaperBallots(ctx context.Context, vote string, round int, circle string) ([]string, error)
	// Papers are the ballots of a circle: to whom they went, how many came back.
	Papers(ctx context.Context, vote string, round int, circle string) (Papers, error)
}

// HallTx is HallStore inside one transaction. The vote is locked before: it keeps arrivals and counts apart.
type HallTx interface {
	InitiativeTx

	Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []Arrival, error)
	// PutMeeting keeps a sitting under its id, without those who came.
	PutMeeting(ctx context.Context, vote string, round int, m domain.Meeting) error
	// PutArrival keeps that a household came, or has gone again.
	PutArrival(ctx context.Context, vote string, round int, one Arrival) error
	// TakePart marks households as heard in a form and names those it marked; one that was heard before is not among them.
	TakePart(ctx context.Context, vote string, form domain.Form, households []string) ([]string, error)
	// LeavePart takes the mark of the meeting back from a household that went before the count.
	LeavePart(ctx context.Context, vote, household string) error
	// Lines are the lines of households on a roll; those that are not on it are missing.
	Lines(ctx context.Context, vote string, households []string) (map[string]RollLine, error)

	PaperBox(ctx context.Context, vote string, round int, circle string) (PaperBox, error)
	PutPaperBox(ctx context.Context, vote string, round int, circle string, box PaperBox) error
	Papers(ctx context.Context, vote string, round int, circle string) (Papers, error)
	// IssuePapers keeps that households were handed a ballot, and that so many serials were printed.
	IssuePapers(ctx context.Context, vote string, round int, circle string, households, serials []string) error
	// AskAgain takes back the marks of a meeting that papers follow.
	AskAgain(ctx context.Context, vote, circle string) error
}

// PaperBox is what is recorded of the papers of one circle in a round.
type PaperBox struct {
	Tellers    []Teller            `json:"tellers,omitempty"` // none, one, or two persons
	Settled    *domain.Tally       `json:"settled,omitempty"`
	Resolution string              `json:"resolution,omitempty"` // what was done where they differed
	ResolvedBy domain.Actor        `json:"resolved_by,omitzero"`
	Witnesses  []domain.Witness    `json:"witnesses,omitempty"`
	Scans      []domain.Attachment `json:"scans,omitempty"`
}

// Teller is one person's count. The person key tells two accounts of one person apart from two persons.
type Teller struct {
	By        domain.Actor `json:"by"`
	PersonKey string       `json:"person_key,omitempty"`
	Count     Counted      `json:"count"`
}

// Papers are the ballots of a circle.
type Papers struct {
	Issued   []string // households
	Returned int
}

// Arrival is a household at a sitting.
type Arrival struct {
	Household, Session string
	Delegate           string // who came for it when not its representative
	By                 domain.ArrivalManner
	Late, Gone         bool
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// HallStore keeps what happens in the hall: meetings of a vote and who came.
type HallStore interface {
	// Meetings are the sittings of a round that have begun, with everybody who came to any of them.
	Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []Arrival, error)
	// DoorKey is what the codes at the door of a vote are made with; it is made when it is first asked for.
	DoorKey(ctx context.Context, vote string) ([]byte, error)
}

// HallTx is HallStore inside one transaction. The vote is locked before: it keeps arrivals and counts apart.
type HallTx interface {
	Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []Arrival, error)
	// PutMeeting keeps a sitting under its id, without those who came.
	PutMeeting(ctx context.Context, vote string, round int, m domain.Meeting) error
	// PutArrival keeps that a household came, or has gone again.
	PutArrival(ctx context.Context, vote string, round int, one Arrival) error
	// TakePart marks households as heard in a form and names those it marked. A household heard in another form is not
	// among them, unless that form is the superseded one of an earlier round.
	TakePart(ctx context.Context, vote string, form, superseded domain.Form, households []string) ([]string, error)
	// LeavePart takes the mark of the meeting back from a household that went before the count.
	LeavePart(ctx context.Context, vote, household string) error
	// Lines are the lines of households on a roll; those that are not on it are missing.
	Lines(ctx context.Context, vote string, households []string) (map[string]RollLine, error)
}

// Arrival is a household at a sitting.
type Arrival struct {
	Household, Session string
	Delegate           string // who came for it when not its representative
	By                 domain.ArrivalManner
	Late, Gone         bool
}

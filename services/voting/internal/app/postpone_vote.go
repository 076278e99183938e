package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Postponement is when a vote takes place instead.
type Postponement struct {
	OpensAt, ClosesAt time.Time
	Place, Reason     string
}

// PostponeVote moves an announced vote to a later day.
func (a *Actions) PostponeVote(ctx context.Context, cause change.Cause, id, seen string, p Postponement) (Vote, error) {
	return a.moveVote(ctx, "PostponeVote", cause, id, seen, func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var facts []domain.Fact
		var err error
		if v.Vote, facts, err = v.Postpone(dayOf(p.OpensAt), p.OpensAt, p.ClosesAt, p.Reason, with); err != nil {
			return Moved{}, err
		}
		if p.Place != "" {
			v.Place = p.Place
		}
		return Moved{Vote: v, Facts: facts}, nil
	})
}

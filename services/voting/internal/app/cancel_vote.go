package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// CancelVote calls a vote off before it is counted; an announced one keeps its page, with the reason.
func (a *Actions) CancelVote(ctx context.Context, cause change.Cause, id, seen, reason string) (Vote, error) {
	return a.moveVote(ctx, "CancelVote", cause, id, seen, func(ctx context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var facts []domain.Fact
		var err error
		v.Vote, facts, err = v.Cancel(reason, a.actor(ctx, v.Body), with)
		return Moved{Vote: v, Facts: facts}, err
	})
}

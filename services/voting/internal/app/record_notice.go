package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// RecordNotice records how and when the people were told.
func (a *Actions) RecordNotice(ctx context.Context, cause change.Cause, id, seen string, notice domain.Notice) (Vote, error) {
	return a.moveVote(ctx, "RecordNotice", cause, id, seen, func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var err error
		v.Vote, err = v.Tell(notice, with)
		return Moved{Vote: v}, err
	})
}

// RecordStep records that a step of the calendar was taken.
func (a *Actions) RecordStep(ctx context.Context, cause change.Cause, id, seen, kind string, on workday.Date, document string) (Vote, error) {
	return a.moveVote(ctx, "RecordStep", cause, id, seen, func(ctx context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var err error
		v.Vote, err = v.RecordStep(kind, on, document, a.actor(ctx, v.Body), with)
		return Moved{Vote: v, Detail: map[string]string{"step": kind}}, err
	})
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// CloseVote ends the round: a meeting with the representatives each circle told, a ballot at its hour.
func (a *Actions) CloseVote(ctx context.Context, cause change.Cause, id, seen string) (Vote, error) {
	return a.moveVote(ctx, "CloseVote", cause, id, seen, a.closing)
}

func (a *Actions) closing(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
	counts, err := tx.Counts(ctx, v.ID, v.Current().Number)
	if err != nil {
		return Moved{}, err
	}
	attended := make([]domain.Attendance, len(counts))
	for i, count := range counts {
		attended[i] = domain.Attendance{Village: count.Circle, Present: count.Present}
	}
	var facts []domain.Fact
	v.Vote, facts, err = v.Close(attended, with)
	return Moved{Vote: v, Facts: facts}, err
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// OpenVote opens the meeting or the ballot; the rolls are closed in the same breath.
func (a *Actions) OpenVote(ctx context.Context, cause change.Cause, id, seen string) (Vote, error) {
	return a.moveVote(ctx, "OpenVote", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by, err := a.convener(ctx, v, with)
		if err != nil {
			return Moved{}, err
		}
		return a.opening(ctx, tx, v, by, with)
	})
}

func (a *Actions) opening(ctx context.Context, tx Tx, v Vote, by domain.Actor, with domain.Setting) (Moved, error) {
	rolls := make([]domain.Roll, len(v.Rolls))
	var err error
	for i, known := range v.Rolls {
		if rolls[i], err = tx.Roll(ctx, v.ID, known.Village); err != nil {
			return Moved{}, err
		}
	}
	var facts []domain.Fact
	if v.Vote, facts, err = v.Open(rolls, by, with); err != nil {
		return Moved{}, err
	}
	for _, roll := range rolls {
		closed, err := roll.Close(with)
		if err != nil {
			return Moved{}, err
		}
		if closed.ClosedAt.Equal(roll.ClosedAt) {
			continue
		}
		if err := tx.PutRoll(ctx, closed); err != nil {
			return Moved{}, err
		}
	}
	return Moved{Vote: v, Facts: facts}, nil
}

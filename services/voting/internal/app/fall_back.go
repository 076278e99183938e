package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// FallBack is a ballot to every household after a meeting too small to pass.
type FallBack struct {
	Team              domain.Team
	Method            domain.Method
	OpensAt, ClosesAt time.Time
	Reason            string
}

// FallBackToPaper begins another round of the vote, on paper (Điều 19.1.b).
func (a *Actions) FallBackToPaper(ctx context.Context, cause change.Cause, id, seen string, f FallBack) (Vote, error) {
	return a.moveVote(ctx, "FallBackToPaper", cause, id, seen, rule(func(v domain.Vote, with domain.Setting) (domain.Vote, []domain.Fact, error) {
		return v.FallBack(f.Team, f.Method, f.OpensAt, f.ClosesAt, f.Reason, with)
	}))
}

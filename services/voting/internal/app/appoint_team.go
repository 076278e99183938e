package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// AppointTeam names who hands out the papers or holds the vote online.
func (a *Actions) AppointTeam(ctx context.Context, cause change.Cause, id, seen string, team domain.Team) (Vote, error) {
	return a.moveVote(ctx, "AppointTeam", cause, id, seen, func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var err error
		v.Vote, err = v.SetTeam(team, with)
		return Moved{Vote: v}, err
	})
}

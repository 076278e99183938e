package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// AgreeVote records the agreement of the caller in the office of which the law asks it, and tells who holds the vote.
func (a *Actions) AgreeVote(ctx context.Context, cause change.Cause, id, seen string) (Vote, error) {
	return a.moveVote(ctx, "AgreeVote", cause, id, seen, func(ctx context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		pack, err := v.Law(with)
		if err != nil {
			return Moved{}, err
		}
		by := a.actor(ctx, v.Body, pack.Agreeing(v.Matter)...)
		var facts []domain.Fact
		if v.Vote, facts, err = v.Agree(by, "", with); err != nil {
			return Moved{}, err
		}
		return Moved{
			Vote: v, Facts: facts, Detail: map[string]string{"office": string(by.Office)},
			Notices: a.tell(others(a.organisers(v, with), by), "agreement_given", v, nil),
		}, nil
	})
}

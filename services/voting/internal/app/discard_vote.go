package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// DiscardVote deletes a draft that was never announced.
func (a *Actions) DiscardVote(ctx context.Context, cause change.Cause, id, seen string) error {
	before, err := a.voteOf(ctx, cause, id)
	if err != nil {
		return err
	}
	if err := a.Policy.Allow(ctx, "DiscardVote", voteResource(before)); err != nil {
		return err
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, v.Revision); err != nil {
			return Outcome{}, err
		}
		if !v.Allows(domain.ActEdit) {
			return Outcome{}, domain.Refuse(domain.StateNotAllowed, "state", "state", string(v.State), "action", "discard")
		}
		// Whose it was says who may ask again; what it said is gone.
		gone := Vote{Vote: domain.Vote{ID: id, Body: v.Body, Matter: v.Matter, State: v.State}}
		return Outcome{Answer: Answer{ID: id, Vote: &gone}, Resource: voteName(id), Unit: v.Body.Unit}, tx.DeleteVote(ctx, id)
	})
	return err
}

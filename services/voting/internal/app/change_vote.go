package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Moved is what a move of a vote leaves behind.
type Moved struct {
	Vote    Vote
	Facts   []domain.Fact
	Notices []Notice
	Detail  map[string]string
}

// Move is a change of a vote by its rules; v is locked.
type Move func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error)

// moveVote is the way of every change to a vote that exists: may the caller, is it still what the caller saw, what do the
// rules say, write it. The answer is the vote as it stands afterwards.
func (a *Actions) moveVote(ctx context.Context, action string, cause change.Cause, id, seen string, move Move) (Vote, error) {
	return a.moveOf(ctx, action, cause, id, seen, voteResource, move)
}

// moveOf is moveVote for a part of the vote, such as one village's of a vote of the commune.
func (a *Actions) moveOf(ctx context.Context, action string, cause change.Cause, id, seen string,
	resource func(Vote) authz.Resource, move Move,
) (Vote, error) {
	before, err := a.voteOf(ctx, cause, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, action, resource(before)); err != nil {
		return before, err
	}
	return recallVote(a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, v.Revision); err != nil {
			return Outcome{}, err
		}
		return a.Move(ctx, tx, v, move)
	}))
}

// Move applies a move to a locked vote and writes what became of it.
func (a *Actions) Move(ctx context.Context, tx Tx, v Vote, move Move) (Outcome, error) {
	with := a.setting()
	moved, err := move(ctx, tx, v, with)
	if err != nil {
		return Outcome{}, err
	}
	after := moved.Vote
	after.Revision++
	if err := tx.PutVote(ctx, after, after.NextDue(with)); err != nil {
		return Outcome{}, err
	}
	if err := a.prove(ctx, tx, v, after); err != nil {
		return Outcome{}, err
	}
	return Outcome{
		Answer: Answer{ID: v.ID, Vote: &after}, Resource: voteName(v.ID), Unit: v.Body.Unit, Detail: moved.Detail,
		Facts: moved.Facts, Notices: moved.Notices,
	}, nil
}

// rule wraps a move that the rules alone decide.
func rule(decide func(domain.Vote, domain.Setting) (domain.Vote, []domain.Fact, error)) Move {
	return func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var facts []domain.Fact
		var err error
		v.Vote, facts, err = decide(v.Vote, with)
		return Moved{Vote: v, Facts: facts}, err
	}
}

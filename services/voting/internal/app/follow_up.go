package app

import (
	"context"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// PostProgress tells the people what became of their decision (Điều 23). done ends the reporting.
func (a *Actions) PostProgress(ctx context.Context, cause change.Cause, vote string, e domain.FollowUpEntry, done bool) (domain.FollowUp, int, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return domain.FollowUp{}, 0, err
	}
	if err := a.Policy.Allow(ctx, "PostProgress", voteResource(v)); err != nil {
		return domain.FollowUp{}, 0, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		with := a.setting()
		f, err := tx.FollowUp(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		if f.Vote == "" {
			if f, err = domain.Follow(v.Vote, with.Today()); err != nil {
				return Outcome{}, err
			}
		}
		e := e
		e.By = a.actor(ctx, v.Body)
		if e.Evidence, err = a.open(ctx, e.Evidence, nil); err != nil {
			return Outcome{}, err
		}
		f, facts, err := f.Report(e, with)
		if err != nil {
			return Outcome{}, err
		}
		number := len(f.Entries)
		if done {
			var more []domain.Fact
			if f, more, err = f.Finish(with); err != nil {
				return Outcome{}, err
			}
			facts = append(facts, more...)
		}
		return Outcome{
			Answer: Answer{ID: strconv.Itoa(number)}, Resource: voteName(vote), Unit: v.Body.Unit, Facts: facts,
			Detail: map[string]string{"entry": strconv.Itoa(number)},
		}, tx.PutFollowUp(ctx, f)
	})
	if err != nil {
		return domain.FollowUp{}, 0, err
	}
	number, err := strconv.Atoi(answer.ID)
	if err != nil {
		return domain.FollowUp{}, 0, err
	}
	f, err := a.Store.FollowUp(ctx, vote)
	return f, number, err
}

// ListProgress is what was told of a decision, to anybody who may know of the vote.
func (a *Actions) ListProgress(ctx context.Context, vote string) (domain.FollowUp, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return domain.FollowUp{}, err
	}
	if err := a.Policy.Allow(ctx, "ListProgress", voteResource(v)); err != nil {
		return domain.FollowUp{}, err
	}
	return a.Store.FollowUp(ctx, vote)
}

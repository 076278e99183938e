package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Answer is what a change was answered with. It is kept, so that the same request is answered as the first time, whatever has
// become of the vote since. Lines of a roll and objections are personal: only their ids are kept, a repeat reads them where
// they are.
type Answer struct {
	ID        string `json:"id"`
	Vote      *Vote  `json:"vote,omitempty"`
	Household string `json:"household,omitempty"`
	Objection string `json:"objection,omitempty"`
	// Extra is the answer of a room of its own (meeting, paper, online, initiative), as that room writes and reads it.
	Extra json.RawMessage `json:"extra,omitempty"`
}

func recallVote(answer Answer, err error) (Vote, error) {
	switch {
	case err != nil:
		return Vote{}, err
	case answer.Vote == nil:
		return Vote{}, fmt.Errorf("voting: the answer about vote %s was kept without the vote", answer.ID)
	}
	return *answer.Vote, nil
}

// voteOf reads the vote a change is about. A draft discarded since is known from what was answered the first time.
func (a *Actions) voteOf(ctx context.Context, cause change.Cause, id string) (Vote, error) {
	v, err := a.Store.Vote(ctx, id)
	var refusal *domain.Refusal
	if !errors.As(err, &refusal) || refusal.Reason != domain.NotFound {
		return v, err
	}
	answer, again, repeatErr := a.Store.Answered(ctx, cause)
	switch {
	case repeatErr != nil:
		return v, repeatErr
	case again && answer.Vote != nil && answer.ID == id:
		return *answer.Vote, nil
	}
	return v, err
}

package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// ListParticipants lists the households that took part, once the voting is over: by their number on the roll, without
// choices and in no order of time. While it lasts, nobody may see who has not come yet.
func (a *Actions) ListParticipants(ctx context.Context, vote string, after ParticipantPlace, most int) ([]Participant, int, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return nil, 0, err
	}
	if err := a.Policy.Allow(ctx, "ListParticipants", voteResource(v)); err != nil {
		return nil, 0, err
	}
	switch v.State {
	case domain.Drafted, domain.Agreed, domain.Announced, domain.OptedIn, domain.Open:
		return nil, 0, domain.Refuse(domain.VotingStillOpen, "state", "closes", v.Current().ClosesAt.Format(time.RFC3339)).
			On("Điều 5 khoản 4 Nghị định 59/2023/NĐ-CP")
	case domain.Cancelled: // nothing came of it that would have to be published
		return nil, 0, nil
	}
	all, err := a.Online.store.TookPart(ctx, vote, after, most)
	if err != nil {
		return nil, 0, err
	}
	total, err := a.Store.Participants(ctx, vote)
	return all, total, err
}

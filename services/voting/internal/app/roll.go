package app

import (
	"context"
	"errors"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// ListRollEntries lists the roll of a vote, or of one village of a vote of the commune.
func (a *Actions) ListRollEntries(ctx context.Context, q RollQuery) (lines []RollLine, total int, err error) {
	v, err := a.Store.Vote(ctx, q.Vote)
	if err != nil {
		return nil, 0, err
	}
	if err := a.Policy.Allow(ctx, "ListRollEntries", circleResource(v, q.Village)); err != nil {
		return nil, 0, err
	}
	if q.Village != "" && !v.Asks(q.Village) {
		return nil, 0, domain.Refuse(domain.UnitNotFound, "village", "unit", q.Village)
	}
	if lines, err = a.Store.RollLines(ctx, q); err != nil {
		return nil, 0, err
	}
	total, err = a.Store.RollSize(ctx, q.Vote, q.Village)
	return lines, total, err
}

// GetMyRollEntry is the line of the household the caller represents today.
func (a *Actions) GetMyRollEntry(ctx context.Context, vote string) (RollLine, error) {
	_, line, err := a.mine(ctx, "GetMyRollEntry", vote)
	return line, err
}

// mine finds the line of the caller's household in an announced vote; not being on the roll is not found.
func (a *Actions) mine(ctx context.Context, action, vote string) (Vote, RollLine, error) {
	if err := a.Policy.Allow(ctx, action, authz.Installation()); err != nil {
		return Vote{}, RollLine{}, err
	}
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return v, RollLine{}, err
	}
	if !v.Public() {
		return v, RollLine{}, domain.Refuse(domain.NotFound, "name")
	}
	mine, ok, err := a.Directory.MyHousehold(ctx)
	if err != nil {
		return v, RollLine{}, err
	}
	if !ok {
		return v, RollLine{}, domain.Refuse(domain.HouseholdNotOnRoll, "household").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	line, err := a.Store.RollLine(ctx, vote, mine.Entry.Household)
	var refusal *domain.Refusal
	if errors.As(err, &refusal) || err == nil && line.Removed {
		return v, line, domain.Refuse(domain.HouseholdNotOnRoll, "household").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	return v, line, err
}

// ListMyVotes lists the votes on whose roll the caller's household stands; none for whoever represents no household.
func (a *Actions) ListMyVotes(ctx context.Context, before Place, most int) ([]HouseholdVote, error) {
	if err := a.Policy.Allow(ctx, "ListMyVotes", authz.Installation()); err != nil {
		return nil, err
	}
	mine, ok, err := a.Directory.MyHousehold(ctx)
	if err != nil || !ok {
		return nil, err
	}
	return a.Store.OfHousehold(ctx, mine.Entry.Household, before, most)
}

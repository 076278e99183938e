package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// ListWaitingDecisions is the queue of a commune: what was sent and waits for an answer, what is due first.
func (a *Actions) ListWaitingDecisions(ctx context.Context, unitName string, after Place, most int) ([]View, error) {
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, err
	}
	if err := a.Policy.Allow(ctx, "ListWaitingDecisions", deskResource(domain.Body{Unit: string(unit.Key)})); err != nil {
		return nil, err
	}
	found, err := a.Store.Waiting(ctx, WaitingQuery{Units: a.below(unit.Key), After: after, Most: most})
	return a.seeAll(ctx, found), err
}

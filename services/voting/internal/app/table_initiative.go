package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// tableInitiative puts an initiative to the people by a vote and makes the proposal of that vote: of the citizen who began it,
// with the households behind it. Refused while too few consent and the Front has not endorsed it.
func (a *Actions) tableInitiative(ctx context.Context, tx Tx, id, vote string, body domain.Body, with domain.Setting) (domain.Proposal, error) {
	i, err := tx.Initiative(ctx, id)
	if err != nil {
		return domain.Proposal{}, err
	}
	if i.Body != body {
		return domain.Proposal{}, domain.Refuse(domain.NotFound, "initiative", "id", id)
	}
	pack, err := domain.PackFor(with.Book, i.Matter, with.Today())
	if err != nil {
		return domain.Proposal{}, err
	}
	total, err := tx.VillageSize(ctx, body.Unit)
	if err != nil {
		return domain.Proposal{}, err
	}
	proposal, err := i.Proposal(pack, total, with)
	if err != nil {
		return proposal, err
	}
	if i.Initiative, err = i.Table(vote, with); err != nil {
		return proposal, err
	}
	i.Revision++
	return proposal, tx.PutInitiative(ctx, i)
}

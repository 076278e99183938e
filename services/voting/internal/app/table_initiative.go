package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// tableInitiative makes the proposal of a vote that follows an initiative. An initiative nobody started is not found.
func (a *Actions) tableInitiative(_ context.Context, _ Tx, id string, _ domain.Proposal, _ domain.Setting) (domain.Proposal, error) {
	return domain.Proposal{}, domain.Refuse(domain.NotFound, "initiative", "id", id)
}

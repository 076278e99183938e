package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// ReturnPublication sends it back to its author, who is told.
func (a *Actions) ReturnPublication(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Publication, error) {
	return a.movePublication(ctx, "ReturnPublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.Return(reason, with)
			return moved{publication: p, notices: a.tell([]string{p.Author.Subject}, "publication_returned", publicationName(p.ID), p.Revision+1, nil)}, err
		})
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// ApprovePublication approves what somebody else wrote. Where the author is the only one who may approve for the body, they
// may, and the audit trail and the event say so.
func (a *Actions) ApprovePublication(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "ApprovePublication", cause, id, seen,
		func(ctx context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			others := a.otherApprovers(ctx, p.Body, p.Author)
			p, err := p.Approve(actor(ctx), others, with)
			result := moved{publication: p, notices: a.tell([]string{p.Author.Subject}, "publication_approved", publicationName(p.ID), p.Revision+1, nil)}
			if p.SinglePerson {
				result.detail = map[string]string{"single_person": "true"}
			}
			return result, err
		})
}

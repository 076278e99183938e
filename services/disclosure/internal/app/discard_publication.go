package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// DiscardPublication deletes a draft that was never public. The duty it was to answer stays.
func (a *Actions) DiscardPublication(ctx context.Context, cause change.Cause, id, seen string) error {
	p, err := a.publicationOf(ctx, cause, id)
	if err != nil {
		return err
	}
	if err := a.Policy.Allow(ctx, "DiscardPublication", publicationResource(p)); err != nil {
		return err
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.Publication(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, p.Revision); err != nil {
			return Outcome{}, err
		}
		if err := p.Discard(); err != nil {
			return Outcome{}, err
		}
		// Whose it was says who may ask again; what it said is gone.
		gone := domain.Publication{ID: id, Body: p.Body, Item: p.Item, State: p.State}
		return Outcome{Answer: Answer{ID: id, Publication: &gone}, Resource: publicationName(id), Unit: p.Body.Unit, Detail: map[string]string{"item": p.Item}}, tx.DeletePublication(ctx, id)
	})
	return err
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Edit is a change of a draft. Fields names the fields of the content to take; empty means all. Item is taken when not empty.
type Edit struct {
	ID, Etag string
	Item     string
	Content  domain.Content
	Fields   []string
	// KeepContent leaves the content as it is: only the item changes.
	KeepContent bool
}

// UpdatePublication changes a draft.
func (a *Actions) UpdatePublication(ctx context.Context, cause change.Cause, e Edit) (domain.Publication, error) {
	return a.movePublication(ctx, "UpdatePublication", cause, e.ID, e.Etag,
		func(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (moved, error) {
			if e.KeepContent {
				e.Content, e.Fields = p.Content, nil
			}
			content, err := p.Content.Edit(e.Content, e.Fields)
			if err != nil {
				return moved{}, err
			}
			if content.Attachments, err = a.open(ctx, content.Attachments, p.Content.Attachments); err != nil {
				return moved{}, err
			}
			if e.Item != "" && e.Item != p.Item {
				if with, err = a.setting(p.Body, e.Item); err != nil {
					return moved{}, err
				}
				p.Obligation = "" // the duty of the other item stands on its own
			}
			if p, err = p.Edit(content, actor(ctx), with); err != nil {
				return moved{}, err
			}
			p, facts, err := a.tie(ctx, tx, p, "", with)
			return moved{publication: p, facts: facts}, err
		})
}

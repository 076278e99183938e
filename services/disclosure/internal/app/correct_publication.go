package app

import (
	"context"
	"strconv"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Correction replaces the public content.
type Correction struct {
	ID, Etag string
	Content  domain.Content
	Note     string
	Declared bool
	Reasons  map[domain.WarningCode]string
}

// CorrectPublication makes the next public version.
func (a *Actions) CorrectPublication(ctx context.Context, cause change.Cause, c Correction) (domain.Publication, error) {
	return a.movePublication(ctx, "CorrectPublication", cause, c.ID, c.Etag,
		func(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (moved, error) {
			content := c.Content
			var err error
			if content.Attachments, err = a.open(ctx, content.Attachments, p.Content.Attachments); err != nil {
				return moved{}, err
			}
			p, facts, err := p.Correct(content, c.Note, c.Declared, c.Reasons, with)
			if err != nil {
				return moved{}, err
			}
			detail := acknowledged(p.Warnings)
			detail["digest"], detail["version"] = p.Digest, strconv.Itoa(p.Version)
			return moved{publication: p, facts: facts, detail: detail}, tx.AddVersion(ctx, p.PublicVersion(with.Now))
		})
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// SubmitPublication hands a draft over for review and tells those who may approve it.
func (a *Actions) SubmitPublication(ctx context.Context, cause change.Cause, id, seen string, declared bool, reasons map[domain.WarningCode]string) (domain.Publication, error) {
	return a.movePublication(ctx, "SubmitPublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.Submit(declared, reasons, with)
			return moved{
				publication: p,
				notices:     a.tell(a.approvers(p.Body, nil), "publication_submitted", publicationName(p.ID), p.Revision+1, nil),
				detail:      acknowledged(p.Warnings),
			}, err
		})
}

// acknowledged notes for the audit trail which kinds of warnings were passed.
func acknowledged(warnings []domain.Warning) map[string]string {
	detail := map[string]string{}
	for _, warning := range warnings {
		detail["acknowledged_"+string(warning.Code)] = warning.Field
	}
	return detail
}

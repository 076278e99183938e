package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RecordForm records an act of disclosure with its evidence.
func (a *Actions) RecordForm(ctx context.Context, cause change.Cause, id, seen string, record domain.FormRecord) (domain.Publication, error) {
	return a.movePublication(ctx, "RecordForm", cause, id, seen,
		func(ctx context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			if _, known := a.Form(p.Item, record.Form); !known {
				return moved{}, domain.Refuse(domain.ItemNotOfUnit, "form", "form", record.Form)
			}
			var err error
			if record.Evidence, err = a.open(ctx, record.Evidence, nil); err != nil {
				return moved{}, err
			}
			record.RecordedBy = actor(ctx)
			p, facts, err := p.RecordForm(record, with)
			return moved{publication: p, facts: facts, detail: map[string]string{"form": record.Form}}, err
		})
}

// EndForm records that a posting was taken down.
func (a *Actions) EndForm(ctx context.Context, cause change.Cause, id string, number int, seen string, to workday.Date, earlyReason string) (domain.Publication, error) {
	return a.movePublication(ctx, "EndForm", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, facts, err := p.EndForm(number, to, earlyReason, with)
			return moved{publication: p, facts: facts}, err
		})
}

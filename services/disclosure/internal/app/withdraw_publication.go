package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// WithdrawPublication leaves a tombstone; the duty it answered stands again.
func (a *Actions) WithdrawPublication(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Publication, error) {
	return a.movePublication(ctx, "WithdrawPublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, facts, err := p.Withdraw(reason, with)
			return moved{publication: p, facts: facts, detail: map[string]string{"digest": p.Digest}}, err
		})
}

// ArchivePublication marks it as no longer current.
func (a *Actions) ArchivePublication(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "ArchivePublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, facts, err := p.Archive(with)
			return moved{publication: p, facts: facts}, err
		})
}

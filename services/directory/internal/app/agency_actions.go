package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// RegisterAgency enters an agency attached to a unit.
func (d *Directory) RegisterAgency(ctx context.Context, cause change.Cause, a domain.Agency, unit *domain.Unit) (domain.Agency, error) {
	a.ID = newID()
	return d.store.ChangeAgency(ctx, cause, a.ID, func(*domain.Agency) (domain.Agency, Left, error) {
		a, facts, err := domain.RegisterAgency(a, unit)
		return a, Left{Facts: facts, Resource: "agencies/" + a.ID, Unit: unit.Key()}, err
	})
}

// ChangeAgency replaces what is given and keeps the rest.
func (d *Directory) ChangeAgency(ctx context.Context, cause change.Cause, id string, given domain.Agency, etag string) (domain.Agency, error) {
	return d.changeAgency(ctx, cause, id, etag, func(old domain.Agency) (domain.Agency, []domain.Fact, error) {
		return domain.ChangeAgency(old, given)
	})
}

// EndAgency ends an agency.
func (d *Directory) EndAgency(ctx context.Context, cause change.Cause, id string, to domain.Date, etag string) (domain.Agency, error) {
	return d.changeAgency(ctx, cause, id, etag, func(old domain.Agency) (domain.Agency, []domain.Fact, error) {
		return domain.EndAgency(old, to)
	})
}

func (d *Directory) changeAgency(
	ctx context.Context, cause change.Cause, id, etag string,
	act func(domain.Agency) (domain.Agency, []domain.Fact, error),
) (domain.Agency, error) {
	return d.store.ChangeAgency(ctx, cause, id, func(old *domain.Agency) (domain.Agency, Left, error) {
		if old == nil {
			return domain.Agency{}, Left{}, domain.Refuse(domain.Missing, domain.NotFound, "name", "name", "agencies/"+id)
		}
		if err := fresh(etag, old.Version); err != nil {
			return domain.Agency{}, Left{}, err
		}
		a, facts, err := act(*old)
		return a, Left{Facts: facts, Resource: "agencies/" + id, Unit: old.Unit}, err
	})
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ListItems lists what must be disclosed by a kind of body on a day; today when none is given.
func (a *Actions) ListItems(ctx context.Context, catalogue string, on workday.Date) ([]law.Item, workday.Date, error) {
	if err := a.Policy.Allow(ctx, "ListCatalogueItems", authz.Installation()); err != nil {
		return nil, on, err
	}
	if on.IsZero() {
		on = a.today()
	}
	list, ok := a.Book.Catalogue(catalogue)
	if !ok {
		return nil, on, domain.Refuse(domain.ItemNotFound, "kind")
	}
	return list.AsOf(on).Items, on, nil
}

// GetItem returns one item as of a day, and whose list it is on.
func (a *Actions) GetItem(ctx context.Context, id string, on workday.Date) (law.Item, string, workday.Date, error) {
	if err := a.Policy.Allow(ctx, "GetCatalogueItem", authz.Installation()); err != nil {
		return law.Item{}, "", on, err
	}
	if on.IsZero() {
		on = a.today()
	}
	for _, name := range []string{law.Communes, law.Agencies, law.StateEnterprises} {
		list, ok := a.Book.Catalogue(name)
		if !ok {
			continue
		}
		if item, ok := list.ItemAsOf(id, on); ok {
			return item, name, on, nil
		}
	}
	return law.Item{}, "", on, domain.Refuse(domain.ItemNotFound, "name", "item", id)
}

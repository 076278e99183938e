package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Newcomer is a household that begins by a split.
type Newcomer struct {
	Code    string
	Address string
	Who     *Someone
}

// SplitHousehold divides a household. It answers with the one that goes on, then the new ones.
func (d *Directory) SplitHousehold(
	ctx context.Context, cause change.Cause, id string, newcomers []Newcomer, village *domain.Unit,
	from domain.Date, reason, etag string,
) ([]domain.Household, error) {
	begin := make([]domain.Household, len(newcomers))
	for i, n := range newcomers {
		person, err := d.Identify(n.Who)
		if err != nil {
			return nil, err
		}
		begin[i] = domain.Household{ID: newID(), Code: n.Code, Address: n.Address}
		if person != nil {
			begin[i].Representative = &domain.Representative{Person: *person}
		}
	}
	ids, err := d.store.ChangeHouseholds(ctx, cause, []string{id}, func(old []domain.Household) ([]domain.Household, Left, error) {
		if err := fresh(etag, old[0].Version); err != nil {
			return nil, Left{}, err
		}
		h, begun, facts, err := old[0].Split(begin, village, from, reason)
		return append([]domain.Household{h}, begun...), Left{Facts: facts, Resource: "households/" + id, Unit: h.Village}, err
	})
	if err != nil {
		return nil, err
	}
	return d.all(ctx, ids)
}

// MergeHouseholds joins others into one; it answers with that one.
func (d *Directory) MergeHouseholds(ctx context.Context, cause change.Cause, id string, others []string, date domain.Date, reason, etag string) (domain.Household, error) {
	ids := append([]string{id}, others...)
	return d.first(d.store.ChangeHouseholds(ctx, cause, ids, func(old []domain.Household) ([]domain.Household, Left, error) {
		if err := fresh(etag, old[0].Version); err != nil {
			return nil, Left{}, err
		}
		h, ended, facts, err := old[0].Merge(old[1:], date, reason)
		return append([]domain.Household{h}, ended...), Left{Facts: facts, Resource: "households/" + id, Unit: h.Village}, err
	}))(ctx)
}

// MoveHousehold moves a household to another village; it answers with the new one there.
func (d *Directory) MoveHousehold(
	ctx context.Context, cause change.Cause, id string, there Newcomer, village *domain.Unit,
	date domain.Date, reason, etag string,
) (domain.Household, error) {
	newcomer := domain.Household{ID: newID(), Code: there.Code, Address: there.Address}
	return d.first(d.store.ChangeHouseholds(ctx, cause, []string{id}, func(old []domain.Household) ([]domain.Household, Left, error) {
		if err := fresh(etag, old[0].Version); err != nil {
			return nil, Left{}, err
		}
		h, n, facts, err := old[0].Move(newcomer, village, date, reason)
		// The one that leaves is stored first: its representative is free only then.
		return []domain.Household{n, h}, Left{Facts: facts, Resource: "households/" + id, Unit: h.Village}, err
	}))(ctx)
}

// MatchMe records that the caller recognised the household they represent.
func (d *Directory) MatchMe(ctx context.Context, cause change.Cause, personKey string) (domain.Household, error) {
	if personKey == "" {
		return domain.Household{}, domain.Refuse(domain.Refused, domain.NotIdentified, "")
	}
	h, err := d.store.HouseholdOf(ctx, personKey)
	if err != nil {
		return domain.Household{}, domain.Refuse(domain.Refused, domain.MatchesNoHousehold, "")
	}
	return d.changeOne(ctx, cause, h.ID, "", func(h domain.Household) (domain.Household, []domain.Fact, error) {
		if h.Representative == nil || h.Representative.Person.Key != personKey {
			return h, nil, domain.Refuse(domain.Refused, domain.MatchesNoHousehold, "")
		}
		confirmed, _ := h.Confirm(d.clock())
		return confirmed, nil, nil
	})
}

package app

import (
	"context"
	"strings"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Someone is a person as told by a caller: the national id in clear, which goes
// no further than Identify.
type Someone struct {
	Name       string
	BirthYear  int
	NationalID string
	Phone      string
}

// Identify turns the national id into its keyed hash and forgets it.
func (d *Directory) Identify(s *Someone) (*domain.Person, error) {
	if s == nil {
		return nil, nil
	}
	p := &domain.Person{Name: s.Name, BirthYear: s.BirthYear, Phone: s.Phone}
	if strings.TrimSpace(s.NationalID) != "" {
		key, err := d.personKey(s.NationalID)
		if err != nil {
			return nil, domain.Refuse(domain.Malformed, domain.NationalIDMalformed, "representative.national_id")
		}
		p.Key = key
	}
	return p, nil
}

// RegisterHousehold enters a household on the roll of a village.
func (d *Directory) RegisterHousehold(ctx context.Context, cause change.Cause, h domain.Household, who *Someone, village *domain.Unit) (domain.Household, error) {
	person, err := d.Identify(who)
	if err != nil {
		return domain.Household{}, err
	}
	h.ID = newID()
	if person != nil {
		h.Representative = &domain.Representative{Person: *person}
	}
	return d.first(d.store.ChangeHouseholds(ctx, cause, nil, func([]domain.Household) ([]domain.Household, Left, error) {
		entered, facts, err := domain.RegisterHousehold(h, village)
		return []domain.Household{entered}, Left{Facts: facts, Resource: "households/" + h.ID, Unit: village.Key()}, err
	}))(ctx)
}

// ChangeRepresentative names another representative, or none.
func (d *Directory) ChangeRepresentative(ctx context.Context, cause change.Cause, id string, who *Someone, from domain.Date, reason, etag string) (domain.Household, error) {
	person, err := d.Identify(who)
	if err != nil {
		return domain.Household{}, err
	}
	return d.changeOne(ctx, cause, id, etag, func(h domain.Household) (domain.Household, []domain.Fact, error) {
		return h.ChangeRepresentative(person, from, reason)
	})
}

// EndHousehold takes a household off the roll.
func (d *Directory) EndHousehold(ctx context.Context, cause change.Cause, id string, to domain.Date, reason, etag string) (domain.Household, error) {
	return d.changeOne(ctx, cause, id, etag, func(h domain.Household) (domain.Household, []domain.Fact, error) {
		return h.End(to, reason)
	})
}

// changeOne changes one household after looking at its etag.
func (d *Directory) changeOne(
	ctx context.Context, cause change.Cause, id, etag string,
	act func(domain.Household) (domain.Household, []domain.Fact, error),
) (domain.Household, error) {
	return d.first(d.store.ChangeHouseholds(ctx, cause, []string{id}, func(old []domain.Household) ([]domain.Household, Left, error) {
		if err := fresh(etag, old[0].Version); err != nil {
			return nil, Left{}, err
		}
		h, facts, err := act(old[0])
		return []domain.Household{h}, Left{Facts: facts, Resource: "households/" + id, Unit: h.Village}, err
	}))(ctx)
}

// first reads the first household of a change's answer.
func (d *Directory) first(ids []string, err error) func(context.Context) (domain.Household, error) {
	return func(ctx context.Context) (domain.Household, error) {
		if err != nil {
			return domain.Household{}, err
		}
		return d.store.Household(ctx, ids[0])
	}
}

func (d *Directory) all(ctx context.Context, ids []string) ([]domain.Household, error) {
	out := make([]domain.Household, 0, len(ids))
	for _, id := range ids {
		h, err := d.store.Household(ctx, id)
		if err != nil {
			return nil, err
		}
		out = append(out, h)
	}
	return out, nil
}

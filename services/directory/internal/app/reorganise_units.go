package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Reorganised is what a reorganisation did.
type Reorganised struct {
	Dissolved   []*domain.Unit
	Established []*domain.Unit
	Transferred []*domain.Unit
	Links       []domain.Link
}

// ReorganiseUnits carries out one legal act over several units as a whole. top
// is the unit within which it takes place: a unit outside it is not found.
func (d *Directory) ReorganiseUnits(ctx context.Context, cause change.Cause, top domain.UnitKey, r domain.Reorganisation) (Reorganised, error) {
	var moved []domain.UnitKey
	units, err := d.store.ChangeTree(ctx, cause, func(t *domain.Tree) ([]domain.UnitKey, Left, error) {
		moved = nil
		established := make([]*domain.Unit, len(r.Established))
		for i, u := range r.Established {
			c := *u
			c.Parents = append([]domain.Parentage(nil), u.Parents...)
			established[i] = &c
		}
		act := r
		act.Established = established
		if err := within(t, top, r); err != nil {
			return nil, Left{}, err
		}
		facts, err := t.Reorganise(act)
		if err != nil {
			return nil, Left{}, err
		}
		keys := append([]domain.UnitKey(nil), r.Dissolved...)
		for _, u := range established {
			keys = append(keys, u.Key())
		}
		for _, f := range facts {
			if f, ok := f.(domain.UnitTransferred); ok {
				moved = append(moved, f.Unit.Key())
			}
		}
		return append(keys, moved...), Left{
			Facts: facts, Resource: "units/" + string(top), Unit: top,
			Detail: map[string]string{"basis": r.LegalBasis, "date": r.Date.String()},
		}, nil
	})
	if err != nil {
		return Reorganised{}, err
	}
	out := Reorganised{Links: r.Links}
	for i := range out.Links {
		out.Links[i].Date = r.Date
		if out.Links[i].LegalBasis == "" {
			out.Links[i].LegalBasis = r.LegalBasis
		}
	}
	// A repeat answers with the same keys in the same order as the first time.
	d1, d2 := len(r.Dissolved), len(r.Dissolved)+len(r.Established)
	out.Dissolved, out.Established, out.Transferred = units[:d1], units[d1:d2], units[d2:]
	return out, nil
}

// within refuses a reorganisation that reaches outside the unit it is for.
func within(t *domain.Tree, top domain.UnitKey, r domain.Reorganisation) error {
	before := r.Date.AddDays(-1)
	check := func(key domain.UnitKey, field string) error {
		u, ok := t.Unit(key)
		if !ok {
			return nil // not there, or established by this very act: the rules will say
		}
		if !t.Under(key, top, before) && !t.Under(key, top, r.Date) {
			return domain.Refuse(domain.Missing, domain.NotFound, field, "name", "units/"+string(u.Key()))
		}
		return nil
	}
	for _, key := range r.Dissolved {
		if err := check(key, "dissolved"); err != nil {
			return err
		}
	}
	for _, u := range r.Established {
		if err := check(u.Parent(r.Date), "established"); err != nil {
			return err
		}
	}
	for _, m := range r.Moves {
		for _, key := range []domain.UnitKey{m.Unit, m.Parent} {
			if err := check(key, "transfers"); err != nil {
				return err
			}
		}
	}
	for _, l := range r.Links {
		for _, key := range []domain.UnitKey{l.From, l.To} {
			if err := check(key, "links"); err != nil {
				return err
			}
		}
	}
	return nil
}

package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// BindRole binds a role for a unit or, when agency is given, for that agency.
func (d *Directory) BindRole(ctx context.Context, cause change.Cause, b domain.Binding, unit *domain.Unit, agency *domain.Agency, keys []string) (domain.Binding, error) {
	granter, err := d.granter(ctx, unit, keys)
	if err != nil {
		return domain.Binding{}, err
	}
	b.ID, b.Unit = newID(), unit.Key()
	if b.Person, err = d.behind(ctx, b.SubjectKey); err != nil {
		return domain.Binding{}, err
	}
	return d.store.AddBinding(ctx, cause, b, func(alike []domain.Binding) (domain.Binding, Left, error) {
		bound, facts, err := domain.Bind(b, unit, agency, granter, alike)
		return bound, leftBy(bound, facts), err
	})
}

// behind is the person a subject is: a person's own key, or who is known to sign in with it.
func (d *Directory) behind(ctx context.Context, subject string) (string, error) {
	if authn.IsPersonKey(subject) {
		return subject, nil
	}
	return d.store.PersonOf(ctx, subject)
}

// RolesOf reads what a caller holds today, and remembers who stands behind their
// account: a second account must not hold what the first one does.
func (d *Directory) RolesOf(ctx context.Context, subject, person string, keys []string) ([]domain.Binding, error) {
	held, err := d.store.BindingsOf(ctx, keys, d.Today())
	if err != nil {
		return nil, err
	}
	unknown := func(b domain.Binding) bool { return b.SubjectKey == subject && b.Person == "" }
	if person != "" && slices.ContainsFunc(held, unknown) {
		err = d.store.Recognise(ctx, subject, person)
	}
	return held, err
}

// EndRole ends a binding. Nobody ends a role they could not bind.
func (d *Directory) EndRole(ctx context.Context, cause change.Cause, id string, to domain.Date, reason, etag string, keys []string) (domain.Binding, error) {
	b, err := d.store.Binding(ctx, id)
	if err != nil {
		return domain.Binding{}, err
	}
	unit, err := d.store.Unit(ctx, b.Unit)
	if err != nil {
		return domain.Binding{}, err
	}
	granter, err := d.granter(ctx, unit, keys)
	if err != nil {
		return domain.Binding{}, err
	}
	return d.store.ChangeBinding(ctx, cause, id, func(old domain.Binding) (domain.Binding, Left, error) {
		if err := fresh(etag, old.Version); err != nil {
			return domain.Binding{}, Left{}, err
		}
		ended, facts, err := domain.EndRole(old, to, granter)
		left := leftBy(ended, facts)
		left.Detail["reason"] = reason
		return ended, left, err
	})
}

// granter is what the caller holds over a unit: there or at a unit above it.
func (d *Directory) granter(ctx context.Context, unit *domain.Unit, keys []string) (domain.Granter, error) {
	today := d.Today()
	if unit.Period.Ended(today) {
		today = unit.Period.To.AddDays(-1)
	}
	above, err := d.store.Ancestors(ctx, unit.Key(), today)
	if err != nil {
		return domain.Granter{}, err
	}
	over := []domain.UnitKey{unit.Key()}
	for _, u := range above {
		over = append(over, u.Key())
	}
	held, err := d.store.BindingsOf(ctx, keys, d.Today())
	if err != nil {
		return domain.Granter{}, err
	}
	g := domain.Granter{Keys: slices.Clone(keys)}
	for _, key := range keys {
		person, err := d.behind(ctx, key)
		if err != nil {
			return domain.Granter{}, err
		}
		if person != "" && !slices.Contains(g.Keys, person) {
			g.Keys = append(g.Keys, person) // signed in without telling who they are
		}
	}
	for _, b := range held {
		at, err := d.lineage(ctx, b.Unit)
		if err != nil {
			return domain.Granter{}, err
		}
		if b.Agency == "" && slices.ContainsFunc(at, func(k domain.UnitKey) bool { return slices.Contains(over, k) }) {
			g.Held = append(g.Held, b.Role)
		}
	}
	return g, nil
}

// lineage is a unit with those that took its place under another name or type:
// a role held for it goes on for them.
func (d *Directory) lineage(ctx context.Context, key domain.UnitKey) ([]domain.UnitKey, error) {
	links, err := d.store.Links(ctx, key, false, true)
	if err != nil {
		return nil, err
	}
	out := []domain.UnitKey{key}
	for _, l := range links {
		if (l.Kind == domain.Rename || l.Kind == domain.Retype) && slices.Contains(out, l.From) {
			out = append(out, l.To)
		}
	}
	return out, nil
}

func leftBy(b domain.Binding, facts []domain.Fact) Left {
	return Left{
		Facts: facts, Resource: "roleBindings/" + b.ID, Unit: b.Unit,
		Detail: map[string]string{"role": string(b.Role), "subject": b.SubjectKey},
	}
}

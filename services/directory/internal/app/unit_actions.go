package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// FollowJob asks a worker to let households follow the villages that are no more.
type FollowJob struct{}

// Kind names the job.
func (FollowJob) Kind() string { return "directory_follow_villages" }

// onTree carries out an action on one unit after looking at its etag.
func (d *Directory) onTree(
	ctx context.Context, cause change.Cause, key domain.UnitKey, etag string,
	act func(*domain.Tree) (domain.UnitKey, []domain.Fact, error), detail map[string]string,
) (*domain.Unit, error) {
	units, err := d.store.ChangeTree(ctx, cause, func(t *domain.Tree) ([]domain.UnitKey, Left, error) {
		if u, ok := t.Unit(key); ok {
			if err := fresh(etag, u.Version); err != nil {
				return nil, Left{}, err
			}
		}
		result, facts, err := act(t)
		return []domain.UnitKey{result}, Left{
			Facts: facts, Resource: "units/" + string(key), Unit: key, Detail: detail,
		}, err
	})
	if err != nil {
		return nil, err
	}
	return units[0], nil
}

// EstablishUnit adds a unit to the tree.
func (d *Directory) EstablishUnit(ctx context.Context, cause change.Cause, u *domain.Unit) (*domain.Unit, error) {
	key := u.Key()
	return d.onTree(ctx, cause, key, "", func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		c := *u
		facts, err := t.Establish(&c)
		return key, facts, err
	}, map[string]string{"basis": u.LegalBasis})
}

// EndUnit ends a unit without a successor.
func (d *Directory) EndUnit(ctx context.Context, cause change.Cause, key domain.UnitKey, to domain.Date, basis, etag string) (*domain.Unit, error) {
	return d.onTree(ctx, cause, key, etag, func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		facts, err := t.End(key, to, basis)
		return key, facts, err
	}, map[string]string{"basis": basis, "valid_to": to.String()})
}

// RenameUnit gives a unit another name or type by decision; it answers with the new unit.
func (d *Directory) RenameUnit(ctx context.Context, cause change.Cause, key domain.UnitKey, r Renaming, etag string) (*domain.Unit, error) {
	return d.onTree(ctx, cause, key, etag, func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		return t.Rename(key, r.Name, r.NameEn, r.Type, r.Date, r.Basis)
	}, map[string]string{"basis": r.Basis, "date": r.Date.String()})
}

// Renaming is what RenameUnit changes; empty fields are kept.
type Renaming struct {
	Name   string
	NameEn string
	Type   domain.UnitType
	Date   domain.Date
	Basis  string
}

// TransferUnit puts a unit under another parent.
func (d *Directory) TransferUnit(ctx context.Context, cause change.Cause, key, parent domain.UnitKey, date domain.Date, basis, etag string) (*domain.Unit, error) {
	return d.onTree(ctx, cause, key, etag, func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		facts, err := t.Transfer(key, parent, date, basis)
		return key, facts, err
	}, map[string]string{"basis": basis, "parent": string(parent), "date": date.String()})
}

// CorrectUnit puts right how a unit is written.
func (d *Directory) CorrectUnit(ctx context.Context, cause change.Cause, key domain.UnitKey, name, nameEn, reason, etag string) (*domain.Unit, error) {
	return d.onTree(ctx, cause, key, etag, func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		facts, err := t.Correct(key, name, nameEn, reason)
		return key, facts, err
	}, map[string]string{"reason": reason})
}

// SetUnitAttributes replaces the attributes that change obligations.
func (d *Directory) SetUnitAttributes(ctx context.Context, cause change.Cause, key domain.UnitKey, a domain.Attributes, etag string) (*domain.Unit, error) {
	return d.onTree(ctx, cause, key, etag, func(t *domain.Tree) (domain.UnitKey, []domain.Fact, error) {
		facts, err := t.SetAttributes(key, a)
		return key, facts, err
	}, nil)
}

package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// InSession runs an import of small things in one transaction.
func (s *Store) InSession(ctx context.Context, cause change.Cause, act func(context.Context, app.Session) (app.Left, error)) error {
	_, err := changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (struct{}, app.Left, error) {
		left, err := act(ctx, session{q: q})
		return struct{}{}, left, err
	})
	return err
}

type session struct{ q *sqlcgen.Queries }

func (s session) BindingsAlike(ctx context.Context, like domain.Binding) ([]domain.Binding, error) {
	rows, err := s.q.BindingsAlike(ctx, sqlcgen.BindingsAlikeParams{
		SubjectKey: like.SubjectKey, PersonKey: like.Person, Role: string(like.Role), Unit: string(like.Unit), Agency: like.Agency,
	})
	return bindings(rows), err
}

func (s session) PutBinding(ctx context.Context, b domain.Binding) error {
	return putBinding(ctx, s.q, b)
}

func (s session) AgencyAlike(ctx context.Context, a domain.Agency) (*domain.Agency, error) {
	var row sqlcgen.Agency
	var err error
	if a.Code != "" {
		row, err = s.q.AgencyByCode(ctx, a.Code)
	} else {
		row, err = s.q.AgencyByName(ctx, sqlcgen.AgencyByNameParams{Unit: string(a.Unit), Name: a.Name})
	}
	if errors.Is(err, pgx.ErrNoRows) {
		return nil, nil
	}
	found := agency(row)
	return &found, err
}

func (s session) PutAgency(ctx context.Context, a domain.Agency) error { return putAgency(ctx, s.q, a) }

func (s session) ChangeYear(
	ctx context.Context, year int, act func(old domain.CalendarYear) (domain.CalendarYear, app.Left, error),
) (domain.CalendarYear, error) {
	y, _, err := changeYear(ctx, s.q, year, act)
	return y, err
}

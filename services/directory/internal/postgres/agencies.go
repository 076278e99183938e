package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// ChangeAgency changes one agency, or enters it.
func (s *Store) ChangeAgency(
	ctx context.Context, cause change.Cause, id string,
	act func(old *domain.Agency) (domain.Agency, app.Left, error),
) (domain.Agency, error) {
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (domain.Agency, app.Left, error) {
		var old *domain.Agency
		row, err := q.AgencyForUpdate(ctx, id)
		if err == nil {
			a := agency(row)
			old = &a
		} else if !errors.Is(err, pgx.ErrNoRows) {
			return domain.Agency{}, app.Left{}, err
		}
		a, left, err := act(old)
		if err != nil {
			return domain.Agency{}, app.Left{}, err
		}
		return a, left, putAgency(ctx, q, a)
	})
}

func putAgency(ctx context.Context, q *sqlcgen.Queries, a domain.Agency) error {
	return q.PutAgency(ctx, sqlcgen.PutAgencyParams{
		ID: a.ID, Code: a.Code, Name: a.Name, NameFolded: vntext.Fold(a.Name), Kind: string(a.Kind), Unit: string(a.Unit),
		Contact: a.Contact, ValidFrom: a.Period.From, ValidTo: a.Period.To, Version: a.Version,
	})
}

func agency(r sqlcgen.Agency) domain.Agency {
	return domain.Agency{
		ID: r.ID, Code: r.Code, Name: r.Name, Kind: domain.AgencyKind(r.Kind), Unit: domain.UnitKey(r.Unit),
		Contact: r.Contact, Period: domain.Period{From: r.ValidFrom, To: r.ValidTo}, Version: r.Version,
	}
}

// Agency reads one agency.
func (s *Store) Agency(ctx context.Context, id string) (domain.Agency, error) {
	row, err := s.q().Agency(ctx, id)
	return agency(row), found(err, "name", "agencies/"+id)
}

// ListAgencies reads a page by name.
func (s *Store) ListAgencies(ctx context.Context, f app.AgencyFilter) ([]domain.Agency, error) {
	p := sqlcgen.ListAgenciesParams{
		Unit: string(f.Unit), Descendants: f.Descendants, AsOf: f.AsOf,
		Words: like(vntext.Fold(f.Query)), Size: int32(f.Size), //nolint:gosec // 1 to 100
	}
	if len(f.After) == 2 {
		p.AfterName, p.AfterID = f.After[0], f.After[1]
	}
	rows, err := s.q().ListAgencies(ctx, p)
	out := make([]domain.Agency, len(rows))
	for i, r := range rows {
		out[i] = agency(r)
	}
	return out, err
}

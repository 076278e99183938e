package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ChangeYear adds a revision to a year; an action that leaves the revision as it
// was adds none.
func (s *Store) ChangeYear(
	ctx context.Context, cause change.Cause, year int,
	act func(old domain.CalendarYear) (domain.CalendarYear, app.Left, error),
) (domain.CalendarYear, error) {
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (domain.CalendarYear, app.Left, error) {
		return changeYear(ctx, q, year, act)
	})
}

func changeYear(
	ctx context.Context, q *sqlcgen.Queries, year int,
	act func(old domain.CalendarYear) (domain.CalendarYear, app.Left, error),
) (domain.CalendarYear, app.Left, error) {
	if err := q.LockYear(ctx, int64(year)); err != nil {
		return domain.CalendarYear{}, app.Left{}, err
	}
	var old domain.CalendarYear
	row, err := q.CalendarYear(ctx, int32(year)) //nolint:gosec // four digits
	if err == nil {
		old, err = calendarYear(row)
	} else if errors.Is(err, pgx.ErrNoRows) {
		err = nil
	}
	if err != nil {
		return domain.CalendarYear{}, app.Left{}, err
	}
	y, left, err := act(old)
	if err != nil || y.Revision == old.Revision {
		return y, app.Left{}, err
	}
	days, err := json.Marshal(y.Days)
	if err != nil {
		return domain.CalendarYear{}, app.Left{}, err
	}
	return y, left, q.AddCalendarRevision(ctx, sqlcgen.AddCalendarRevisionParams{
		Year: int32(y.Year), Revision: y.Revision, Status: string(y.Status), Days: days, //nolint:gosec // four digits
		LegalBasis: y.LegalBasis, SetAt: y.SetAt,
	})
}

func calendarYear(r sqlcgen.CalendarRevision) (domain.CalendarYear, error) {
	y := domain.CalendarYear{
		Year: int(r.Year), Status: workday.Status(r.Status), LegalBasis: r.LegalBasis, Revision: r.Revision, SetAt: r.SetAt,
	}
	return y, json.Unmarshal(r.Days, &y.Days)
}

func calendarYears(rows []sqlcgen.CalendarRevision, err error) ([]domain.CalendarYear, error) {
	out := make([]domain.CalendarYear, len(rows))
	for i, r := range rows {
		y, broken := calendarYear(r)
		out[i], err = y, errors.Join(err, broken)
	}
	return out, err
}

// Year reads the revision in force.
func (s *Store) Year(ctx context.Context, year int) (domain.CalendarYear, error) {
	row, err := s.q().CalendarYear(ctx, int32(year)) //nolint:gosec // four digits
	if err != nil {
		return domain.CalendarYear{}, found(err, "name", "calendarYears/"+strconv.Itoa(year))
	}
	return calendarYear(row)
}

// Years reads every year as it is in force, newest first.
func (s *Store) Years(ctx context.Context) ([]domain.CalendarYear, error) {
	return calendarYears(s.q().CalendarYears(ctx))
}

// Revisions reads every revision of a year, newest first.
func (s *Store) Revisions(ctx context.Context, year int) ([]domain.CalendarYear, error) {
	return calendarYears(s.q().CalendarRevisions(ctx, int32(year))) //nolint:gosec // four digits
}

package app

import (
	"context"
	"strconv"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// SetCalendarYear replaces the days of a year whole; the former ones stay as revisions.
func (d *Directory) SetCalendarYear(ctx context.Context, cause change.Cause, y domain.CalendarYear, etag string) (domain.CalendarYear, error) {
	return d.store.ChangeYear(ctx, cause, y.Year, func(old domain.CalendarYear) (domain.CalendarYear, Left, error) {
		if err := fresh(etag, old.Revision); err != nil {
			return domain.CalendarYear{}, Left{}, err
		}
		y.SetAt = d.clock()
		set, facts, err := domain.SetCalendarYear(old, y)
		return set, Left{
			Facts: facts, Resource: "calendarYears/" + strconv.Itoa(y.Year),
			Detail: map[string]string{"status": string(y.Status), "basis": y.LegalBasis},
		}, err
	})
}

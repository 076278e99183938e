package grpcapi

import (
	"strconv"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Places in lists travel as the sort keys of the last item.

func timePlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	if len(keys) != 2 || !idPattern.MatchString(keys[1]) {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	at, err := time.Parse(time.RFC3339Nano, keys[0])
	if err != nil {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	return app.Place{Time: at, ID: keys[1]}, nil
}

func timeKeys(at time.Time, id string) []string {
	return []string{at.UTC().Format(time.RFC3339Nano), id}
}

// dayPlace is a place by due date; a row without one has none in its key either.
func dayPlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	if len(keys) != 2 || !idPattern.MatchString(keys[1]) {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	date, err := day("page_token", keys[0])
	if err != nil {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	return app.Place{Date: date, ID: keys[1]}, nil
}

func dayKeys(v app.View) []string {
	due := v.NextDue(v.Setting)
	if due.IsZero() {
		return []string{"", v.ID}
	}
	return []string{due.Date.String(), v.ID}
}

func rankPlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	place, err := timePlace(keys[1:])
	if err != nil {
		return place, err
	}
	place.Rank, err = number("page_token", keys[0])
	return place, err
}

func rankKeys(v app.HouseholdVote) []string {
	return append([]string{strconv.Itoa(v.Rank)}, timeKeys(v.Vote.AnnouncedAt, v.Vote.ID)...)
}

func linePlace(keys []string) (app.Place, error) {
	if len(keys) == 0 {
		return app.Place{}, nil
	}
	if len(keys) != 3 {
		return app.Place{}, domain.Refuse(domain.PageTokenInvalid, "page_token")
	}
	return app.Place{Text: keys[0], Code: keys[1], ID: keys[2]}, nil
}

// page cuts a list that was asked for with one more than fits, and writes the token of the rest.
func page[T any](all []T, size int, next func(...string) string, keys func(T) []string) ([]T, string) {
	if len(all) <= size {
		return all, ""
	}
	all = all[:size]
	return all, next(keys(all[size-1])...)
}

// dated is the day as text; none is empty.
func dated(d workday.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

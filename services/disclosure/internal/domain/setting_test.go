package domain_test

import (
	"errors"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func book(t testing.TB) *law.Book {
	t.Helper()
	b, err := lawbook.National()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func item(t testing.TB, catalogue, id string) law.Item {
	t.Helper()
	c, ok := book(t).Catalogue(catalogue)
	if !ok {
		t.Fatalf("no catalogue %s", catalogue)
	}
	i, ok := c.Item(id)
	if !ok {
		t.Fatalf("no item %s", id)
	}
	return i
}

func day(text string) workday.Date { return workday.MustParse(text) }

func at(text string) time.Time { return day(text).Start().Add(10 * time.Hour) }

// setting is the world on a day, for an item of a commune with a radio.
func setting(t testing.TB, id, today string) domain.Setting {
	t.Helper()
	return domain.Setting{
		Book: book(t), Calendar: workday.Default(), Item: item(t, law.Communes, id), Facts: law.Facts{Portal: true, Radio: true}, Now: at(today),
	}
}

func refused(t testing.TB, err error, reason domain.Reason) {
	t.Helper()
	var r *domain.Refusal
	if !errors.As(err, &r) || r.Reason != reason {
		t.Fatalf("%v, want %s", err, reason)
	}
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

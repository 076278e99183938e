package app

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Directory carries out the actions.
type Directory struct {
	store Store
	clock Clock
	// personKey turns a national id into the keyed hash that is stored.
	personKey func(nationalID string) (string, error)
}

// New makes the actions on a store. All three are required.
func New(store Store, clock Clock, personKey func(string) (string, error)) *Directory {
	return &Directory{store: store, clock: clock, personKey: personKey}
}

// Today is the day in Vietnam.
func (d *Directory) Today() domain.Date { return workday.Today(d.clock()) }

// Store gives the surface the reads that need no action.
func (d *Directory) Store() Store { return d.store }

// Etag is what a caller sends back to be refused instead of overwriting.
func Etag(version int64) string { return "v" + strconv.FormatInt(version, 10) }

// fresh refuses a stale etag; an empty one is not asked about.
func fresh(etag string, version int64) error {
	if etag != "" && strings.Trim(etag, `"`) != Etag(version) {
		return domain.Refuse(domain.Stale, domain.StaleEtag, "etag")
	}
	return nil
}

// newID names a new row. Ids grow with time, so that rows entered together lie together.
func newID() string { return uuid.Must(uuid.NewV7()).String() }

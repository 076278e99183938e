package app

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Policy decides who may (authz.Engine).
type Policy interface {
	Allow(ctx context.Context, action string, r authz.Resource) error
	Can(ctx context.Context, action string, r authz.Resource) bool
}

// Files turns the handle of an upload into the file it stands for.
type Files interface {
	// Open verifies a handle given to that person and says which file it is.
	Open(handle, subject string) (domain.Attachment, error)
}

// Directory is the service that knows the households. It is asked with the caller's own token: what the caller may not see,
// voting does not see on their behalf.
type Directory interface {
	// Households lists the roll of a village as of today, ordered by code. The entries name no person's key.
	Households(ctx context.Context, village string) ([]domain.RollEntry, error)
	// MyHousehold is the household the caller represents today; false when there is none.
	MyHousehold(ctx context.Context) (Household, bool, error)
}

// Household is the one a caller represents.
type Household struct {
	Village string // unit key
	Entry   domain.RollEntry
}

// Actions are everything one can do here. All fields are required.
type Actions struct {
	Store     Store
	Book      *law.Book
	Units     *units.Copy
	Policy    Policy
	Files     Files
	Directory Directory
	Online    *Online
	Clock     func() time.Time
}

// Check reports what is missing.
func (a *Actions) Check() error {
	if a.Store == nil || a.Book == nil || a.Units == nil || a.Policy == nil || a.Files == nil || a.Directory == nil || a.Online == nil || a.Clock == nil {
		return errors.New("voting: store, law book, units, policy, files, directory, online and clock are all required")
	}
	return nil
}

// now is the moment to the microsecond, which is what is kept of it.
func (a *Actions) now() time.Time { return a.Clock().Truncate(time.Microsecond) }

func (a *Actions) today() workday.Date { return workday.Today(a.Clock()) }

// setting is the world in which the rules are asked.
func (a *Actions) setting() domain.Setting {
	return domain.Setting{Book: a.Book, Calendar: a.Units.Calendar(), Now: a.now()}
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// etag is the revision as callers see it.
func etag(revision int64) string { return strconv.FormatInt(revision, 10) }

// fresh refuses a change that was decided on an older version.
func fresh(given string, revision int64) error {
	if given != etag(revision) {
		return domain.Refuse(domain.StaleEtag, "etag")
	}
	return nil
}

package app

import (
	"context"
	"errors"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
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

// Actions are everything one can do here. All fields but the last three are required.
type Actions struct {
	Store  Store
	Book   *law.Book
	Units  *units.Copy
	Policy Policy
	Files  Files
	Clock  func() time.Time
	// LettersFrom is the portal's address, to which letters lead; empty sends no letters.
	LettersFrom string
	// Webhooks tells that programs are configured that want to be told what becomes public.
	Webhooks bool
	// Portal is the portal's address, which programs are told with; empty tells none.
	Portal string
}

// Check reports what is missing.
func (a *Actions) Check() error {
	if a.Store == nil || a.Book == nil || a.Units == nil || a.Policy == nil || a.Files == nil || a.Clock == nil {
		return errors.New("disclosure: store, law book, units, policy, files and clock are all required")
	}
	return nil
}

// now is the moment to the microsecond, which is what is kept of it.
func (a *Actions) now() time.Time { return a.Clock().Truncate(time.Microsecond) }

func (a *Actions) today() workday.Date { return workday.Today(a.Clock()) }

// actor is the caller as the record keeps them.
func actor(ctx context.Context) domain.Actor {
	caller := authn.From(ctx)
	return domain.Actor{Subject: caller.Subject, Person: caller.PersonKey, Name: caller.Name}
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

// PersonKey is the key under which the caller's own requests are kept: the person where the issuer tells them, else the account.
func PersonKey(caller authn.Caller) string {
	if caller.PersonKey != "" {
		return caller.PersonKey
	}
	return caller.Subject
}

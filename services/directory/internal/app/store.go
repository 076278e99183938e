package app

import (
	"context"
	"errors"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Left is what an action leaves behind besides the rows: facts to tell, an
// entry in the audit trail, jobs.
type Left struct {
	Facts    []domain.Fact
	Resource string
	Unit     domain.UnitKey
	Detail   map[string]string
	Jobs     []river.JobArgs
	// Finished is the import that ends with this change, in the same transaction;
	// the change fails when it was cancelled meanwhile.
	Finished *Import
}

// ErrCancelled tells that an import was cancelled while it ran.
var ErrCancelled = errors.New("the import was cancelled")

// Store keeps the directory. Reads of what is not there answer with the
// refusal NOT_FOUND. Each Change runs its action once for a cause, in one
// transaction with what it leaves behind; a repeat of the cause answers with
// what the first time answered and changes nothing. An action may run more than
// once before its transaction commits, so it has no effect of its own.
type Store interface {
	UnitStore
	AgencyStore
	HouseholdStore
	BindingStore
	CalendarStore
	ImportStore
}

// UnitStore keeps units.
type UnitStore interface {
	// ChangeTree gives the action the whole tree, alone, and stores what it changed. It
	// answers with the units of the keys returned.
	ChangeTree(ctx context.Context, cause change.Cause, act func(*domain.Tree) ([]domain.UnitKey, Left, error)) ([]*domain.Unit, error)
	Unit(ctx context.Context, key domain.UnitKey) (*domain.Unit, error)
	UnitAt(ctx context.Context, code string, day domain.Date) (*domain.Unit, error)
	// Units answers in the order of the keys and leaves out what is not there.
	Units(ctx context.Context, keys []domain.UnitKey) ([]*domain.Unit, error)
	ListUnits(ctx context.Context, f UnitFilter) ([]UnitPlace, error)
	// Ancestors are the chain above on the day, nearest first.
	Ancestors(ctx context.Context, key domain.UnitKey, day domain.Date) ([]*domain.Unit, error)
	// Links are those to what came after (or before), at most 5,000.
	Links(ctx context.Context, key domain.UnitKey, before, transitive bool) ([]domain.Link, error)
	// AnnounceTransfers tells of the transfers whose day has come; it answers how many.
	AnnounceTransfers(ctx context.Context, today domain.Date) (int, error)
}

// UnitFilter says which units, and after which place. Empty fields ask for all.
type UnitFilter struct {
	Parent       domain.UnitKey
	Descendants  bool
	Level        domain.Level
	AsOf         domain.Date
	Query        string
	IncludeEnded bool
	After        []string
	Size         int
}

// UnitPlace is a unit with its place in the list.
type UnitPlace struct {
	Unit  *domain.Unit
	Place []string
}

// AgencyStore keeps agencies.
type AgencyStore interface {
	// ChangeAgency gives the action the agency, nil when there is none, locked.
	ChangeAgency(ctx context.Context, cause change.Cause, id string, act func(old *domain.Agency) (domain.Agency, Left, error)) (domain.Agency, error)
	Agency(ctx context.Context, id string) (domain.Agency, error)
	ListAgencies(ctx context.Context, f AgencyFilter) ([]domain.Agency, error)
}

// AgencyFilter says which agencies.
type AgencyFilter struct {
	Unit        domain.UnitKey
	Descendants bool
	AsOf        domain.Date
	Query       string
	After       []string
	Size        int
}

// HouseholdStore keeps the rolls.
type HouseholdStore interface {
	// ChangeHouseholds gives the action the households of the ids, locked, in the order of the
	// ids, and stores those it returns. It answers with their ids only: answers are kept
	// for repeats and shall not hold personal data.
	ChangeHouseholds(ctx context.Context, cause change.Cause, ids []string, act func([]domain.Household) ([]domain.Household, Left, error)) ([]string, error)
	Household(ctx context.Context, id string) (domain.Household, error)
	HouseholdOf(ctx context.Context, personKey string) (domain.Household, error)
	// ListHouseholds answers with the page and the number on the roll that day.
	ListHouseholds(ctx context.Context, f HouseholdFilter) ([]domain.Household, int64, error)
	// Unplaced answers with a page, and the number, of those still on the rolls of villages
	// that are no more, in the unit, below it and in what these came from.
	Unplaced(ctx context.Context, unit domain.UnitKey, day domain.Date, after []string, size int) ([]domain.Household, int64, error)
	// FollowVillages moves households whose village went into one other, some at a time; it answers how many.
	FollowVillages(ctx context.Context, today domain.Date) (int, error)
	HouseholdHistory(ctx context.Context, id string) ([]domain.HouseholdEvent, []domain.Representative, error)
}

// HouseholdFilter says which households.
type HouseholdFilter struct {
	Village domain.UnitKey
	AsOf    domain.Date
	Query   string
	After   []string
	Size    int
}

// BindingStore keeps role bindings.
type BindingStore interface {
	// AddBinding gives the action the bindings of the same subject, role and place.
	AddBinding(ctx context.Context, cause change.Cause, like domain.Binding, act func(alike []domain.Binding) (domain.Binding, Left, error)) (domain.Binding, error)
	ChangeBinding(ctx context.Context, cause change.Cause, id string, act func(domain.Binding) (domain.Binding, Left, error)) (domain.Binding, error)
	Binding(ctx context.Context, id string) (domain.Binding, error)
	ListBindings(ctx context.Context, f BindingFilter) ([]domain.Binding, error)
	BindingsOf(ctx context.Context, subjects []string, day domain.Date) ([]domain.Binding, error)
	// PersonOf is the person behind a subject that holds or held roles, "" while not known.
	PersonOf(ctx context.Context, subject string) (string, error)
	// Recognise remembers who stands behind a subject that holds roles.
	Recognise(ctx context.Context, subject, person string) error
}

// BindingFilter says which bindings, of a unit and those below.
type BindingFilter struct {
	Unit         domain.UnitKey
	Subject      string
	Role         domain.Role
	AsOf         domain.Date
	IncludeEnded bool
	After        []string
	Size         int
}

// CalendarStore keeps the years.
type CalendarStore interface {
	ChangeYear(ctx context.Context, cause change.Cause, year int, act func(old domain.CalendarYear) (domain.CalendarYear, Left, error)) (domain.CalendarYear, error)
	Year(ctx context.Context, year int) (domain.CalendarYear, error)
	Years(ctx context.Context) ([]domain.CalendarYear, error)
	Revisions(ctx context.Context, year int) ([]domain.CalendarYear, error)
}

// Clock tells the time; tests hold it.
type Clock func() time.Time

package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// ImportKind says what a table holds.
type ImportKind string

// The kinds of tables.
const (
	ImportUnits       ImportKind = "units"
	ImportUnitMapping ImportKind = "unit_mapping"
	ImportUnitChanges ImportKind = "unit_changes"
	ImportVillages    ImportKind = "villages"
	ImportHouseholds  ImportKind = "households"
	ImportRoles       ImportKind = "roles"
	ImportCalendar    ImportKind = "calendar"
	ImportAgencies    ImportKind = "agencies"
)

// ImportState is where an import stands; domain/doc.go draws it.
type ImportState string

// The states.
const (
	ImportPending   ImportState = "pending"
	ImportRunning   ImportState = "running"
	ImportSucceeded ImportState = "succeeded"
	ImportRejected  ImportState = "rejected"
	ImportFailed    ImportState = "failed"
	ImportCancelled ImportState = "cancelled"
)

// Import is one run over one file.
type Import struct {
	ID         string
	Kind       ImportKind
	Unit       domain.UnitKey // "" for the whole country
	File       string         // name of the blob
	FileName   string
	FileSize   int64
	FileDigest string
	DryRun     bool
	Period     domain.Period
	LegalBasis string
	Actor      string
	ActorKeys  []string

	State      ImportState
	Progress   Progress
	Tally      Tally
	Failure    string
	Encoding   string
	Repairs    []Repair
	CreatedAt  time.Time
	FinishedAt time.Time
}

// Progress is how far a running import has come.
type Progress struct {
	Phase    string
	RowsRead int64
	Percent  int
}

// Tally counts what the rows did (or, in a dry run, would have done).
type Tally struct {
	Created   int64
	Changed   int64
	Unchanged int64
	Errors    int64
}

// RowError is one thing wrong with one row. Rule and Remedy are message keys: a
// reason of the domain (which says both) or a rule of the reader. Value never
// holds a national id or a telephone number in clear.
type RowError struct {
	Line    int64
	Heading string
	Value   string
	Rule    string
	Remedy  string
	Params  map[string]string
}

// maxRowErrors is how many errors are kept in detail: beyond it, the file as a
// whole is wrong.
const maxRowErrors = 10_000

// ImportStore keeps imports and carries out the one that is too large for the
// memory of a program.
type ImportStore interface {
	AddImport(ctx context.Context, cause change.Cause, i Import, left Left) (Import, error)
	Import(ctx context.Context, id string) (Import, error)
	// ListImports answers newest first; "" asks for those of the whole country.
	ListImports(ctx context.Context, unit domain.UnitKey, after []string, size int) ([]Import, error)
	// ImportErrors answers in order of line, after the given place, with the last place.
	ImportErrors(ctx context.Context, id string, after int64, size int) ([]RowError, int64, error)
	CancelImport(ctx context.Context, cause change.Cause, id string, at time.Time) (Import, error)
	// StartImport answers false when the import has finished or was cancelled.
	StartImport(ctx context.Context, id string) (bool, error)
	// ReportProgress answers false when the import was cancelled meanwhile.
	ReportProgress(ctx context.Context, id string, p Progress) (bool, error)
	FinishImport(ctx context.Context, i Import, errors []RowError) error
	// InSession is one transaction over several small things: all rows or none.
	InSession(ctx context.Context, cause change.Cause, act func(context.Context, Session) (Left, error)) error
	// MergeHouseholds stages the rows, checks them as a set and merges them in one
	// transaction. Row errors, or a dry run, leave everything as it was.
	MergeHouseholds(ctx context.Context, cause change.Cause, m HouseholdMerge) (Tally, []RowError, error)
}

// Session is what an import of roles, agencies or calendar years does within
// its transaction.
type Session interface {
	BindingsAlike(ctx context.Context, like domain.Binding) ([]domain.Binding, error)
	PutBinding(ctx context.Context, b domain.Binding) error
	// AgencyAlike finds the agency in existence by code or, without one, by unit and name; nil when none.
	AgencyAlike(ctx context.Context, a domain.Agency) (*domain.Agency, error)
	PutAgency(ctx context.Context, a domain.Agency) error
	ChangeYear(ctx context.Context, year int, act func(old domain.CalendarYear) (domain.CalendarYear, Left, error)) (domain.CalendarYear, error)
}

// HouseholdMerge is a roll, or many, to merge.
type HouseholdMerge struct {
	Resource string
	Unit     domain.UnitKey
	From     domain.Date
	DryRun   bool
	// Villages are those on whose rolls rows may enter.
	Villages []domain.UnitKey
	// Read begins reading the table from its first row, each time it is asked: a
	// transaction that has to be tried again reads the file again.
	Read func(context.Context) (HouseholdRows, error)
	// Phase is told what the merge is about.
	Phase func(string)
	// Finish is the import as it stands when it has succeeded with this tally.
	Finish func(Tally) *Import
}

// HouseholdRows are the rows of one reading, for one goroutine.
type HouseholdRows interface {
	// Next gives the next row that is right by itself; false at the end.
	Next() (HouseholdRow, bool, error)
	// Errors are those of the rows passed so far.
	Errors() []RowError
	// Close ends the reading, also in the middle.
	Close()
}

// HouseholdRow is one checked row of a roll.
type HouseholdRow struct {
	Line    int64
	Village domain.UnitKey
	Code    string
	Address string
	Person  *domain.Person
}

package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Store keeps what the actions work on. A read of something that is not there is refused with domain.NotFound.
type Store interface {
	// Change runs work once for the cause, in one transaction with its outcome. A repeat of the cause runs nothing and
	// returns the answer of the first time. Work may run more than once and must have no effect outside the Tx.
	Change(ctx context.Context, cause change.Cause, work func(context.Context, Tx) (Outcome, error)) (Answer, error)
	// Answered returns the answer of the first time, if the cause has been before.
	Answered(ctx context.Context, cause change.Cause) (Answer, bool, error)

	Publication(ctx context.Context, id string) (domain.Publication, error)
	Desk(ctx context.Context, q DeskQuery) ([]domain.Publication, error)
	Search(ctx context.Context, q SearchQuery) ([]domain.Publication, error)
	Version(ctx context.Context, publication string, number int) (domain.Version, error)
	// Versions lists versions below a number, newest first.
	Versions(ctx context.Context, publication string, before, most int) ([]domain.Version, error)
	// Export calls each with every publication ever public in the scope, in order of publication, as one picture of one
	// moment. It stops at the first error.
	Export(ctx context.Context, q ExportQuery, each func(domain.Publication) error) error
	PublishedBetween(ctx context.Context, unit string, from, to time.Time) ([]domain.Publication, error)

	Obligation(ctx context.Context, id string) (domain.Obligation, error)
	Obligations(ctx context.Context, q ObligationQuery) ([]domain.Obligation, error)
	CountObligations(ctx context.Context, q CountQuery) ([]Counted, error)

	Plan(ctx context.Context, id string) (domain.Plan, error)
	Plans(ctx context.Context, q PlanQuery) ([]domain.Plan, error)

	Withholding(ctx context.Context, id string) (domain.Withholding, error)
	Withholdings(ctx context.Context, q WithholdingQuery) ([]domain.Withholding, error)
	CountWithholdings(ctx context.Context, scope Scope) (int, error)
	CountWithheldAt(ctx context.Context, unit string, moment time.Time) (int, error)

	Request(ctx context.Context, id string) (domain.Request, error)
	MyRequests(ctx context.Context, requester string, before Place, most int) ([]domain.Request, error)
	UnitRequests(ctx context.Context, unit string, states []domain.RequestState, after Place, most int) ([]domain.Request, error)

	// Waiting is everything that waits for somebody in the units and agencies.
	Waiting(ctx context.Context, unitKeys, agencies []string, today, soon workday.Date) (Waiting, error)
	// Sweep lists the ids that a periodic job has to look at.
	Sweep(ctx context.Context, what Sweep) ([]string, error)
}

// Tx is the store inside one transaction. What it reads is locked until the end.
type Tx interface {
	Publication(ctx context.Context, id string) (domain.Publication, error)
	PutPublication(ctx context.Context, p domain.Publication) error
	DeletePublication(ctx context.Context, id string) error
	AddVersion(ctx context.Context, v domain.Version) error

	Obligation(ctx context.Context, id string) (domain.Obligation, error)
	ObligationOfPeriod(ctx context.Context, body domain.Body, item, period string) (domain.Obligation, bool, error)
	ObligationOfDocument(ctx context.Context, body domain.Body, item, documentNumber string, decision workday.Date) (domain.Obligation, bool, error)
	PutObligation(ctx context.Context, o domain.Obligation) error
	// Expect makes expected obligations; those already there stay as they are.
	Expect(ctx context.Context, all []domain.Obligation) error

	Plan(ctx context.Context, id string) (domain.Plan, error)
	AdoptedPlan(ctx context.Context, body domain.Body, year int) (domain.Plan, bool, error)
	PutPlan(ctx context.Context, p domain.Plan) error
	// PlanDays writes the planned days beside the expected obligations of the year.
	PlanDays(ctx context.Context, p domain.Plan) error

	Withholding(ctx context.Context, id string) (domain.Withholding, error)
	PutWithholding(ctx context.Context, w domain.Withholding) error

	Request(ctx context.Context, id string) (domain.Request, error)
	PutRequest(ctx context.Context, r domain.Request) error

	// NextNumber counts a counter of the body up. Numbers have no gaps but those of transactions that failed later.
	NextNumber(ctx context.Context, body domain.Body, name string, year int) (int, error)
}

// Outcome is what a change leaves behind.
type Outcome struct {
	Answer   Answer
	Resource string // its name, for the audit trail
	Unit     string
	Detail   map[string]string // for the audit trail; no personal data
	Facts    []domain.Fact
	Notices  []Notice
	// PublishAt asks for a job that publishes the resource at that time.
	PublishAt time.Time
	// Silent leaves no audit entry: nothing was changed.
	Silent bool
}

// Notice is a message to one person, delivered after the commit.
type Notice struct {
	To       string // subject or person key; of a letter the mail address
	Letter   bool   // by mail; else in the portal's inbox
	Webhook  bool   // to every configured program that wants it, instead; To is empty
	Template string // key of the words
	Params   map[string]string
	Resource string
	Key      string // the same key is told once
}

// Place is where a page of a list begins: after (or before) this row. The zero place is the beginning.
type Place struct {
	Time time.Time
	Date workday.Date
	Year int
	ID   string
}

// IsZero reports whether the list begins at its beginning.
func (p Place) IsZero() bool { return p.ID == "" }

// Scope limits a list to units; All means everywhere.
type Scope struct {
	All   bool
	Units []string
}

// DeskQuery asks for publications of a unit in any state.
type DeskQuery struct {
	Unit, Agency, Item string
	States             []domain.State
	Before             Place
	Most               int
}

// SearchQuery asks for what is public. Words are lexemes that must all occur.
type SearchQuery struct {
	Words              []string
	Scope              Scope
	Agency, Item, Form string
	States             []domain.State
	From, To           workday.Date
	Today              workday.Date
	Before             Place
	Most               int
}

// ExportQuery asks for everything ever public in a scope.
type ExportQuery struct {
	Scope    Scope
	Item     string
	From, To workday.Date
}

// ObligationQuery asks for obligations by due date, those without one last.
type ObligationQuery struct {
	Scope        Scope
	Agency, Item string
	Year         int
	States       []domain.ObligationState
	Standing     domain.Standing
	Today, Soon  workday.Date
	After        Place
	Most         int
}

// CountQuery asks for counts of a year, or of the part of it whose due (or period's) day lies in a span.
type CountQuery struct {
	Scope       Scope
	Year        int
	From, To    workday.Date
	Today, Soon workday.Date
}

// Counted is the counts of one unit and item.
type Counted struct {
	Unit, Item string
	Counts     domain.Counts
	DueSoon    int
}

// PlanQuery asks for the plans of a unit, newest first.
type PlanQuery struct {
	Unit string
	Year int
	// DraftsOf are the bodies whose drafts are listed too: "" the unit's own, else an agency's.
	DraftsOf []string
	Before   Place
	Most     int
}

// WithholdingQuery asks for entries, newest first.
type WithholdingQuery struct {
	Scope  Scope
	States []domain.WithholdingState
	// OpenOf are the bodies whose entries are listed before anybody approved and after somebody declined them.
	OpenOf []string
	Before Place
	Most   int
}

// Waiting is what waits for somebody.
type Waiting struct {
	Obligations  []domain.Obligation
	Publications []domain.Publication
	Withholdings []domain.Withholding
	Requests     []domain.Request
}

// Sweep says what a periodic job looks for. At most 500 ids come back; After continues.
type Sweep struct {
	Kind  SweepKind
	Today workday.Date
	Now   time.Time
	Days  []workday.Date
	Items []string
	After string
}

// SweepKind is one kind of periodic look.
type SweepKind string

// Kinds of sweeps.
const (
	SweepExpire    SweepKind = "expire"     // personal lists past their last day
	SweepScheduled SweepKind = "scheduled"  // scheduled publications whose time has come
	SweepOverdue   SweepKind = "overdue"    // open obligations past their day, not told
	SweepRemind    SweepKind = "remind"     // open obligations due on one of the days
	SweepForms     SweepKind = "forms"      // obligations waiting for a form to last
	SweepPeriodEnd SweepKind = "period_end" // expected reports whose period has ended
	SweepRecount   SweepKind = "recount"    // obligations to count again
	SweepRequests  SweepKind = "requests"   // open requests for information, to count again
)

package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/notify"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the schema of voting.
func Migrations() []pg.Migrations {
	return []pg.Migrations{tlog.Migrations(), {Name: "voting", FS: files, Dir: "migrations"}}
}

// LookJob asks for a look at everything that is due, at the time the job is scheduled for.
type LookJob struct{}

// Kind names the job in the queue.
func (LookJob) Kind() string { return "voting_look" }

// Store keeps voting in PostgreSQL.
type Store struct {
	db     *pg.DB
	ledger *change.Ledger
	clock  func() time.Time
	read   *sqlcgen.Queries
}

var _ app.Store = (*Store)(nil)

// New makes the store over the ledger's database.
func New(ledger *change.Ledger, clock func() time.Time) *Store {
	return &Store{db: ledger.DB(), ledger: ledger, clock: clock, read: sqlcgen.New(ledger.DB().Pool())}
}

// Change runs work once for the cause, in one transaction with everything it leaves behind.
func (s *Store) Change(ctx context.Context, cause change.Cause, work func(context.Context, app.Tx) (app.Outcome, error)) (app.Answer, error) {
	return change.Do(ctx, s.ledger, cause, func(ctx context.Context, tx pgx.Tx) (app.Answer, change.Record, error) {
		outcome, err := work(ctx, &transaction{q: sqlcgen.New(tx), tx: tx, clock: s.clock})
		if err != nil {
			return app.Answer{}, change.Record{}, err
		}
		record, err := s.record(outcome)
		if err != nil {
			return app.Answer{}, change.Record{}, err
		}
		if err := s.queue(ctx, tx, outcome); err != nil {
			return app.Answer{}, change.Record{}, err
		}
		return outcome.Answer, record, nil
	})
}

// errFirst rolls back the look for an earlier answer when there is none.
var errFirst = errors.New("not asked before")

// Answered looks for the answer of the first time and leaves nothing behind.
func (s *Store) Answered(ctx context.Context, cause change.Cause) (app.Answer, bool, error) {
	answer, err := change.Do(ctx, s.ledger, cause, func(context.Context, pgx.Tx) (app.Answer, change.Record, error) {
		return app.Answer{}, change.Record{}, errFirst
	})
	if errors.Is(err, errFirst) {
		return app.Answer{}, false, nil
	}
	return answer, err == nil, err
}

func (s *Store) record(o app.Outcome) (change.Record, error) {
	messages, err := events.Messages(o.Facts)
	if err != nil {
		return change.Record{}, err
	}
	record := change.Record{Messages: messages}
	if !o.Silent {
		record.Audit = []audit.Entry{{Resource: o.Resource, Unit: o.Unit, Detail: o.Detail}}
	}
	return record, nil
}

func (s *Store) queue(ctx context.Context, tx pgx.Tx, o app.Outcome) error {
	notices := make([]notify.Notice, 0, len(o.Notices))
	for _, n := range o.Notices {
		params := map[string]string{"resource": n.Resource, "link": "/console/" + n.Resource}
		for key, value := range n.Params {
			params[key] = value
		}
		notices = append(notices, notify.Notice{Channel: notify.Inbox, Recipient: n.To, Template: n.Template, Params: params, DedupKey: n.Key})
	}
	if err := notify.Insert(ctx, tx, s.clock(), notices...); err != nil {
		return err
	}
	looks := make([]river.InsertManyParams, len(o.Wake))
	for i, at := range o.Wake {
		looks[i] = river.InsertManyParams{Args: LookJob{}, InsertOpts: &river.InsertOpts{ScheduledAt: at}}
	}
	if len(looks) == 0 {
		return nil
	}
	return jobs.InsertMany(ctx, tx, looks)
}

// transaction is the store inside one transaction.
type transaction struct {
	q     *sqlcgen.Queries
	tx    pgx.Tx
	clock func() time.Time
}

// notFound turns an absent row into the refusal that callers know.
func notFound(err error, what string) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return domain.Refuse(domain.NotFound, "name")
	}
	if err != nil {
		return fmt.Errorf("reading %s: %w", what, err)
	}
	return nil
}

// zeroID stands for "from the beginning" where a query compares with an id.
const zeroID = "00000000-0000-0000-0000-000000000000"

func idOrZero(id string) string {
	if id == "" {
		return zeroID
	}
	return id
}

func text(id *string) string {
	if id == nil {
		return ""
	}
	return *id
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// words turns a list of named strings into the plain ones a query takes; never nil, which would be NULL.
func words[S ~string](list []S) []string {
	plain := make([]string, len(list))
	for i, s := range list {
		plain[i] = string(s)
	}
	return plain
}

func every(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func mapped[R, T any](rows []R, err error, what string, turn func(R) T) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	all := make([]T, len(rows))
	for i, row := range rows {
		all[i] = turn(row)
	}
	return all, nil
}

package postgres

import (
	"context"
	"embed"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations is the directory's family of migrations.
func Migrations() pg.Migrations {
	return pg.Migrations{Name: "directory", FS: files, Dir: "migrations"}
}

// Mirror keeps the program's own copy of the tree in step: the change's facts
// go into it in the same transaction, so that the next decision sees them.
type Mirror interface {
	// Tell writes one fact into the copy.
	Tell(ctx context.Context, tx pgx.Tx, m outbox.Message) error
	// Refresh reads the copy again after the commit.
	Refresh(ctx context.Context)
}

// Store implements app.Store.
type Store struct {
	ledger *change.Ledger
	tell   func(domain.Fact) (outbox.Message, bool)
	mirror Mirror
	clock  func() time.Time
}

var _ app.Store = (*Store)(nil)

// New makes the store. tell turns a fact into its message; mirror may be nil.
func New(ledger *change.Ledger, tell func(domain.Fact) (outbox.Message, bool), mirror Mirror, clock func() time.Time) *Store {
	return &Store{ledger: ledger, tell: tell, mirror: mirror, clock: clock}
}

func (s *Store) db() *pg.DB { return s.ledger.DB() }

func (s *Store) q() *sqlcgen.Queries { return sqlcgen.New(s.db().Pool()) }

func (s *Store) today() workday.Date { return workday.Today(s.clock()) }

// mirrored is how many facts a change may have to be mirrored in its own
// transaction; an import's come through the stream.
const mirrored = 500

// changed carries out a change: the work, then what it left behind.
func changed[T any](
	ctx context.Context, s *Store, cause change.Cause,
	work func(ctx context.Context, tx pgx.Tx, q *sqlcgen.Queries) (T, app.Left, error),
) (T, error) {
	once := func(ctx context.Context, tx pgx.Tx) (T, change.Record, error) { return act(ctx, s, tx, work) }
	answer, err := change.Do(ctx, s.ledger, cause, once)
	if collided(err) {
		answer, err = change.Do(ctx, s.ledger, cause, once)
	}
	if err != nil {
		return answer, refused(err)
	}
	if s.mirror != nil {
		s.mirror.Refresh(ctx)
	}
	return answer, nil
}

// act is one try of a change.
func act[T any](
	ctx context.Context, s *Store, tx pgx.Tx, work func(ctx context.Context, tx pgx.Tx, q *sqlcgen.Queries) (T, app.Left, error),
) (T, change.Record, error) {
	var none T
	answer, left, err := work(ctx, tx, sqlcgen.New(tx))
	if err != nil {
		return none, change.Record{}, err
	}
	if left.Finished != nil {
		if err := finish(ctx, sqlcgen.New(tx), *left.Finished); err != nil {
			return none, change.Record{}, err
		}
	}
	record := change.Record{Jobs: left.Jobs}
	for _, f := range left.Facts {
		if m, told := s.tell(f); told {
			record.Messages = append(record.Messages, m)
		}
	}
	if left.Resource != "" {
		record.Audit = []audit.Entry{{Resource: left.Resource, Unit: string(left.Unit), Detail: left.Detail}}
	}
	return answer, record, s.reflect(ctx, tx, record.Messages)
}

// reflect mirrors a change's facts behind a savepoint. A copy that has not heard
// of what came before cannot take them; the stream brings everything in order,
// and the change is no worse for it.
func (s *Store) reflect(ctx context.Context, tx pgx.Tx, messages []outbox.Message) error {
	if s.mirror == nil || len(messages) == 0 || len(messages) > mirrored {
		return nil
	}
	inner, err := tx.Begin(ctx)
	if err != nil {
		return err
	}
	for _, m := range messages {
		if err := s.mirror.Tell(ctx, inner, m); err != nil {
			return inner.Rollback(ctx)
		}
	}
	return inner.Commit(ctx)
}

// found turns "no rows" into the refusal that names what is missing.
func found(err error, field, name string) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return domain.Refuse(domain.Missing, domain.NotFound, field, "name", name)
	}
	return err
}

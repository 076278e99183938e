package bus

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Parked is an event that failed too often.
type Parked struct {
	Consumer string
	EventID  string
	Type     string
	Subject  string
	Error    string
	Attempts int
	At       time.Time
}

// ListParked lists the parked events of all consumers of this database, the
// longest parked first, at most limit.
func ListParked(ctx context.Context, db *pg.DB, limit int) ([]Parked, error) {
	rows, err := db.Pool().Query(ctx, `
SELECT consumer, event_id, type, subject, error, attempts, parked_at
FROM platform_parked
ORDER BY parked_at, consumer, event_id
LIMIT $1`, limit)
	if err != nil {
		return nil, fmt.Errorf("listing parked events: %w", err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[Parked])
}

// Replay asks the running consumers to take parked events again: of one consumer
// or, with "", of all; one event or, with "", all. It returns how many. The
// consumer takes them within a second or two, oldest first; one that fails again
// stays parked with its new error.
func Replay(ctx context.Context, db *pg.DB, consumer, eventID string) (int, error) {
	tag, err := db.Pool().Exec(ctx, `
UPDATE platform_parked SET replay_at = now()
WHERE ($1 = '' OR consumer = $1) AND ($2 = '' OR event_id = $2)`, consumer, eventID)
	if err != nil {
		return 0, fmt.Errorf("asking for parked events: %w", err)
	}
	return int(tag.RowsAffected()), nil
}

// park puts an event aside and moves on, so that the ones after it can be taken.
func (r *reader) park(ctx context.Context, d delivery, failures int, reason error) error {
	err := r.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `
INSERT INTO platform_parked (consumer, event_id, type, source, subject, unit, sequence, time, trace, data, error, attempts)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
ON CONFLICT (consumer, event_id) DO UPDATE SET error = EXCLUDED.error, attempts = platform_parked.attempts + EXCLUDED.attempts`,
			r.consumer.Name, d.ID, d.Type, d.Source, d.Subject, d.Unit, int64(d.Sequence), d.Time, d.Trace, d.Data, reason.Error(), failures) //nolint:gosec // numbers of an identity column
		if err != nil {
			return err
		}
		return r.move(ctx, tx, d.place)
	})
	if err != nil {
		return fmt.Errorf("parking event %s: %w", d.ID, err)
	}
	r.log.ErrorContext(ctx, "event parked", "event", d.ID, "type", d.Type, "failures", failures, "error", reason)
	return nil
}

// replay takes the parked events that somebody asked for. The mark is removed
// first, with the event's own failure: each asking is one attempt.
func (r *reader) replay(ctx context.Context) error {
	if r.parked.n.Load() == 0 {
		return nil
	}
	rows, err := r.db.Pool().Query(ctx, `
SELECT event_id, type, source, subject, unit, sequence, time, trace, data
FROM platform_parked
WHERE consumer = $1 AND replay_at IS NOT NULL
ORDER BY sequence, parked_at
LIMIT 100`, r.consumer.Name)
	if err != nil {
		return fmt.Errorf("reading parked events: %w", err)
	}
	events, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (e Event, err error) {
		err = row.Scan(&e.ID, &e.Type, &e.Source, &e.Subject, &e.Unit, &e.Sequence, &e.Time, &e.Trace, &e.Data)
		return e, err
	})
	if err != nil {
		return fmt.Errorf("reading parked events: %w", err)
	}
	for _, event := range events {
		if err := r.unpark(ctx, event); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) unpark(ctx context.Context, event Event) error {
	fresh, failed := r.handle(ctx, []Event{event}, 0)
	if failed != nil && (ctx.Err() != nil || pg.Unreachable(failed)) {
		return failed
	}
	if failed != nil {
		r.log.ErrorContext(ctx, "parked event failed again", "event", event.ID, "type", event.Type, "error", failed)
		_, err := r.db.Pool().Exec(ctx, `
UPDATE platform_parked SET replay_at = NULL, error = $3, attempts = attempts + 1
WHERE consumer = $1 AND event_id = $2`, r.consumer.Name, event.ID, failed.Error())
		return err
	}
	// The inbox row is committed: dying here only leaves a parked row that the
	// next replay finds taken.
	if _, err := r.db.Pool().Exec(ctx, `DELETE FROM platform_parked WHERE consumer = $1 AND event_id = $2`, r.consumer.Name, event.ID); err != nil {
		return fmt.Errorf("removing parked event %s: %w", event.ID, err)
	}
	r.tell(ctx, fresh)
	return nil
}

// gauge is the number of parked events of a consumer, as a metric.
type gauge struct{ n atomic.Int64 }

func (g *gauge) count(ctx context.Context, conn *pgx.Conn, consumer string) error {
	var n int64
	if err := conn.QueryRow(ctx, `SELECT count(*) FROM platform_parked WHERE consumer = $1`, consumer).Scan(&n); err != nil {
		return err
	}
	g.n.Store(n)
	return nil
}

// watch shows the gauge while this replica reads the consumer.
func (g *gauge) watch(consumer string) (stop func()) {
	instrument, err := otel.Meter("danchu/bus").Int64ObservableGauge("danchu.bus.parked",
		metric.WithDescription("events that failed too often and wait for replay"))
	if err != nil {
		return func() {}
	}
	meter := otel.Meter("danchu/bus")
	registration, err := meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		o.ObserveInt64(instrument, g.n.Load(), metric.WithAttributes(attribute.String("consumer", consumer)))
		return nil
	}, instrument)
	if err != nil {
		return func() {}
	}
	return func() { _ = registration.Unregister() }
}

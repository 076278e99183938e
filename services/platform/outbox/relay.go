package outbox

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

const (
	batchSize    = 1000
	pollEvery    = 250 * time.Millisecond
	restartAfter = 500 * time.Millisecond
)

// Publisher is where events go; *bus.Bus is one. Publish returns how many from
// the beginning are confirmed.
type Publisher interface {
	EnsureStream(ctx context.Context, service string) (bus.State, error)
	Publish(ctx context.Context, events []bus.Event) (int, error)
}

// Relay takes the outbox of one service to its stream.
type Relay struct {
	db      *pg.DB
	bus     Publisher
	service string
	log     *slog.Logger
	wake    chan struct{}
}

// NewRelay makes the relay of a service ("directory"). Every replica runs one;
// over all of them one at a time works, the others wait for its end.
func NewRelay(db *pg.DB, to Publisher, service string, log *slog.Logger) *Relay {
	return &Relay{db: db, bus: to, service: service, log: log.With("relay", service), wake: make(chan struct{}, 1)}
}

// Wake says that something was committed in this process. It never blocks.
func (r *Relay) Wake() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run publishes until ctx ends. What other replicas commit is found by polling
// four times a second. A broker or database that goes away is waited for.
func (r *Relay) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := r.db.Lead(ctx, "outbox relay", r.lead)
		if ctx.Err() != nil {
			break
		}
		r.log.WarnContext(ctx, "relay interrupted, starting again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(restartAfter):
		}
	}
	return nil
}

// lead publishes for as long as the lock's connection and the broker hold.
func (r *Relay) lead(ctx context.Context, conn *pgx.Conn) error {
	// Losing the note that an event was published costs a repeat, which the broker
	// drops; waiting for the disk each time would cost the latency of every event.
	if _, err := conn.Exec(ctx, `SET synchronous_commit = off`); err != nil {
		return err
	}
	state, err := r.bus.EnsureStream(ctx, r.service)
	if err != nil {
		return err
	}
	if err := r.refill(ctx, conn, state); err != nil {
		return err
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	var published []int64
	for {
		rows, err := r.next(ctx, conn, published)
		if err != nil {
			return err
		}
		published = nil
		if len(rows.events) == 0 {
			select {
			case <-ctx.Done():
				return nil
			case <-r.wake:
			case <-poll.C:
			}
			continue
		}
		// Some confirmed is progress, whatever stopped the others: an event that was
		// sent before a kill is confirmed as a repeat without becoming the stream's
		// last, and its successor, refused for that, goes first in the next batch.
		n, err := r.bus.Publish(ctx, rows.events)
		if n == 0 && err != nil {
			return err
		}
		published = rows.ids[:n]
	}
}

// refill queues again what the stream has lost: everything when it is empty, or
// what comes after its last event. Repeats are harmless, so the line need not be
// exact.
func (r *Relay) refill(ctx context.Context, conn *pgx.Conn, state bus.State) error {
	tag, err := conn.Exec(ctx, requeue, int64(state.LastSequence)) //nolint:gosec // numbers of an identity column
	if err != nil {
		return fmt.Errorf("comparing outbox and stream: %w", err)
	}
	if n := tag.RowsAffected(); n > 0 {
		r.log.WarnContext(ctx, "the stream lacks events, sending them again", "after", state.LastSequence, "events", n)
	}
	return nil
}

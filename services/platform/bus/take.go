package bus

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// take handles a batch in one transaction; if that fails, event by event, so
// that a bad one does not hold back its neighbours' commit for ever.
func (r *reader) take(ctx context.Context, batch []delivery) error {
	events := make([]Event, len(batch))
	for i, d := range batch {
		events[i] = d.Event
	}
	if fresh, err := r.handle(ctx, events, batch[len(batch)-1].place); err == nil {
		r.tell(ctx, fresh)
		return nil
	}
	for _, d := range batch {
		if err := r.insist(ctx, d); err != nil {
			return err
		}
	}
	return nil
}

// insist tries one event until it is handled or parked. A database that cannot
// be reached is not the event's fault and does not count.
func (r *reader) insist(ctx context.Context, d delivery) error {
	pause := 20 * time.Millisecond
	for failures := 0; ; {
		fresh, err := r.handle(ctx, []Event{d.Event}, d.place)
		if err == nil {
			r.tell(ctx, fresh)
			return nil
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if !pg.Unreachable(err) {
			failures++
		}
		if failures >= r.consumer.Attempts {
			parkErr := r.park(ctx, d, failures, err)
			if parkErr == nil {
				return nil
			}
			err = parkErr
		}
		r.log.WarnContext(ctx, "event failed", "event", d.ID, "type", d.Type, "failures", failures, "error", err)
		if err := wait(ctx, pause); err != nil {
			return err
		}
		pause = min(4*pause, 5*time.Second)
	}
}

// tell calls the consumer's After for what was committed.
func (r *reader) tell(ctx context.Context, fresh []Event) {
	if r.consumer.After == nil {
		return
	}
	for _, event := range fresh {
		r.consumer.After(event.traced(ctx), event)
	}
}

const markTaken = `
INSERT INTO platform_inbox (consumer, event_id)
SELECT $1, unnest($2::text[])
ON CONFLICT DO NOTHING
RETURNING event_id`

// handle runs the handler for those of the events that were not taken before, in
// their order, marks them and moves the position to place (0: leaves it), in one
// transaction. It returns those.
func (r *reader) handle(ctx context.Context, events []Event, place uint64) (fresh []Event, err error) {
	ids := make([]string, len(events))
	for i, event := range events {
		ids[i] = event.ID
	}
	err = r.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		fresh = fresh[:0]
		rows, err := tx.Query(ctx, markTaken, r.consumer.Name, ids)
		if err != nil {
			return fmt.Errorf("marking events as taken: %w", err)
		}
		marked, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			return fmt.Errorf("marking events as taken: %w", err)
		}
		first := make(map[string]bool, len(marked))
		for _, id := range marked {
			first[id] = true
		}
		for _, event := range events {
			if !first[event.ID] {
				continue
			}
			delete(first, event.ID) // twice in one batch is once
			if err := r.one(ctx, tx, event); err != nil {
				return err
			}
			fresh = append(fresh, event)
		}
		if place == 0 {
			return nil
		}
		return r.move(ctx, tx, place)
	})
	return fresh, err
}

// one runs the handler for one event, in the event's trace. A panic is an error
// of the event: one bad event must not stop the program again and again.
func (r *reader) one(ctx context.Context, tx pgx.Tx, event Event) (err error) {
	ctx, span := otel.Tracer("danchu/bus").Start(event.traced(ctx), "consume "+event.Type, trace.WithSpanKind(trace.SpanKindConsumer))
	defer span.End()
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("panic: %v", reason)
			r.log.ErrorContext(ctx, "event handler panicked", "event", event.ID, "type", event.Type, "stack", string(debug.Stack()))
		}
		if err != nil {
			span.SetStatus(codes.Error, "event failed")
			err = fmt.Errorf("handling %s %s: %w", event.Type, event.ID, err)
		}
	}()
	return r.consumer.Handle(ctx, tx, event)
}

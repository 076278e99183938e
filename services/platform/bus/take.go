package bus

import (
	"context"
	"fmt"
	"runtime/debug"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// take handles a batch in one transaction; if that fails, event by event, so
// that a bad one does not hold back its neighbours' commit for ever.
func (r *reader) take(ctx context.Context, batch []jetstream.Msg) error {
	events := make([]Event, len(batch))
	for i, msg := range batch {
		events[i] = decode(msg.Headers(), msg.Subject(), msg.Data())
	}
	if fresh, err := r.handle(ctx, events); err == nil {
		r.done(ctx, fresh, batch...)
		return nil
	}
	for i, event := range events {
		if err := r.insist(ctx, event, batch[i]); err != nil {
			return err
		}
	}
	return nil
}

// insist tries one event until it is handled or parked. A database that cannot
// be reached is not the event's fault and does not count.
func (r *reader) insist(ctx context.Context, event Event, msg jetstream.Msg) error {
	pause := 20 * time.Millisecond
	for failures := 0; ; {
		fresh, err := r.handle(ctx, []Event{event})
		if err == nil {
			r.done(ctx, fresh, msg)
			return nil
		}
		if ctx.Err() != nil {
			return nil // the broker delivers again
		}
		if !pg.Unreachable(err) {
			failures++
		}
		if failures >= r.consumer.Attempts {
			if parkErr := r.park(ctx, event, failures, err); parkErr == nil {
				r.done(ctx, nil, msg)
				return nil
			} else {
				err = parkErr
			}
		}
		r.log.WarnContext(ctx, "event failed", "event", event.ID, "type", event.Type, "failures", failures, "error", err)
		_ = msg.InProgress()
		if wait(ctx, pause) != nil {
			return nil
		}
		pause = min(4*pause, 5*time.Second)
	}
}

// done tells the broker and the consumer that events are committed. A lost
// acknowledgement costs a second delivery, which the inbox recognises.
func (r *reader) done(ctx context.Context, fresh []Event, batch ...jetstream.Msg) {
	for _, msg := range batch {
		_ = msg.Ack()
	}
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

// handle runs the handler for those of the events that were not taken before,
// in their order, and marks them, in one transaction. It returns those.
func (r *reader) handle(ctx context.Context, events []Event) (fresh []Event, err error) {
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
		return nil
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

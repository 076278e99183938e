package outbox

import (
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// next forgets the events just published and reads the following ones, in one
// round to the database. The line is read first and the events by their numbers:
// joined, the planner may walk the whole outbox, which keeps every event there
// ever was, to find the few that wait.
const next = `
WITH published AS (
    DELETE FROM platform_outbox_pending WHERE id = ANY ($1)
)
SELECT o.id, o.event_id, o.type, o.subject, o.unit, o.data, o.trace, o.at
FROM platform_outbox o
WHERE o.id = ANY (ARRAY(
    SELECT p.id FROM platform_outbox_pending p WHERE p.id <> ALL ($1) ORDER BY p.id LIMIT $2
))
ORDER BY o.id`

type waiting struct {
	ids    []int64
	events []bus.Event
}

func (r *Relay) next(ctx context.Context, conn *pgx.Conn, published []int64) (waiting, error) {
	if published == nil {
		published = []int64{}
	}
	rows, err := conn.Query(ctx, next, published, batchSize)
	if err != nil {
		return waiting{}, fmt.Errorf("reading the outbox: %w", err)
	}
	defer rows.Close()
	var w waiting
	for rows.Next() {
		var id int64
		var eventID uuid.UUID
		e := bus.Event{Source: "danchu/" + r.service}
		if err := rows.Scan(&id, &eventID, &e.Type, &e.Subject, &e.Unit, &e.Data, &e.Trace, &e.Time); err != nil {
			return waiting{}, fmt.Errorf("reading the outbox: %w", err)
		}
		e.ID = eventID.String()
		e.Sequence = uint64(id) //nolint:gosec // numbers of an identity column
		w.ids = append(w.ids, id)
		w.events = append(w.events, e)
	}
	if err := rows.Err(); err != nil {
		return waiting{}, fmt.Errorf("reading the outbox: %w", err)
	}
	return w, nil
}

const requeue = `
INSERT INTO platform_outbox_pending (id)
SELECT id FROM platform_outbox WHERE id > $1
ON CONFLICT DO NOTHING`

// Replay queues every kept event from the time given again, in order, to refill
// a stream that was lost; the zero time means all. It returns how many. Consumers
// take only those they have not taken before.
func Replay(ctx context.Context, db *pg.DB, from time.Time) (int64, error) {
	tag, err := db.Pool().Exec(ctx, `
INSERT INTO platform_outbox_pending (id)
SELECT id FROM platform_outbox WHERE at >= $1
ON CONFLICT DO NOTHING`, from)
	if err != nil {
		return 0, fmt.Errorf("queueing events again: %w", err)
	}
	return tag.RowsAffected(), nil
}

// Prune deletes published events from before the time given and returns how
// many. Nothing calls it by itself: a pruned event can never be sent again, so a
// new consumer that reads a refilled stream would miss it.
func Prune(ctx context.Context, db *pg.DB, before time.Time) (int64, error) {
	tag, err := db.Pool().Exec(ctx, `
DELETE FROM platform_outbox o
WHERE o.at < $1 AND NOT EXISTS (SELECT FROM platform_outbox_pending p WHERE p.id = o.id)`, before)
	if err != nil {
		return 0, fmt.Errorf("pruning old events: %w", err)
	}
	return tag.RowsAffected(), nil
}

// Backlog is how many events wait to be published, and since when the oldest
// one does (zero time when none).
func Backlog(ctx context.Context, db *pg.DB) (n int64, oldest time.Time, err error) {
	var at *time.Time
	err = db.Pool().QueryRow(ctx, `
SELECT count(*), min(o.at) FROM platform_outbox_pending p JOIN platform_outbox o ON o.id = p.id`).Scan(&n, &at)
	if err != nil {
		return 0, time.Time{}, fmt.Errorf("counting the outbox: %w", err)
	}
	if at != nil {
		oldest = *at
	}
	return n, oldest, nil
}

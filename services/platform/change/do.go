package change

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/outbox"
)

// ReasonRequestIDReused is the reason of the fault for a request_id that comes
// again with another content.
const ReasonRequestIDReused = "REQUEST_ID_REUSED"

// Work makes the change in tx and says what the caller gets and what is left
// behind. It may run more than once (see pg.DB.InTx), so it has no effect
// outside tx.
type Work[T any] func(ctx context.Context, tx pgx.Tx) (T, Record, error)

// Do runs work once for cause c, in one transaction with its record, and wakes
// the relay after the commit. When c has been before, nothing runs and the
// answer of the first time comes back; with another digest, fault Exists with
// REQUEST_ID_REUSED. When work fails nothing remains, so c may be tried again.
//
// The answer is kept as JSON until it is pruned (see Prune): T must survive
// that, and should hold ids rather than personal data.
func Do[T any](ctx context.Context, l *Ledger, c Cause, work Work[T]) (T, error) {
	var answer T
	c = c.named()
	err := l.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		var err error
		answer, err = DoIn(ctx, tx, l, c, work)
		return err
	})
	if err != nil {
		var none T
		return none, err
	}
	l.Wake()
	return answer, nil
}

// DoIn is Do inside a transaction that somebody else commits, such as a bus
// consumer's. Call the ledger's Wake after the commit to have the events sent
// at once; otherwise the relay's polling finds them.
func DoIn[T any](ctx context.Context, tx pgx.Tx, l *Ledger, c Cause, work Work[T]) (T, error) {
	var none T
	c = c.named()
	stored, first, err := l.begin(ctx, tx, c)
	if err != nil {
		return none, err
	}
	if !first {
		return decode[T](stored)
	}
	answer, record, err := work(ctx, tx)
	if err != nil {
		return none, err
	}
	text, err := encode(answer)
	if err != nil {
		return none, err
	}
	if err := l.queue(ctx, tx, record.Jobs...); err != nil {
		return none, err
	}
	return answer, l.finish(ctx, tx, c, text, record)
}

const begin = `
INSERT INTO platform_cause (key, kind, action, digest, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (key) DO NOTHING`

const earlier = `SELECT digest = $2, answer FROM platform_cause WHERE key = $1`

// begin claims the cause. When somebody else is at it, the insert waits until
// that one commits (then it is a repeat) or fails (then it is ours).
// A cause that cannot come again is not written down at all.
func (l *Ledger) begin(ctx context.Context, tx pgx.Tx, c Cause) (stored *string, first bool, err error) {
	if c.single {
		return nil, true, nil
	}
	key := c.key()
	tag, err := tx.Exec(ctx, begin, key, string(c.Kind), c.Action, c.Digest, l.clock())
	if err != nil {
		return nil, false, fmt.Errorf("claiming the cause of %s: %w", c.Action, err)
	}
	if tag.RowsAffected() == 1 {
		return nil, true, nil
	}
	var same bool
	if err := tx.QueryRow(ctx, earlier, key, c.Digest).Scan(&same, &stored); err != nil {
		return nil, false, fmt.Errorf("reading the earlier answer of %s: %w", c.Action, err)
	}
	if !same {
		return nil, false, fault.New(fault.Exists, ReasonRequestIDReused, fault.Field("request_id"))
	}
	return stored, false, nil
}

const finish = `
WITH event AS (
    INSERT INTO platform_outbox (event_id, type, subject, unit, data, trace, at)
    SELECT event_id, type, subject, unit, data, $8, $9
    FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::bytea[])
         WITH ORDINALITY AS e (event_id, type, subject, unit, data, place)
    ORDER BY place
    RETURNING id
), unpublished AS (
    INSERT INTO platform_outbox_pending (id) SELECT id FROM event
), entry AS (
    INSERT INTO platform_audit (at, actor, action, resource, unit, cause, detail)
    SELECT at, actor, action, resource, unit, cause, detail
    FROM unnest($10::timestamptz[], $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[])
         WITH ORDINALITY AS a (at, actor, action, resource, unit, cause, detail, place)
    ORDER BY place
    RETURNING id
), unchained AS (
    INSERT INTO platform_audit_pending (id) SELECT id FROM entry
)
UPDATE platform_cause SET answer = $2 WHERE key = $1`

// finish writes events, audit entries and the answer in one statement.
func (l *Ledger) finish(ctx context.Context, tx pgx.Tx, c Cause, answer string, record Record) error {
	now := l.clock()
	events, err := outbox.Encode(ctx, now, record.Messages)
	if err != nil {
		return err
	}
	entries := make([]audit.Entry, len(record.Audit))
	for i, entry := range record.Audit {
		if entry.At.IsZero() {
			entry.At = now
		}
		if entry.Actor == "" {
			entry.Actor = c.Actor
		}
		if entry.Action == "" {
			entry.Action = c.Action
		}
		if entry.Cause == "" {
			entry.Cause = c.String()
		}
		entries[i] = entry
	}
	trail, err := audit.Encode(entries)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, finish, c.key(), answer,
		events.EventID, events.Type, events.Subject, events.Unit, events.Data, events.Trace, events.At,
		trail.At, trail.Actor, trail.Action, trail.Resource, trail.Unit, trail.Cause, trail.Detail)
	if err != nil {
		return fmt.Errorf("recording the change by %s: %w", c.Action, err)
	}
	return nil
}

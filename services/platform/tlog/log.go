package tlog

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

//go:embed migrations/*.sql
var files embed.FS

// Migrations are the tables of the logs; a service that keeps logs lists them
// before its own.
func Migrations() pg.Migrations { return pg.Migrations{Name: "tlog", FS: files, Dir: "migrations"} }

// Reasons of the faults of this room.
const (
	// ReasonClosed refuses an entry for a log that was closed.
	ReasonClosed = "LOG_CLOSED"
	// ReasonUnknown is a log that does not exist.
	ReasonUnknown = "LOG_NOT_FOUND"
	// ReasonPending is an entry that no signed checkpoint covers yet; it takes a moment.
	ReasonPending = "LOG_ENTRY_PENDING"
	// ReasonRange is a place beyond the signed end of the log.
	ReasonRange = "LOG_RANGE"
)

// LogID is the number of a log in its service's database.
type LogID int64

// querier is a pool or a transaction.
type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// Open makes the log of that origin in tx, or finds the one there is. The
// sequencer signs its empty checkpoint just after the commit.
//
// The origin is the log's public address without scheme, as in
// "danchu.phutho.gov.vn/log/votes/0198…". It can never be changed: all signatures name it.
func Open(ctx context.Context, tx pgx.Tx, origin string, at time.Time) (LogID, error) {
	if err := c2sp.CheckOrigin(origin); err != nil {
		return 0, err
	}
	var id LogID
	err := tx.QueryRow(ctx, `
WITH log AS (
    INSERT INTO tlog_log (origin, opened_at) VALUES ($1, $2) ON CONFLICT (origin) DO NOTHING RETURNING id
), head AS (
    INSERT INTO tlog_head (log_id) SELECT id FROM log
), notice AS (
    INSERT INTO tlog_waiting (log_id, key) SELECT id, 'opened' FROM log
)
SELECT id FROM log`, origin, at).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return find(ctx, tx, origin)
	}
	if err != nil {
		return 0, fmt.Errorf("opening the log %s: %w", origin, err)
	}
	return id, nil
}

// Close ends a log in tx: it waits for transactions that are appending, adds the
// last leaves, if any, and from its commit on every Append is refused. The
// checkpoint that covers everything says that it is the last one. Closing again
// changes nothing, and then the leaves must not be new.
func Close(ctx context.Context, tx pgx.Tx, id LogID, at time.Time, last ...Leaf) error {
	// The exclusive lock first: the statements after it see all who were before.
	if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('danchu tlog ' || $1::bigint, 0))`, id); err != nil {
		return fmt.Errorf("closing log %d: %w", id, err)
	}
	var closed bool
	err := tx.QueryRow(ctx, `SELECT closed_at IS NOT NULL FROM tlog_log WHERE id = $1`, id).Scan(&closed)
	if errors.Is(err, pgx.ErrNoRows) {
		return fault.New(fault.NotFound, ReasonUnknown)
	}
	if err != nil {
		return fmt.Errorf("closing log %d: %w", id, err)
	}
	if closed {
		return repeated(ctx, tx, id, last)
	}
	if err := Append(ctx, tx, id, last); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
WITH notice AS (
    INSERT INTO tlog_waiting (log_id, key) VALUES ($1, 'closed')
)
UPDATE tlog_log SET closed_at = $2 WHERE id = $1`, id, at)
	if err != nil {
		return fmt.Errorf("closing log %d: %w", id, err)
	}
	return nil
}

// repeated refuses leaves that are not in the closed log.
func repeated(ctx context.Context, tx pgx.Tx, id LogID, leaves []Leaf) error {
	for _, leaf := range leaves {
		var known bool
		err := tx.QueryRow(ctx, `
SELECT EXISTS (SELECT FROM tlog_leaf WHERE log_id = $1 AND key = $2)
    OR EXISTS (SELECT FROM tlog_waiting WHERE log_id = $1 AND key = $2 AND data IS NOT NULL)`, id, leaf.Key).Scan(&known)
		if err != nil {
			return fmt.Errorf("closing log %d again: %w", id, err)
		}
		if !known {
			return fault.New(fault.Refused, ReasonClosed)
		}
	}
	return nil
}

// Find is the log of that origin; fault NotFound when there is none.
func Find(ctx context.Context, db *pg.DB, origin string) (LogID, error) {
	return find(ctx, db.Pool(), origin)
}

func find(ctx context.Context, q querier, origin string) (id LogID, err error) {
	err = q.QueryRow(ctx, `SELECT id FROM tlog_log WHERE origin = $1`, origin).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, fault.New(fault.NotFound, ReasonUnknown)
	}
	if err != nil {
		return 0, fmt.Errorf("finding the log %s: %w", origin, err)
	}
	return id, nil
}

package pg

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/jackc/pgx/v5"
)

// retryLead is how often a replica that does not lead asks whether it may.
const retryLead = time.Second

// Lead runs work in at most one process at a time: the one that holds the
// advisory lock of this name in this database. The others wait; when the leader
// ends or dies the database frees the lock and the next one starts within about
// a second. Lead returns when ctx ends (nil) or with work's error.
//
// The lock lives on the connection given to work, which is taken out of the pool
// and closed at the end. Work that does its statements on that connection cannot
// outlive its leadership unnoticed: a lost connection fails the next statement.
func (db *DB) Lead(ctx context.Context, name string, work func(ctx context.Context, conn *pgx.Conn) error) error {
	for {
		led, err := db.lead(ctx, name, work)
		if ctx.Err() != nil {
			return nil
		}
		if led || err != nil {
			return err
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(retryLead):
		}
	}
}

func (db *DB) lead(ctx context.Context, name string, work func(context.Context, *pgx.Conn) error) (led bool, err error) {
	borrowed, err := db.pool.Acquire(ctx)
	if err != nil {
		return false, fmt.Errorf("leading %s: %w", name, err)
	}
	if err := borrowed.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, lockKey(name)).Scan(&led); err != nil || !led {
		borrowed.Release()
		if err != nil {
			return false, fmt.Errorf("leading %s: %w", name, err)
		}
		return false, nil
	}
	conn := borrowed.Hijack()
	defer func() {
		// The end of the session frees the lock, whatever became of ctx.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_ = conn.Close(end)
	}()
	return true, work(ctx, conn)
}

// Led tells whether some process leads by that name in this database now.
func (db *DB) Led(ctx context.Context, name string) (bool, error) {
	var led bool
	err := db.pool.QueryRow(ctx, `
SELECT EXISTS (
  SELECT FROM pg_locks
  WHERE locktype = 'advisory' AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    AND classid::bigint = ($1::bigint >> 32) & 4294967295 AND objid::bigint = $1::bigint & 4294967295
)`, lockKey(name)).Scan(&led)
	if err != nil {
		return false, fmt.Errorf("looking who leads %s: %w", name, err)
	}
	return led, nil
}

// lockKey maps a name to the 64-bit space of advisory locks.
func lockKey(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("danchu " + name))
	return int64(h.Sum64()) //nolint:gosec // the bits are a name, not a number
}

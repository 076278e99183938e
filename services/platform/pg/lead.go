package pg

import (
	"context"
	"fmt"
	"hash/fnv"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"
)

// retryLead is how often a replica that does not lead asks whether it may.
const retryLead = time.Second

// Lead runs work in at most one process at a time: the one that holds the
// advisory lock of this name in this database. The others wait; when the leader
// ends or dies the database frees the lock and the next one starts within about
// a second. Lead returns when ctx ends (nil) or with work's error.
//
// The lock lives on the connection given to work. Work that does its statements
// on that connection cannot outlive its leadership unnoticed: a lost connection
// fails the next statement.
func (db *DB) Lead(ctx context.Context, name string, work func(ctx context.Context, conn *pgxpool.Conn) error) error {
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

func (db *DB) lead(ctx context.Context, name string, work func(context.Context, *pgxpool.Conn) error) (led bool, err error) {
	conn, err := db.pool.Acquire(ctx)
	if err != nil {
		return false, fmt.Errorf("leading %s: %w", name, err)
	}
	defer conn.Release()
	key := lockKey(name)
	if err := conn.QueryRow(ctx, `SELECT pg_try_advisory_lock($1)`, key).Scan(&led); err != nil {
		return false, fmt.Errorf("leading %s: %w", name, err)
	}
	if !led {
		return false, nil
	}
	defer func() {
		// The context may be over; the lock must still go before the connection
		// returns to the pool. If it cannot, the connection is thrown away.
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		if _, unlockErr := conn.Exec(end, `SELECT pg_advisory_unlock($1)`, key); unlockErr != nil {
			_ = conn.Conn().Close(end)
		}
	}()
	return true, work(ctx, conn)
}

// lockKey maps a name to the 64-bit space of advisory locks.
func lockKey(name string) int64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte("danchu " + name))
	return int64(h.Sum64()) //nolint:gosec // the bits are a name, not a number
}

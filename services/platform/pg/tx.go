package pg

import (
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
)

// Attempts is how often InTx runs a transaction that the database asks to have
// repeated before it gives the error to the caller.
const Attempts = 10

// InTx runs work in one transaction at the database's default isolation (read
// committed) and commits when work returns nil; any error or panic rolls back.
//
// When the database answers with a serialization failure or a deadlock, the
// whole of work runs again in a new transaction, up to Attempts times with a
// growing, scattered pause. So work must have no effect outside tx: give side
// effects to jobs or the outbox. An error of the commit itself that leaves the
// outcome unknown (a lost connection) is returned, not retried.
func (db *DB) InTx(ctx context.Context, work func(ctx context.Context, tx pgx.Tx) error) error {
	return db.InTxOptions(ctx, pgx.TxOptions{}, work)
}

// InTxOptions is InTx at another isolation level or access mode.
func (db *DB) InTxOptions(ctx context.Context, opts pgx.TxOptions, work func(ctx context.Context, tx pgx.Tx) error) error {
	var err error
	for attempt := range Attempts {
		if attempt > 0 {
			if stopped := pause(ctx, attempt); stopped != nil {
				return errors.Join(err, stopped)
			}
		}
		err = pgx.BeginTxFunc(ctx, db.pool, opts, func(tx pgx.Tx) error { return work(ctx, tx) })
		if !Repeatable(err) {
			return err
		}
	}
	return err
}

// pause waits a random time below 2 ms · 2^attempt, at most 200 ms, so that the
// transactions that collided do not meet again.
func pause(ctx context.Context, attempt int) error {
	limit := min(time.Millisecond<<min(attempt, 8), 200*time.Millisecond)
	timer := time.NewTimer(rand.N(limit) + time.Millisecond/2)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

// Repeatable says whether err is the database's request to run the transaction again.
func Repeatable(err error) bool {
	switch Code(err) {
	case "40001", "40P01": // serialization_failure, deadlock_detected
		return true
	}
	return false
}

// Code is the SQLSTATE of err, or "" when the database did not send one.
func Code(err error) string {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok {
		return pgErr.Code
	}
	return ""
}

// Constraint is the name of the constraint that err reports as violated, or "".
func Constraint(err error) string {
	if pgErr, ok := errors.AsType[*pgconn.PgError](err); ok && strings.HasPrefix(pgErr.Code, "23") {
		return pgErr.ConstraintName
	}
	return ""
}

// Unreachable says whether err means that the database could not be asked at
// all (down, restarting, out of connections), as against having refused.
// What failed this way will succeed later unchanged.
func Unreachable(err error) bool {
	if err == nil {
		return false
	}
	if _, ok := errors.AsType[*pgconn.ConnectError](err); ok {
		return true
	}
	if _, ok := errors.AsType[net.Error](err); ok {
		return true
	}
	if code := Code(err); code != "" {
		class := code[:2]
		return class == "08" || class == "53" || class == "57" && code != "57014"
	}
	return pgconn.SafeToRetry(err)
}

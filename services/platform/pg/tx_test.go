package pg_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// Two serializable transactions that read each other's row cannot both commit;
// InTx runs the loser again on what the winner wrote.
func TestInTxRepeatsSerializationFailures(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t, sample)
	if _, err := db.Pool().Exec(ctx, `INSERT INTO thing VALUES (1, 0)`); err != nil {
		t.Fatal(err)
	}
	var runs atomic.Int32
	var first, wg sync.WaitGroup
	first.Add(2)
	for range 2 {
		wg.Go(func() {
			mine := false
			err := db.InTxOptions(ctx, pgx.TxOptions{IsoLevel: pgx.Serializable}, func(ctx context.Context, tx pgx.Tx) error {
				runs.Add(1)
				var n int
				if err := tx.QueryRow(ctx, `SELECT n FROM thing WHERE id = 1`).Scan(&n); err != nil {
					return err
				}
				if !mine { // both have read before either writes
					mine = true
					first.Done()
					first.Wait()
				}
				_, err := tx.Exec(ctx, `UPDATE thing SET n = $1 WHERE id = 1`, n+1)
				return err
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var n int
	if err := db.Pool().QueryRow(ctx, `SELECT n FROM thing`).Scan(&n); err != nil || n != 2 {
		t.Fatalf("counter %d (%v), want 2", n, err)
	}
	if runs.Load() < 3 {
		t.Fatalf("%d runs: nothing was repeated, so nothing collided", runs.Load())
	}
}

func TestInTxRollsBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t, sample)
	refused := errors.New("refused")
	runs := 0
	err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		runs++
		if _, err := tx.Exec(ctx, `INSERT INTO thing VALUES (1, 0)`); err != nil {
			return err
		}
		return refused
	})
	if !errors.Is(err, refused) || runs != 1 {
		t.Fatalf("error %v after %d runs", err, runs)
	}
	func() {
		defer func() { _ = recover() }()
		_ = db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
			_, _ = tx.Exec(ctx, `INSERT INTO thing VALUES (2, 0)`)
			panic("boom")
		})
	}()
	var n int
	if err := db.Pool().QueryRow(ctx, `SELECT count(*) FROM thing`).Scan(&n); err != nil || n != 0 {
		t.Fatalf("%d rows survive, %v", n, err)
	}
}

func TestErrorsAreTold(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t, sample)
	_, err := db.Pool().Exec(ctx, `INSERT INTO thing VALUES (1, 0), (1, 0)`)
	if pg.Constraint(err) != "thing_pkey" || pg.Code(err) != "23505" || pg.Unreachable(err) || pg.Repeatable(err) {
		t.Fatalf("constraint %q, code %q of %v", pg.Constraint(err), pg.Code(err), err)
	}
	if _, err := pg.Open(ctx, "postgres:///none?host=/nonexistent&user=danchu"); !pg.Unreachable(err) {
		t.Fatalf("no server is not told as unreachable: %v", err)
	}
}

// One leads at a time; when it goes, the next one takes over.
func TestLeadIsOneAtATime(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var leading, led atomic.Int32
	var wg sync.WaitGroup
	for range 3 {
		wg.Go(func() {
			err := db.Lead(context.Background(), "relay", func(context.Context, *pgx.Conn) error {
				if leading.Add(1) != 1 {
					t.Error("two leaders")
				}
				led.Add(1)
				leading.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if led.Load() != 3 {
		t.Fatalf("%d of 3 have led", led.Load())
	}
}

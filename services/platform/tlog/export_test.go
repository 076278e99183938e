package tlog

import (
	"context"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// LeavesRead is how many leaves the sequencer's statement looks at now, by the plan
// it made when there were none.
func LeavesRead(t testing.TB, db *pg.DB) (n float64) {
	t.Helper()
	err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
		for _, statement := range []string{
			enter, `SET LOCAL plan_cache_mode = force_generic_plan`,
			`PREPARE move (int) AS ` + careful,
		} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		var text []byte
		if err := tx.QueryRow(ctx, `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE move (4096)`).Scan(&text); err != nil {
			return err
		}
		n = pgtest.RowsRead(t, text, "tlog_leaf")
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

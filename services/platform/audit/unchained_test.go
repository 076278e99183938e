package audit

import (
	"context"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// The sequencer plans its query once, when there are no entries yet, and keeps
// the plan; it must still read only the few that wait when there are many.
func TestChainingReadsOnlyWhatWaits(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx := context.Background()
	conn, err := db.Pool().Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	for _, statement := range []string{
		`SET plan_cache_mode = force_generic_plan`,
		`PREPARE unchained (int) AS ` + unchained,
		`EXECUTE unchained (1000)`,
		`INSERT INTO platform_audit (at, actor, action, resource, unit, cause, detail)
		 SELECT now(), 'a', 'b', 'c', '', 'd', '{}' FROM generate_series(1, 5000)`,
		`INSERT INTO platform_audit_pending SELECT max(id) FROM platform_audit`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var text []byte
	if err := conn.QueryRow(ctx, `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE unchained (1000)`).Scan(&text); err != nil {
		t.Fatal(err)
	}
	if n := pgtest.RowsRead(t, text, "platform_audit"); n != 1 {
		t.Errorf("read %v entries to find the one that waits:\n%s", n, text)
	}
}

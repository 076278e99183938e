package outbox

import (
	"context"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// A relay plans its query once, when a new installation has no events yet, and
// keeps the plan; a hundred thousand events later it must still read only the
// few that wait.
func TestNextReadsOnlyWhatWaits(t *testing.T) {
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
		`PREPARE next (bigint[], int) AS ` + next,
		`EXECUTE next ('{}', 1000)`,
		`INSERT INTO platform_outbox (event_id, type, subject, unit, data, trace, at)
		 SELECT gen_random_uuid(), 'danchu.test.v1.thing_made', 'things/1', '', '', '', now() FROM generate_series(1, 5000)`,
		`INSERT INTO platform_outbox_pending SELECT max(id) FROM platform_outbox`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	var text []byte
	if err := conn.QueryRow(ctx, `EXPLAIN (ANALYZE, FORMAT JSON) EXECUTE next ('{}', 1000)`).Scan(&text); err != nil {
		t.Fatal(err)
	}
	if n := pgtest.RowsRead(t, text, "platform_outbox"); n != 1 {
		t.Errorf("read %v events to find the one that waits:\n%s", n, text)
	}
}

package outbox

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// step is a node of a plan as EXPLAIN tells it.
type step struct {
	Relation string  `json:"Relation Name"`
	Rows     float64 `json:"Actual Rows"`
	Removed  float64 `json:"Rows Removed by Filter"`
	Loops    float64 `json:"Actual Loops"`
	Plans    []step  `json:"Plans"`
}

// read is how many rows of a table the plan looks at.
func (s step) read(table string) (rows float64) {
	if s.Relation == table {
		rows = (s.Rows + s.Removed) * s.Loops
	}
	for _, part := range s.Plans {
		rows += part.read(table)
	}
	return rows
}

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
	var plans []struct{ Plan step }
	if err := json.Unmarshal(text, &plans); err != nil {
		t.Fatal(err)
	}
	if n := plans[0].Plan.read("platform_outbox"); n != 1 {
		t.Errorf("read %v events to find the one that waits:\n%s", n, text)
	}
}

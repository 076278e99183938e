package pgtest

import (
	"encoding/json"
	"testing"
)

// RowsRead is how many rows of a table a plan looked at, from what
// EXPLAIN (ANALYZE, FORMAT JSON) answered: a test that a query of a table that
// only grows does not walk it.
func RowsRead(t testing.TB, explained []byte, table string) float64 {
	t.Helper()
	var plans []struct{ Plan planStep }
	if err := json.Unmarshal(explained, &plans); err != nil || len(plans) != 1 {
		t.Fatalf("not a plan: %v: %s", err, explained)
	}
	return plans[0].Plan.read(table)
}

type planStep struct {
	Relation string     `json:"Relation Name"`
	Rows     float64    `json:"Actual Rows"`
	Removed  float64    `json:"Rows Removed by Filter"`
	Loops    float64    `json:"Actual Loops"`
	Plans    []planStep `json:"Plans"`
}

func (s planStep) read(table string) (rows float64) {
	if s.Relation == table {
		rows = (s.Rows + s.Removed) * s.Loops
	}
	for _, part := range s.Plans {
		rows += part.read(table)
	}
	return rows
}

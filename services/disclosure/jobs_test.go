package disclosure

import (
	"testing"
	"time"
)

// What nobody has looked after yet is looked after at once: an installation that has just learned its units shows today what they owe.
func TestRollOverIsDue(t *testing.T) {
	t.Parallel()
	last := time.Date(2026, 3, 9, 8, 0, 0, 0, time.UTC)
	worker := &rollOverWorker{bodies: 148, at: last}
	for name, tc := range map[string]struct {
		bodies int
		after  time.Duration
		want   bool
	}{
		"nothing new":       {148, time.Minute, false},
		"a new agency":      {149, time.Minute, true},
		"a unit has ended":  {147, time.Minute, true},
		"an hour has gone":  {148, time.Hour, true},
		"not quite an hour": {148, 59 * time.Minute, false},
	} {
		if got := worker.due(tc.bodies, last.Add(tc.after)); got != tc.want {
			t.Errorf("%s: due %v, want %v", name, got, tc.want)
		}
	}
	if first := (&rollOverWorker{}); !first.due(1, last) {
		t.Error("the first time is not due")
	}
}

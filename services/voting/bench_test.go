package voting_test

import (
	"sync"
	"sync/atomic"
	"testing"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// A secret ballot from the call to its durable place in box and log, 128 voters at once, on a PostgreSQL that waits for the
// disk; signatures are verified and promises made. One ballot of the bare pgbench statement is what to divide by
// (deploy/load has it).
func BenchmarkCastDurably(b *testing.B) {
	victim := durable(b)
	h := openOn(b, victim.db)
	n := max(b.N, 120)
	h.directory.rolls[village] = nil
	for i := range n {
		h.directory.rolls[village] = append(h.directory.rolls[village], household(village, i))
	}
	v := h.announceOnline(b, votingv1.Method_METHOD_SECRET_BALLOT)
	h.everybodyAgrees(b, v)
	h.set(ballotOpens)
	v = h.open(b, head, h.get(b, h.as(b, head), v.GetName()))
	ballots := h.everybodyDrew(b, v, b.N)
	var next atomic.Int64
	b.ResetTimer()
	var voters sync.WaitGroup
	for range 128 {
		voters.Go(func() {
			for i := next.Add(1) - 1; i < int64(b.N); i = next.Add(1) - 1 {
				if _, err := h.CastBallot(b.Context(), ballots[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	voters.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "ballots/s")
}

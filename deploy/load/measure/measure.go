// Package measure compares a path through the product with a bare baseline.
//
// Absolute numbers from a small shared machine mean nothing, so both sides run
// in the same process, in turns, and what is quoted is the ratio of their
// medians together with its range over the rounds.
package measure

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// Sample is one round of one side.
type Sample struct {
	Calls   int64
	Elapsed time.Duration
	// Latencies are those of a share of the calls, sorted.
	Latencies []time.Duration
}

// Rate is calls a second.
func (s Sample) Rate() float64 {
	if s.Elapsed <= 0 {
		return 0
	}
	return float64(s.Calls) / s.Elapsed.Seconds()
}

// Quantile returns the latency below which the share q of the calls stayed; 0 when none was taken.
func (s Sample) Quantile(q float64) time.Duration {
	if len(s.Latencies) == 0 {
		return 0
	}
	i := int(q * float64(len(s.Latencies)))
	return s.Latencies[min(i, len(s.Latencies)-1)]
}

// Call does the measured thing once. worker is the number of the client that calls.
type Call func(ctx context.Context, worker int) error

// grace is how long calls under way at the end of a round may take. A deadline at
// the end itself would make the last ones fail.
const grace = 30 * time.Second

// Closed lets that many clients call one after the other for the given time. The
// first error ends the round and is returned: a failing call must not count as a fast one.
func Closed(ctx context.Context, clients int, last time.Duration, call Call) (Sample, error) {
	ctx, cancel := context.WithTimeout(ctx, last+grace)
	defer cancel()
	end := time.Now().Add(last)
	var (
		calls     atomic.Int64
		wait      sync.WaitGroup
		mu        sync.Mutex
		latencies []time.Duration
		failed    error
	)
	start := time.Now()
	for worker := range clients {
		wait.Go(func() {
			own := make([]time.Duration, 0, 1024)
			for ctx.Err() == nil && time.Now().Before(end) {
				began := time.Now()
				err := call(ctx, worker)
				if err == nil && time.Now().After(end) {
					break // it belongs to no round
				}
				if err != nil {
					mu.Lock()
					if failed == nil { // the others fail because of it
						failed = err
					}
					mu.Unlock()
					cancel()
					break
				}
				calls.Add(1)
				own = append(own, time.Since(began))
			}
			mu.Lock()
			latencies = append(latencies, own...)
			mu.Unlock()
		})
	}
	wait.Wait()
	elapsed := min(time.Since(start), last)
	slices.Sort(latencies)
	if failed != nil {
		return Sample{}, fmt.Errorf("a measured call failed: %w", failed)
	}
	return Sample{Calls: calls.Load(), Elapsed: elapsed, Latencies: latencies}, nil
}

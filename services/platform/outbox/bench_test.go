package outbox_test

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/bustest"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// BenchmarkCommitToConsumer offers 300 changes a second and reports how long
// after its commit each event's handler begins. One bus, one database (without
// fsync), everything in this process.
func BenchmarkCommitToConsumer(b *testing.B) {
	db, broker := pgtest.New(b), bustest.New(b)
	relay := outbox.NewRelay(db, broker, "test", strict(b))
	background(b, relay.Run)
	var mu sync.Mutex
	committed, took := map[string]time.Time{}, []time.Duration{}
	arrived := map[string]time.Time{}
	background(b, func(ctx context.Context) error {
		return broker.Run(ctx, db, strict(b), bus.Consumer{Name: "bench", Stream: "test", Handle: func(_ context.Context, _ pgx.Tx, e bus.Event) error {
			mu.Lock()
			defer mu.Unlock()
			arrived[e.Subject] = time.Now()
			return nil
		}})
	})
	ledger := change.NewLedger(db, relay, nil, nil)
	do := func(subject string) {
		_, err := change.Do(context.Background(), ledger, change.Cause{Kind: change.Request, Action: "Bench"}, func(context.Context, pgx.Tx) (int, change.Record, error) {
			return 0, change.Record{Messages: []outbox.Message{{Type: "danchu.test.v1.thing_made", Subject: subject, Data: wrapperspb.String("x")}}}, nil
		})
		if err != nil {
			b.Error(err)
		}
		mu.Lock()
		defer mu.Unlock()
		committed[subject] = time.Now()
	}
	do("warm")
	eventually(b, "the first", func() bool { mu.Lock(); defer mu.Unlock(); return len(arrived) == 1 })
	offer := time.NewTicker(time.Second / 300)
	defer offer.Stop()
	var wg sync.WaitGroup
	b.ResetTimer()
	for i := range b.N {
		<-offer.C
		wg.Go(func() { do(fmt.Sprint(i)) })
	}
	wg.Wait()
	eventually(b, "the last", func() bool { mu.Lock(); defer mu.Unlock(); return len(arrived) == b.N+1 })
	b.StopTimer()
	mu.Lock()
	defer mu.Unlock()
	delete(arrived, "warm")
	for subject, at := range arrived {
		took = append(took, max(0, at.Sub(committed[subject])))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(0, "ns/op")
}

// BenchmarkRelayDrain publishes a backlog of 50,000 events.
func BenchmarkRelayDrain(b *testing.B) {
	const backlogSize = 50_000
	for b.Loop() {
		b.StopTimer()
		db, broker := pgtest.New(b), bustest.New(b)
		for i := 0; i < backlogSize; i += 5000 {
			write(b, db, i, 5000)
		}
		b.StartTimer()
		stop := background(b, outbox.NewRelay(db, broker, "test", strict(b)).Run)
		eventually(b, "an empty queue", func() bool { return backlog(b, db) == 0 })
		b.StopTimer()
		stop()
		b.StartTimer()
	}
	b.ReportMetric(backlogSize*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// BenchmarkConsume handles a stream of 20,000 events, a transaction per batch.
func BenchmarkConsume(b *testing.B) {
	const size = 20_000
	for b.Loop() {
		b.StopTimer()
		db, broker := pgtest.New(b), bustest.New(b)
		for i := 0; i < size; i += 5000 {
			write(b, db, i, 5000)
		}
		stopRelay := background(b, outbox.NewRelay(db, broker, "test", strict(b)).Run)
		eventually(b, "an empty queue", func() bool { return backlog(b, db) == 0 })
		stopRelay()
		var s taker
		b.StartTimer()
		stop := background(b, func(ctx context.Context) error { return broker.Run(ctx, db, strict(b), s.consumer()) })
		eventually(b, "all", func() bool { return len(s.taken()) == size })
		b.StopTimer()
		stop()
		b.StartTimer()
	}
	b.ReportMetric(size*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

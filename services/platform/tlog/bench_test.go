package tlog_test

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog"
)

// wide opens the database of h with as many connections as the benchmarks have clients.
func wide(b *testing.B, h *house) {
	b.Helper()
	ctx := context.Background()
	db, err := pg.Open(ctx, strings.Replace(h.db.URL(), "pool_max_conns=8", "pool_max_conns=44", 1))
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(db.Close)
	h.db, h.sequencer, h.reader = db, tlog.NewSequencer(db, h.keys, quiet), tlog.NewReader(db)
	if _, err := db.Pool().Exec(ctx, `CREATE TABLE bare (key bytea PRIMARY KEY, data bytea NOT NULL)`); err != nil {
		b.Fatal(err)
	}
}

// run sequences in the background until the benchmark ends.
func (h *house) run() {
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); _ = h.sequencer.Run(ctx) }()
	h.t.Cleanup(func() { stop(); <-done })
}

func random(n int) []byte { b := make([]byte, n); _, _ = rand.Read(b); return b }

// commit writes n rows from many clients, some rows a transaction.
func commit(b *testing.B, db *pg.DB, clients, n, rows int, write func(context.Context, pgx.Tx, []tlog.Leaf) error) {
	b.Helper()
	var next atomic.Int64
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for next.Add(int64(rows)) <= int64(n) {
				batch := make([]tlog.Leaf, rows)
				for i := range batch {
					batch[i] = tlog.Leaf{Key: random(32), Data: random(256)}
				}
				if err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error { return write(ctx, tx, batch) }); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func bareInsert(ctx context.Context, tx pgx.Tx, batch []tlog.Leaf) error {
	var keys, data [][]byte
	for _, one := range batch {
		keys, data = append(keys, one.Key), append(data, one.Data)
	}
	_, err := tx.Exec(ctx, `INSERT INTO bare SELECT * FROM unnest($1::bytea[], $2::bytea[])`, keys, data)
	return err
}

// BenchmarkBesideBareInserts writes the same rows into a bare table with a unique
// key and into a log until a signed checkpoint covers the last, round by round. The
// private test server does not wait for the disk; for durable figures name one
// that does (pgtest.EnvURL).
func BenchmarkBesideBareInserts(b *testing.B) {
	for _, c := range []struct {
		name             string
		clients, n, rows int
	}{{"1 row a transaction, 32 clients", 32, 8_000, 1}, {"32 rows a transaction, 4 clients", 4, 64_000, 32}} {
		b.Run(c.name, func(b *testing.B) {
			h := build(b)
			wide(b, h)
			h.run()
			var bare, logged, ratio []float64
			size := int64(0)
			for range max(b.N, 5) {
				began := time.Now()
				commit(b, h.db, c.clients, c.n, c.rows, bareInsert)
				bare = append(bare, float64(c.n)/time.Since(began).Seconds())
				began = time.Now()
				commit(b, h.db, c.clients, c.n, c.rows, func(ctx context.Context, tx pgx.Tx, batch []tlog.Leaf) error {
					return tlog.Append(ctx, tx, h.log, batch)
				})
				size += int64(c.n)
				until(b, "the last is signed", func() bool {
					head, err := h.reader.Head(context.Background(), h.log)
					return err == nil && head.Size == size
				})
				logged = append(logged, float64(c.n)/time.Since(began).Seconds())
				ratio = append(ratio, logged[len(logged)-1]/bare[len(bare)-1])
			}
			b.ReportMetric(median(bare), "bare/s")
			b.ReportMetric(median(logged), "logged/s")
			b.ReportMetric(median(ratio), "ratio")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func median(all []float64) float64 { slices.Sort(all); return all[len(all)/2] }

// BenchmarkAppendToReceipt offers 300 transactions a second, in one log or over a
// thousand, and reports how long after its beginning each had its receipt.
func BenchmarkAppendToReceipt(b *testing.B) {
	for _, logs := range []int{1, 1000} {
		b.Run(fmt.Sprint(logs, " logs"), func(b *testing.B) {
			h := build(b)
			wide(b, h)
			ids := []tlog.LogID{h.log}
			for i := range logs - 1 {
				ids = append(ids, h.open(fmt.Sprint(origin, i)))
			}
			h.sequence()
			h.run()
			n := max(b.N, 2000)
			took := make([]float64, n)
			offer := time.NewTicker(time.Second / 300)
			defer offer.Stop()
			var wg sync.WaitGroup
			for i := range n {
				due := <-offer.C
				wg.Go(func() {
					one, id := leaf(i), ids[i%logs]
					err := h.db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error { return tlog.Append(ctx, tx, id, []tlog.Leaf{one}) })
					if err == nil {
						_, err = h.sequencer.Await(context.Background(), h.reader, id, one.Key)
					}
					if err != nil {
						b.Error(err)
					}
					took[i] = float64(time.Since(due).Microseconds()) / 1000
				})
			}
			wg.Wait()
			slices.Sort(took)
			b.ReportMetric(took[n/2], "p50-ms")
			b.ReportMetric(took[n*99/100], "p99-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
}

// BenchmarkDownload lets a stranger fetch and verify a log of 100,000 entries of 256 bytes over the loopback.
func BenchmarkDownload(b *testing.B) {
	const size = 100_000
	h := build(b)
	for range size / 1000 {
		batch := make([]tlog.Leaf, 1000)
		for i := range batch {
			batch[i] = tlog.Leaf{Key: random(32), Data: random(256)}
		}
		h.append(h.log, batch...)
	}
	h.sequence()
	c := h.client(h.log, origin, nil)
	for b.Loop() {
		if at, entries := everything(b, c); at.Size != size || len(entries) != size {
			b.Fatalf("%d entries of %d", len(entries), at.Size)
		}
	}
	b.ReportMetric(size*float64(b.N)/b.Elapsed().Seconds(), "entries/s")
}

package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/deploy/load/measure"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/embedded"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

const (
	eventRate   = 300 // commits a second, offered whatever happens
	eventType   = "danchu.disclosure.v1.publication_published"
	eventPrefix = "publications/"
)

// commitToConsumer times the way of a fact from its commit, through outbox,
// relay and broker, to a watcher without a database (what drops the gateway's
// pages) and to the handler of a consumer in another database. Beside them
// the shortest way there is: the same row committed, then published at once
// without an outbox and read without an inbox.
func commitToConsumer(ctx context.Context, b *bench) (err error) {
	t, err := openTrack(ctx)
	defer func() {
		if closed := t.close(); err == nil {
			err = closed
		}
	}()
	if err != nil {
		return err
	}
	for _, warm := range []func(context.Context, int) error{t.change, t.direct} {
		if _, err := t.offer(ctx, time.Second, warm); err != nil {
			return err
		}
	}
	var ours, watched, bare [2][]float64 // p50 and p99 of each round
	for range max(b.rounds, 3) {
		for _, side := range []struct {
			run  func(context.Context, int) error
			into *[2][]float64
		}{{t.change, &ours}, {t.direct, &bare}} {
			took, err := t.offer(ctx, max(b.round, 5*time.Second), side.run)
			if err != nil {
				return err
			}
			note(side.into, took)
			if len(t.inPassing) > 0 {
				note(&watched, t.inPassing)
			}
		}
	}
	for _, reader := range []struct {
		name string
		took [2][]float64
	}{{"a watcher", watched}, {"a consumer with its inbox", ours}} {
		for i, l := range []struct {
			name string
			most float64
		}{{"p50", 0.003}, {"p99", 0.050}} {
			product, floor := measure.Median(reader.took[i]), measure.Median(bare[i])
			b.print(line{
				what:    fmt.Sprintf("commit to %s at %d/s, %s", reader.name, eventRate, l.name),
				product: fmt.Sprintf("%s (%s–%s)", seconds(product), seconds(slices.Min(reader.took[i])), seconds(slices.Max(reader.took[i]))),
				beside:  "commit, then publish", baseline: seconds(floor), ratio: fmt.Sprintf("%.1f", product/floor),
				target: "≤ " + seconds(l.most), met: holds(product <= l.most),
			})
		}
	}
	return nil
}

// note adds the figures of a round.
func note(into *[2][]float64, took []time.Duration) {
	into[0] = append(into[0], quantile(took, 0.5).Seconds())
	into[1] = append(into[1], quantile(took, 0.99).Seconds())
}

// track is a publisher and a consumer with a database each.
type track struct {
	h         *house
	from, to  *pg.DB
	bus       *bus.Bus
	log       *slog.Logger
	relay     *outbox.Relay
	cancel    func()
	tasks     sync.WaitGroup
	closers   []func()
	next      atomic.Int64
	mu        sync.Mutex
	committed map[int]time.Time
	arrived   map[int]time.Time
	passed    map[int]time.Time // seen by a watcher, which has no database
	inPassing []time.Duration   // what the last round took to the watcher, sorted
}

func openTrack(ctx context.Context) (*track, error) {
	t := &track{h: &house{}, committed: map[int]time.Time{}, arrived: map[int]time.Time{}, passed: map[int]time.Time{}}
	t.log = slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	running, cancel := context.WithCancel(ctx)
	t.cancel = cancel
	if err := t.h.openStores(ctx); err != nil {
		return t, err
	}
	for _, open := range []struct {
		name string
		into **pg.DB
	}{{"disclosure", &t.from}, {"directory", &t.to}} {
		if err := pg.Migrate(ctx, t.h.cluster.URL(open.name)); err != nil {
			return t, err
		}
		db, err := pg.Open(ctx, t.h.cluster.URL(open.name))
		if err != nil {
			return t, err
		}
		*open.into = db
		t.closers = append(t.closers, db.Close)
	}
	if _, err := t.from.Pool().Exec(ctx, `CREATE TABLE fact (id bigint PRIMARY KEY, body text NOT NULL)`); err != nil {
		return t, err
	}
	broker, stop, err := embedded.Start(filepath.Join(t.h.dir, "embedded"))
	if err != nil {
		return t, err
	}
	t.bus = broker
	t.closers = append(t.closers, stop)
	t.relay = outbox.NewRelay(t.from, broker, "disclosure", t.log)
	t.tasks.Go(func() { _ = t.relay.Run(running) }) // it ends when told to
	t.tasks.Go(func() {
		_ = broker.Run(running, t.to, t.log, bus.Consumer{ // it ends when told to
			Name: "directory_bench", Stream: "disclosure",
			Handle: func(_ context.Context, _ pgx.Tx, e bus.Event) error { t.note(t.arrived, e.Subject); return nil },
		})
	})
	t.tasks.Go(func() {
		_ = broker.Watch(running, "oversight", nil, func(_ context.Context, e bus.Event) { t.note(t.arrived, e.Subject) }) // likewise
	})
	t.tasks.Go(func() {
		_ = broker.Watch(running, "disclosure", nil, func(_ context.Context, e bus.Event) { t.note(t.passed, e.Subject) }) // likewise
	})
	return t, nil
}

func (t *track) close() error {
	t.cancel()
	t.tasks.Wait()
	for _, c := range slices.Backward(t.closers) {
		c()
	}
	return t.h.close()
}

// note remembers when something was first seen.
func (t *track) note(in map[int]time.Time, subject string) {
	now := time.Now()
	n, err := strconv.Atoi(strings.TrimPrefix(subject, eventPrefix))
	if err != nil {
		return // not ours
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if in[n].IsZero() {
		in[n] = now
	}
}

// told is the waker of one change: it is called right after the commit.
type told struct {
	t       *track
	subject string
}

func (w told) Wake() {
	w.t.note(w.t.committed, w.subject)
	w.t.relay.Wake()
}

var fact = strings.Repeat("Ủy ban nhân dân phường công khai để nhân dân biết. ", 5)

// change commits a row with its event as every service does.
func (t *track) change(ctx context.Context, n int) error {
	subject := eventPrefix + strconv.Itoa(n)
	ledger := change.NewLedger(t.from, told{t, subject}, nil, nil)
	cause := change.Cause{Kind: change.Operator, ID: strconv.Itoa(n), Actor: "bench", Action: "Publish"}
	_, err := change.Do(ctx, ledger, cause, func(ctx context.Context, tx pgx.Tx) (int, change.Record, error) {
		_, err := tx.Exec(ctx, `INSERT INTO fact (id, body) VALUES ($1, $2)`, n, fact)
		return n, change.Record{Messages: []outbox.Message{{
			Type: eventType, Subject: subject, Unit: "25912@2025-07-01", Data: &disclosurev1.PublicationPublished{PublicationId: subject},
		}}}, err
	})
	return err
}

// direct commits the same row and publishes by itself.
func (t *track) direct(ctx context.Context, n int) error {
	err := t.from.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO fact (id, body) VALUES ($1, $2)`, n, fact)
		return err
	})
	if err != nil {
		return err
	}
	subject := eventPrefix + strconv.Itoa(n)
	t.note(t.committed, subject)
	_, err = t.bus.Publish(ctx, []bus.Event{{
		ID: "bench-" + strconv.Itoa(n), Type: "danchu.oversight.v1.bench_published", Source: "danchu/oversight", Subject: subject,
		Time: time.Now(), Data: []byte(fact), Sequence: uint64(n), //nolint:gosec // a counter
	}})
	return err
}

// offer starts changes at a fixed rate, whether or not the ones before are done,
// and returns how long each took from commit to consumer, sorted.
func (t *track) offer(ctx context.Context, last time.Duration, do func(context.Context, int) error) ([]time.Duration, error) {
	ctx, cancel := context.WithTimeout(ctx, last+time.Minute)
	defer cancel()
	var all sync.WaitGroup
	var failed atomic.Pointer[error]
	var numbers []int
	began := time.Now()
	for i := 0; ; i++ {
		due := time.Duration(i) * time.Second / eventRate
		if due > last {
			break
		}
		time.Sleep(time.Until(began.Add(due)))
		n := int(t.next.Add(1))
		numbers = append(numbers, n)
		all.Go(func() {
			if err := do(ctx, n); err != nil {
				failed.Store(&err)
			}
		})
	}
	all.Wait()
	if err := failed.Load(); err != nil {
		return nil, *err
	}
	took := make([]time.Duration, 0, len(numbers))
	err := eventually(ctx, 20*time.Millisecond, 30*time.Second, "the last event", func() bool {
		t.mu.Lock()
		defer t.mu.Unlock()
		return !slices.ContainsFunc(numbers, func(n int) bool { return t.arrived[n].IsZero() })
	})
	if err != nil {
		return nil, err
	}
	t.inPassing = nil
	for _, n := range numbers {
		took = append(took, max(t.arrived[n].Sub(t.committed[n]), 0))
		if at, ok := t.passed[n]; ok {
			t.inPassing = append(t.inPassing, max(at.Sub(t.committed[n]), 0))
		}
	}
	slices.Sort(took)
	slices.Sort(t.inPassing)
	return took, nil
}

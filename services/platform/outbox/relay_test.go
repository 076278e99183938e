package outbox_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats-server/v2/server"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/bustest"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

var quiet = slog.New(slog.DiscardHandler)

// strict is a log in which a warning fails the test: what these programs survive
// by starting again would otherwise pass unseen.
func strict(t testing.TB) *slog.Logger { return slog.New(strictHandler{slog.DiscardHandler, t}) }

type strictHandler struct {
	slog.Handler
	t testing.TB
}

func (strictHandler) Enabled(_ context.Context, level slog.Level) bool {
	return level >= slog.LevelWarn
}

func (h strictHandler) Handle(_ context.Context, r slog.Record) error {
	text := r.Message
	r.Attrs(func(a slog.Attr) bool { text += " " + a.String(); return true })
	h.t.Error(text)
	return nil
}

func (h strictHandler) WithAttrs([]slog.Attr) slog.Handler { return h }
func (h strictHandler) WithGroup(string) slog.Handler      { return h }

func write(t testing.TB, db *pg.DB, first, n int) {
	t.Helper()
	err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
		var messages []outbox.Message
		for i := first; i < first+n; i++ {
			messages = append(messages, outbox.Message{Type: "danchu.test.v1.thing_made", Subject: strconv.Itoa(i), Data: wrapperspb.String("x")})
		}
		return outbox.Insert(ctx, tx, time.Now(), messages...)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(60 * time.Second)
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited 60 s in vain: %s", what)
		}
	}
}

func background(t testing.TB, run func(context.Context) error) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := run(ctx); err != nil {
			t.Error(err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// taker is a consumer that remembers the subjects in the order they came.
type taker struct {
	mu       sync.Mutex
	subjects []string
}

func (s *taker) consumer() bus.Consumer {
	return bus.Consumer{Name: "taker_things", Stream: "test", Handle: func(_ context.Context, _ pgx.Tx, e bus.Event) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.subjects = append(s.subjects, e.Subject)
		return nil
	}}
}

func (s *taker) taken() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.subjects)
}

func numbers(n int) (want []string) {
	for i := range n {
		want = append(want, strconv.Itoa(i))
	}
	return want
}

func backlog(t testing.TB, db *pg.DB) int64 {
	t.Helper()
	n, _, err := outbox.Backlog(context.Background(), db)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// Everything arrives, in order, and the queue is empty afterwards.
func TestRelay(t *testing.T) {
	t.Parallel()
	db, b := pgtest.New(t), bustest.New(t)
	write(t, db, 0, 1500) // more than a batch, from before the relay's time
	relay := outbox.NewRelay(db, b, "test", strict(t))
	background(t, relay.Run)
	var s taker
	background(t, func(ctx context.Context) error { return b.Run(ctx, db, strict(t), s.consumer()) })
	write(t, db, 1500, 1)
	relay.Wake()
	eventually(t, "all events", func() bool { return len(s.taken()) >= 1501 })
	if !slices.Equal(s.taken(), numbers(1501)) {
		t.Fatal("not in order")
	}
	eventually(t, "an empty queue", func() bool { return backlog(t, db) == 0 })
}

// dying publishes and then ends the relay before it can note it: a kill -9 at
// the worst moment.
type dying struct {
	*bus.Bus
	kill context.CancelFunc
}

func (d dying) Publish(ctx context.Context, events []bus.Event) (int, error) {
	_, err := d.Bus.Publish(ctx, events)
	d.kill()
	if err != nil {
		return 0, err
	}
	return 0, context.Canceled
}

func TestRelayKilledBeforeNoting(t *testing.T) {
	t.Parallel()
	db, b := pgtest.New(t), bustest.New(t)
	write(t, db, 0, 10)
	ctx, kill := context.WithCancel(context.Background())
	if err := outbox.NewRelay(db, dying{b, kill}, "test", strict(t)).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if n := backlog(t, db); n != 10 {
		t.Fatalf("%d in the queue after the kill, want all 10", n)
	}
	background(t, outbox.NewRelay(db, b, "test", strict(t)).Run)
	eventually(t, "an empty queue", func() bool { return backlog(t, db) == 0 })
	state, err := b.EnsureStream(context.Background(), "test")
	if err != nil || state.Messages != 10 {
		t.Fatalf("the stream holds %d events (%v), want each once", state.Messages, err)
	}
}

// A transaction that commits late is not skipped, although its events have
// smaller numbers than others that are long published.
func TestRelayFindsLateCommit(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, b := pgtest.New(t), bustest.New(t)
	background(t, outbox.NewRelay(db, b, "test", strict(t)).Run)
	var s taker
	background(t, func(ctx context.Context) error { return b.Run(ctx, db, strict(t), s.consumer()) })
	late, err := db.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := outbox.Insert(ctx, late, time.Now(), outbox.Message{Type: "danchu.test.v1.thing_made", Subject: "late", Data: wrapperspb.String("x")}); err != nil {
		t.Fatal(err)
	}
	write(t, db, 0, 1)
	eventually(t, "the one with the greater number", func() bool { return len(s.taken()) == 1 })
	if err := late.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the late one", func() bool { return slices.Equal(s.taken(), []string{"0", "late"}) })
}

// broker starts a NATS server on a port, as in a cluster.
func broker(t testing.TB, port int, dir string) *server.Server {
	t.Helper()
	s, err := server.NewServer(&server.Options{Host: "127.0.0.1", Port: port, JetStream: true, StoreDir: dir, NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(10 * time.Second) {
		t.Fatal("no broker")
	}
	return s
}

func freePort(t testing.TB) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().(*net.TCPAddr).Port //nolint:forcetypeassert // a TCP listener
}

// The broker goes away in the middle, comes back, and once even comes back
// empty: nothing is lost, nothing is handled twice, the order holds.
func TestBrokerRestartsAndLosesTheStream(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	port, kept := freePort(t), t.TempDir()
	first := broker(t, port, kept)
	b, err := bus.Connect(fmt.Sprintf("nats://127.0.0.1:%d", port))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	background(t, outbox.NewRelay(db, b, "test", quiet).Run)
	var s taker
	background(t, func(ctx context.Context) error { return b.Run(ctx, db, quiet, s.consumer()) })
	write(t, db, 0, 100)
	eventually(t, "before", func() bool { return len(s.taken()) == 100 })

	first.Shutdown()
	first.WaitForShutdown()
	write(t, db, 100, 100)
	second := broker(t, port, kept)
	eventually(t, "after the restart", func() bool { return len(s.taken()) == 200 })

	second.Shutdown()
	second.WaitForShutdown()
	write(t, db, 200, 100)
	third := broker(t, port, t.TempDir())
	t.Cleanup(func() { third.Shutdown(); third.WaitForShutdown() })
	eventually(t, "after the loss", func() bool { return len(s.taken()) >= 300 })
	eventually(t, "a full stream again", func() bool {
		state, err := b.EnsureStream(context.Background(), "test")
		return err == nil && state.Messages == 300
	})
	if !slices.Equal(s.taken(), numbers(300)) {
		t.Fatalf("%d handled, not in order or not once", len(s.taken()))
	}
}

func TestReplayAndPrune(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db, b := pgtest.New(t), bustest.New(t)
	write(t, db, 0, 5)
	if n, err := outbox.Prune(ctx, db, time.Now().Add(time.Hour)); err != nil || n != 0 {
		t.Fatalf("pruned %d unpublished events, %v", n, err)
	}
	stop := background(t, outbox.NewRelay(db, b, "test", strict(t)).Run)
	eventually(t, "an empty queue", func() bool { return backlog(t, db) == 0 })
	stop()
	if n, err := outbox.Replay(ctx, db, time.Time{}); err != nil || n != 5 {
		t.Fatalf("replay queued %d, %v", n, err)
	}
	background(t, outbox.NewRelay(db, b, "test", strict(t)).Run)
	eventually(t, "an empty queue", func() bool { return backlog(t, db) == 0 })
	if n, err := outbox.Prune(ctx, db, time.Now().Add(time.Hour)); err != nil || n != 5 {
		t.Fatalf("pruned %d, %v", n, err)
	}
}

package bus_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/trace"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/bustest"
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

// event makes the nth event of the service "test".
func event(n int) bus.Event {
	return bus.Event{
		ID: fmt.Sprintf("e%d", n), Type: "danchu.test.v1.thing_made", Source: "danchu/test",
		Subject: fmt.Sprintf("things/%d", n), Unit: "08584@2025-07-01", Sequence: uint64(n),
		Time: time.Date(2026, 11, 25, 5, 0, 0, n*1000, time.UTC), Data: []byte{byte(n)},
	}
}

func publish(t testing.TB, b *bus.Bus, events ...bus.Event) {
	t.Helper()
	if _, err := b.EnsureStream(context.Background(), "test"); err != nil {
		t.Fatal(err)
	}
	if n, err := b.Publish(context.Background(), events); err != nil || n != len(events) {
		t.Fatalf("published %d of %d: %v", n, len(events), err)
	}
}

// eventually waits until what is true, looking often.
func eventually(t testing.TB, what string, condition func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	deadline := time.After(30 * time.Second)
	for !condition() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited 30 s in vain: %s", what)
		}
	}
}

// seen collects what a consumer handled, in order.
type seen struct {
	mu     sync.Mutex
	events []bus.Event
}

func (s *seen) add(e bus.Event) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.events = append(s.events, e)
}

func (s *seen) ids() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var ids []string
	for _, e := range s.events {
		ids = append(ids, e.ID)
	}
	return ids
}

// run runs consumers until the returned function is called or the test ends.
func run(t testing.TB, b *bus.Bus, db *pg.DB, consumers ...bus.Consumer) (stop func()) {
	t.Helper()
	return runLogged(t, strict(t), b, db, consumers...)
}

func runLogged(t testing.TB, log *slog.Logger, b *bus.Bus, db *pg.DB, consumers ...bus.Consumer) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		if err := b.Run(ctx, db, log, consumers...); err != nil {
			t.Error(err)
		}
	}()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	return stop
}

// A consumer gets what was sent, whole, in order, after the commit and once.
func TestConsume(t *testing.T) {
	t.Parallel()
	b, db := bustest.New(t), pgtest.New(t)
	var after seen
	run(t, b, db, bus.Consumer{
		Name: "reader_things", Stream: "test", Types: []string{"danchu.test.v1.thing_made"},
		Handle: func(context.Context, pgx.Tx, bus.Event) error { return nil },
		After:  func(_ context.Context, e bus.Event) { after.add(e) },
	})
	other := event(99)
	other.Type = "danchu.test.v1.thing_broken"
	publish(t, b, event(1), other, event(2), event(3))
	eventually(t, "three events", func() bool { return len(after.ids()) == 3 })
	if got := after.ids(); !slices.Equal(got, []string{"e1", "e2", "e3"}) {
		t.Fatalf("order %v", got)
	}
	if got, want := fmt.Sprintf("%+v", after.events[0]), fmt.Sprintf("%+v", event(1)); got != want {
		t.Fatalf("event changed on its way:\n%s\n%s", got, want)
	}
}

// A second consumer of the same name on an emptied broker state gets everything
// again, and the inbox lets nothing through.
func TestDeliveredTwiceWorksOnce(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var handled seen // what was committed: a reader stopped before that rightly handles it again
	consumer := bus.Consumer{
		Name: "reader_things", Stream: "test",
		Handle: func(context.Context, pgx.Tx, bus.Event) error { return nil },
		After:  func(_ context.Context, e bus.Event) { handled.add(e) },
	}
	for round := range 2 {
		b := bustest.New(t) // a new broker remembers nobody's progress
		publish(t, b, event(1), event(2))
		if round == 1 {
			publish(t, b, event(3))
		}
		stop := run(t, b, db, consumer)
		eventually(t, "the last event", func() bool {
			ids := handled.ids()
			return len(ids) > 0 && ids[len(ids)-1] == fmt.Sprintf("e%d", round+2)
		})
		stop()
	}
	if got := handled.ids(); !slices.Equal(got, []string{"e1", "e2", "e3"}) {
		t.Fatalf("handled %v", got)
	}
}

// Two replicas share the work and each event is handled by one of them, in order.
func TestTwoReplicas(t *testing.T) {
	t.Parallel()
	b, db := bustest.New(t), pgtest.New(t)
	var handled seen
	consumer := bus.Consumer{
		Name: "reader_things", Stream: "test",
		Handle: func(_ context.Context, _ pgx.Tx, e bus.Event) error { handled.add(e); return nil },
	}
	stopFirst := run(t, b, db, consumer)
	run(t, b, db, consumer)
	publish(t, b, event(1), event(2), event(3))
	eventually(t, "three events", func() bool { return len(handled.ids()) >= 3 })
	stopFirst()
	publish(t, b, event(4))
	eventually(t, "one more by whoever is left", func() bool { return len(handled.ids()) >= 4 })
	if got := handled.ids(); !slices.Equal(got, []string{"e1", "e2", "e3", "e4"}) {
		t.Fatalf("handled %v", got)
	}
}

// A bad event is tried, parked and counted, the ones after it go on, and the
// replay brings it back once its cause is mended. What it wrote before failing
// is rolled back each time.
func TestParkAndReplay(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b, db := bustest.New(t), pgtest.New(t)
	var handled seen
	var mu sync.Mutex
	mended, tries := false, 0
	runLogged(t, quiet, b, db, bus.Consumer{
		Name: "reader_things", Stream: "test", Attempts: 3,
		Handle: func(ctx context.Context, tx pgx.Tx, e bus.Event) error {
			mu.Lock()
			defer mu.Unlock()
			if e.ID == "e2" && !mended {
				tries++
				if tries == 2 {
					panic("a bug")
				}
				return errors.New("a bug")
			}
			handled.add(e)
			return nil
		},
	})
	publish(t, b, event(1), event(2), event(3))
	parked := func() []bus.Parked {
		list, err := bus.ListParked(ctx, db, 10)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	eventually(t, "parked", func() bool { return len(parked()) == 1 && slices.Contains(handled.ids(), "e3") })
	if p := parked()[0]; p.EventID != "e2" || p.Consumer != "reader_things" || p.Attempts != 3 || p.Error == "" {
		t.Fatalf("parked: %+v", p)
	}
	if n, err := bus.Replay(ctx, db, "reader_things", ""); err != nil || n != 1 {
		t.Fatalf("replay: %d, %v", n, err)
	}
	eventually(t, "failed again", func() bool { return parked()[0].Attempts == 4 })
	mu.Lock()
	mended = true
	mu.Unlock()
	if _, err := bus.Replay(ctx, db, "", "e2"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "taken", func() bool { return len(parked()) == 0 })
	if got := handled.ids(); got[len(got)-1] != "e2" {
		t.Fatalf("handled %v", got)
	}
}

// The trace of what caused the event reaches the consumer.
func TestTraceReachesConsumer(t *testing.T) {
	t.Parallel()
	b, db := bustest.New(t), pgtest.New(t)
	traces := make(chan string, 1)
	run(t, b, db, bus.Consumer{
		Name: "reader_things", Stream: "test",
		Handle: func(ctx context.Context, _ pgx.Tx, _ bus.Event) error {
			traces <- trace.SpanContextFromContext(ctx).TraceID().String()
			return nil
		},
	})
	traced := event(1)
	traced.Trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
	publish(t, b, traced)
	if got := <-traces; got != "0af7651916cd43dd8448eb211c80319c" {
		t.Fatalf("trace %s", got)
	}
}

// Watch sees what comes from now on.
func TestWatch(t *testing.T) {
	t.Parallel()
	b := bustest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	publish(t, b, event(1))
	var watched seen
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = b.Watch(ctx, "test", []string{"danchu.test.v1.thing_made"}, func(_ context.Context, e bus.Event) { watched.add(e) })
	}()
	n := 1
	eventually(t, "the watch to begin", func() bool { n++; publish(t, b, event(n)); return len(watched.ids()) > 0 })
	if ids := watched.ids(); slices.Contains(ids, "e1") {
		t.Fatalf("the past was delivered: %v", ids)
	}
	cancel()
	<-done
}

// A lost event is not overtaken: what expects it as predecessor is refused.
func TestPublishKeepsOrder(t *testing.T) {
	t.Parallel()
	b := bustest.New(t)
	publish(t, b, event(1))
	gone := event(2)
	gone.Type = "elsewhere.without.stream"
	n, err := b.Publish(context.Background(), []bus.Event{event(1), gone, event(3), event(4)})
	if n != 1 || !errors.Is(err, bus.ErrNoStream) {
		t.Fatalf("confirmed %d, %v", n, err)
	}
	state, err := b.EnsureStream(context.Background(), "test")
	if err != nil || state.Messages != 1 || state.LastSequence != 1 {
		t.Fatalf("stream holds %+v, %v", state, err)
	}
}

// A reader that starts again goes on at its position: it does not read the past
// once more to find that it has been taken.
func TestPositionIsKept(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	b, db := bustest.New(t), pgtest.New(t)
	var handled seen
	consumer := bus.Consumer{
		Name: "reader_things", Stream: "test",
		Handle: func(_ context.Context, _ pgx.Tx, e bus.Event) error { handled.add(e); return nil },
	}
	publish(t, b, event(1), event(2), event(3))
	stop := run(t, b, db, consumer)
	eventually(t, "three events committed", func() bool {
		var place int
		err := db.Pool().QueryRow(ctx, `SELECT place FROM platform_position`).Scan(&place)
		return err == nil && place == 3
	})
	stop()
	if _, err := db.Pool().Exec(ctx, `DELETE FROM platform_inbox`); err != nil {
		t.Fatal(err)
	}
	run(t, b, db, consumer)
	publish(t, b, event(4))
	eventually(t, "the fourth", func() bool { return slices.Contains(handled.ids(), "e4") })
	if got := handled.ids(); !slices.Equal(got, []string{"e1", "e2", "e3", "e4"}) {
		t.Fatalf("handled %v", got)
	}
}

// A watch whose stream is lost and made again says that there is a gap and goes on.
func TestWatchTellsOfGaps(t *testing.T) {
	t.Parallel()
	b := bustest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	var watched seen
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = b.Watch(ctx, "test", nil, func(_ context.Context, e bus.Event) { watched.add(e) })
	}()
	n := 0
	next := func() { n++; publish(t, b, event(n)) }
	eventually(t, "the watch to begin", func() bool { next(); return len(watched.ids()) > 0 })
	if err := b.DeleteStream(ctx, "test"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the gap and what follows", func() bool {
		next()
		watched.mu.Lock()
		defer watched.mu.Unlock()
		gap := slices.IndexFunc(watched.events, func(e bus.Event) bool { return e.Type == bus.Gap })
		return gap >= 0 && gap < len(watched.events)-1
	})
	cancel()
	<-done
}

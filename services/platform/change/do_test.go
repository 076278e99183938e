package change_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

var noon = time.Date(2026, 11, 25, 5, 0, 0, 0, time.UTC)

func ledger(t testing.TB) (*change.Ledger, *pg.DB) {
	t.Helper()
	db := pgtest.New(t)
	return change.NewLedger(db, nil, nil, func() time.Time { return noon }), db
}

func count(t testing.TB, db *pg.DB, table string) (n int) {
	t.Helper()
	if err := db.Pool().QueryRow(context.Background(), `SELECT count(*) FROM `+pgx.Identifier{table}.Sanitize()).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func record() change.Record {
	return change.Record{
		Messages: []outbox.Message{{Type: "danchu.test.v1.thing_made", Subject: "things/1", Data: wrapperspb.String("x")}},
		Audit:    []audit.Entry{{Resource: "things/1"}},
	}
}

func cause(id, digest string) change.Cause {
	return change.Cause{Kind: change.Request, ID: id, Actor: "iss#an", Action: "MakeThing", Digest: []byte(digest)}
}

// Everything of a change is there, and its time, actor and cause are filled in.
func TestDoWritesOneTransaction(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	answer, err := change.Do(context.Background(), l, cause("r1", "d"), func(context.Context, pgx.Tx) (string, change.Record, error) {
		return "made", record(), nil
	})
	if err != nil || answer != "made" {
		t.Fatalf("%q, %v", answer, err)
	}
	for _, table := range []string{"platform_cause", "platform_outbox", "platform_outbox_pending", "platform_audit", "platform_audit_pending"} {
		if n := count(t, db, table); n != 1 {
			t.Errorf("%d rows in %s, want 1", n, table)
		}
	}
	var at time.Time
	var actor, action, why string
	if err := db.Pool().QueryRow(context.Background(), `SELECT at, actor, action, cause FROM platform_audit`).Scan(&at, &actor, &action, &why); err != nil {
		t.Fatal(err)
	}
	if !at.Equal(noon) || actor != "iss#an" || action != "MakeThing" || why != "request r1" {
		t.Errorf("audit entry: %v %s %s %s", at, actor, action, why)
	}
}

func TestDoRepeated(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	ctx := context.Background()
	runs := 0
	do := func(c change.Cause) (*wrapperspb.StringValue, error) {
		return change.Do(ctx, l, c, func(context.Context, pgx.Tx) (*wrapperspb.StringValue, change.Record, error) {
			runs++
			return wrapperspb.String(fmt.Sprint("run ", runs)), record(), nil
		})
	}
	for range 2 {
		answer, err := do(cause("r1", "d"))
		if err != nil || answer.GetValue() != "run 1" {
			t.Fatalf("answer %v, %v; want the first one's", answer, err)
		}
	}
	if runs != 1 || count(t, db, "platform_outbox") != 1 {
		t.Fatalf("%d runs for one cause", runs)
	}
	_, err := do(cause("r1", "another content"))
	if !fault.Is(err, change.ReasonRequestIDReused) || fault.KindOf(err) != fault.Exists {
		t.Fatalf("another content under the same id: %v", err)
	}
	other := cause("r1", "d")
	other.Actor = "iss#binh"
	if answer, err := do(other); err != nil || answer.GetValue() != "run 2" {
		t.Fatalf("another caller's id is not mine: %v, %v", answer, err)
	}
}

// A cause without an id cannot come again, so nothing is kept to recognise it.
func TestDoWithoutIDLeavesNoCause(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	for range 2 {
		if _, err := change.Do(context.Background(), l, cause("", "d"), func(context.Context, pgx.Tx) (int, change.Record, error) {
			return 1, record(), nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	if causes, events := count(t, db, "platform_cause"), count(t, db, "platform_outbox"); causes != 0 || events != 2 {
		t.Fatalf("%d causes, %d events", causes, events)
	}
}

// What failed left nothing, and the same cause may try again.
func TestDoAfterFailure(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	ctx := context.Background()
	refused := errors.New("refused")
	do := func(err error) error {
		_, doErr := change.Do(ctx, l, cause("r1", "d"), func(ctx context.Context, tx pgx.Tx) (string, change.Record, error) {
			if _, execErr := tx.Exec(ctx, `INSERT INTO platform_inbox (consumer, event_id) VALUES ('c', 'e')`); execErr != nil {
				return "", change.Record{}, execErr
			}
			return "made", record(), err
		})
		return doErr
	}
	if err := do(refused); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	for _, table := range []string{"platform_cause", "platform_outbox", "platform_audit", "platform_inbox"} {
		if n := count(t, db, table); n != 0 {
			t.Errorf("%d rows in %s after a failure", n, table)
		}
	}
	if err := do(nil); err != nil {
		t.Fatalf("trying again: %v", err)
	}
}

// Sixty-four callers with one request_id: one runs, all get its answer.
func TestDoRaced(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	var runs atomic.Int32
	var wg sync.WaitGroup
	answers := make([]string, 64)
	for i := range answers {
		wg.Go(func() {
			var err error
			answers[i], err = change.Do(context.Background(), l, cause("r1", "d"), func(context.Context, pgx.Tx) (string, change.Record, error) {
				runs.Add(1)
				return fmt.Sprint("by ", i), record(), nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	for _, answer := range answers {
		if answer != answers[0] || answer == "" {
			t.Fatalf("two answers: %q and %q", answer, answers[0])
		}
	}
	if runs.Load() != 1 || count(t, db, "platform_outbox") != 1 || count(t, db, "platform_audit") != 1 {
		t.Fatalf("%d runs", runs.Load())
	}
}

// If the first of the racers fails, the next one runs.
func TestDoRacedWithFailures(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	var runs, failures atomic.Int32
	var wg sync.WaitGroup
	for range 64 {
		wg.Go(func() {
			_, err := change.Do(context.Background(), l, cause("r1", "d"), func(context.Context, pgx.Tx) (string, change.Record, error) {
				if runs.Add(1) <= 10 {
					return "", change.Record{}, errors.New("refused")
				}
				return "made", record(), nil
			})
			if err != nil {
				failures.Add(1)
			}
		})
	}
	wg.Wait()
	if runs.Load() != 11 || failures.Load() != 10 || count(t, db, "platform_outbox") != 1 {
		t.Fatalf("%d runs, %d failures, %d events", runs.Load(), failures.Load(), count(t, db, "platform_outbox"))
	}
}

func TestPruneForgetsOldCauses(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	ctx := context.Background()
	do := func(id string) {
		if _, err := change.Do(ctx, l, cause(id, "d"), func(context.Context, pgx.Tx) (int, change.Record, error) {
			return 1, change.Record{}, nil
		}); err != nil {
			t.Fatal(err)
		}
	}
	do("old")
	if n, err := change.Prune(ctx, db, noon); err != nil || n != 0 {
		t.Fatalf("pruned %d of the present, %v", n, err)
	}
	if n, err := change.Prune(ctx, db, noon.Add(time.Second)); err != nil || n != 1 {
		t.Fatalf("pruned %d, %v; want 1", n, err)
	}
	do("old")
}

func TestEventTypesAreChecked(t *testing.T) {
	t.Parallel()
	l, _ := ledger(t)
	for _, bad := range []string{"", "unit_established", "danchu.Directory.v1.x", "danchu.directory.v1.*", "danchu.directory.v1.a.b", "danchu.directory.v1.a b"} {
		_, err := change.Do(context.Background(), l, cause("", ""), func(context.Context, pgx.Tx) (int, change.Record, error) {
			return 1, change.Record{Messages: []outbox.Message{{Type: bad, Data: wrapperspb.String("")}}}, nil
		})
		if err == nil {
			t.Errorf("event type %q passes", bad)
		}
	}
}

// What could never be published is refused while it can still be rolled back.
func TestEventsAreFitToTravel(t *testing.T) {
	t.Parallel()
	l, db := ledger(t)
	good := outbox.Message{Type: "danchu.test.v1.thing_made", Subject: "things/Đồi", Data: wrapperspb.String("")}
	line, blank, big, empty := good, good, good, good
	line.Subject = "things/1\r\nce-id: x"
	blank.Unit = " "
	big.Data = wrapperspb.String(strings.Repeat("x", 600<<10))
	empty.Data = nil
	for name, bad := range map[string]outbox.Message{"line": line, "blank": blank, "big": big, "empty": empty} {
		_, err := change.Do(context.Background(), l, cause("", ""), func(context.Context, pgx.Tx) (int, change.Record, error) {
			return 1, change.Record{Messages: []outbox.Message{good, bad}}, nil
		})
		if err == nil || count(t, db, "platform_outbox") != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// BenchmarkDo is a change with one event and one audit entry, without fsync.
func BenchmarkDo(b *testing.B) {
	l, _ := ledger(b)
	var n atomic.Int64
	b.SetParallelism(16)
	b.RunParallel(func(p *testing.PB) {
		for p.Next() {
			_, err := change.Do(context.Background(), l, cause(fmt.Sprint(n.Add(1)), "d"), func(context.Context, pgx.Tx) (string, change.Record, error) {
				return "made", record(), nil
			})
			if err != nil {
				b.Fatal(err)
			}
		}
	})
}

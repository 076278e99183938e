package tlog_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

// A log from its opening to its last checkpoint, seen by a stranger.
func TestLifeOfALog(t *testing.T) {
	t.Parallel()
	h := build(t)
	if _, err := h.reader.ReadCheckpoint(context.Background(), h.log); !fault.Is(err, tlog.ReasonPending) {
		t.Fatalf("a checkpoint before any was signed: %v", err)
	}
	h.sequence()
	c := h.client(h.log, origin, nil)
	empty, entries := everything(t, c)
	if empty.Size != 0 || len(entries) != 0 || empty.Closed() {
		t.Fatalf("%+v", empty)
	}
	h.append(h.log, leaves(0, 300)...)
	if _, err := h.reader.Receipt(context.Background(), h.log, leaf(7).Key); !fault.Is(err, tlog.ReasonRange) {
		t.Fatalf("a receipt before the sequencer came: %v", err)
	}
	if n := h.sequence(); n != 300 {
		t.Fatalf("placed %d", n)
	}
	half, _ := everything(t, c)
	h.close(h.log, leaf(300))
	h.sequence()
	last, entries := everything(t, c)
	if last.Size != 301 || !last.Closed() || half.Size != 300 || half.Closed() {
		t.Fatalf("%+v, then %+v", half.Checkpoint, last.Checkpoint)
	}
	for i, entry := range entries {
		if want := string(leaf(i).Data); entry != want {
			t.Fatalf("entry %d is %q", i, entry)
		}
	}
	all := []tlogclient.Signed{empty, half, last}
	for i, older := range all {
		for _, newer := range all[i:] {
			if err := c.Consistent(context.Background(), older, newer); err != nil {
				t.Errorf("from %d to %d: %v", older.Size, newer.Size, err)
			}
		}
	}
	receipt, err := h.reader.Receipt(context.Background(), h.log, leaf(7).Key)
	if err != nil {
		t.Fatal(err)
	}
	held, err := trust(t, h.keys, origin).VerifyReceipt(receipt.Format(), leaf(7).Data)
	if err != nil || held.Index != 7 || held.Size != 301 {
		t.Fatalf("%+v, %v", held, err)
	}
	if _, err := trust(t, h.keys, origin).VerifyReceipt(receipt.Format(), leaf(8).Data); err == nil {
		t.Fatal("the receipt of one entry is believed for another")
	}
}

// What was committed late comes later, and neither blocks nor is lost.
func TestTheLateComeLater(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	late, err := h.db.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = late.Rollback(ctx) }()
	if err := tlog.Append(ctx, late, h.log, leaves(0, 2)); err != nil {
		t.Fatal(err)
	}
	h.append(h.log, leaves(2, 2)...)
	if n := h.sequence(); n != 2 {
		t.Fatalf("placed %d past one that is not committed", n)
	}
	c := h.client(h.log, origin, nil)
	before, _ := everything(t, c)
	if err := late.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	h.sequence()
	after, entries := everything(t, c)
	if want := []string{"leaf 2", "leaf 3", "leaf 0", "leaf 1"}; !slices.Equal(entries, want) {
		t.Fatalf("%q", entries)
	}
	if err := c.Consistent(ctx, before, after); err != nil {
		t.Fatal(err)
	}
}

// A cause that comes again adds nothing: in the same statement, while the first
// waits, and long after.
func TestRepeatsAddNothing(t *testing.T) {
	t.Parallel()
	h := build(t)
	other := h.open(origin + "0")
	h.append(h.log, leaf(1), leaf(1))
	h.append(h.log, leaf(1))
	h.sequence()
	h.append(h.log, leaf(1), leaf(2))
	h.append(other, leaf(1))
	h.sequence()
	h.append(h.log, leaf(2))
	if n := h.sequence(); n != 0 {
		t.Fatalf("a repeat placed %d", n)
	}
	if _, entries := everything(t, h.client(h.log, origin, nil)); !slices.Equal(entries, []string{"leaf 1", "leaf 2"}) {
		t.Fatalf("%q", entries)
	}
	if _, entries := everything(t, h.client(other, origin+"0", nil)); !slices.Equal(entries, []string{"leaf 1"}) {
		t.Fatalf("the other log: %q", entries)
	}
	if again := h.open(origin); again != h.log {
		t.Fatalf("opening again made log %d", again)
	}
}

func TestAClosedLogRefuses(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	other := h.open(origin + "0")
	h.close(h.log, leaf(1))
	for name, id := range map[string][]tlog.Addition{
		"alone":         {{Log: h.log, Leaf: leaf(2)}},
		"among several": {{Log: other, Leaf: leaf(2)}, {Log: h.log, Leaf: leaf(2)}},
	} {
		err := h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.AppendEach(ctx, tx, id) })
		if !fault.Is(err, tlog.ReasonClosed) || fault.KindOf(err) != fault.Refused {
			t.Errorf("%s: %v", name, err)
		}
	}
	h.close(h.log, leaf(1)) // a repeat of the closing
	err := h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Close(ctx, tx, h.log, time.Now(), leaf(3)) })
	if !fault.Is(err, tlog.ReasonClosed) {
		t.Errorf("closing again with another leaf: %v", err)
	}
	h.sequence()
	h.close(h.log, leaf(1))
	for _, id := range []tlog.LogID{other + 100, 0} {
		err := h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Append(ctx, tx, id, leaves(0, 1)) })
		if !fault.Is(err, tlog.ReasonUnknown) {
			t.Errorf("log %d: %v", id, err)
		}
	}
	if at, entries := everything(t, h.client(h.log, origin, nil)); !at.Closed() || len(entries) != 1 {
		t.Errorf("%+v, %q", at.Checkpoint, entries)
	}
}

// Whoever was let in before the closing is in the log; closing waits for him.
func TestClosingWaitsForThoseInside(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	inside, err := h.db.Pool().Begin(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = inside.Rollback(ctx) }()
	if err := tlog.Append(ctx, inside, h.log, leaves(0, 1)); err != nil {
		t.Fatal(err)
	}
	closed := make(chan error, 1)
	go func() {
		closed <- h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Close(ctx, tx, h.log, time.Now()) })
	}()
	until(t, "the closing waits for the lock", func() bool {
		var waits bool
		err := h.db.Pool().QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
			AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))`).Scan(&waits)
		return err == nil && waits
	})
	if err := inside.Commit(ctx); err != nil {
		t.Fatal(err)
	}
	if err := <-closed; err != nil {
		t.Fatal(err)
	}
	h.sequence()
	if at, entries := everything(t, h.client(h.log, origin, nil)); !at.Closed() || len(entries) != 1 {
		t.Fatalf("%+v, %q", at.Checkpoint, entries)
	}
}

func TestWhatCannotBeALeafIsRefused(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	h.append(h.log, tlog.Leaf{Key: []byte("largest"), Data: make([]byte, c2sp.MaxEntry)}, tlog.Leaf{Key: []byte("empty")})
	for name, one := range map[string]tlog.Leaf{
		"too large":    {Key: []byte("k"), Data: make([]byte, c2sp.MaxEntry+1)},
		"no key":       {Data: []byte("x")},
		"key too long": {Key: make([]byte, 65), Data: []byte("x")},
	} {
		err := h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Append(ctx, tx, h.log, []tlog.Leaf{one}) })
		if err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	err := h.db.InTxOptions(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(ctx context.Context, tx pgx.Tx) error {
		return tlog.Append(ctx, tx, h.log, leaves(0, 1))
	})
	if pg.Code(err) != "TL003" {
		t.Errorf("repeatable read: %v", err)
	}
	for _, bad := range []string{"", "with space", "plus+sign", "line\nbreak"} {
		err := h.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { _, err := tlog.Open(ctx, tx, bad, time.Now()); return err })
		if err == nil {
			t.Errorf("origin %q is accepted", bad)
		}
	}
	h.sequence()
	if _, entries := everything(t, h.client(h.log, origin, nil)); len(entries) != 2 || len(entries[0]) != c2sp.MaxEntry || entries[1] != "" {
		t.Errorf("%d entries", len(entries))
	}
}

func TestTablesRefuseChanges(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := build(t)
	h.append(h.log, leaves(0, 3)...)
	h.sequence()
	for _, statement := range []string{
		`UPDATE tlog_leaf SET data = 'x'`, `DELETE FROM tlog_leaf`, `TRUNCATE tlog_leaf`, `DELETE FROM tlog_tile`, `TRUNCATE tlog_tile`,
		`SET session_replication_role = replica; DELETE FROM tlog_leaf`,
	} {
		if _, err := h.db.Pool().Exec(ctx, statement); pg.Code(err) != "42501" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestMigrationsGoThereAndBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := pgtest.EmptyURL(t)
	for range 2 {
		if err := pg.Migrate(ctx, url, tlog.Migrations()); err != nil {
			t.Fatal(err)
		}
		if err := pg.Unmigrate(ctx, url, tlog.Migrations()); err != nil {
			t.Fatal(err)
		}
	}
}

// until polls a condition that somebody else brings about.
func until(t testing.TB, what string, condition func() bool) {
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

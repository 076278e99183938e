package units_test

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/bustest"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(t testing.TB, s string) workday.Date {
	t.Helper()
	d, err := workday.Parse(s)
	must(t, err)
	return d
}

// event is the fact as the bus would bring it.
func event(t testing.TB, n int, m proto.Message) bus.Event {
	t.Helper()
	data, err := proto.Marshal(m)
	must(t, err)
	var name strings.Builder
	for i, r := range string(m.ProtoReflect().Descriptor().Name()) {
		if unicode.IsUpper(r) && i > 0 {
			name.WriteByte('_')
		}
		name.WriteRune(unicode.ToLower(r))
	}
	return bus.Event{ID: fmt.Sprintf("e-%d", n), Type: "danchu.directory.v1." + name.String(), Source: "danchu/directory", Data: data}
}

// tell hands facts to the copy's handler, all in one transaction.
func tell(t testing.TB, db *pg.DB, c *units.Copy, facts ...proto.Message) error {
	t.Helper()
	handle := c.Consumer().Handle
	err := db.InTx(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		for i, m := range facts {
			if err := handle(ctx, tx, event(t, i, m)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return c.Refresh(t.Context())
}

func newCopy(t testing.TB, db *pg.DB) *units.Copy {
	t.Helper()
	return units.New("disclosure", db, slog.New(slog.DiscardHandler))
}

// unit is one unit's state; level follows the code.
func unit(code, name, parent, from, to string) *directoryv1.UnitState {
	level, kind := "province", "tinh"
	switch {
	case strings.Contains(code, "."):
		level, kind = "village", "thon"
	case len(code) == 3:
		level, kind = "district", "huyen"
	case len(code) == 5:
		level, kind = "commune", "xa"
	}
	return &directoryv1.UnitState{
		Key: code + "@" + from, Code: code, Name: name, FullName: name, Type: kind, Level: level,
		Parent: parent, ValidFrom: from, ValidTo: to,
	}
}

func established(u *directoryv1.UnitState) proto.Message {
	return &directoryv1.UnitEstablished{Unit: u}
}

func linked(from, to string, kind directoryv1.UnitsLinked_Kind, date string) proto.Message {
	return &directoryv1.UnitsLinked{From: from, To: to, Kind: kind, Date: date}
}

// reorganisation is a small piece of the real story: the province, the districts' end, a merger, a division, a name used again,
// and a province that became a city.
func reorganisation() []proto.Message {
	const merged, split, retyped = directoryv1.UnitsLinked_KIND_MERGE, directoryv1.UnitsLinked_KIND_SPLIT, directoryv1.UnitsLinked_KIND_RETYPE
	return []proto.Message{
		established(unit("25", "Tỉnh Phú Thọ", "", "2004-01-01", "2025-07-01")),
		established(unit("230", "Huyện Thanh Sơn", "25@2004-01-01", "2004-01-01", "2025-07-01")),
		established(unit("08584", "Xã Võ Miếu", "230@2004-01-01", "2004-01-01", "2025-07-01")),
		established(unit("08587", "Xã Tân Minh", "230@2004-01-01", "2004-01-01", "2025-07-01")),
		established(unit("08590", "Xã Cự Thắng", "230@2004-01-01", "2004-01-01", "2025-07-01")),
		established(unit("25", "Tỉnh Phú Thọ", "", "2025-07-01", "2026-04-30")),
		established(unit("25", "Thành phố Phú Thọ", "", "2026-04-30", "")),
		established(unit("08584", "Xã Võ Miếu", "25@2025-07-01", "2025-07-01", "")),
		established(unit("08590", "Xã Hương Cần", "25@2025-07-01", "2025-07-01", "")),
		established(unit("08584.001", "Thôn Cự Bành", "08584@2025-07-01", "2026-07-01", "")),
		linked("25@2004-01-01", "25@2025-07-01", merged, "2025-07-01"),
		linked("25@2025-07-01", "25@2026-04-30", retyped, "2026-04-30"),
		linked("08584@2004-01-01", "08584@2025-07-01", merged, "2025-07-01"),
		linked("08587@2004-01-01", "08584@2025-07-01", merged, "2025-07-01"),
		linked("08590@2004-01-01", "08584@2025-07-01", split, "2025-07-01"),
		linked("08590@2004-01-01", "08590@2025-07-01", split, "2025-07-01"),
	}
}

func told(t *testing.T) (*units.Copy, *pg.DB) {
	t.Helper()
	db := pgtest.New(t)
	c := newCopy(t, db)
	must(t, tell(t, db, c, reorganisation()...))
	return c, db
}

func keys(list []units.Unit) string {
	var all []string
	for _, u := range list {
		all = append(all, string(u.Key))
	}
	return strings.Join(all, " ")
}

func TestNothingIsKnownBeforeAnythingWasTold(t *testing.T) {
	t.Parallel()
	c := newCopy(t, pgtest.New(t))
	must(t, c.Refresh(t.Context()))
	s := c.Snapshot()
	if s.Len() != 0 || s.Version() != 0 || len(c.Bindings([]string{"iss#u"}, day(t, "2026-11-21"))) != 0 {
		t.Errorf("something is known: %d units, version %d", s.Len(), s.Version())
	}
	if len(c.Calendar().Years()) == 0 {
		t.Error("the calendar the product ships with is missing")
	}
}

func TestTheSameFactTwiceAndAnOlderOneChangeNothing(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	before := c.Snapshot().Len()
	must(t, tell(t, db, c, reorganisation()...))
	if c.Snapshot().Len() != before {
		t.Errorf("%d units, want %d", c.Snapshot().Len(), before)
	}
	newer := unit("08584", "Xã Võ Miếu", "25@2025-07-01", "2025-07-01", "")
	newer.Revision, newer.NameEn = 3, "Vo Mieu"
	older := unit("08584", "Xã Vo Miếu", "25@2025-07-01", "2025-07-01", "")
	older.Revision = 2
	must(t, tell(t, db, c, &directoryv1.UnitCorrected{Unit: newer}, &directoryv1.UnitCorrected{Unit: older},
		&directoryv1.UnitEnded{Unit: newer.Key, ValidTo: "2030-01-01", Revision: 1}))
	got, _ := c.Unit("08584@2025-07-01")
	if got.NameEn != "Vo Mieu" || got.FullName != "Xã Võ Miếu" || !got.To.IsZero() {
		t.Errorf("an older fact won: %+v", got)
	}
}

func TestAFactThatComesTooEarlyOrCannotBeReadFails(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	c := newCopy(t, db)
	for _, m := range []proto.Message{
		&directoryv1.UnitEnded{Unit: "08584@2025-07-01", ValidTo: "2026-01-01"},
		&directoryv1.RoleEnded{Binding: "b-1", ValidTo: "2026-01-01"},
		&directoryv1.UnitsLinked{From: "a", To: "b", Date: "2026-01-01"},
		established(&directoryv1.UnitState{Key: "x", Level: "galaxy", ValidFrom: "2026-01-01"}),
		established(&directoryv1.UnitState{Key: "x", Level: "commune", ValidFrom: "hôm qua"}),
	} {
		if err := tell(t, db, c, m); err == nil {
			t.Errorf("%T was taken in", m)
		}
	}
	err := db.InTx(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		return c.Consumer().Handle(ctx, tx, bus.Event{Type: "danchu.directory.v1.unit_established", Data: []byte{0xff}})
	})
	if err == nil {
		t.Error("bytes that are no message were taken in")
	}
	err = db.InTx(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
		return c.Consumer().Handle(ctx, tx, bus.Event{Type: "danchu.directory.v1.household_registered", Data: []byte{0xff}})
	})
	if err != nil {
		t.Errorf("a fact nobody listens to: %v", err)
	}
}

func TestARestartAndARestoredDatabase(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	again := newCopy(t, db)
	must(t, again.Refresh(t.Context()))
	if again.Snapshot().Len() != c.Snapshot().Len() || again.Snapshot().Version() != c.Snapshot().Version() {
		t.Error("a restarted replica knows something else")
	}
	_, err := db.Pool().Exec(t.Context(), `DELETE FROM unit_copy WHERE code = '08584.001'; UPDATE copy_version SET version = version - 1`)
	must(t, err)
	must(t, c.Refresh(t.Context()))
	if _, known := c.Unit("08584.001@2026-07-01"); known {
		t.Error("after a restore from backup the copy still knows what is no longer there")
	}
}

// TestFollowsThroughTheBus goes the whole way: broker, consumer, table, poll of another replica.
func TestFollowsThroughTheBus(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	writer, reader := newCopy(t, db), newCopy(t, db)
	b := bustest.New(t)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 3)
	go func() { done <- b.Run(ctx, db, slog.New(slog.DiscardHandler), writer.Consumer()) }()
	go func() { done <- writer.Run(ctx) }()
	go func() { done <- reader.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		for range 3 {
			<-done
		}
	})
	var events []bus.Event
	for i, m := range reorganisation() {
		events = append(events, event(t, i, m))
	}
	// The stream is made by whoever comes first.
	_, err := b.EnsureStream(ctx, "directory")
	must(t, err)
	_, err = b.Publish(ctx, events)
	must(t, err)
	for _, c := range []*units.Copy{writer, reader} {
		until(t, func() bool { return c.Snapshot().Version() == int64(len(events)) })
		if u, ok := c.Current("08584", day(t, "2026-11-21")); !ok || u.FullName != "Xã Võ Miếu" {
			t.Errorf("got %+v", u)
		}
	}
}

func until(t *testing.T, done func() bool) {
	t.Helper()
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for limit := time.After(20 * time.Second); !done(); {
		select {
		case <-tick.C:
		case <-limit:
			t.Fatal("it did not happen")
		}
	}
}

package units_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// nation is a country of the real size: both catalogues and the mapping between them.
func nation() []proto.Message {
	var facts []proto.Message
	for p := range 34 {
		facts = append(facts, established(unit(fmt.Sprintf("%02d", p), "Tỉnh", "", "2025-07-01", "")))
	}
	for c := range 10_500 {
		facts = append(facts, established(unit(fmt.Sprintf("%05d", c), "Xã cũ", "", "2004-01-01", "2025-07-01")))
	}
	for c := range 3_321 {
		facts = append(facts, established(unit(fmt.Sprintf("%05d", c), "Xã", fmt.Sprintf("%02d@2025-07-01", c%34), "2025-07-01", "")))
	}
	for c := range 10_500 {
		facts = append(facts, linked(fmt.Sprintf("%05d@2004-01-01", c), fmt.Sprintf("%05d@2025-07-01", c%3_321),
			directoryv1.UnitsLinked_KIND_MERGE, "2025-07-01"))
	}
	return facts
}

// BenchmarkNation takes in a whole country the way the bus brings it, 64 facts a transaction, with a look after every tenth.
func BenchmarkNation(b *testing.B) {
	facts := nation()
	for b.Loop() {
		db := pgtest.New(b)
		c := newCopy(b, db)
		handle := c.Consumer().Handle
		for start := 0; start < len(facts); start += 64 {
			must(b, db.InTx(b.Context(), func(ctx context.Context, tx pgx.Tx) error {
				for i, m := range facts[start:min(start+64, len(facts))] {
					if err := handle(ctx, tx, event(b, start+i, m)); err != nil {
						return err
					}
				}
				return nil
			}))
			if start/64%10 == 0 {
				must(b, c.Refresh(b.Context()))
			}
		}
	}
	b.ReportMetric(float64(len(facts))*float64(b.N)/b.Elapsed().Seconds(), "facts/s")
}

// BenchmarkStart is what a replica does when it starts with a country in its database.
func BenchmarkStart(b *testing.B) {
	db := pgtest.New(b)
	c := newCopy(b, db)
	handle := c.Consumer().Handle
	must(b, db.InTx(b.Context(), func(ctx context.Context, tx pgx.Tx) error {
		for i, m := range nation() {
			if err := handle(ctx, tx, event(b, i, m)); err != nil {
				return err
			}
		}
		return nil
	}))
	for b.Loop() {
		must(b, newCopy(b, db).Refresh(b.Context()))
	}
}

func BenchmarkAbove(b *testing.B) {
	db := pgtest.New(b)
	c := newCopy(b, db)
	must(b, tell(b, db, c, reorganisation()...))
	for b.Loop() {
		c.Above("08584.001@2026-07-01")
	}
}

package pgtest_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// Each test has a database of its own: what one writes no other sees.
func TestDatabasesAreSeparate(t *testing.T) {
	var ran atomic.Int32
	t.Run("side by side", func(t *testing.T) {
		for i := range 16 {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				db := pgtest.New(t)
				ctx := context.Background()
				if _, err := db.Pool().Exec(ctx, `INSERT INTO platform_inbox (consumer, event_id) VALUES ('c', 'e')`); err != nil {
					t.Fatal(err)
				}
				var n int
				if err := db.Pool().QueryRow(ctx, `SELECT count(*) FROM platform_inbox`).Scan(&n); err != nil || n != 1 {
					t.Fatalf("rows in a database of one's own: %d, %v; want 1", n, err)
				}
				ran.Add(1)
			})
		}
	})
	if ran.Load() != 16 {
		t.Fatalf("%d of 16 databases worked", ran.Load())
	}
}

// The characters of the database know Vietnamese, in lower case and in patterns.
func TestDatabaseKnowsVietnamese(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var lower string
	var like bool
	err := db.Pool().QueryRow(context.Background(), `SELECT lower('ĐỒNG THUẬN'), 'Thôn Đồi' ILIKE '%đồi'`).Scan(&lower, &like)
	if err != nil || lower != "đồng thuận" || !like {
		t.Fatalf("lower %q, ilike %v, %v", lower, like, err)
	}
}

func BenchmarkClone(b *testing.B) {
	for b.Loop() {
		pgtest.URL(b)
	}
}

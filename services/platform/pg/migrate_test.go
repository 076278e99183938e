package pg_test

import (
	"context"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

var sample = pg.Migrations{Name: "sample", Dir: "m", FS: fstest.MapFS{
	"m/00001_thing.sql": {Data: []byte("-- +goose Up\nCREATE TABLE thing (id int PRIMARY KEY, n int NOT NULL);\n-- +goose Down\nDROP TABLE thing;\n")},
}}

func tables(t *testing.T, url string) int {
	t.Helper()
	db, err := pg.Open(context.Background(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.Pool().QueryRow(context.Background(),
		`SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')`).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

// Up, again, down and up: every file has a way back and both ways work.
func TestMigrateThereAndBack(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := pgtest.EmptyURL(t)
	pending, err := pg.Pending(ctx, url, sample)
	if err != nil || len(pending) < 6 {
		t.Fatalf("pending before: %v, %v", pending, err)
	}
	if err := pg.Migrate(ctx, url, sample); err != nil {
		t.Fatal(err)
	}
	full := tables(t, url)
	if err := pg.Migrate(ctx, url, sample); err != nil {
		t.Fatalf("a second time: %v", err)
	}
	if pending, err = pg.Pending(ctx, url, sample); err != nil || len(pending) != 0 {
		t.Fatalf("pending after: %v, %v", pending, err)
	}
	if err := pg.Unmigrate(ctx, url, sample); err != nil {
		t.Fatal(err)
	}
	if left := tables(t, url); left != 0 {
		t.Fatalf("%d relations left after going down", left)
	}
	if err := pg.Migrate(ctx, url, sample); err != nil {
		t.Fatal(err)
	}
	if again := tables(t, url); again != full {
		t.Fatalf("%d relations the second time, %d the first", again, full)
	}
}

// Replicas that start together migrate once and none fails.
func TestMigrateFromManyReplicas(t *testing.T) {
	t.Parallel()
	url := pgtest.EmptyURL(t)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			if err := pg.Migrate(context.Background(), url, sample); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

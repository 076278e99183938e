// Package pgtest gives each test a PostgreSQL database of its own, migrated, on
// a real server, in a few tens of milliseconds.
//
// The schema is migrated once into a template; each test gets a clone of it and
// drops it at the end. The server is the one at DANCHU_TEST_DATABASE_URL (an
// address with the right to create databases), or a private one without
// durability that all test programs of this user share: the first one starts
// it, and it goes when none has needed it for a minute.
package pgtest

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"sync/atomic"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// EnvURL names the variable with the address of a server to use instead of a private one.
const EnvURL = "DANCHU_TEST_DATABASE_URL"

var clones atomic.Int64

// New opens a fresh database with the platform's, River's and the given tables.
// It is closed and dropped when the test ends. Safe in parallel tests.
func New(t testing.TB, families ...pg.Migrations) *pg.DB {
	t.Helper()
	ctx := context.Background()
	db, err := pg.Open(ctx, URL(t, families...))
	if err != nil {
		t.Fatalf("opening the test database: %v", err)
	}
	t.Cleanup(db.Close)
	return db
}

// URL is New for a program that opens its pool itself.
func URL(t testing.TB, families ...pg.Migrations) string {
	t.Helper()
	return clone(t, func(ctx context.Context, s *testServer) (string, error) {
		return s.template(ctx, families)
	})
}

// EmptyURL is the address of a database without any tables, for tests of migrations.
func EmptyURL(t testing.TB) string {
	t.Helper()
	return clone(t, func(context.Context, *testServer) (string, error) { return "template0", nil })
}

func clone(t testing.TB, from func(context.Context, *testServer) (string, error)) string {
	t.Helper()
	ctx := context.Background()
	s, err := shared()
	if err != nil {
		t.Fatalf("finding PostgreSQL for tests: %v", err)
	}
	template, err := from(ctx, s)
	if err != nil {
		t.Fatalf("preparing the template database: %v", err)
	}
	name := fmt.Sprintf("t_%d_%d", os.Getpid(), clones.Add(1))
	if err := s.exec(ctx, fmt.Sprintf(`CREATE DATABASE %s TEMPLATE %s`, name, template)); err != nil {
		t.Fatalf("cloning the template database: %v", err)
	}
	t.Cleanup(func() {
		if err := s.exec(context.Background(), fmt.Sprintf(`DROP DATABASE IF EXISTS %s WITH (FORCE)`, name)); err != nil {
			t.Errorf("dropping the test database: %v", err)
		}
	})
	return s.url(name)
}

// url is the address of another database on the same server, with a pool small
// enough for many tests side by side.
func (s *testServer) url(database string) string {
	u, err := url.Parse(s.admin)
	if err != nil {
		return ""
	}
	u.Path = "/" + database
	query := u.Query()
	query.Del("dbname")
	query.Set("pool_max_conns", "8")
	u.RawQuery = query.Encode()
	return u.String()
}

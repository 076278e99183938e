package server_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
)

// dir is a folder that the server's unprivileged user can reach, unlike
// t.TempDir when the tests run as root.
func dir(t *testing.T) string {
	t.Helper()
	path, err := os.MkdirTemp("/tmp", "danchu-server-test-")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(path) })
	if err := os.Chmod(path, 0o755); err != nil { //nolint:gosec // the server's user walks through it
		t.Fatal(err)
	}
	return filepath.Join(path, "pg")
}

// A second Start takes over the running server, and a restart keeps the data.
func TestServerKeepsItsData(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	opts := server.Options{Dir: dir(t), Settings: map[string]string{"shared_buffers": "16MB"}}
	first, err := server.Start(ctx, opts)
	if err != nil {
		t.Fatal(err)
	}
	second, err := server.Start(ctx, opts)
	if err != nil {
		t.Fatalf("taking over: %v", err)
	}
	exec := func(c *server.Cluster, sql string) error {
		db, err := pg.Open(ctx, c.URL("postgres"))
		if err != nil {
			return err
		}
		defer db.Close()
		_, err = db.Pool().Exec(ctx, sql)
		return err
	}
	if err := exec(second, `CREATE TABLE kept (id int)`); err != nil {
		t.Fatal(err)
	}
	if err := first.Stop(ctx); err != nil {
		t.Fatal(err)
	}
	if second.Running(ctx) {
		t.Fatal("still running after Stop")
	}
	third, err := server.Start(ctx, opts)
	if err != nil {
		t.Fatalf("restarting: %v", err)
	}
	defer func() {
		if err := third.Stop(ctx); err != nil {
			t.Error(err)
		}
	}()
	if err := exec(third, `INSERT INTO kept VALUES (1)`); err != nil {
		t.Fatalf("the data are gone: %v", err)
	}
}

func TestFindSaysWhatToInstall(t *testing.T) {
	t.Parallel()
	if _, err := server.Find(t.TempDir()); err == nil {
		t.Fatal("an empty folder passes for PostgreSQL's programs")
	}
	if !strings.Contains(server.ErrNoBinaries.Error(), "apt-get install postgresql") {
		t.Fatal("the error has no remedy")
	}
}

// The stop line of a server works from any shell.
func TestStopCommand(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	c, err := server.Start(ctx, server.Options{Dir: dir(t), Disposable: true})
	if err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("/bin/sh", "-c", c.StopCommand()).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	if db, err := pg.Open(ctx, c.URL("postgres")); err == nil {
		db.Close()
		t.Fatal("the server still answers")
	} else if errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
}

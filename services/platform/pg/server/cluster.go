package server

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// Role is the superuser of a private cluster. Nobody outside the socket's
// folder can reach it, so it has no password.
const Role = "danchu"

// Options say where and how the private server runs.
type Options struct {
	// Dir holds the cluster and the server's log. See Place when root.
	Dir string
	// Bin is the folder of the programs; empty: Find.
	Bin string
	// User runs the server when this process is root; empty: postgres or nobody.
	User string
	// Settings override what is in postgresql.conf, on every start.
	Settings map[string]string
	// Disposable gives up durability for speed. Tests only: the data do not
	// survive a crash of the machine.
	Disposable bool
}

// Cluster is a running private server.
type Cluster struct {
	opts   Options
	owner  owner
	data   string
	socket string
}

// Start makes the cluster if the folder is empty, starts the server unless it
// runs already, and returns when it accepts connections. The error holds the
// end of the server's log.
func Start(ctx context.Context, opts Options) (*Cluster, error) {
	dir, err := filepath.Abs(opts.Dir)
	if err != nil {
		return nil, err
	}
	opts.Dir = dir
	if opts.Bin, err = Find(opts.Bin); err != nil {
		return nil, err
	}
	c := &Cluster{opts: opts, data: filepath.Join(dir, "data"), socket: socketDir(dir)}
	if c.owner, err = pickOwner(opts.User); err != nil {
		return nil, err
	}
	if !c.owner.reaches(dir) {
		return nil, fmt.Errorf("the user who runs PostgreSQL cannot reach %s: a folder above it is closed to others", dir)
	}
	for _, needed := range []string{dir, c.socket} {
		if err := c.owner.own(needed); err != nil {
			return nil, fmt.Errorf("preparing %s: %w", needed, err)
		}
	}
	if err := c.initialise(ctx); err != nil {
		return nil, err
	}
	if c.Running(ctx) {
		return c, nil
	}
	return c, c.start(ctx)
}

// initialise runs initdb beside the final folder and renames it, so that a
// killed initdb leaves nothing half made.
func (c *Cluster) initialise(ctx context.Context) error {
	if _, err := os.Stat(filepath.Join(c.data, "PG_VERSION")); err == nil {
		return nil
	}
	fresh := c.data + ".new"
	var failures []error
	// Character classes must know Vietnamese letters; names differ by system.
	for _, ctype := range []string{"C.UTF-8", "en_US.UTF-8", "C.utf8"} {
		if err := os.RemoveAll(fresh); err != nil {
			return err
		}
		args := []string{
			"-D", fresh, "-U", Role, "-A", "trust", "-E", "UTF8",
			"--lc-collate=C", "--lc-ctype=" + ctype, "--lc-messages=C",
		}
		if c.opts.Disposable {
			args = append(args, "--no-sync")
		}
		out, err := c.run(ctx, "initdb", args...)
		if err == nil {
			return os.Rename(fresh, c.data)
		}
		failures = append(failures, fmt.Errorf("initdb (%s): %w: %s", ctype, err, tail(out)))
	}
	return errors.Join(failures...)
}

func (c *Cluster) start(ctx context.Context) error {
	settings := map[string]string{
		"listen_addresses":        "",
		"unix_socket_directories": c.socket,
		"unix_socket_permissions": "0700",
		"timezone":                "Asia/Ho_Chi_Minh",
		"log_timezone":            "Asia/Ho_Chi_Minh",
	}
	if c.opts.Disposable {
		maps.Copy(settings, map[string]string{
			"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off",
			"wal_level": "minimal", "max_wal_senders": "0", "max_connections": "800",
			"autovacuum": "off", "jit": "off", "checkpoint_timeout": "1h", "max_wal_size": "4GB",
		})
	}
	maps.Copy(settings, c.opts.Settings)
	var flags []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		flags = append(flags, fmt.Sprintf("-c %s='%s'", name, settings[name]))
	}
	out, err := c.run(ctx, "pg_ctl", "start", "-w", "-t", "60", "-s",
		"-D", c.data, "-l", c.logFile(), "-o", strings.Join(flags, " "))
	if err != nil {
		log, _ := os.ReadFile(c.logFile())
		return fmt.Errorf("starting PostgreSQL in %s: %w: %s %s", c.data, err, tail(out), tail(log))
	}
	return nil
}

// Running says whether a server runs on this cluster now.
func (c *Cluster) Running(ctx context.Context) bool {
	_, err := c.run(ctx, "pg_ctl", "status", "-D", c.data)
	return err == nil
}

// Stop ends the server: open transactions are rolled back, everything
// committed is on disk. A Disposable cluster is stopped at once instead.
func (c *Cluster) Stop(ctx context.Context) error {
	mode := "fast"
	if c.opts.Disposable {
		mode = "immediate"
	}
	if out, err := c.run(ctx, "pg_ctl", "stop", "-w", "-t", "60", "-s", "-m", mode, "-D", c.data); err != nil && c.Running(ctx) {
		return fmt.Errorf("stopping PostgreSQL in %s: %w: %s", c.data, err, tail(out))
	}
	return os.RemoveAll(c.socket)
}

// URL is the address of a database of this cluster.
func (c *Cluster) URL(database string) string {
	query := url.Values{"host": {c.socket}, "user": {Role}, "sslmode": {"disable"}}
	return "postgres:///" + url.PathEscape(database) + "?" + query.Encode()
}

// StopCommand is a shell line that ends the server at once and removes its
// files, for whoever outlives this process. It needs the right to signal the
// server, not PostgreSQL's programs.
func (c *Cluster) StopCommand() string {
	return fmt.Sprintf("kill -QUIT \"$(head -n 1 %q)\"; rm -rf %q %q",
		filepath.Join(c.data, "postmaster.pid"), c.socket, c.opts.Dir)
}

func (c *Cluster) logFile() string { return filepath.Join(c.opts.Dir, "server.log") }

// run runs one of PostgreSQL's programs as the owner, in a plain environment:
// the caller's PG* variables must not send it to another server.
func (c *Cluster) run(ctx context.Context, program string, args ...string) ([]byte, error) {
	cmd := exec.CommandContext(ctx, filepath.Join(c.opts.Bin, program), args...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "LC_ALL=C", "HOME=" + c.opts.Dir}
	cmd.Dir = c.opts.Dir
	// A file, not a pipe: the server inherits it and would keep a pipe open.
	out, err := os.CreateTemp("", "danchu-pg-out-")
	if err != nil {
		return nil, err
	}
	defer func() { _ = os.Remove(out.Name()); _ = out.Close() }()
	cmd.Stdout, cmd.Stderr = out, out
	c.owner.become(cmd)
	runErr := cmd.Run()
	text, _ := os.ReadFile(out.Name())
	return text, runErr
}

// tail is the end of a program's output, for an error message.
func tail(out []byte) string {
	out = bytes.TrimSpace(out)
	if len(out) > 600 {
		out = out[len(out)-600:]
	}
	return string(out)
}

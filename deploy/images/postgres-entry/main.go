// Postgres-entry starts the PostgreSQL of the demo profile: it makes the cluster on first start, then, at every start,
// a role and a database for each service that has none yet, and becomes postgres. A service added by an upgrade thus
// finds its database, and a changed password takes effect.
//
//	PGDATA                     folder of the cluster, on the volume (/data/pg)
//	POSTGRES_DATABASES         names, with commas: each gets a role of the same name that owns it
//	POSTGRES_PASSWORD_FILE     file with the password of these roles
//
// It is for the demo only: one password, no backup, no replica.
package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
)

const bin = "/usr/lib/postgresql/current/bin/"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "postgres-entry:", err)
		os.Exit(1)
	}
}

func run() error {
	data := os.Getenv("PGDATA")
	if data == "" {
		data = "/data/pg"
	}
	password, err := os.ReadFile(os.Getenv("POSTGRES_PASSWORD_FILE"))
	if err != nil {
		return fmt.Errorf("POSTGRES_PASSWORD_FILE: %w", err)
	}
	statements, err := roles(strings.Split(os.Getenv("POSTGRES_DATABASES"), ","), strings.TrimSpace(string(password)))
	if err != nil {
		return err
	}
	if _, err := os.Stat(filepath.Join(data, "PG_VERSION")); errors.Is(err, os.ErrNotExist) {
		if err := initialise(data); err != nil {
			return err
		}
	}
	// A pod that was killed leaves its lock file; the process it names is in another container, or is us.
	if err := os.Remove(filepath.Join(data, "postmaster.pid")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	if err := single(data, statements); err != nil {
		return err
	}
	arguments := append([]string{bin + "postgres", "-D", data, "-c", "listen_addresses=*", "-c", "unix_socket_directories=/tmp", "-c", "jit=off"}, os.Args[1:]...)
	return syscall.Exec(bin+"postgres", arguments, os.Environ())
}

// initialise makes the cluster beside its place and moves it there: a pod killed meanwhile leaves no half of one.
func initialise(data string) error {
	part := data + ".part"
	if err := os.RemoveAll(part); err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(data), 0o700); err != nil {
		return err
	}
	// As services/platform/pg/server has it: names sort by bytes, letters are known as Vietnamese.
	cmd := exec.Command(bin+"initdb", "-D", part, "-U", "postgres", "--auth-local=trust", "--auth-host=scram-sha-256",
		"-E", "UTF8", "--lc-collate=C", "--lc-ctype=C.UTF-8", "--lc-messages=C", "--no-instructions")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("initdb: %w", err)
	}
	access, err := os.OpenFile(filepath.Join(part, "pg_hba.conf"), os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := access.WriteString("host all all all scram-sha-256\n"); err != nil {
		return err
	}
	if err := access.Close(); err != nil {
		return err
	}
	return os.Rename(part, data)
}

var plainName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// roles returns statements that may be run at every start: "already exists" is the only error they give, and the
// single-user server goes on after it.
func roles(databases []string, password string) (string, error) {
	if password == "" || strings.ContainsAny(password, "'\\\n") {
		return "", errors.New("the password is empty, or has a quote, a backslash or a line break")
	}
	var out strings.Builder
	for _, name := range databases {
		if !plainName.MatchString(name) {
			return "", fmt.Errorf("POSTGRES_DATABASES: %q is not a name of small letters, digits and _", name)
		}
		fmt.Fprintf(&out, "CREATE ROLE %s LOGIN\n", name)
		fmt.Fprintf(&out, "ALTER ROLE %s PASSWORD '%s'\n", name, password)
		fmt.Fprintf(&out, "CREATE DATABASE %s OWNER %s\n", name, name)
	}
	return out.String(), nil
}

// single runs statements, one a line, with no server listening. It also replays the log after a crash.
func single(data, statements string) error {
	cmd := exec.Command(bin+"postgres", "--single", "-D", data, "-c", "log_min_messages=panic", "-c", "log_min_error_statement=panic", "postgres")
	cmd.Stdin, cmd.Stderr = strings.NewReader(statements), os.Stderr
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("making roles and databases: %w", err)
	}
	return nil
}

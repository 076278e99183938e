package pgtest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"runtime/debug"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// template returns the name of a database migrated with these families, making
// it if no process has yet. Its name is the digest of all the files, so an
// edited migration makes a new one.
func (s *testServer) template(ctx context.Context, families []pg.Migrations) (string, error) {
	digest, err := contentHash(families)
	if err != nil {
		return "", err
	}
	name := "tpl_" + digest
	s.templatesMu.Lock()
	defer s.templatesMu.Unlock()
	if s.templates[name] {
		return name, nil
	}
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return "", err
	}
	defer conn.Release()
	// One builder at a time over all processes; the lock goes with the session.
	if _, err := conn.Exec(ctx, `SELECT pg_advisory_lock(hashtextextended($1, 0))`, name); err != nil {
		return "", err
	}
	defer func() { _, _ = conn.Exec(ctx, `SELECT pg_advisory_unlock(hashtextextended($1, 0))`, name) }()
	if err := s.build(ctx, conn, name, families); err != nil {
		return "", err
	}
	s.templates[name] = true
	return name, nil
}

func (s *testServer) build(ctx context.Context, conn *pgxpool.Conn, name string, families []pg.Migrations) error {
	var there bool
	if err := conn.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)`, name).Scan(&there); err != nil || there {
		return err
	}
	building := name + "_new"
	for _, statement := range []string{
		`DROP DATABASE IF EXISTS ` + building + ` WITH (FORCE)`,
		`CREATE DATABASE ` + building + ` TEMPLATE template0`,
	} {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	if err := pg.Migrate(ctx, s.url(building), families...); err != nil {
		return err
	}
	_, err := conn.Exec(ctx, fmt.Sprintf(`ALTER DATABASE %s RENAME TO %s`, building, name))
	return err
}

// contentHash covers every migration file and the version of River, whose files
// are inside its module.
func contentHash(families []pg.Migrations) (string, error) {
	h := sha256.New()
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, dep := range info.Deps {
			if dep.Path == "github.com/riverqueue/river" {
				_, _ = fmt.Fprintln(h, dep.Version)
			}
		}
	}
	for _, family := range append([]pg.Migrations{pg.PlatformMigrations()}, families...) {
		_, _ = fmt.Fprintln(h, family.Name)
		err := fs.WalkDir(family.FS, family.Dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			content, err := fs.ReadFile(family.FS, path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(h, "%s %d\n%s", path, len(content), content)
			return err
		})
		if err != nil {
			return "", fmt.Errorf("reading the migrations of %s: %w", family.Name, err)
		}
	}
	return hex.EncodeToString(h.Sum(nil)[:10]), nil
}

// exec runs a statement that creates or drops a database. Two of them may meet
// on the catalogue of databases; the one that lost runs again.
func (s *testServer) exec(ctx context.Context, statement string) error {
	var err error
	for range 20 {
		if _, err = s.pool.Exec(ctx, statement, pgx.QueryExecModeSimpleProtocol); err == nil {
			return nil
		}
		switch pg.Code(err) {
		case "55006", "XX000", "40001", "40P01": // in use, tuple concurrently updated, …
		default:
			return err
		}
	}
	return err
}

package pg

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed migrations/*.sql
var platformFiles embed.FS

// Migrations is one numbered family of goose files (NNNNN_name.sql, up and
// down). Its versions are kept in the table goose_<Name>.
type Migrations struct {
	Name string
	FS   fs.FS
	Dir  string
}

// PlatformMigrations is the family every database has. Numbers below 100 are
// for what every program needs; from 100 on, for the copy of the unit tree.
func PlatformMigrations() Migrations {
	return Migrations{Name: "platform", FS: platformFiles, Dir: "migrations"}
}

// Migrate brings the database at url to the newest schema: the platform's
// tables, River's, then each family given. It takes an advisory lock, so many
// replicas may call it at the same time and each returns when the schema is
// there. Running it again changes nothing. Each file is one transaction.
func Migrate(ctx context.Context, url string, families ...Migrations) error {
	return locked(ctx, url, func(pool *pgxpool.Pool, db *sql.DB) error {
		if err := up(ctx, db, PlatformMigrations()); err != nil {
			return err
		}
		if err := river(ctx, pool, rivermigrate.DirectionUp); err != nil {
			return err
		}
		for _, family := range families {
			if err := up(ctx, db, family); err != nil {
				return err
			}
		}
		return nil
	})
}

// Unmigrate takes every family down again, in the reverse order. It destroys
// the data; only tests and a deliberate uninstall call it.
func Unmigrate(ctx context.Context, url string, families ...Migrations) error {
	return locked(ctx, url, func(pool *pgxpool.Pool, db *sql.DB) error {
		for i := len(families) - 1; i >= 0; i-- {
			if err := down(ctx, db, families[i]); err != nil {
				return err
			}
		}
		if err := river(ctx, pool, rivermigrate.DirectionDown); err != nil {
			return err
		}
		return down(ctx, db, PlatformMigrations())
	})
}

// Pending lists the files of the families (and of the platform) that the
// database has not yet applied, as "<family>/<file>". Readiness asks it: a
// program must not serve on a schema it does not know.
func Pending(ctx context.Context, url string, families ...Migrations) ([]string, error) {
	pool, db, err := connect(ctx, url)
	if err != nil {
		return nil, err
	}
	defer pool.Close()
	defer func() { _ = db.Close() }()
	var pending []string
	for _, family := range append([]Migrations{PlatformMigrations()}, families...) {
		p, err := provider(db, family)
		if err != nil {
			return nil, err
		}
		states, err := p.Status(ctx)
		if err != nil {
			return nil, fmt.Errorf("asking for the state of %s: %w", family.Name, err)
		}
		for _, state := range states {
			if state.State == goose.StatePending {
				pending = append(pending, family.Name+"/"+state.Source.Path)
			}
		}
	}
	return pending, nil
}

func up(ctx context.Context, db *sql.DB, family Migrations) error {
	p, err := provider(db, family)
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil
	}
	if err != nil {
		return err
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrating %s: %w", family.Name, err)
	}
	return nil
}

func down(ctx context.Context, db *sql.DB, family Migrations) error {
	p, err := provider(db, family)
	if err != nil {
		return err
	}
	if _, err := p.DownTo(ctx, 0); err != nil {
		return fmt.Errorf("taking %s down: %w", family.Name, err)
	}
	if _, err := db.ExecContext(ctx, `DROP TABLE `+pgx.Identifier{versionTable(family)}.Sanitize()); err != nil {
		return fmt.Errorf("dropping the versions of %s: %w", family.Name, err)
	}
	return nil
}

func provider(db *sql.DB, family Migrations) (*goose.Provider, error) {
	files, err := fs.Sub(family.FS, family.Dir)
	if err != nil {
		return nil, fmt.Errorf("opening the migrations of %s: %w", family.Name, err)
	}
	// Out of order is allowed because two number ranges grow side by side.
	p, err := goose.NewProvider(goose.DialectPostgres, db, files,
		goose.WithTableName(versionTable(family)),
		goose.WithAllowOutofOrder(true),
		goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return nil, fmt.Errorf("reading the migrations of %s: %w", family.Name, err)
	}
	return p, nil
}

func versionTable(family Migrations) string { return "goose_" + family.Name }

func river(ctx context.Context, pool *pgxpool.Pool, direction rivermigrate.Direction) error {
	m, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return fmt.Errorf("reading the migrations of river: %w", err)
	}
	var opts *rivermigrate.MigrateOpts
	if direction == rivermigrate.DirectionDown {
		opts = &rivermigrate.MigrateOpts{TargetVersion: -1}
	}
	if _, err := m.Migrate(ctx, direction, opts); err != nil {
		return fmt.Errorf("migrating river: %w", err)
	}
	return nil
}

// connect opens a small pool of its own, seen both as pgx (for River) and as
// database/sql (for goose).
func connect(ctx context.Context, url string) (*pgxpool.Pool, *sql.DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, nil, fmt.Errorf("reading the database address: %w", err)
	}
	settle(cfg.ConnConfig.RuntimeParams)
	cfg.MaxConns = 4
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, nil, fmt.Errorf("opening the database pool: %w", err)
	}
	return pool, stdlib.OpenDBFromPool(pool), nil
}

// locked runs work while this process alone holds the database's migration lock.
func locked(ctx context.Context, url string, work func(*pgxpool.Pool, *sql.DB) error) error {
	pool, db, err := connect(ctx, url)
	if err != nil {
		return err
	}
	defer pool.Close()
	defer func() { _ = db.Close() }()
	guard, err := pool.Acquire(ctx)
	if err != nil {
		return fmt.Errorf("reaching the database: %w", err)
	}
	// Closing the session frees the lock, as does the end of this process.
	defer guard.Release()
	defer func() { _ = guard.Conn().Close(context.WithoutCancel(ctx)) }()
	if _, err := guard.Exec(ctx, `SELECT pg_advisory_lock($1)`, lockKey("migrate")); err != nil {
		return fmt.Errorf("waiting for the migration lock: %w", err)
	}
	return work(pool, db)
}

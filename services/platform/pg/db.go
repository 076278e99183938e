package pg

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/multitracer"
	"github.com/jackc/pgx/v5/pgxpool"
)

// TimeZone is the zone of every session, so that a date taken from a timestamp
// in SQL is the date on the wall in Hà Nội.
const TimeZone = "Asia/Ho_Chi_Minh"

// defaultConns is pgx's default made large enough for a small machine, where it
// would be four.
const defaultConns = 16

// DB is an open pool. It is safe for use by many goroutines.
type DB struct {
	pool *pgxpool.Pool
	url  string
}

// Open connects to the database at url and checks that it answers.
//
// Pool sizes are set in the url (pool_max_conns …; 16 when it says nothing); session
// settings given in the url win over the defaults set here. Tracers see every
// query; see Tracer. The error names the host and database, never the password.
func Open(ctx context.Context, url string, tracers ...pgx.QueryTracer) (*DB, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("reading the database address: %w", err)
	}
	settle(cfg.ConnConfig.RuntimeParams)
	if !strings.Contains(url, "pool_max_conns") {
		cfg.MaxConns = max(cfg.MaxConns, defaultConns)
	}
	switch len(tracers) {
	case 0:
	case 1:
		cfg.ConnConfig.Tracer = tracers[0]
	default:
		cfg.ConnConfig.Tracer = multitracer.New(tracers...)
	}
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("opening the database pool: %w", err)
	}
	if err := pool.Ping(ctx); err != nil {
		pool.Close()
		return nil, fmt.Errorf("reaching the database: %w", err)
	}
	return &DB{pool: pool, url: url}, nil
}

// settle fills in the session settings that the address leaves open.
func settle(params map[string]string) {
	defaults := map[string]string{
		"application_name": "danchu",
		"timezone":         TimeZone,
		// A transaction whose program hangs must not hold its locks for ever.
		"idle_in_transaction_session_timeout": fmt.Sprint((2 * time.Minute).Milliseconds()),
		// A replica that vanished with its machine gives up its locks in half a minute.
		"tcp_keepalives_idle": "15", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "3",
	}
	for name, value := range defaults {
		if _, set := params[name]; !set {
			params[name] = value
		}
	}
}

// Pool is the pgx pool, for reads outside a transaction and for sqlc's New.
func (db *DB) Pool() *pgxpool.Pool { return db.pool }

// URL is the address the pool was opened with. It may hold a password: never log it.
func (db *DB) URL() string { return db.url }

// Ping asks the database for a sign of life; health checks call it.
func (db *DB) Ping(ctx context.Context) error { return db.pool.Ping(ctx) }

// Close waits for borrowed connections to come back and closes the pool.
func (db *DB) Close() { db.pool.Close() }

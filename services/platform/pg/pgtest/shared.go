package pgtest

import (
	"context"
	"errors"
	"os"
	"strconv"
	"strings"
	"sync"
	"syscall"

	"github.com/jackc/pgx/v5/pgxpool"
)

// testServer is the server this process clones on.
type testServer struct {
	admin string // address of its maintenance database
	pool  *pgxpool.Pool

	templatesMu sync.Mutex
	templates   map[string]bool
}

// shared finds the server once per process.
var shared = sync.OnceValues(func() (*testServer, error) {
	ctx := context.Background()
	admin := os.Getenv(EnvURL)
	private := admin == ""
	if private {
		var err error
		if admin, err = join(ctx); err != nil {
			return nil, err
		}
	}
	s := &testServer{admin: admin, templates: map[string]bool{}}
	cfg, err := pgxpool.ParseConfig(admin)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = 4
	if s.pool, err = pgxpool.NewWithConfig(ctx, cfg); err != nil {
		return nil, err
	}
	if private {
		return s, s.dropAbandoned(ctx)
	}
	return s, nil
})

// dropAbandoned drops the clones whose test process was killed.
func (s *testServer) dropAbandoned(ctx context.Context) error {
	rows, err := s.pool.Query(ctx, `SELECT datname FROM pg_database WHERE datname ~ '^t_[0-9]+_[0-9]+$'`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var dead []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return err
		}
		pid, _ := strconv.Atoi(strings.Split(name, "_")[1])
		if err := syscall.Kill(pid, 0); errors.Is(err, syscall.ESRCH) || pid == os.Getpid() {
			dead = append(dead, name)
		}
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, name := range dead {
		if err := s.exec(ctx, `DROP DATABASE IF EXISTS `+name+` WITH (FORCE)`); err != nil {
			return err
		}
	}
	return nil
}

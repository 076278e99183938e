package standalone

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/danchu-platform/danchu/services/platform/pg/server"
)

// duplicateDatabase is PostgreSQL's code for a database that is there already.
const duplicateDatabase = "42P04"

// makeDatabases makes the services' databases in the private cluster; those that are there stay as they are.
func makeDatabases(ctx context.Context, cluster *server.Cluster, names ...string) error {
	conn, err := pgx.Connect(ctx, cluster.URL("postgres"))
	if err != nil {
		return fmt.Errorf("connecting to the private PostgreSQL: %w", err)
	}
	defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
	for _, name := range names {
		_, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize())
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code == duplicateDatabase {
			continue
		}
		if err != nil {
			return fmt.Errorf("making the database %s: %w", name, err)
		}
	}
	return nil
}

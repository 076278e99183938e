package pg

import (
	"github.com/exaring/otelpgx"
	"github.com/jackc/pgx/v5"
)

// Tracer makes a span of every query, under the span in the query's context.
// Spans carry the statement with its placeholders, never the values: values are
// personal data.
func Tracer() pgx.QueryTracer {
	return otelpgx.NewTracer()
}

package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"go.opentelemetry.io/otel/propagation"
)

// inserter is a client that can only insert; it has no pool and no state.
var inserter = sync.OnceValues(func() (*river.Client[pgx.Tx], error) {
	return river.NewClient[pgx.Tx](quietDriver{riverpgxv5.New(nil)}, &river.Config{
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
})

// Insert queues jobs in the transaction tx, in one statement: they run after it
// commits, and never if it does not. A job may say its own queue, priority,
// time and uniqueness by the method InsertOpts. The trace of ctx goes with it.
func Insert(ctx context.Context, tx pgx.Tx, jobs ...river.JobArgs) error {
	params := make([]river.InsertManyParams, len(jobs))
	for i, job := range jobs {
		params[i] = river.InsertManyParams{Args: job}
	}
	return InsertMany(ctx, tx, params)
}

// InsertMany is Insert with options for each job, such as the time to run at.
func InsertMany(ctx context.Context, tx pgx.Tx, params []river.InsertManyParams) error {
	if len(params) == 0 {
		return nil
	}
	client, err := inserter()
	if err != nil {
		return fmt.Errorf("preparing to queue jobs: %w", err)
	}
	if trace := carrier(ctx); trace != nil {
		for i, param := range params {
			opts := river.InsertOpts{}
			if param.InsertOpts != nil {
				opts = *param.InsertOpts
			}
			if opts.Metadata == nil {
				opts.Metadata = trace
			}
			params[i].InsertOpts = &opts
		}
	}
	if _, err := client.InsertManyTx(ctx, tx, params); err != nil {
		return fmt.Errorf("queueing %d jobs, the first of kind %s: %w", len(params), params[0].Args.Kind(), err)
	}
	return nil
}

// carrier is the trace of ctx as the JSON of a job's metadata, or nil.
func carrier(ctx context.Context) []byte {
	headers := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, headers)
	if len(headers) == 0 {
		return nil
	}
	text, err := json.Marshal(headers)
	if err != nil {
		return nil
	}
	return text
}

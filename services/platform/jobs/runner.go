package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/trace"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Deliveries is the queue of jobs that talk to other people's servers, so that a
// slow one of those holds back nothing else.
const Deliveries = "deliveries"

// Config says how jobs run here. The zero value works.
type Config struct {
	// Queues and how many jobs of each run at the same time in this process;
	// empty: the default queue with 8 and Deliveries with 4.
	Queues map[string]int
	// Periodic jobs; over all replicas each occurs once.
	Periodic []*river.PeriodicJob
	// PollEvery is how long a due job waits at most to be seen; 0: 500 ms.
	PollEvery time.Duration
	// Timeout ends a job's context; 0: one minute. A worker with longer work sets
	// its own (never "none"): a job whose program was killed is started again once
	// its timeout is over.
	Timeout time.Duration
	// Orphans is how often jobs of programs that died are looked for; 0: 5 s.
	Orphans time.Duration
	// StopWait is how long Run lets running jobs finish; 0: 10 s.
	StopWait time.Duration
	// Log gets one line per failed job; nil: the default logger.
	Log *slog.Logger
}

// Runner works off the queues of one service's database.
type Runner struct {
	client *river.Client[pgx.Tx]
	db     *pg.DB
	wait   time.Duration
	look   time.Duration
	log    *slog.Logger
}

// New prepares a runner with these workers (river.AddWorker). Every replica
// runs one; a job is taken by one of them.
func New(db *pg.DB, workers *river.Workers, cfg Config) (*Runner, error) {
	queues := map[string]river.QueueConfig{}
	for name, n := range cfg.Queues {
		queues[name] = river.QueueConfig{MaxWorkers: n}
	}
	if len(queues) == 0 {
		queues[river.QueueDefault] = river.QueueConfig{MaxWorkers: 8}
		queues[Deliveries] = river.QueueConfig{MaxWorkers: 4}
	}
	timeout := cmp.Or(cfg.Timeout, time.Minute)
	client, err := river.NewClient[pgx.Tx](quietDriver{riverpgxv5.New(db.Pool())}, &river.Config{
		ID:                newRunnerID(),
		Queues:            queues,
		Workers:           workers,
		PeriodicJobs:      cfg.Periodic,
		PollOnly:          true,
		FetchPollInterval: cmp.Or(cfg.PollEvery, 500*time.Millisecond),
		FetchCooldown:     min(100*time.Millisecond, cmp.Or(cfg.PollEvery, 100*time.Millisecond)),
		JobTimeout:        timeout,
		// River leaves a job alone for as long as its worker's own timeout says.
		RescueStuckJobsAfter: timeout + 15*time.Second,
		Middleware:           []rivertype.Middleware{&tracing{}},
		Logger:               logger(cfg.Log),
	})
	if err != nil {
		return nil, fmt.Errorf("preparing the jobs: %w", err)
	}
	return &Runner{
		client: client, db: db, wait: cmp.Or(cfg.StopWait, 10*time.Second), look: cmp.Or(cfg.Orphans, seekOrphans), log: cmp.Or(cfg.Log, slog.Default()),
	}, nil
}

// logger keeps River's own news below warnings out of the service's log.
func logger(log *slog.Logger) *slog.Logger {
	if log == nil {
		log = slog.Default()
	}
	return slog.New(atLeast{Handler: log.Handler(), level: slog.LevelWarn})
}

type atLeast struct {
	slog.Handler
	level slog.Level
}

func (h atLeast) Enabled(ctx context.Context, level slog.Level) bool {
	return level >= h.level && h.Handler.Enabled(ctx, level)
}

// Run works until ctx ends, lets running jobs finish for a while, and then
// cancels them; what was cancelled runs again elsewhere.
func (r *Runner) Run(ctx context.Context) error {
	// The lock is let go only when the jobs have ended: who still works is not dead.
	alive, die := context.WithCancel(context.WithoutCancel(ctx))
	var beside sync.WaitGroup
	held := make(chan struct{})
	beside.Go(func() { live(alive, r.db, r.client.ID(), held) })
	beside.Go(func() { adopt(ctx, r.db, r.client.ID(), r.look, r.log) })
	defer beside.Wait()
	defer die()
	select {
	case <-held:
	case <-ctx.Done():
		return nil
	}
	if err := r.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("starting the jobs: %w", err)
	}
	<-ctx.Done()
	soft, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.wait)
	defer cancel()
	if r.client.Stop(soft) == nil {
		return nil
	}
	hard, cancelHard := context.WithTimeout(context.WithoutCancel(ctx), r.wait)
	defer cancelHard()
	if err := r.client.StopAndCancel(hard); err != nil {
		return fmt.Errorf("stopping the jobs: %w", err)
	}
	return nil
}

// Client is River's client, to list, cancel or retry jobs by hand.
func (r *Runner) Client() *river.Client[pgx.Tx] { return r.client }

// tracing continues the trace of the transaction that queued the job.
type tracing struct{ river.MiddlewareDefaults }

// Work wraps one run of one job in a span.
func (*tracing) Work(ctx context.Context, job *rivertype.JobRow, inner func(context.Context) error) error {
	headers := propagation.MapCarrier{}
	var metadata map[string]any
	if json.Unmarshal(job.Metadata, &metadata) == nil {
		for _, name := range (propagation.TraceContext{}).Fields() {
			if value, ok := metadata[name].(string); ok {
				headers[name] = value
			}
		}
	}
	ctx = propagation.TraceContext{}.Extract(ctx, headers)
	ctx, span := otel.Tracer("danchu/jobs").Start(ctx, "job "+job.Kind, trace.WithSpanKind(trace.SpanKindConsumer))
	defer span.End()
	err := inner(ctx)
	if err != nil {
		span.SetStatus(codes.Error, "job failed")
	}
	return err
}

package disclosure

import (
	"context"
	"sync"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/notify"
)

// rollOverEvery is how often somebody asks whether the year's expected obligations are to be looked after. They are when there are
// other communes or agencies than the last time, and every rollOverAtLeast: a unit or agency told today owes from today.
const (
	rollOverEvery   = 30 * time.Second
	rollOverAtLeast = time.Hour
)

// sweepTimeout bounds one look over everything.
const sweepTimeout = 10 * time.Minute

type publishWorker struct {
	river.WorkerDefaults[postgres.PublishJob]
	actions *app.Actions
}

// Work publishes what is scheduled and due.
func (w *publishWorker) Work(ctx context.Context, job *river.Job[postgres.PublishJob]) error {
	return w.actions.PublishScheduled(ctx, job.Args.Publication)
}

type sweepJob struct{}

// Kind names the job in the queue.
func (sweepJob) Kind() string { return "disclosure_sweep" }

type sweepWorker struct {
	river.WorkerDefaults[sweepJob]
	actions *app.Actions
}

// Timeout lets a sweep over a whole province finish.
func (w *sweepWorker) Timeout(*river.Job[sweepJob]) time.Duration { return sweepTimeout }

// Work runs every periodic look once.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[sweepJob]) error {
	return w.actions.SweepAll(ctx)
}

type rollOverJob struct{}

// Kind names the job in the queue.
func (rollOverJob) Kind() string { return "disclosure_roll_over" }

type rollOverWorker struct {
	river.WorkerDefaults[rollOverJob]
	actions *app.Actions
	clock   func() time.Time

	mu     sync.Mutex
	bodies int // that were looked after
	at     time.Time
}

// Timeout lets a roll-over of the whole country finish.
func (w *rollOverWorker) Timeout(*river.Job[rollOverJob]) time.Duration { return sweepTimeout }

// Work makes the expected obligations of the running year.
func (w *rollOverWorker) Work(ctx context.Context, _ *river.Job[rollOverJob]) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	bodies, now := w.actions.Bodies(), w.clock()
	if !w.due(bodies, now) {
		return nil
	}
	if err := w.actions.RollOver(ctx); err != nil {
		return err
	}
	w.bodies, w.at = bodies, now
	return nil
}

func (w *rollOverWorker) due(bodies int, now time.Time) bool {
	return bodies != w.bodies || now.Sub(w.at) >= rollOverAtLeast
}

func (s *Service) newRunner(cfg Config) (*jobs.Runner, error) {
	delivery, err := newDelivery(cfg, s.deps)
	if err != nil {
		return nil, err
	}
	workers := river.NewWorkers()
	delivery.Register(workers)
	river.AddWorker(workers, &publishWorker{actions: s.actions})
	river.AddWorker(workers, &sweepWorker{actions: s.actions})
	river.AddWorker(workers, &rollOverWorker{actions: s.actions, clock: s.deps.Clock})
	river.AddWorker(workers, &change.PruneWorker{DB: s.deps.DB, Clock: s.deps.Clock})
	every := cfg.SweepEvery
	if every <= 0 {
		every = 5 * time.Minute
	}
	return jobs.New(s.deps.DB, workers, jobs.Config{
		Periodic: []*river.PeriodicJob{
			periodic(every, func() river.JobArgs { return sweepJob{} }),
			periodic(rollOverEvery, func() river.JobArgs { return rollOverJob{} }),
			change.PruneDaily(), notify.PruneDaily(),
		},
		PollEvery: cfg.JobPoll, Timeout: time.Minute, Log: s.deps.Log,
	})
}

func periodic(every time.Duration, args func() river.JobArgs) *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(every), func() (river.JobArgs, *river.InsertOpts) { return args(), nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}

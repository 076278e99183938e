package voting

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/notify"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres"
)

// sweepTimeout bounds one look over everything.
const sweepTimeout = 10 * time.Minute

type lookWorker struct {
	river.WorkerDefaults[postgres.LookJob]
	actions *app.Actions
}

// Timeout lets a look over a whole province finish.
func (w *lookWorker) Timeout(*river.Job[postgres.LookJob]) time.Duration { return sweepTimeout }

// Work opens, closes, puts into force and reminds what is due.
func (w *lookWorker) Work(ctx context.Context, _ *river.Job[postgres.LookJob]) error {
	return w.actions.SweepAll(ctx)
}

func (s *Service) newRunner(cfg Config) (*jobs.Runner, error) {
	templates, err := notify.LoadTemplates(noticeFiles, "notices")
	if err != nil {
		return nil, err
	}
	delivery := &notify.Deliverer{DB: s.deps.DB, Templates: templates, Clock: s.deps.Clock, Log: s.deps.Log}
	workers := river.NewWorkers()
	delivery.Register(workers)
	river.AddWorker(workers, &lookWorker{actions: s.actions})
	river.AddWorker(workers, &change.PruneWorker{DB: s.deps.DB, Clock: s.deps.Clock})
	every := cfg.SweepEvery
	if every <= 0 {
		every = time.Minute
	}
	look := river.NewPeriodicJob(river.PeriodicInterval(every),
		func() (river.JobArgs, *river.InsertOpts) { return postgres.LookJob{}, nil }, &river.PeriodicJobOpts{RunOnStart: true})
	return jobs.New(s.deps.DB, workers, jobs.Config{
		Periodic:  []*river.PeriodicJob{look, change.PruneDaily(), notify.PruneDaily()},
		PollEvery: cfg.JobPoll, Timeout: time.Minute, Log: s.deps.Log,
	})
}

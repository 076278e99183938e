package directory

import (
	"context"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// importWorker runs imports in the background.
type importWorker struct {
	river.WorkerDefaults[app.ImportJob]
	do    *app.Directory
	files *files.Store
	log   *slog.Logger
}

// Timeout lets a million households through on a slow machine.
func (*importWorker) Timeout(*river.Job[app.ImportJob]) time.Duration { return 30 * time.Minute }

// Work runs one import. What is wrong with the file is its result; what is wrong
// with the machine is tried again, and after the last time recorded as failed.
func (w *importWorker) Work(ctx context.Context, job *river.Job[app.ImportJob]) error {
	if job.Attempt > job.MaxAttempts {
		// Only programs that died give a job more attempts than it may have: this import is what kills them.
		w.log.ErrorContext(ctx, "an import is given up: programs died of it", "import", job.Args.ID)
		return w.do.GiveUpImport(context.WithoutCancel(ctx), job.Args.ID)
	}
	err := w.do.RunImport(ctx, w.files, job.Args.ID)
	if err != nil && job.Attempt >= job.MaxAttempts {
		w.log.ErrorContext(ctx, "an import failed", "import", job.Args.ID, "error", err)
		return w.do.GiveUpImport(context.WithoutCancel(ctx), job.Args.ID)
	}
	return err
}

// transfersEvery is how often transfers decided ahead are looked for. Their day
// begins at midnight; a quarter of an hour later everybody knows.
const transfersEvery = 15 * time.Minute

type transferJob struct{}

// Kind names the job.
func (transferJob) Kind() string { return "directory_announce_transfers" }

type transferWorker struct {
	river.WorkerDefaults[transferJob]
	do *app.Directory
}

// Work tells of the transfers whose day has come.
func (w *transferWorker) Work(ctx context.Context, _ *river.Job[transferJob]) error {
	for {
		n, err := w.do.Store().AnnounceTransfers(ctx, w.today())
		if err != nil || n == 0 {
			return err
		}
	}
}

// followWorker lets households follow villages that are no more.
type followWorker struct {
	river.WorkerDefaults[app.FollowJob]
	do *app.Directory
}

// Work moves them, some at a time, until all have moved.
func (w *followWorker) Work(ctx context.Context, _ *river.Job[app.FollowJob]) error {
	for {
		n, err := w.do.Store().FollowVillages(ctx, w.do.Today())
		if err != nil || n == 0 {
			return err
		}
	}
}

// Timeout lets a province redraw all its villages.
func (*followWorker) Timeout(*river.Job[app.FollowJob]) time.Duration { return 30 * time.Minute }

func (w *transferWorker) today() workday.Date { return w.do.Today() }

package change

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// DefaultKeep is how long a cause is remembered, and with it how long a request
// may be repeated and still get its first answer.
const DefaultKeep = 30 * 24 * time.Hour

// pruneBatch rows go in one transaction, so that no lock is held for long.
const pruneBatch = 5000

// Prune forgets the causes from before the time given and says how many.
func Prune(ctx context.Context, db *pg.DB, before time.Time) (int64, error) {
	var total int64
	for {
		tag, err := db.Pool().Exec(ctx, `
DELETE FROM platform_cause WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM platform_cause WHERE at < $1 LIMIT $2 FOR UPDATE SKIP LOCKED))`, before, pruneBatch)
		if err != nil {
			return total, fmt.Errorf("pruning old causes: %w", err)
		}
		total += tag.RowsAffected()
		if tag.RowsAffected() < pruneBatch {
			return total, nil
		}
	}
}

// PruneArgs is the job that prunes; run it daily with PruneDaily.
type PruneArgs struct{}

// Kind names the job.
func (PruneArgs) Kind() string { return "platform_prune_causes" }

// PruneWorker does the job.
type PruneWorker struct {
	river.WorkerDefaults[PruneArgs]
	DB    *pg.DB
	Clock func() time.Time
	Keep  time.Duration // 0: DefaultKeep
}

// Work forgets what is older than Keep.
func (w *PruneWorker) Work(ctx context.Context, _ *river.Job[PruneArgs]) error {
	keep := w.Keep
	if keep == 0 {
		keep = DefaultKeep
	}
	_, err := Prune(ctx, w.DB, w.Clock().Add(-keep))
	return err
}

// PruneDaily is the periodic job, for jobs.Config.
func PruneDaily() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return PruneArgs{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}

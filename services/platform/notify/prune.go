package notify

import (
	"context"
	"fmt"
	"time"

	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// How long finished notices are kept, with the personal data in them.
const (
	KeepSent  = 90 * 24 * time.Hour      // mails and webhooks
	KeepInbox = 2 * 365 * 24 * time.Hour // the portal's inbox
)

// Prune deletes finished notices of a channel from before the time given, with
// the personal data in them, and returns how many.
func Prune(ctx context.Context, db *pg.DB, channel Channel, before time.Time) (int, error) {
	tag, err := db.Pool().Exec(ctx, `
DELETE FROM platform_notice WHERE channel = $1 AND created_at < $2 AND state <> 'queued'`, string(channel), before)
	if err != nil {
		return 0, fmt.Errorf("pruning notices: %w", err)
	}
	return int(tag.RowsAffected()), nil
}

// prune is the job that forgets old notices.
type prune struct{}

func (prune) Kind() string { return "platform_prune_notices" }

type pruner struct {
	river.WorkerDefaults[prune]
	d *Deliverer
}

func (w *pruner) Work(ctx context.Context, _ *river.Job[prune]) error {
	for channel, keep := range map[Channel]time.Duration{Mail: KeepSent, Webhook: KeepSent, Inbox: KeepInbox} {
		if _, err := Prune(ctx, w.d.DB, channel, w.d.Clock().Add(-keep)); err != nil {
			return err
		}
	}
	return nil
}

// PruneDaily is the periodic job that prunes, for jobs.Config; Register has
// added its worker.
func PruneDaily() *river.PeriodicJob {
	return river.NewPeriodicJob(river.PeriodicInterval(24*time.Hour),
		func() (river.JobArgs, *river.InsertOpts) { return prune{}, nil },
		&river.PeriodicJobOpts{RunOnStart: true})
}

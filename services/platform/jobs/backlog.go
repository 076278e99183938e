package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Figures are what an operator watches: jobs due and not begun, since when, and jobs given up.
type Figures struct {
	// Due is how many jobs wait although their time has come.
	Due int64
	// Oldest is since when the first of them waits; zero without any.
	Oldest time.Time
	// GivenUp is how many jobs failed for the last time within the past day. Each is a side effect that did not happen.
	GivenUp int64
}

const figures = `
SELECT
  count(*) FILTER (WHERE state IN ('available', 'retryable', 'scheduled') AND scheduled_at <= now()),
  min(scheduled_at) FILTER (WHERE state IN ('available', 'retryable', 'scheduled') AND scheduled_at <= now()),
  count(*) FILTER (WHERE state = 'discarded')
FROM river_job
WHERE state IN ('available', 'retryable', 'scheduled')
   OR (state = 'discarded' AND finalized_at > now() - interval '1 day')`

// Backlog counts the queues of one database.
func Backlog(ctx context.Context, db *pg.DB) (Figures, error) {
	var f Figures
	var oldest *time.Time
	if err := db.Pool().QueryRow(ctx, figures).Scan(&f.Due, &oldest, &f.GivenUp); err != nil {
		return Figures{}, fmt.Errorf("counting the jobs: %w", err)
	}
	if oldest != nil {
		f.Oldest = *oldest
	}
	return f, nil
}

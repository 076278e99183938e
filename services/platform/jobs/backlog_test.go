package jobs_test

import (
	"context"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// What is due and not begun is counted, what was given up within a day too, and nothing else.
func TestBacklogCountsWhatAnOperatorMustSee(t *testing.T) {
	t.Parallel()
	db, ctx := pgtest.New(t), context.Background()
	empty, err := jobs.Backlog(ctx, db)
	if err != nil || empty != (jobs.Figures{}) {
		t.Fatalf("an empty queue: %+v, %v", empty, err)
	}
	if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return jobs.Insert(ctx, tx, remind{"due"}, remind{"later"}, remind{"lost"}, remind{"lost long ago"})
	}); err != nil {
		t.Fatal(err)
	}
	for name, set := range map[string]string{
		"due":           "scheduled_at = now() - interval '1 hour'",
		"later":         "state = 'scheduled', scheduled_at = now() + interval '1 hour'",
		"lost":          "state = 'discarded', finalized_at = now() - interval '1 hour'",
		"lost long ago": "state = 'discarded', finalized_at = now() - interval '2 days'",
	} {
		if _, err := db.Pool().Exec(ctx, "UPDATE river_job SET "+set+" WHERE args->>'Name' = $1 OR args->>'name' = $1", name); err != nil {
			t.Fatal(err)
		}
	}
	got, err := jobs.Backlog(ctx, db)
	if err != nil {
		t.Fatal(err)
	}
	if got.Due != 1 || got.GivenUp != 1 || time.Since(got.Oldest) < time.Hour {
		t.Errorf("got %+v: want one due since an hour, one given up", got)
	}
}

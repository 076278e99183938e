package jobs

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// A job may run for half an hour, and River waits that long before it takes it from a worker that says nothing. A killed program says
// nothing either. So each runner holds an advisory lock for as long as it lives, and the others, or its own next life, look whose locks
// have gone: their jobs are queued again within seconds.

// newRunnerID names one life of one runner; River writes it into each job that it takes.
func newRunnerID() string { return "danchu-" + rand.Text() }

// seekOrphans is how often jobs of the dead are looked for. A runner is dead when its lock was free at two looks in a row: one that has
// lost its connection has the time between them to take its lock again.
const seekOrphans = 5 * time.Second

// mostDeaths is how many times a job may be running when its program dies; after that it is taken for what kills them.
const mostDeaths = 20

// live holds the runner's lock until ctx ends, on a connection of its own, and takes it again when the connection was lost. held is
// closed when it is held for the first time.
func live(ctx context.Context, db *pg.DB, id string, held chan<- struct{}) {
	var first sync.Once
	pause := time.NewTicker(time.Second)
	defer pause.Stop()
	for ctx.Err() == nil {
		_ = db.Lead(ctx, "jobs of "+id, func(ctx context.Context, conn *pgx.Conn) error { // begins again on any error
			first.Do(func() { close(held) })
			every := time.NewTicker(time.Second)
			defer every.Stop()
			for {
				select {
				case <-ctx.Done():
					return nil
				case <-every.C:
					if err := conn.Ping(ctx); err != nil {
						return err
					}
				}
			}
		})
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
	}
}

// adopt looks for orphans until ctx ends.
func adopt(ctx context.Context, db *pg.DB, id string, every time.Duration, log *slog.Logger) {
	ticker := time.NewTicker(every)
	defer ticker.Stop()
	suspects := map[string]bool{}
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		silent, err := silentRunners(ctx, db, id)
		if err == nil {
			suspects, err = adoptFrom(ctx, db, silent, suspects, log)
		}
		if err != nil && ctx.Err() == nil {
			log.WarnContext(ctx, "looking for jobs of dead programs", "error", err)
		}
	}
}

// silentRunners lists who has running jobs and no lock.
func silentRunners(ctx context.Context, db *pg.DB, own string) ([]string, error) {
	rows, err := db.Pool().Query(ctx, `
SELECT DISTINCT attempted_by[array_upper(attempted_by, 1)]
FROM river_job
WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] <> $1
  AND attempted_by[array_upper(attempted_by, 1)] LIKE 'danchu-%'`, own)
	if err != nil {
		return nil, fmt.Errorf("listing running jobs: %w", err)
	}
	runners, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, fmt.Errorf("listing running jobs: %w", err)
	}
	var silent []string
	for _, runner := range runners {
		held, err := db.Led(ctx, "jobs of "+runner)
		if err != nil {
			return nil, err
		}
		if !held {
			silent = append(silent, runner)
		}
	}
	return silent, nil
}

// adoptFrom queues the jobs of those again who were silent the last time too, and answers whom to look at again.
func adoptFrom(ctx context.Context, db *pg.DB, silent []string, before map[string]bool, log *slog.Logger) (map[string]bool, error) {
	suspects := map[string]bool{}
	var failures []error
	for _, runner := range silent {
		if !before[runner] {
			suspects[runner] = true
			continue
		}
		// A death is not the job's failure: it does not use up its attempts, unless it happens again and again.
		tag, err := db.Pool().Exec(ctx, `
UPDATE river_job SET state = 'available', scheduled_at = now(), max_attempts = least(max_attempts + 1, greatest(max_attempts, $2))
WHERE state = 'running' AND attempted_by[array_upper(attempted_by, 1)] = $1`, runner, mostDeaths)
		if err != nil {
			failures = append(failures, err)
			suspects[runner] = true
			continue
		}
		log.InfoContext(ctx, "jobs of a program that died run again", "jobs", tag.RowsAffected())
	}
	return suspects, errors.Join(failures...)
}

package app

import (
	"context"
	"errors"
	"time"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// SchedulePublication sets the time at which it becomes public by itself. The job is queued in the same transaction.
func (a *Actions) SchedulePublication(ctx context.Context, cause change.Cause, id, seen string, at time.Time) (domain.Publication, error) {
	return a.movePublication(ctx, "SchedulePublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.Schedule(at, with)
			return moved{
				publication: p, detail: map[string]string{"publish_time": at.UTC().Format(time.RFC3339)},
				outcome: func(o *Outcome) { o.PublishAt = at },
			}, err
		})
}

// UnschedulePublication takes the time away; the job that comes later finds nothing to do.
func (a *Actions) UnschedulePublication(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "UnschedulePublication", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.Unschedule(with)
			return moved{publication: p}, err
		})
}

// PublishScheduled publishes what is scheduled and due; a job calls it, perhaps twice and on two replicas. The row's lock
// and its state make it happen once: whoever comes second finds it published and does nothing. Something rescheduled to later
// has a job of its own.
func (a *Actions) PublishScheduled(ctx context.Context, id string) error {
	cause := change.Cause{Kind: change.Job, Actor: "disclosure", Action: "PublishScheduled"}
	_, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.Publication(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if p.State != domain.Scheduled || p.ScheduledAt.After(a.Clock()) {
			return Outcome{Answer: Answer{ID: id}, Silent: true}, nil
		}
		return a.move(ctx, tx, p, a.publish)
	})
	var refusal *domain.Refusal
	if errors.As(err, &refusal) && refusal.Reason == domain.NotFound {
		return nil // discarded since
	}
	return err
}

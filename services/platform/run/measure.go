package run

import (
	"context"
	"errors"
	"time"

	"github.com/exaring/otelpgx"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// mostParked is how many parked events are counted: any is an alert, a thousand is not told from more.
const mostParked = 1000

// measure tells, at each scrape, how the pool is used, how many events wait in the outbox and since when, and how many are parked.
func measure(db *pg.DB) error {
	meter := otel.Meter("github.com/danchu-platform/danchu/services/platform/run")
	waiting, err1 := meter.Int64ObservableGauge("danchu.outbox.waiting", metric.WithDescription("events not yet published"))
	age, err2 := meter.Float64ObservableGauge("danchu.outbox.age", metric.WithUnit("s"), metric.WithDescription("age of the oldest event not yet published"))
	parked, err3 := meter.Int64ObservableGauge("danchu.events.parked", metric.WithDescription("events that failed too often"))
	_, err4 := meter.RegisterCallback(func(ctx context.Context, o metric.Observer) error {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		n, oldest, err := outbox.Backlog(ctx, db)
		if err != nil {
			return err
		}
		o.ObserveInt64(waiting, n)
		if oldest.IsZero() {
			o.ObserveFloat64(age, 0)
		} else {
			o.ObserveFloat64(age, time.Since(oldest).Seconds())
		}
		failed, err := bus.ListParked(ctx, db, mostParked)
		if err != nil {
			return err
		}
		o.ObserveInt64(parked, int64(len(failed)))
		return nil
	}, waiting, age, parked)
	return errors.Join(err1, err2, err3, err4, measureJobs(meter, db), otelpgx.RecordStats(db.Pool()))
}

// measureJobs tells how many jobs are due and not begun, since when, and how many were given up in the past day.
func measureJobs(meter metric.Meter, db *pg.DB) error {
	due, err1 := meter.Int64ObservableGauge("danchu.jobs.due", metric.WithDescription("jobs whose time has come and that have not begun"))
	age, err2 := meter.Float64ObservableGauge("danchu.jobs.age", metric.WithUnit("s"), metric.WithDescription("how long the oldest due job waits"))
	givenUp, err3 := meter.Int64ObservableGauge("danchu.jobs.given.up", metric.WithDescription("jobs that failed for the last time within a day"))
	_, err4 := meter.RegisterCallback(func(ctx context.Context, o metric.Observer) error {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		figures, err := jobs.Backlog(ctx, db)
		if err != nil {
			return err
		}
		o.ObserveInt64(due, figures.Due)
		o.ObserveInt64(givenUp, figures.GivenUp)
		if figures.Oldest.IsZero() {
			o.ObserveFloat64(age, 0)
		} else {
			o.ObserveFloat64(age, time.Since(figures.Oldest).Seconds())
		}
		return nil
	}, due, age, givenUp)
	return errors.Join(err1, err2, err3, err4)
}

// measureHealth tells which parts are ready (1) and which are not (0), so that an alert names the part.
func measureHealth(state *health.State, parts ...string) error {
	meter := otel.Meter("github.com/danchu-platform/danchu/services/platform/run")
	ready, err := meter.Int64ObservableGauge("danchu.part.ready", metric.WithDescription("1 when the part is ready"))
	if err != nil {
		return err
	}
	_, err = meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		waiting := state.Waiting()
		for _, part := range parts {
			value := int64(1)
			if _, not := waiting[part]; not {
				value = 0
			}
			o.ObserveInt64(ready, value, metric.WithAttributes(attribute.String("part", part)))
		}
		return nil
	}, ready)
	return err
}

package run

import (
	"context"
	"errors"
	"time"

	"github.com/exaring/otelpgx"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/metric"

	"github.com/danchu-platform/danchu/services/platform/bus"
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
	return errors.Join(err1, err2, err3, err4, otelpgx.RecordStats(db.Pool()))
}

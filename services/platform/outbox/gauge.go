package outbox

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// lookEvery is how old the numbers of the metrics may be.
const lookEvery = 5 * time.Second

// gauge is the queue as metrics: how many wait and how long the first one does.
// An alert watches the second; a busy hour makes the first large, only a fault
// the second.
type gauge struct {
	looked       time.Time // by the leading goroutine only
	waiting, age atomic.Int64
}

// look asks the database, at most once in lookEvery.
func (g *gauge) look(ctx context.Context, conn *pgx.Conn) error {
	if time.Since(g.looked) < lookEvery {
		return nil
	}
	g.looked = time.Now()
	var waiting, age int64
	err := conn.QueryRow(ctx, `
SELECT (SELECT count(*) FROM (SELECT FROM platform_outbox_pending LIMIT 100000) AS counted),
       coalesce((SELECT extract(epoch FROM now() - o.at)
                 FROM platform_outbox_pending p JOIN platform_outbox o ON o.id = p.id
                 ORDER BY p.id LIMIT 1), 0)::bigint`).Scan(&waiting, &age)
	if err != nil {
		return fmt.Errorf("measuring the outbox: %w", err)
	}
	g.waiting.Store(waiting)
	g.age.Store(max(0, age))
	return nil
}

// show publishes the metrics while this replica leads.
func (g *gauge) show(service string) (stop func()) {
	meter := otel.Meter("danchu/outbox")
	waiting, err := meter.Int64ObservableGauge("danchu.outbox.waiting",
		metric.WithDescription("events not yet confirmed by the broker, counted up to 100,000"))
	if err != nil {
		return func() {}
	}
	age, err := meter.Int64ObservableGauge("danchu.outbox.age", metric.WithUnit("s"),
		metric.WithDescription("how long the first event has been waiting"))
	if err != nil {
		return func() {}
	}
	of := metric.WithAttributes(attribute.String("service", service))
	registration, err := meter.RegisterCallback(func(_ context.Context, o metric.Observer) error {
		o.ObserveInt64(waiting, g.waiting.Load(), of)
		o.ObserveInt64(age, g.age.Load(), of)
		return nil
	}, waiting, age)
	if err != nil {
		return func() {}
	}
	return func() { _ = registration.Unregister() }
}

package outbox_test

import (
	"context"
	"testing"

	"go.opentelemetry.io/otel"
	sdk "go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/bustest"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// stuck is a broker that takes nothing until it is let go.
type stuck struct {
	*bus.Bus
	letGo chan struct{}
}

func (s stuck) Publish(ctx context.Context, events []bus.Event) (int, error) {
	select {
	case <-s.letGo:
		return s.Bus.Publish(ctx, events)
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// The backlog is a metric. Not parallel: metrics are the program's, not the test's.
func TestBacklogIsMeasured(t *testing.T) {
	reader := sdk.NewManualReader()
	before := otel.GetMeterProvider()
	otel.SetMeterProvider(sdk.NewMeterProvider(sdk.WithReader(reader)))
	t.Cleanup(func() { otel.SetMeterProvider(before) })
	db := pgtest.New(t)
	write(t, db, 0, 7)
	broker := stuck{bustest.New(t), make(chan struct{})}
	background(t, outbox.NewRelay(db, broker, "test", strict(t)).Run)
	eventually(t, "seven waiting", func() bool {
		var all metricdata.ResourceMetrics
		if err := reader.Collect(context.Background(), &all); err != nil {
			t.Fatal(err)
		}
		for _, scope := range all.ScopeMetrics {
			for _, m := range scope.Metrics {
				if gauge, ok := m.Data.(metricdata.Gauge[int64]); ok && m.Name == "danchu.outbox.waiting" {
					return gauge.DataPoints[0].Value == 7
				}
			}
		}
		return false
	})
	close(broker.letGo)
	eventually(t, "an empty queue", func() bool { return backlog(t, db) == 0 })
}

package bus

import (
	"context"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/metricdata"
)

// A reader that has read nothing is behind by the whole stream, and nobody is behind once it stopped.
func TestLagIsWhatTheBrokerHasYetToHandOver(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	figures := metric.NewManualReader()
	before := otel.GetMeterProvider()
	otel.SetMeterProvider(metric.NewMeterProvider(metric.WithReader(figures)))
	t.Cleanup(func() { otel.SetMeterProvider(before) })

	broker, err := server.NewServer(&server.Options{DontListen: true, JetStream: true, StoreDir: t.TempDir(), NoSigs: true, NoLog: true})
	if err != nil {
		t.Fatal(err)
	}
	broker.Start()
	defer broker.Shutdown()
	if !broker.ReadyForConnections(20 * time.Second) {
		t.Fatal("the broker does not start")
	}
	b, err := Connect("", With(nats.InProcessServer(broker)))
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	if _, err := b.EnsureStream(ctx, "directory"); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if _, err := b.js.Publish(ctx, "danchu.directory.v1.unit_established", nil); err != nil {
			t.Fatal(err)
		}
	}
	reading, err := b.js.OrderedConsumer(ctx, StreamName("directory"), jetstream.OrderedConsumerConfig{})
	if err != nil {
		t.Fatal(err)
	}
	done := watchLag("disclosure_units", reading)
	if got := lag(t, ctx, figures); len(got) != 1 || got[0] != 3 {
		t.Errorf("the figure is %v, not 3", got)
	}
	done()
	if got := lag(t, ctx, figures); len(got) != 0 {
		t.Errorf("somebody else reads now, and this replica still tells %v", got)
	}
}

func lag(t *testing.T, ctx context.Context, figures *metric.ManualReader) (values []int64) {
	t.Helper()
	var all metricdata.ResourceMetrics
	if err := figures.Collect(ctx, &all); err != nil {
		t.Fatal(err)
	}
	for _, scope := range all.ScopeMetrics {
		for _, m := range scope.Metrics {
			if gauge, is := m.Data.(metricdata.Gauge[int64]); is && m.Name == "danchu.bus.lag" {
				for _, point := range gauge.DataPoints {
					values = append(values, point.Value)
				}
			}
		}
	}
	return values
}

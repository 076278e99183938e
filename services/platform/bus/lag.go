package bus

import (
	"context"
	"time"

	"github.com/nats-io/nats.go/jetstream"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// watchLag shows, while this replica reads the consumer, how many events the broker has yet to hand it (up to readAhead
// more wait in memory). The broker is asked at each scrape; one that does not answer leaves the figure out.
func watchLag(consumer string, reading jetstream.Consumer) (stop func()) {
	meter := otel.Meter("danchu/bus")
	instrument, err := meter.Int64ObservableGauge("danchu.bus.lag",
		metric.WithDescription("events published and not yet handed to the consumer"))
	if err != nil {
		return func() {}
	}
	registration, err := meter.RegisterCallback(func(ctx context.Context, o metric.Observer) error {
		ctx, cancel := context.WithTimeout(ctx, 2*time.Second)
		defer cancel()
		info, err := reading.Info(ctx)
		if err != nil {
			return err
		}
		o.ObserveInt64(instrument, int64(info.NumPending), metric.WithAttributes(attribute.String("consumer", consumer))) //nolint:gosec // a stream holds fewer than 2^63 events
		return nil
	}, instrument)
	if err != nil {
		return func() {}
	}
	return func() { _ = registration.Unregister() }
}

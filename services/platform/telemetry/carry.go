package telemetry

import (
	"context"

	"go.opentelemetry.io/otel/propagation"
)

// Inject writes the context's trace into a small map that can be stored in an outbox row or a job and travel with it.
// It is nil when there is no trace.
func Inject(ctx context.Context) map[string]string {
	carrier := propagation.MapCarrier{}
	propagator.Inject(ctx, carrier)
	if len(carrier) == 0 {
		return nil
	}
	return carrier
}

// Extract continues the trace that [Inject] wrote. A map without a valid trace leaves the context as it is.
func Extract(ctx context.Context, carrier map[string]string) context.Context {
	if len(carrier) == 0 {
		return ctx
	}
	return propagator.Extract(ctx, propagation.MapCarrier(carrier))
}

type requestKey struct{}

// WithRequest returns a context that belongs to the request with that id; its log lines carry the id.
func WithRequest(ctx context.Context, id string) context.Context {
	return context.WithValue(ctx, requestKey{}, id)
}

// Request tells the id of the request the context belongs to, or "".
func Request(ctx context.Context) string {
	id, _ := ctx.Value(requestKey{}).(string)
	return id
}

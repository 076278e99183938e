package telemetry

import (
	"context"
	"slices"
	"strings"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Scrub wraps an exporter so that spans leave without what could tell about a person: addresses of peers, user agents, query
// strings, SQL parameters, and the texts of errors (a driver's message may quote a row). Status codes and error types
// stay.
func Scrub(exporter trace.SpanExporter) trace.SpanExporter { return scrubber{exporter} }

type scrubber struct{ trace.SpanExporter }

// ExportSpans exports the spans without personal attributes.
func (s scrubber) ExportSpans(ctx context.Context, spans []trace.ReadOnlySpan) error {
	clean := make([]trace.ReadOnlySpan, len(spans))
	for i, span := range spans {
		clean[i] = scrubbed{span}
	}
	return s.SpanExporter.ExportSpans(ctx, clean)
}

type scrubbed struct{ trace.ReadOnlySpan }

// Attributes are those of the span less the personal ones.
func (s scrubbed) Attributes() []attribute.KeyValue { return impersonal(s.ReadOnlySpan.Attributes()) }

// Events are those of the span less their personal attributes.
func (s scrubbed) Events() []trace.Event {
	events := slices.Clone(s.ReadOnlySpan.Events())
	for i := range events {
		events[i].Attributes = impersonal(events[i].Attributes)
	}
	return events
}

// Status is that of the span without its text.
func (s scrubbed) Status() trace.Status {
	status := s.ReadOnlySpan.Status()
	status.Description = ""
	return status
}

func impersonal(attributes []attribute.KeyValue) []attribute.KeyValue {
	return slices.DeleteFunc(slices.Clone(attributes), func(kv attribute.KeyValue) bool { return personal(kv.Key) })
}

// personalKeys are the attributes of OpenTelemetry's conventions that hold or may hold something about a person.
var personalKeys = map[attribute.Key]bool{
	"client.address": true, "client.port": true, "network.peer.address": true, "network.peer.port": true,
	"net.peer.name": true, "net.peer.ip": true, "net.peer.port": true, "net.sock.peer.addr": true, "net.sock.peer.port": true,
	"http.client_ip": true, "user_agent.original": true, "http.user_agent": true,
	"url.query": true, "url.full": true, "http.url": true, "http.target": true,
	"exception.message": true, "exception.stacktrace": true, "pgx.query.parameters": true,
	"grpc.status.message": true, "rpc.grpc.status_message": true, "error.message": true,
}

func personal(key attribute.Key) bool {
	name := string(key)
	return personalKeys[key] || strings.HasPrefix(name, "db.query.parameter") || strings.HasPrefix(name, "db.operation.parameter") ||
		strings.HasPrefix(name, "enduser.") || strings.HasPrefix(name, "user.") ||
		strings.HasPrefix(name, "http.request.header.") || strings.HasPrefix(name, "rpc.grpc.request.metadata")
}

package telemetry_test

import (
	"context"
	"net"
	"slices"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
	metricscollector "go.opentelemetry.io/proto/otlp/collector/metrics/v1"
	tracecollector "go.opentelemetry.io/proto/otlp/collector/trace/v1"
	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// told is what a collector was told in one call, as text.
type told chan string

type (
	spans   struct{ told }
	figures struct{ told }
)

// Export takes spans.
func (s spans) Export(_ context.Context, req *tracecollector.ExportTraceServiceRequest) (*tracecollector.ExportTraceServiceResponse, error) {
	s.told <- req.String()
	return &tracecollector.ExportTraceServiceResponse{}, nil
}

// Export takes metrics.
func (f figures) Export(_ context.Context, req *metricscollector.ExportMetricsServiceRequest) (*metricscollector.ExportMetricsServiceResponse, error) {
	f.told <- req.String()
	return &metricscollector.ExportMetricsServiceResponse{}, nil
}

// collector serves OTLP over gRPC, the protocol itself, until the test ends.
func collector(t *testing.T) (endpoint string, heardSpans, heardFigures told) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	heardSpans, heardFigures = make(told, 16), make(told, 16)
	server := grpc.NewServer()
	tracecollector.RegisterTraceServiceServer(server, struct {
		tracecollector.UnsafeTraceServiceServer
		spans
	}{spans: spans{heardSpans}})
	metricscollector.RegisterMetricsServiceServer(server, struct {
		metricscollector.UnsafeMetricsServiceServer
		figures
	}{figures: figures{heardFigures}})
	go func() { _ = server.Serve(listener) }() // it ends with the test
	t.Cleanup(server.Stop)
	return "http://" + listener.Addr().String(), heardSpans, heardFigures
}

// Like every test of Setup, it does not run beside others.
func TestACollectorIsToldOfSpansAndMetricsButNotOfPersons(t *testing.T) {
	endpoint, heardSpans, heardFigures := collector(t)
	for _, c := range []struct {
		name string
		cfg  telemetry.Config
		want []bool // spans, metrics
	}{
		{"spans alone", telemetry.Config{OTLPEndpoint: endpoint}, []bool{true, false}},
		{"metrics alone", telemetry.Config{OTLPMetricsEndpoint: endpoint}, []bool{false, true}},
		{"both, beside /metrics", telemetry.Config{OTLPEndpoint: endpoint, OTLPMetricsEndpoint: endpoint, Registry: telemetry.NewRegistry()}, []bool{true, true}},
		{"silence", telemetry.Config{Registry: telemetry.NewRegistry()}, []bool{false, false}},
	} {
		c.cfg.Service, c.cfg.Version = "directory", "1"
		shutdown, err := telemetry.Setup(t.Context(), c.cfg)
		if err != nil {
			t.Fatal(err)
		}
		ctx, span := otel.Tracer("t").Start(t.Context(), "asking")
		counter, err := otel.Meter("t").Int64Counter("danchu.calls")
		if err != nil {
			t.Fatal(err)
		}
		counter.Add(ctx, 7, metric.WithAttributes(attribute.String("rpc.method", "GetUnit"), attribute.String("client.address", "203.0.113.7")))
		span.End()
		if err := shutdown(t.Context()); err != nil { // sends what is held
			t.Fatalf("%s: %v", c.name, err)
		}
		said := []string{heard(heardSpans), heard(heardFigures)}
		got := []bool{strings.Contains(said[0], "asking"), strings.Contains(said[1], "danchu.calls") && strings.Contains(said[1], "GetUnit")}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: told of spans and metrics %v, want %v\n%s", c.name, got, c.want, said)
		}
		if text := strings.Join(said, " "); text != " " && (!strings.Contains(text, "danchu-directory") || strings.Contains(text, "203.0.113.7")) {
			t.Errorf("%s: it does not name the program, or tells an address: %s", c.name, text)
		}
	}
}

// heard is all a collector was told so far.
func heard(from told) (all string) {
	for {
		select {
		case text := <-from:
			all += text
		default:
			return all
		}
	}
}

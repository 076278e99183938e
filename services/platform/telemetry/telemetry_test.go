package telemetry_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

func TestATraceTravelsInAnOutboxRow(t *testing.T) {
	t.Parallel()
	ctx, span := sdktrace.NewTracerProvider().Tracer("t").Start(context.Background(), "publish")
	defer span.End()
	back := trace.SpanContextFromContext(telemetry.Extract(context.Background(), telemetry.Inject(ctx)))
	if back.TraceID() != span.SpanContext().TraceID() || !back.IsRemote() {
		t.Errorf("trace %s came back as %s", span.SpanContext().TraceID(), back.TraceID())
	}
	if got := telemetry.Inject(context.Background()); got != nil {
		t.Errorf("no trace was written as %v", got)
	}
	if ctx := telemetry.Extract(context.Background(), map[string]string{"traceparent": "nonsense"}); trace.SpanContextFromContext(ctx).IsValid() {
		t.Error("nonsense became a trace")
	}
}

// Setup installs what instrumentation finds by itself, so this one test does not run beside others.
func TestSetupIsSilentByDefaultAndStillNamesTraces(t *testing.T) {
	registry := telemetry.NewRegistry()
	shutdown, err := telemetry.Setup(t.Context(), telemetry.Config{Service: "directory", Version: "1", Registry: registry})
	if err != nil {
		t.Fatal(err)
	}
	ctx, span := otel.Tracer("t").Start(t.Context(), "call")
	if span.IsRecording() || !span.SpanContext().IsValid() || telemetry.Inject(ctx) == nil {
		t.Errorf("recording %v, valid %v: want a named trace that nobody records", span.IsRecording(), span.SpanContext().IsValid())
	}
	span.End()
	counter, err := otel.Meter("t").Int64Counter("danchu.calls")
	if err != nil {
		t.Fatal(err)
	}
	counter.Add(ctx, 1)
	w := httptest.NewRecorder()
	telemetry.MetricsHandler(registry).ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, want := range []string{"danchu_calls_total", "go_goroutines"} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	if err := shutdown(t.Context()); err != nil {
		t.Error(err)
	}
}

func TestSpansLeaveWithoutPersons(t *testing.T) {
	t.Parallel()
	kept := tracetest.NewInMemoryExporter()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSyncer(telemetry.Scrub(kept)))
	_, span := provider.Tracer("t").Start(t.Context(), "query")
	span.SetAttributes(
		attribute.String("rpc.method", "GetUnit"), attribute.String("client.address", "203.0.113.7"),
		attribute.String("db.query.parameter.0", "025090001234"), attribute.String("enduser.id", "hanh"),
		attribute.String("http.request.header.cookie", "s=1"),
	)
	span.RecordError(errors.New("key (national_id)=(025090001234) exists"))
	span.SetStatus(codes.Error, "key (national_id)=(025090001234) exists")
	span.End()
	text := fmt.Sprintf("%+v", kept.GetSpans())
	for _, personal := range []string{"025090001234", "203.0.113.7", "hanh", "s=1"} {
		if strings.Contains(text, personal) {
			t.Errorf("a span tells %q", personal)
		}
	}
	spans := kept.GetSpans()
	if len(spans) != 1 || spans[0].Status.Code != codes.Error || len(spans[0].Attributes) != 1 {
		t.Errorf("the span lost more than persons: %+v", spans)
	}
}

func TestLogLinesNameTheirTraceAndRequest(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	ctx, span := sdktrace.NewTracerProvider().Tracer("t").Start(telemetry.WithRequest(t.Context(), "r-1"), "call")
	defer span.End()
	telemetry.NewLog(&out, slog.LevelInfo).With("service", "directory").WithGroup("g").InfoContext(ctx, "hello")
	for _, want := range []string{`"request_id":"r-1"`, span.SpanContext().TraceID().String(), `"service":"directory"`} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("%s lacks %s", out.String(), want)
		}
	}
}

func TestLogLinesNeverTellBodiesOrPersons(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	log := telemetry.NewLog(&out, slog.LevelInfo)
	secret := "opensesame"
	request := httptest.NewRequest(http.MethodPost, "/?q="+secret, strings.NewReader(secret))
	request.Header.Set("Cookie", secret)
	log.Info("x", "message", &directoryv1.Unit{Name: secret}, "bytes", []byte(secret), "http", request, "header", request.Header,
		"token", secret, "access_token", secret, "Authorization", secret, "national_id", secret, "reader", strings.NewReader(secret),
		slog.Group("inner", "cookie", secret, "phone", secret))
	if strings.Contains(out.String(), secret) {
		t.Errorf("told: %s", out.String())
	}
	out.Reset()
	log.Info("x", "error", errors.New(strings.Repeat("ấ", 4000)))
	if len(out.String()) > 2500 || !strings.Contains(out.String(), "…") {
		t.Errorf("a value of %d bytes was not cut", out.Len())
	}
}

package telemetry

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"
	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/exporters/otlp/otlpmetric/otlpmetricgrpc"
	"go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracegrpc"
	otelprometheus "go.opentelemetry.io/otel/exporters/prometheus"
	"go.opentelemetry.io/otel/propagation"
	"go.opentelemetry.io/otel/sdk/metric"
	"go.opentelemetry.io/otel/sdk/metric/exemplar"
	"go.opentelemetry.io/otel/sdk/resource"
	"go.opentelemetry.io/otel/sdk/trace"
)

// Config says what to tell and whom.
type Config struct {
	// Service is the program's one word ("disclosure").
	Service string
	// Version is what `version` prints.
	Version string
	// OTLPEndpoint is where spans go ("http://collector:4317", https for TLS); empty records none.
	OTLPEndpoint string
	// OTLPMetricsEndpoint is where metrics go each minute, likewise; empty sends none. [Config.Registry] has them as well.
	OTLPMetricsEndpoint string
	// SampleRatio is the share of traces recorded when this program is the first to see them, from 0 to 1; zero means all
	// of them, because an endpoint was asked for.
	SampleRatio float64
	// Registry collects the metrics, to be served by [MetricsHandler]; nil keeps none.
	Registry *prometheus.Registry
}

// propagator reads and writes the W3C headers. Baggage is left out on purpose: it would carry strangers' data onwards.
var propagator = propagation.TraceContext{}

// Setup installs the tracer and meter providers that instrumentation finds by itself, and the propagator. It is called
// once, by main. The shutdown sends what is still held and must be given a context with a deadline. An OTLP
// address that cannot be reached is not an error: spans and metrics are dropped until it can.
func Setup(ctx context.Context, cfg Config) (shutdown func(context.Context) error, err error) {
	about := resource.NewSchemaless(
		attribute.String("service.name", "danchu-"+cfg.Service),
		attribute.String("service.version", cfg.Version),
	)
	spans, err := tracerProvider(ctx, cfg, about)
	if err != nil {
		return nil, fmt.Errorf("setting up traces: %w", err)
	}
	figures, err := meterProvider(ctx, cfg, about)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("setting up metrics: %w", err), spans.Shutdown(ctx))
	}
	otel.SetTextMapPropagator(propagator)
	otel.SetTracerProvider(spans)
	otel.SetMeterProvider(figures)
	return func(ctx context.Context) error {
		return errors.Join(spans.Shutdown(ctx), figures.Shutdown(ctx))
	}, nil
}

func tracerProvider(ctx context.Context, cfg Config, about *resource.Resource) (*trace.TracerProvider, error) {
	if cfg.OTLPEndpoint == "" {
		return trace.NewTracerProvider(trace.WithResource(about), trace.WithSampler(trace.NeverSample())), nil
	}
	exporter, err := otlptracegrpc.New(ctx, otlptracegrpc.WithEndpointURL(cfg.OTLPEndpoint))
	if err != nil {
		return nil, err
	}
	ratio := cfg.SampleRatio
	if ratio <= 0 {
		ratio = 1
	}
	return trace.NewTracerProvider(
		trace.WithResource(about),
		trace.WithSampler(trace.ParentBased(trace.TraceIDRatioBased(ratio))),
		trace.WithBatcher(Scrub(exporter)),
	), nil
}

func meterProvider(ctx context.Context, cfg Config, about *resource.Resource) (*metric.MeterProvider, error) {
	options := []metric.Option{metric.WithResource(about)}
	if cfg.Registry != nil {
		reader, err := otelprometheus.New(otelprometheus.WithRegisterer(cfg.Registry), otelprometheus.WithoutScopeInfo())
		if err != nil {
			return nil, err
		}
		options = append(options, metric.WithReader(reader))
	}
	if cfg.OTLPMetricsEndpoint != "" {
		exporter, err := otlpmetricgrpc.New(ctx, otlpmetricgrpc.WithEndpointURL(cfg.OTLPMetricsEndpoint))
		if err != nil {
			return nil, err
		}
		options = append(options, metric.WithReader(metric.NewPeriodicReader(exporter)))
	}
	// A peer's address would make one series per client, and it is somebody's address.
	drop := metric.NewView(metric.Instrument{Name: "*"}, metric.Stream{AttributeFilter: func(kv attribute.KeyValue) bool {
		return !personal(kv.Key)
	}})
	// Exemplars would tell what the view has dropped.
	return metric.NewMeterProvider(append(options, metric.WithView(drop), metric.WithExemplarFilter(exemplar.AlwaysOffFilter))...), nil
}

// NewRegistry makes a registry that also tells about the process and the Go runtime.
func NewRegistry() *prometheus.Registry {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return registry
}

// MetricsHandler serves the registry to Prometheus.
func MetricsHandler(registry *prometheus.Registry) http.Handler {
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{MaxRequestsInFlight: 4})
}

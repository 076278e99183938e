package edge

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"
)

// Kept is the route of what the page cache answered: it never reached the router.
const Kept = "kept page"

// Measure counts every answer and how long it took, by method, by the pattern of
// the address and by status: rate, errors and duration. A pattern is one of ours, so
// no id, name or address of anybody becomes a label.
func Measure() (Link, error) {
	meter := otel.Meter("github.com/danchu-platform/danchu/gateway")
	duration, err := meter.Float64Histogram("http.server.request.duration", metric.WithUnit("s"),
		metric.WithDescription("How long answers took, by route pattern."),
		metric.WithExplicitBucketBoundaries(.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10, 30))
	if err != nil {
		return nil, fmt.Errorf("measuring requests: %w", err)
	}
	var labels sync.Map // series → its labels, ready made
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			began := time.Now()
			answer := &measured{ResponseWriter: w, route: Kept, status: http.StatusOK}
			defer func() {
				one := series{method: method(r.Method), route: answer.route, status: answer.status}
				ready, known := labels.Load(one)
				if !known {
					ready, _ = labels.LoadOrStore(one, metric.WithAttributeSet(attribute.NewSet(
						attribute.String("http.request.method", one.method), attribute.String("http.route", one.route),
						attribute.Int("http.response.status_code", one.status),
					)))
				}
				duration.Record(context.WithoutCancel(r.Context()), time.Since(began).Seconds(), ready.(metric.MeasurementOption))
			}()
			next.ServeHTTP(answer, r)
		})
	}, nil
}

type series struct {
	method, route string
	status        int
}

// method keeps strangers from inventing series.
func method(m string) string {
	switch m {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return m
	}
	return "other"
}

// measured remembers how an answer went.
type measured struct {
	http.ResponseWriter
	route  string
	status int
}

func (m *measured) WriteHeader(status int) {
	if status >= http.StatusOK {
		m.status = status
	}
	m.ResponseWriter.WriteHeader(status)
}

// Unwrap lets http.ResponseController reach the connection.
func (m *measured) Unwrap() http.ResponseWriter { return m.ResponseWriter }

// Routed tells Measure which pattern answers, for what reaches the router.
func Routed(pattern func(*http.Request) string) Link {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			SetRoute(w, pattern(r))
			next.ServeHTTP(w, r)
		})
	}
}

// SetRoute names the pattern that answers, where a handler knows it better than the
// router. Without Measure around it nothing happens.
func SetRoute(w http.ResponseWriter, pattern string) {
	for {
		switch one := w.(type) {
		case *measured:
			one.route = pattern
			return
		case interface{ Unwrap() http.ResponseWriter }:
			w = one.Unwrap()
		default:
			return
		}
	}
}

package run

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// admin is the HTTP server the cluster asks. It is the first to start and the last but one to stop, so that a program
// that is slow to start is not taken for a dead one.
type admin struct {
	server *http.Server
	done   chan struct{}
}

func serveAdmin(listener net.Listener, state *health.State, registry *prometheus.Registry, log *slog.Logger) *admin {
	mux := http.NewServeMux()
	mux.Handle("/", state.Handler())
	mux.Handle("GET /metrics", telemetry.MetricsHandler(registry))
	a := &admin{done: make(chan struct{}), server: &http.Server{
		Handler:           mux,
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       5 * time.Second,
		WriteTimeout:      15 * time.Second,
		IdleTimeout:       time.Minute,
		MaxHeaderBytes:    8 << 10,
	}}
	go func() {
		defer close(a.done)
		if err := a.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("the admin server ended; probes will fail", "error", err)
		}
	}()
	return a
}

func (a *admin) close(ctx context.Context) error {
	err := a.server.Shutdown(ctx)
	<-a.done
	return err
}

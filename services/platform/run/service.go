package run

import (
	"context"
	"fmt"
	"net"
	"strings"
	"time"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// Names of the parts of readiness. The bus is none of them: what happens while it is away waits in the outbox, and
// taking every replica out of service would turn a delay into an outage.
const (
	database  = "database"
	unitsCopy = "units"
)

// service is a running service.
type service struct {
	*program
	spec     Spec
	settings Settings
	listener net.Listener
}

// open opens the parts in order, each remembered by the stack, and says what then runs.
func (s *service) open(ctx context.Context, stack *closers) (running, error) {
	parts := &Parts{Log: s.log, Clock: s.clock, Health: s.health, Settings: s.settings}
	for _, step := range []struct {
		what string
		do   func(context.Context, *Parts, *closers) error
	}{
		{"messages", s.openMessages},
		{"database", s.openDatabase},
		{"bus", s.openBus},
		{"units", s.openUnits},
		{"verifier", s.openVerifier},
		{"files", s.openFiles},
	} {
		if err := step.do(ctx, parts, stack); err != nil {
			return running{}, fmt.Errorf("opening %s: %w", step.what, err)
		}
	}
	door, err := s.spec.Open(ctx, parts)
	if err != nil {
		return running{}, fmt.Errorf("opening %s: %w", s.spec.Name, err)
	}
	server, err := s.openServer(parts)
	if err != nil {
		return running{}, fmt.Errorf("opening the gRPC server: %w", err)
	}
	door.Register(server)
	s.log.InfoContext(ctx, "listening", "grpc", s.listener.Addr().String(), "admin", s.admin.Addr().String(), "tls", s.settings.TLSCert != "")
	return running{
		tasks: []task{
			{"gRPC server", func(ctx context.Context) error { return serveUntil(ctx, server, s.listener) }},
			{"copy of units", parts.Units.Run},
			{"consumer of units", func(ctx context.Context) error { return parts.Bus.Run(ctx, parts.DB, s.log, parts.Units.Consumer()) }},
			{"watch on the database", func(ctx context.Context) error { return s.watch(ctx, parts) }},
			{s.spec.Name, door.Run},
		},
		stop: func(ctx context.Context) { stopServer(ctx, server) },
	}, nil
}

func (s *service) openDatabase(ctx context.Context, parts *Parts, stack *closers) error {
	url := s.settings.URL.Reveal()
	db, err := pg.Open(ctx, url, pg.Tracer())
	if err != nil {
		return err
	}
	stack.add("database", func(context.Context) error { db.Close(); return nil })
	pending, err := pg.Pending(ctx, url, s.spec.families()...)
	if err != nil {
		return err
	}
	if len(pending) > 0 {
		return fmt.Errorf("the schema lacks %s: run `%s migrate` first", strings.Join(pending, ", "), s.spec.Name)
	}
	parts.DB = db
	return measure(db)
}

func (s *service) openBus(_ context.Context, parts *Parts, stack *closers) error {
	b, err := bus.Connect(s.settings.NATSURL, bus.Replicas(s.settings.NATSReplicas))
	if err != nil {
		return err
	}
	stack.add("bus", func(context.Context) error { b.Close(); return nil })
	parts.Bus = b
	return nil
}

func (s *service) openServer(parts *Parts) (*grpc.Server, error) {
	limits, err := s.settings.limits()
	if err != nil {
		return nil, err
	}
	limits.Unit = s.spec.Unit
	secure, err := listenerTLS(s.settings.TLSCert, s.settings.TLSKey, s.settings.TLSClientCA)
	if err != nil {
		return nil, err
	}
	return rpc.NewServer(rpc.Config{
		Log: s.log, Verifier: parts.Verifier, Catalogue: parts.Catalogue, Health: s.health,
		Limits: limits, Clock: s.clock, TLS: secure, Quiet: s.spec.Quiet,
	})
}

// watch turns readiness red while the database does not answer.
func (s *service) watch(ctx context.Context, parts *Parts) error {
	ticker := time.NewTicker(3 * time.Second)
	defer ticker.Stop()
	for {
		asking, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := parts.DB.Ping(asking)
		cancel()
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			s.health.NotReady(database, "does not answer")
			s.log.WarnContext(ctx, "the database does not answer", "error", err)
		default:
			s.health.Ready(database)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// stopServer lets calls finish until ctx ends and then cuts them off.
func stopServer(ctx context.Context, server *grpc.Server) {
	done := make(chan struct{})
	go func() { defer close(done); server.GracefulStop() }()
	select {
	case <-done:
	case <-ctx.Done():
		server.Stop()
		<-done
	}
}

// serveUntil serves; a server that was stopped waits, like the other tasks, for the word that all end.
func serveUntil(ctx context.Context, server *grpc.Server, listener net.Listener) error {
	if err := server.Serve(listener); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}

func (spec Spec) families() []pg.Migrations {
	if spec.Migrations == nil {
		return nil
	}
	return spec.Migrations()
}

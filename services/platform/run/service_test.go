package run

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// door answers GetUnit; a call for units/1 waits to be released.
type door struct {
	directoryv1.UnimplementedUnitServiceServer
	entered, release chan struct{}
}

func (d *door) Register(r grpc.ServiceRegistrar) { directoryv1.RegisterUnitServiceServer(r, d) }

func (d *door) Run(ctx context.Context) error { <-ctx.Done(); return nil }

func (d *door) GetUnit(ctx context.Context, r *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	decision.Record(ctx, "GetUnit")
	if r.GetName() == "units/1" {
		close(d.entered)
		<-d.release
	}
	return &directoryv1.Unit{Name: r.GetName()}, nil
}

func someService(t *testing.T, d Door) *service {
	t.Helper()
	settings := Settings{
		Common:   Common{StopWait: 20 * time.Second},
		Database: Database{URL: config.Secret(pgtest.URL(t))},
		NATSURL:  "nats://127.0.0.1:1", // nobody there: a service must start and serve without its bus
		Issuers:  []string{"https://sso.example"}, TokenAudience: "danchu", NATSReplicas: 1,
	}
	p := someProgram(t)
	p.health = health.New(database, unitsCopy, ready)
	return &service{
		program: p, settings: settings, listener: loopback(t),
		spec: Spec{Name: "disclosure", Open: func(context.Context, *Parts) (Door, error) { return d, nil }},
	}
}

// Not parallel: figures go to the program's one meter provider, and each program that starts sets it anew.
func TestAServiceServesWhileItDrainsAndFinishesWhatItHas(t *testing.T) {
	d := &door{entered: make(chan struct{}), release: make(chan struct{})}
	s := someService(t, d)
	conn, err := rpc.Dial(s.listener.Addr().String(), rpc.DialOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	client := directoryv1.NewUnitServiceClient(conn)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()

	s.wait = func(time.Duration) {
		if code, body := probe(t, s.admin.Addr(), "/readyz"); code != http.StatusServiceUnavailable {
			t.Errorf("draining, /readyz = %d %q, want 503", code, body)
		}
		if _, err := client.GetUnit(t.Context(), &directoryv1.GetUnitRequest{Name: "units/2"}); err != nil {
			t.Errorf("a call while draining: %v", err)
		}
		close(d.release)
	}
	lived := make(chan error, 1)
	go func() { lived <- s.live(ctx, s.open) }()
	until(t, s.health, s.health.Serving)
	if code, body := probe(t, s.admin.Addr(), "/readyz"); code != http.StatusOK {
		t.Errorf("serving, /readyz = %d %q", code, body)
	}
	if _, metrics := probe(t, s.admin.Addr(), "/metrics"); !strings.Contains(metrics, "danchu_outbox_waiting") {
		t.Error("/metrics does not tell the outbox's backlog")
	}

	slow := make(chan error, 1)
	go func() {
		_, err := client.GetUnit(context.WithoutCancel(t.Context()), &directoryv1.GetUnitRequest{Name: "units/1"})
		slow <- err
	}()
	<-d.entered
	stop()
	if err := <-slow; err != nil {
		t.Errorf("the call under way was cut: %v", err)
	}
	if err := <-lived; err != nil {
		t.Errorf("stopping: %v", err)
	}
}

func TestAServiceDoesNotServeOnASchemaItDoesNotKnow(t *testing.T) {
	t.Parallel()
	s := someService(t, &door{})
	s.settings.URL = config.Secret(pgtest.EmptyURL(t))
	if err := s.live(t.Context(), s.open); err == nil || !strings.Contains(err.Error(), "run `disclosure migrate` first") {
		t.Fatalf("got %v, want the remedy", err)
	}
}

func TestAServiceDoesNotStartWithoutItsDatabase(t *testing.T) {
	t.Parallel()
	s := someService(t, &door{})
	s.settings.URL = "postgres://danchu:opensesame@127.0.0.1:1/none?connect_timeout=1"
	err := s.live(t.Context(), s.open)
	if err == nil || !strings.Contains(err.Error(), "opening database") || strings.Contains(err.Error(), "opensesame") {
		t.Fatalf("got %v, want an error that names the database and not its password", err)
	}
}

func TestAServiceWhoseDoorDoesNotOpenClosesItsParts(t *testing.T) {
	t.Parallel()
	s := someService(t, &door{})
	s.settings.BlobURL, s.settings.FilesKey = "mem://", "0123456789abcdef0123456789abcdef, fedcba9876543210fedcba9876543210"
	var parts *Parts
	s.spec.Open = func(_ context.Context, p *Parts) (Door, error) {
		parts = p
		return nil, errors.New("a key is missing")
	}
	if err := s.live(t.Context(), s.open); err == nil || err.Error() != "opening disclosure: a key is missing" {
		t.Fatalf("got %v", err)
	}
	if parts.Blobs == nil || parts.Signer == nil || parts.Units == nil || parts.Verifier == nil || !parts.Catalogue.Has("FILE_TOO_LARGE") {
		t.Errorf("the door was given %+v", parts)
	}
	if err := parts.DB.Ping(t.Context()); err == nil {
		t.Error("the database is still open")
	}
	if err := parts.Bus.Healthy(); err == nil {
		t.Error("the bus is still open")
	}
}

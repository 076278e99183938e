package rpc_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// units answers UnitService with what a test wants of it. Each answer counts as decided unless undecided is set.
type units struct {
	directoryv1.UnimplementedUnitServiceServer
	get       func(ctx context.Context) (*directoryv1.Unit, error)
	undecided bool
}

func (u *units) GetUnit(ctx context.Context, _ *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	if !u.undecided {
		decision.Record(ctx, "GetUnit")
	}
	if u.get == nil {
		return &directoryv1.Unit{}, nil
	}
	return u.get(ctx)
}

func (u *units) ListUnits(ctx context.Context, r *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	decision.Record(ctx, "ListUnits")
	page, err := rpc.Page(r)
	if err != nil {
		return nil, err
	}
	return &directoryv1.ListUnitsResponse{NextPageToken: page.Next("08584")}, nil
}

func (u *units) ReorganiseUnits(ctx context.Context, _ *directoryv1.ReorganiseUnitsRequest) (*directoryv1.ReorganiseUnitsResponse, error) {
	decision.Record(ctx, "ReorganiseUnits")
	return &directoryv1.ReorganiseUnitsResponse{}, nil
}

// house is a running server, its client, its log, and the clock and minter of its tokens.
type house struct {
	directoryv1.UnitServiceClient
	conn   *grpc.ClientConn
	log    *lines
	minter *authn.Minter
	clock  *clock
}

type lines struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func open(t *testing.T, handler *units, limits rpc.Limits, register ...func(grpc.ServiceRegistrar)) *house {
	t.Helper()
	h := &house{log: &lines{}, clock: &clock{at: time.Date(2026, time.November, 25, 8, 0, 0, 0, time.UTC)}}
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	minter, err := authn.NewMinter(key, "https://danchu.example", "danchu")
	if err != nil {
		t.Fatal(err)
	}
	h.minter = minter.WithClock(h.clock.now)
	verifier, err := authn.NewVerifier(t.Context(), authn.Config{Audience: "danchu", Gateway: minter.Gateway(), Clock: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	server, err := rpc.NewServer(rpc.Config{
		Log: telemetry.NewLog(h.log, slog.LevelDebug), Verifier: verifier, Health: health.New(), Limits: limits, Clock: h.clock.now,
	})
	if err != nil {
		t.Fatal(err)
	}
	directoryv1.RegisterUnitServiceServer(server, handler)
	for _, one := range register {
		one(server)
	}
	network := rpc.NewMemory()
	served := make(chan error, 1)
	go func() { served <- server.Serve(network.Listener()) }()
	if h.conn, err = network.Dial(rpc.DialOptions{}); err != nil {
		t.Fatal(err)
	}
	h.UnitServiceClient = directoryv1.NewUnitServiceClient(h.conn)
	t.Cleanup(func() {
		_ = h.conn.Close()
		server.Stop()
		if err := <-served; err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	return h
}

// reading returns a context whose caller reads lang.
func reading(t *testing.T, lang string, pairs ...string) context.Context {
	t.Helper()
	return metadata.AppendToOutgoingContext(t.Context(), append([]string{rpc.LanguageKey, lang}, pairs...)...)
}

func (h *house) as(t *testing.T, subject string) context.Context {
	t.Helper()
	token, err := h.minter.Mint(authn.Caller{Subject: subject, Kind: authn.Person, Name: "Nguyễn Thị Hạnh"})
	if err != nil {
		t.Fatal(err)
	}
	return reading(t, "vi", rpc.AuthorizationKey, "Bearer "+token)
}

// wantFault checks kind and reason of what a call returned.
func wantFault(t *testing.T, err error, kind fault.Kind, reason string) *fault.Error {
	t.Helper()
	e := fault.From(err)
	if e == nil || e.Kind != kind || e.Reason != reason {
		t.Fatalf("got %v, want %s %s", err, kind, reason)
	}
	return e
}

var unit = &directoryv1.GetUnitRequest{Name: "units/08584@2025-07-01"}

func TestAServerSaysWhatItNeeds(t *testing.T) {
	t.Parallel()
	if _, err := rpc.NewServer(rpc.Config{}); err == nil || !strings.Contains(err.Error(), "Verifier") {
		t.Fatalf("made a server out of nothing: %v", err)
	}
}

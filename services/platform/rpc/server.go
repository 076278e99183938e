package rpc

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/reflection"
	"google.golang.org/grpc/stats"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Config is what a server needs. Log, Verifier and Health are required.
type Config struct {
	Log      *slog.Logger
	Verifier authn.Verifier
	// Catalogue holds the service's own sentences, by reason and by rule id; nil when it has none.
	Catalogue *i18n.Catalogue
	// Health answers grpc.health.v1.
	Health *health.State
	Limits Limits
	// Clock is time.Now when nil.
	Clock func() time.Time
	// Quiet are full methods ("/danchu.voting.v1.OnlineService/CastBallot") of which no call leaves a trace, a metric or a log
	// line, nor has a request id: those whose caller must stay nobody. Such a service counts for itself.
	Quiet []string
	// TLS secures the listener; nil serves in clear, behind something that does or inside a cluster.
	TLS *tls.Config
}

// NewServer makes a server with the one chain of interceptors, health and reflection, ready for services to be
// registered. It fails when something required is missing.
func NewServer(cfg Config) (*grpc.Server, error) {
	if cfg.Log == nil || cfg.Verifier == nil || cfg.Health == nil {
		return nil, errors.New("making a gRPC server: Log, Verifier and Health are required")
	}
	if cfg.Clock == nil {
		cfg.Clock = time.Now
	}
	cfg.Limits = cfg.Limits.withDefaults()
	check, err := newValidator(cfg.Clock)
	if err != nil {
		return nil, fmt.Errorf("making a gRPC server: %w", err)
	}
	chain := cfg.interceptors(check)
	server := grpc.NewServer(append(cfg.Limits.options(cfg.TLS),
		grpc.StatsHandler(otelgrpc.NewServerHandler(otelgrpc.WithFilter(cfg.observed))),
		grpc.UnaryInterceptor(unary(chain)),
		grpc.StreamInterceptor(streaming(chain)),
	)...)
	cfg.Health.Register(server)
	reflection.Register(server)
	return server, nil
}

// observed keeps probes, reflection and quiet methods out of traces and metrics.
func (cfg Config) observed(info *stats.RPCTagInfo) bool {
	return !(&call{method: info.FullMethodName}).infrastructure() && !slices.Contains(cfg.Quiet, info.FullMethodName)
}

// options are the limits grpc itself enforces, before any of our code runs.
func (l Limits) options(secure *tls.Config) []grpc.ServerOption {
	options := []grpc.ServerOption{
		grpc.MaxRecvMsgSize(l.MaxRequest),
		grpc.MaxHeaderListSize(l.MaxHeader),
		grpc.MaxConcurrentStreams(l.MaxStreams),
		grpc.ConnectionTimeout(10 * time.Second),
		grpc.WaitForHandlers(true),
		grpc.KeepaliveEnforcementPolicy(keepalive.EnforcementPolicy{MinTime: 10 * time.Second, PermitWithoutStream: true}),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			MaxConnectionIdle:     15 * time.Minute,
			MaxConnectionAge:      30 * time.Minute, // so that clients find new replicas
			MaxConnectionAgeGrace: l.MaxDeadline,
			Time:                  time.Minute, // so that a client that vanished is noticed
			Timeout:               20 * time.Second,
		}),
	}
	if secure != nil {
		options = append(options, grpc.Creds(credentials.NewTLS(secure)))
	}
	return options
}

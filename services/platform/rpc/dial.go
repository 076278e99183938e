package rpc

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"time"

	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// DialOptions say how to reach a server. The zero value connects in clear, as inside a cluster.
type DialOptions struct {
	// TLS secures the connection; nil connects in clear.
	TLS *tls.Config
	// Timeout is the longest a call lasts, waiting for a connection included: 10 s when zero. A call's own earlier deadline
	// stands.
	Timeout time.Duration
	// Bearer gives the token of each call, or "" for an anonymous one. It is asked unless the call's context brings an
	// authorization of its own; nil sends none.
	Bearer func(ctx context.Context) (string, error)
	// MaxResponse is the size of a message received, in bytes: 16 MiB when zero.
	MaxResponse int

	dialer func(ctx context.Context, address string) (net.Conn, error)
}

// Dial makes a client of the server at address ("directory:9090", or any name grpc resolves). It does not connect yet.
// Calls wait for a connection until their deadline, go round all addresses the name has, carry trace, request id and
// language, and are repeated by themselves only if they read (see [serviceConfig]). The caller closes the connection.
func Dial(address string, options DialOptions) (*grpc.ClientConn, error) {
	orElse(&options.Timeout, 10*time.Second)
	orElse(&options.MaxResponse, 16<<20)
	secure := insecure.NewCredentials()
	if options.TLS != nil {
		secure = credentials.NewTLS(options.TLS)
	}
	config, err := serviceConfig(options.Timeout)
	if err != nil {
		return nil, fmt.Errorf("dialling %s: %w", address, err)
	}
	all := []grpc.DialOption{
		grpc.WithTransportCredentials(secure),
		grpc.WithDefaultServiceConfig(config),
		grpc.WithDisableServiceConfig(), // a DNS record does not change how we call
		grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(options.MaxResponse)),
		grpc.WithKeepaliveParams(keepalive.ClientParameters{Time: 30 * time.Second, Timeout: 10 * time.Second}),
		grpc.WithStatsHandler(otelgrpc.NewClientHandler(otelgrpc.WithFilter(Config{}.observed))),
		grpc.WithChainUnaryInterceptor(options.unary),
		grpc.WithChainStreamInterceptor(options.stream),
	}
	if options.dialer != nil {
		all = append(all, grpc.WithContextDialer(options.dialer))
	}
	conn, err := grpc.NewClient(address, all...)
	if err != nil {
		return nil, fmt.Errorf("dialling %s: %w", address, err)
	}
	return conn, nil
}

func (o DialOptions) unary(ctx context.Context, method string, req, reply any, conn *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	ctx, err := o.outgoing(ctx)
	if err != nil {
		return err
	}
	return invoke(ctx, method, req, reply, conn, opts...)
}

func (o DialOptions) stream(ctx context.Context, desc *grpc.StreamDesc, conn *grpc.ClientConn, method string, open grpc.Streamer, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	ctx, err := o.outgoing(ctx)
	if err != nil {
		return nil, err
	}
	return open(ctx, desc, conn, method, opts...)
}

// outgoing adds what every call carries and its context does not bring already.
func (o DialOptions) outgoing(ctx context.Context) (context.Context, error) {
	given, _ := metadata.FromOutgoingContext(ctx)
	var add []string
	if id := telemetry.Request(ctx); id != "" && len(given.Get(RequestKey)) == 0 {
		add = append(add, RequestKey, id)
	}
	if len(given.Get(LanguageKey)) == 0 {
		add = append(add, LanguageKey, i18n.Lang(ctx))
	}
	if o.Bearer != nil && len(given.Get(AuthorizationKey)) == 0 {
		token, err := o.Bearer(ctx)
		if err != nil {
			return nil, fmt.Errorf("asking for a token: %w", err)
		}
		if token != "" {
			add = append(add, AuthorizationKey, "Bearer "+token)
		}
	}
	return metadata.AppendToOutgoingContext(ctx, add...), nil
}

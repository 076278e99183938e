package rpc_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"net"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// BenchmarkCall compares a call through the whole chain, signed in, with a bare grpc-go echo of the same message over the
// same loopback socket: the price of the chain.
func BenchmarkCall(b *testing.B) {
	b.Run("bare", func(b *testing.B) {
		measure(b, grpc.NewServer(), "")
	})
	b.Run("chain", func(b *testing.B) {
		_, key, err := ed25519.GenerateKey(rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		minter, err := authn.NewMinter(key, "https://danchu.example", "danchu")
		if err != nil {
			b.Fatal(err)
		}
		verifier, err := authn.NewVerifier(b.Context(), authn.Config{Audience: "danchu", Gateway: minter.Gateway()})
		if err != nil {
			b.Fatal(err)
		}
		token, err := minter.Mint(authn.Caller{Subject: "https://sso#hanh", Kind: authn.Person})
		if err != nil {
			b.Fatal(err)
		}
		server, err := rpc.NewServer(rpc.Config{
			Log: telemetry.NewLog(io.Discard, slog.LevelInfo), Verifier: verifier, Health: health.New(), Limits: rpc.Limits{CallerRate: -1},
		})
		if err != nil {
			b.Fatal(err)
		}
		measure(b, server, token)
	})
}

func measure(b *testing.B, server *grpc.Server, token string) {
	b.Helper()
	directoryv1.RegisterUnitServiceServer(server, &units{})
	listener, err := (&net.ListenConfig{}).Listen(b.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		b.Fatal(err)
	}
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	client, ctx := directoryv1.NewUnitServiceClient(conn), b.Context()
	if token != "" {
		ctx = metadata.AppendToOutgoingContext(ctx, rpc.AuthorizationKey, "Bearer "+token)
	}
	b.SetParallelism(16)
	b.ReportAllocs()
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			if _, err := client.GetUnit(ctx, unit); err != nil {
				b.Error(err)
				return
			}
		}
	})
}

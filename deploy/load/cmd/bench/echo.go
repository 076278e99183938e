package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/signal"
	"syscall"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

// The bare gRPC server of the same libraries: what any call costs before a
// product is around it. It is this program started as "bench echo ADDRESS".
const echoMethod = "/danchu.bench.Echo/Say"

// echo answers with so many bytes as asked for.
func echo(_ any, ctx context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
	var size wrapperspb.UInt32Value
	if err := decode(&size); err != nil {
		return nil, err
	}
	return wrapperspb.Bytes(make([]byte, min(size.GetValue(), 1<<20))), ctx.Err()
}

func serveEcho(args []string) error {
	if len(args) != 1 {
		return errors.New("usage: bench echo HOST:PORT")
	}
	listener, err := net.Listen("tcp", args[0])
	if err != nil {
		return err
	}
	if ip, ok := listener.Addr().(*net.TCPAddr); !ok || !ip.IP.IsLoopback() {
		return fmt.Errorf("%s is not on the loopback interface", args[0])
	}
	server := grpc.NewServer()
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "danchu.bench.Echo", HandlerType: (*any)(nil),
		Methods: []grpc.MethodDesc{{MethodName: "Say", Handler: echo}},
	}, nil)
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	context.AfterFunc(ctx, server.Stop)
	return server.Serve(listener)
}

// startEcho starts the bare server as a process of its own.
func startEcho() (*program, string, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, "", err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	p, err := start(self, nil, "echo", address)
	return p, address, err
}

package rpc

import (
	"context"
	"strings"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

// call is one call on its way through the interceptors.
type call struct {
	method  string        // "/danchu.directory.v1.UnitService/GetUnit"
	request proto.Message // nil for a stream
	id      string        // of the request, once telemetry has named it

	onReceive []func(proto.Message) error // asked for each message of a stream
	onSend    []func() error              // asked before each answer of a stream
}

// infrastructure tells the calls that belong to the server itself, health and reflection: they have no caller, no
// policy and, when they watch, no end.
func (c *call) infrastructure() bool { return strings.HasPrefix(c.method, "/grpc.") }

// around does its part before and after next. It is written once for unary calls and streams.
type around func(ctx context.Context, c *call, next func(context.Context) error) error

type interceptor struct {
	name string
	run  around
}

// interceptors is the one list. The order is part of the contract:
//
//	recover       outermost, so that a panic anywhere costs one call and not the program
//	telemetry     names the request before anything can be logged about it, and times all of it
//	deadline      before any work, so that even verifying a token cannot hang
//	language      before anything that may refuse, so that every refusal can be read
//	fault         turns what the inner ones refuse into a status; the unknown stops here, in the log
//	authenticate  who asks, before anything that depends on it
//	limit         per caller, hence after authenticate; before validate, because validating costs
//	validate      the constraints of the protos; the handler sees only requests that keep them
//	decision      innermost: it looks at what the handler, and nobody else, has decided
func (cfg Config) interceptors(check validator) []interceptor {
	limiter := newLimiter(cfg.Limits, cfg.Clock)
	return []interceptor{
		{"recover", recovering(cfg.Log)},
		{"telemetry", observing(cfg.Log, cfg.Clock, cfg.Quiet)},
		{"deadline", deadlines(cfg.Limits)},
		{"language", languages},
		{"fault", faults(cfg.Log, cfg.Catalogue)},
		{"authenticate", authenticating(cfg.Verifier)},
		{"limit", limiter.around},
		{"validate", check.around},
		{"decision", deciding},
	}
}

func through(chain []interceptor, ctx context.Context, c *call, last func(context.Context) error) error {
	if len(chain) == 0 {
		return last(ctx)
	}
	return chain[0].run(ctx, c, func(ctx context.Context) error { return through(chain[1:], ctx, c, last) })
}

func unary(chain []interceptor) grpc.UnaryServerInterceptor {
	return func(ctx context.Context, req any, info *grpc.UnaryServerInfo, handler grpc.UnaryHandler) (any, error) {
		c := &call{method: info.FullMethod}
		c.request, _ = req.(proto.Message)
		var answer any
		err := through(chain, ctx, c, func(ctx context.Context) (err error) {
			answer, err = handler(ctx, req)
			return err
		})
		if err != nil { // an answer beside an error is never sent
			return nil, err
		}
		return answer, nil
	}
}

func streaming(chain []interceptor) grpc.StreamServerInterceptor {
	return func(srv any, ss grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		c := &call{method: info.FullMethod}
		return through(chain, ss.Context(), c, func(ctx context.Context) error {
			return handler(srv, &stream{ServerStream: ss, ctx: ctx, call: c})
		})
	}
}

// stream is a server stream whose context the interceptors filled and whose messages they see.
type stream struct {
	grpc.ServerStream
	ctx  context.Context
	call *call
}

// Context is the one the interceptors filled.
func (s *stream) Context() context.Context { return s.ctx }

// RecvMsg receives a message and has it checked.
func (s *stream) RecvMsg(m any) error {
	if err := s.ServerStream.RecvMsg(m); err != nil {
		return err
	}
	message, ok := m.(proto.Message)
	if !ok {
		return nil
	}
	for _, check := range s.call.onReceive {
		if err := check(message); err != nil {
			return err
		}
	}
	return nil
}

// SendMsg sends an answer if nothing objects.
func (s *stream) SendMsg(m any) error {
	for _, check := range s.call.onSend {
		if err := check(); err != nil {
			return err
		}
	}
	return s.ServerStream.SendMsg(m)
}

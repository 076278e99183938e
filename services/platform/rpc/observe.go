package rpc

import (
	"context"
	"log/slog"
	"runtime/debug"
	"slices"
	"time"

	"github.com/google/uuid"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// Names of the metadata we read and write.
const (
	// RequestKey carries the id under which a call is logged; answers carry it back.
	RequestKey = "x-request-id"
	// LanguageKey carries the reader's language.
	LanguageKey = "accept-language"
	// AuthorizationKey carries the bearer token.
	AuthorizationKey = "authorization"
	// ClientKey carries what a gateway knows its client by (never an address in clear: it need only be the same for the
	// same client). It is believed from [Limits.Gateways] only.
	ClientKey = "danchu-client"
)

// recovering turns a panic into an internal error and one log line with the stack.
func recovering(log *slog.Logger) around {
	return func(ctx context.Context, c *call, next func(context.Context) error) (err error) {
		defer func() {
			if p := recover(); p != nil {
				log.ErrorContext(telemetry.WithRequest(ctx, c.id), "call panicked",
					"method", c.method, "panic", p, "stack", string(debug.Stack()))
				err = fault.Status(fault.New(fault.Internal, ""), i18n.Negotiate(first(ctx, LanguageKey)), nil).Err()
			}
		}()
		return next(ctx)
	}
}

// observing names the request and, when asked to, writes one line about it: method, outcome, duration; never who or what.
// Of a quiet method it says nothing.
// Traces and metrics are made below, by otelgrpc.
func observing(log *slog.Logger, clock func() time.Time, quiet []string) around {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if c.infrastructure() || slices.Contains(quiet, c.method) {
			return next(ctx)
		}
		c.id = requestID(first(ctx, RequestKey))
		ctx = telemetry.WithRequest(ctx, c.id)
		_ = grpc.SetHeader(ctx, metadata.Pairs(RequestKey, c.id)) // a client that went away needs no header
		start, code := clock(), codes.Internal                    // of a panic, which passes by on its way out
		defer func() {
			log.DebugContext(ctx, "call", "method", c.method, "code", code.String(), "took", clock().Sub(start))
		}()
		err := next(ctx)
		code = status.Code(err)
		return err
	}
}

// requestID keeps the id a client gave if it can be logged as it is, and makes one otherwise.
func requestID(given string) string {
	if given == "" || len(given) > 64 {
		return uuid.NewString()
	}
	for _, r := range []byte(given) {
		if r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') {
			return uuid.NewString()
		}
	}
	return given
}

// languages reads the reader's language.
func languages(ctx context.Context, _ *call, next func(context.Context) error) error {
	return next(i18n.WithLang(ctx, i18n.Negotiate(first(ctx, LanguageKey))))
}

func first(ctx context.Context, key string) string {
	if values := metadata.ValueFromIncomingContext(ctx, key); len(values) > 0 {
		return values[0]
	}
	return ""
}

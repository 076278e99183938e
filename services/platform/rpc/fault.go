package rpc

import (
	"context"
	"log/slog"

	"google.golang.org/grpc/codes"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// faults turns whatever went wrong into a status the caller can read. What nobody foresaw is told once, here, with its
// cause; refusals are the callers' business and are not logged, save those somebody watching for an attack wants to count.
func faults(log *slog.Logger, words *i18n.Catalogue) around {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		err := next(ctx)
		if err == nil {
			return nil
		}
		st := fault.Status(err, i18n.Lang(ctx), words)
		switch st.Code() {
		case codes.Internal, codes.Unknown, codes.DataLoss:
			log.ErrorContext(ctx, "call failed", "method", c.method, "error", err)
		case codes.Unavailable, codes.DeadlineExceeded:
			log.WarnContext(ctx, "call not served", "method", c.method, "error", err)
		case codes.Unauthenticated, codes.PermissionDenied:
			reason := ""
			if e, ok := fault.Of(err); ok {
				reason = e.Reason
			}
			log.InfoContext(ctx, "call refused", "method", c.method, "code", st.Code().String(), "reason", reason)
		}
		return st.Err()
	}
}

package rpc

import (
	"context"
	"time"
)

// deadlines gives a deadline to a call that brings none and pulls in one that is too far. A call without a deadline
// holds a database connection for as long as it likes; a hundred of them are an outage.
func deadlines(limits Limits) around {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if c.infrastructure() {
			return next(ctx)
		}
		ctx, cancel := context.WithTimeout(ctx, allowed(ctx, c, limits)) // keeps an earlier deadline of the caller
		defer cancel()
		return next(ctx)
	}
}

func allowed(ctx context.Context, c *call, limits Limits) time.Duration {
	if c.request == nil {
		return limits.MaxStream
	}
	if _, given := ctx.Deadline(); given {
		return limits.MaxDeadline
	}
	return limits.Deadline
}

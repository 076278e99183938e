package rpc

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/authz/decision"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// deciding refuses to answer a call during which nobody asked whether the caller may: no policy, no entry. A stream is
// stopped before its first answer. It guards against a forgotten check, which tests find; it is not the check.
func deciding(ctx context.Context, c *call, next func(context.Context) error) error {
	if c.infrastructure() {
		return next(ctx)
	}
	ctx = decision.With(ctx)
	decided := func() error {
		if decision.Recorded(ctx) {
			return nil
		}
		return fault.New(fault.Internal, "UNDECIDED", fault.Wrap(fmt.Errorf("%s answered without asking who may", c.method)))
	}
	c.onSend = append(c.onSend, decided)
	if err := next(ctx); err != nil {
		return err
	}
	return decided()
}

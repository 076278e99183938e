package rpc

import (
	"context"
	"errors"
	"strings"

	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// authenticating finds out who asks. Without a token the caller is anonymous, which is somebody policies know; with a
// token that is not believed the call is refused, never downgraded: a caller who thinks they are signed in must be
// told that they are not.
func authenticating(verifier authn.Verifier) around {
	return func(ctx context.Context, c *call, next func(context.Context) error) error {
		if c.infrastructure() {
			return next(ctx)
		}
		token, err := bearer(metadata.ValueFromIncomingContext(ctx, AuthorizationKey))
		if err != nil {
			return err
		}
		caller := authn.Caller{}
		if token != "" {
			if caller, err = verifier.Verify(ctx, token); err != nil {
				return refusedToken(err)
			}
			ctx = authn.WithBearer(ctx, token)
		}
		return next(authn.With(ctx, caller))
	}
}

// bearer reads the token out of the headers: none is "", several or another scheme are refused.
func bearer(headers []string) (string, error) {
	if len(headers) == 0 {
		return "", nil
	}
	scheme, token, _ := strings.Cut(headers[0], " ")
	token = strings.TrimSpace(token)
	if len(headers) > 1 || !strings.EqualFold(scheme, "bearer") || token == "" {
		return "", fault.New(fault.Unauthenticated, "TOKEN_REFUSED")
	}
	return token, nil
}

// refusedToken keeps the verifier's own fault and a call that ran out of time, and takes any other error for a token that is not believed.
func refusedToken(err error) error {
	if _, ok := fault.Of(err); ok || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return fault.New(fault.Unauthenticated, "TOKEN_REFUSED", fault.Wrap(err))
}

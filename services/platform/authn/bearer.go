package authn

import "context"

type bearerKey struct{}

// WithBearer keeps the token a caller was believed on, for calls made on their behalf.
func WithBearer(ctx context.Context, token string) context.Context {
	return context.WithValue(ctx, bearerKey{}, token)
}

// Bearer is the token of the call being served, "" for an anonymous one. A service that asks another on behalf of its caller
// sends it on (as rpc.DialOptions.Bearer), so that the other decides by the caller's own rights and lends none of its own.
// It is a secret while it lasts: it goes to no log, trace or row.
func Bearer(ctx context.Context) (string, error) {
	token, _ := ctx.Value(bearerKey{}).(string)
	return token, nil
}

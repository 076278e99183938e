package rpc_test

import (
	"context"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// What a service sends on when it asks another on behalf of its caller is the caller's token, and nothing for nobody.
func TestTheCallersTokenGoesOn(t *testing.T) {
	t.Parallel()
	var onward string
	h := open(t, &units{get: func(ctx context.Context) (*directoryv1.Unit, error) {
		token, err := rpc.DialOptions{Bearer: authn.Bearer}.Bearer(ctx)
		onward = token
		return &directoryv1.Unit{}, err
	}}, rpc.Limits{})
	if _, err := h.GetUnit(t.Context(), unit); err != nil || onward != "" {
		t.Fatalf("nobody asks, %q goes on, %v", onward, err)
	}
	if _, err := h.GetUnit(h.as(t, "iss#hanh"), unit); err != nil {
		t.Fatal(err)
	}
	verifier, err := authn.NewVerifier(t.Context(), authn.Config{Audience: "danchu", Gateway: h.minter.Gateway(), Clock: h.clock.now})
	if err != nil {
		t.Fatal(err)
	}
	caller, err := verifier.Verify(t.Context(), onward)
	if err != nil || caller.Subject != "iss#hanh" {
		t.Fatalf("what goes on is %+v's token, %v", caller, err)
	}
}

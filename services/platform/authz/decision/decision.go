// Package decision remembers, for the time of one call, that somebody decided whether the caller may.
//
// The engine records, the last interceptor looks: a call that succeeded without any decision is answered with an
// error, because a forgotten check must not look like permission. It lives apart from the engine so that the server
// and the engine need not know each other.
package decision

import (
	"context"
	"slices"
	"sync"
)

type key struct{}

type record struct {
	mu      sync.Mutex
	actions []string
}

// With returns a context in which decisions are remembered. Contexts derived from it share one memory.
func With(ctx context.Context) context.Context {
	return context.WithValue(ctx, key{}, &record{})
}

// Record remembers that the action was decided, whichever way. Without [With] it does nothing.
func Record(ctx context.Context, action string) {
	r, ok := ctx.Value(key{}).(*record)
	if !ok {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.actions = append(r.actions, action)
}

// Recorded tells whether any action was decided.
func Recorded(ctx context.Context) bool { return len(Actions(ctx)) > 0 }

// Actions lists what was decided, in order.
func Actions(ctx context.Context) []string {
	r, ok := ctx.Value(key{}).(*record)
	if !ok {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.actions)
}

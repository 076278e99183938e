// Package bustest gives a test an event broker of its own.
package bustest

import (
	"testing"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/embedded"
)

// New starts a broker inside this process, without a listener, and connects to
// it. Both end with the test.
func New(t testing.TB) *bus.Bus {
	t.Helper()
	b, stop, err := embedded.Start(t.TempDir())
	if err != nil {
		t.Fatalf("starting the event broker: %v", err)
	}
	t.Cleanup(stop)
	return b
}

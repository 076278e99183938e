package calls

import (
	"context"
	"time"

	"google.golang.org/grpc/connectivity"
	"google.golang.org/protobuf/proto"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// reachable is what a real connection can tell of itself.
type reachable interface {
	Connect()
	GetState() connectivity.State
	WaitForStateChange(ctx context.Context, source connectivity.State) bool
}

// patience is how long a reader waits for a service that is not there: long enough
// for a restart, short enough for somebody before a screen.
const patience = 1500 * time.Millisecond

// await waits until the service can be reached, and says so when it cannot. A call
// that has begun keeps the time it has; only waiting for nobody is cut short.
func (c *Conn) await(ctx context.Context) error {
	to, ok := c.to.(reachable)
	if !ok {
		return nil
	}
	state := to.GetState()
	if state == connectivity.Ready {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for ; state != connectivity.Ready; state = to.GetState() {
		if state == connectivity.Idle {
			to.Connect()
		}
		if !to.WaitForStateChange(ctx, state) {
			return fault.New(fault.Unavailable, "SERVICE_UNREACHABLE", fault.RetryAfter(30*time.Second))
		}
	}
	return nil
}

// reads tells a call that changes nothing: what changes something carries a
// request_id, and waits as long as its caller does.
func reads(args any) bool {
	message, ok := args.(proto.Message)
	return ok && message.ProtoReflect().Descriptor().Fields().ByName("request_id") == nil
}

package rpc

import (
	"context"
	"net/netip"
	"time"

	"google.golang.org/protobuf/proto"
)

// Limits bound what one caller can make a server do. The zero value of each field means the default written beside it.
type Limits struct {
	// Deadline is given to a call that brings none: 10 s.
	Deadline time.Duration
	// MaxDeadline is the furthest deadline a call may have: 30 s. Longer work is an operation resource.
	MaxDeadline time.Duration
	// MaxStream is how long a stream may last: 15 min.
	MaxStream time.Duration
	// MaxRequest is the size of a message received, in bytes: 4 MiB. Files go through the upload, not through calls.
	MaxRequest int
	// MaxHeader is the size of a call's metadata, in bytes: 16 KiB.
	MaxHeader uint32
	// MaxStreams is how many calls one connection may have open: 1000 (a gateway sends all of its calls on one).
	MaxStreams uint32

	// CallerRate is how many calls a second one signed-in caller may make, CallerBurst how many at once: 50 and 100.
	// A negative rate lifts the limit.
	CallerRate  float64
	CallerBurst int
	// AnonymousRate and AnonymousBurst are the same for one client that has not signed in: 20 and 60.
	AnonymousRate  float64
	AnonymousBurst int
	// UnitRate and UnitBurst bound the calls about one unit, whoever makes them: 200 and 400. They need Unit.
	UnitRate  float64
	UnitBurst int
	// Unit tells which unit a call is about, or "" for none; nil when calls are not limited by unit.
	Unit func(ctx context.Context, method string, request proto.Message) string
	// Tracked is how many callers, clients and units are remembered, each: 65,536. The longest silent is forgotten first.
	Tracked int
	// Gateways are the networks whose word is taken for whom they call ([ClientKey]). The in-memory network always is one.
	Gateways []netip.Prefix
}

func (l Limits) withDefaults() Limits {
	orElse(&l.Deadline, 10*time.Second)
	orElse(&l.MaxDeadline, 30*time.Second)
	orElse(&l.MaxStream, 15*time.Minute)
	orElse(&l.MaxRequest, 4<<20)
	orElse(&l.MaxHeader, 16<<10)
	orElse(&l.MaxStreams, 1000)
	orElse(&l.CallerRate, 50)
	orElse(&l.CallerBurst, 100)
	orElse(&l.AnonymousRate, 20)
	orElse(&l.AnonymousBurst, 60)
	orElse(&l.UnitRate, 200)
	orElse(&l.UnitBurst, 400)
	orElse(&l.Tracked, 1<<16)
	return l
}

func orElse[T comparable](field *T, value T) {
	var zero T
	if *field == zero {
		*field = value
	}
}

package rpc

import (
	"context"
	"math"
	"net"
	"net/netip"
	"strconv"
	"time"

	"golang.org/x/time/rate"
	"google.golang.org/grpc/peer"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// limiter lets each caller, each anonymous client and each unit have so many calls a second.
type limiter struct {
	limits    Limits
	clock     func() time.Time
	callers   *buckets
	anonymous *buckets
	units     *buckets
}

func newLimiter(limits Limits, clock func() time.Time) *limiter {
	return &limiter{
		limits:    limits,
		clock:     clock,
		callers:   newBuckets(limits.CallerRate, limits.CallerBurst, limits.Tracked),
		anonymous: newBuckets(limits.AnonymousRate, limits.AnonymousBurst, limits.Tracked),
		units:     newBuckets(limits.UnitRate, limits.UnitBurst, limits.Tracked),
	}
}

func (l *limiter) around(ctx context.Context, c *call, next func(context.Context) error) error {
	if c.infrastructure() {
		return next(ctx)
	}
	if wait := l.caller(ctx); wait > 0 {
		return fault.New(fault.Limited, "RATE_EXCEEDED", fault.Param("seconds", seconds(wait)), fault.RetryAfter(wait))
	}
	if unit := l.unit(ctx, c); unit != "" {
		if wait := l.units.take(unit, l.clock()); wait > 0 {
			return fault.New(fault.Limited, "UNIT_RATE_EXCEEDED",
				fault.Param("unit", unit), fault.Param("seconds", seconds(wait)), fault.RetryAfter(wait))
		}
	}
	return next(ctx)
}

func (l *limiter) caller(ctx context.Context) time.Duration {
	if caller := authn.From(ctx); caller.SignedIn() {
		return l.callers.take(caller.Subject, l.clock())
	}
	client, limited := l.client(ctx)
	if !limited {
		return 0
	}
	return l.anonymous.take(client, l.clock())
}

// client tells an anonymous client from others: by its address, or by what a gateway says of it. A gateway that says
// nothing speaks for many and limits them itself.
func (l *limiter) client(ctx context.Context) (key string, limited bool) {
	p, ok := peer.FromContext(ctx)
	if !ok || p.Addr == nil {
		return "", true // all strangers share one bucket
	}
	address, gateway := l.peer(p.Addr)
	if !gateway {
		return address, true
	}
	if named := first(ctx, ClientKey); named != "" && len(named) <= 128 {
		return "client " + named, true
	}
	return "", false
}

func (l *limiter) peer(addr net.Addr) (address string, gateway bool) {
	if addr.Network() == memoryNetwork {
		return "", true
	}
	at, err := netip.ParseAddrPort(addr.String())
	if err != nil {
		return addr.String(), false
	}
	ip := at.Addr().Unmap()
	for _, network := range l.limits.Gateways {
		if network.Contains(ip) {
			return "", true
		}
	}
	if ip.Is6() { // one client owns a whole /64
		if network, err := ip.WithZone("").Prefix(64); err == nil {
			return network.String(), false
		}
	}
	return ip.String(), false
}

func (l *limiter) unit(ctx context.Context, c *call) string {
	if l.limits.Unit == nil || c.request == nil {
		return ""
	}
	return l.limits.Unit(ctx, c.method, c.request)
}

func seconds(d time.Duration) string {
	return strconv.Itoa(int(math.Max(1, math.Ceil(d.Seconds()))))
}

// unlimited is what a negative rate means.
func unlimited(perSecond float64) bool {
	return perSecond < 0 || math.IsInf(perSecond, 1) || rate.Limit(perSecond) == rate.Inf
}

package edge

import (
	"net/http"
	"strings"
	"sync"

	"golang.org/x/time/rate"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Rate is how many requests a second are carried, and how many may come at once.
// A rate of zero means no limit.
type Rate struct {
	PerSecond float64
	Burst     int
}

// Limits are the rates of the door.
type Limits struct {
	Client Rate // per client address
	Unit   Rate // per administrative unit named in the address, so that one commune in the news cannot slow the others
	Writes Rate // per client address, for what changes something
}

// Limit refuses what comes too fast with 429 and Retry-After. It is meant to stop
// a program gone wild, not a household behind one address: the defaults allow
// many readers behind a commune's single line.
func Limit(l Limits, proxies Proxies, refuse Refuse) Link {
	clients, units, writes := newBuckets(l.Client), newBuckets(l.Unit), newBuckets(l.Writes)
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			client := proxies.Client(r)
			ok := clients.allow(client)
			if ok && r.Method != http.MethodGet && r.Method != http.MethodHead {
				ok = writes.allow(client)
			}
			if unit := unitOf(r); ok && unit != "" {
				ok = units.allow(unit)
			}
			if !ok {
				w.Header().Set("Retry-After", "10")
				refuse(w, r, fault.New(fault.Limited, "TOO_MANY_REQUESTS"))
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// unitOf is the unit code a request names in its path, or "".
func unitOf(r *http.Request) string {
	rest, ok := strings.CutPrefix(r.URL.Path, "/units/")
	if !ok {
		rest, ok = strings.CutPrefix(r.URL.Path, "/feeds/units/")
	}
	if !ok {
		return ""
	}
	code, _, _ := strings.Cut(rest, "/")
	if len(code) > 16 {
		return "" // no code is that long; it must not become a key
	}
	return code
}

// generation is how many keys one generation of buckets may hold; memory is
// bounded by two generations.
const generation = 16 << 10

// buckets keeps one token bucket per key in two generations: when the young one
// is full the old one is forgotten, so keys nobody uses disappear without a
// sweep and a flood of new keys cannot grow memory.
type buckets struct {
	rate       Rate
	mu         sync.Mutex
	young, old map[string]*rate.Limiter
}

func newBuckets(r Rate) *buckets {
	return &buckets{rate: r, young: map[string]*rate.Limiter{}}
}

func (b *buckets) allow(key string) bool {
	if b.rate.PerSecond <= 0 {
		return true
	}
	b.mu.Lock()
	bucket, ok := b.young[key]
	if !ok {
		if bucket, ok = b.old[key]; !ok {
			bucket = rate.NewLimiter(rate.Limit(b.rate.PerSecond), b.rate.Burst)
		}
		if len(b.young) >= generation {
			b.old, b.young = b.young, map[string]*rate.Limiter{}
		}
		b.young[key] = bucket
	}
	b.mu.Unlock()
	return bucket.Allow()
}

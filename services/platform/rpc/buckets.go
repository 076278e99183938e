package rpc

import (
	"container/list"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// buckets are token buckets by key, at most so many: the one that was silent longest is forgotten first. Whoever is
// forgotten starts with a full bucket; that is the price of bounded memory, and only a crowd larger than the bound pays it.
type buckets struct {
	rate  rate.Limit
	burst int
	most  int

	mu    sync.Mutex
	byKey map[string]*list.Element
	order *list.List // of *bucket, the most recent first
}

type bucket struct {
	key    string
	tokens *rate.Limiter
}

// newBuckets returns nil, which lets everything through, for an unlimited rate.
func newBuckets(perSecond float64, burst, most int) *buckets {
	if unlimited(perSecond) {
		return nil
	}
	return &buckets{rate: rate.Limit(perSecond), burst: burst, most: most, byKey: map[string]*list.Element{}, order: list.New()}
}

// take takes one token, or tells how long until there is one.
func (b *buckets) take(key string, now time.Time) time.Duration {
	if b == nil {
		return 0
	}
	r := b.of(key).ReserveN(now, 1)
	if !r.OK() { // a burst of zero lets nothing through, ever
		return time.Minute
	}
	wait := r.DelayFrom(now)
	if wait > 0 {
		r.CancelAt(now)
	}
	return wait
}

func (b *buckets) of(key string) *rate.Limiter {
	b.mu.Lock()
	defer b.mu.Unlock()
	if e, ok := b.byKey[key]; ok {
		b.order.MoveToFront(e)
		return tokensOf(e)
	}
	if b.order.Len() >= b.most {
		oldest := b.order.Back()
		b.order.Remove(oldest)
		delete(b.byKey, keyOf(oldest))
	}
	e := b.order.PushFront(&bucket{key: key, tokens: rate.NewLimiter(b.rate, b.burst)})
	b.byKey[key] = e
	return tokensOf(e)
}

func tokensOf(e *list.Element) *rate.Limiter { return e.Value.(*bucket).tokens }

func keyOf(e *list.Element) string { return e.Value.(*bucket).key }

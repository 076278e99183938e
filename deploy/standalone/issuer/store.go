package issuer

import (
	"crypto/rand"
	"sync"
	"time"
)

// most is how many entries a store holds before the oldest go: a demo that is hammered stays small.
const most = 10_000

// store keeps things under random names for a while.
type store[T any] struct {
	clock func() time.Time
	life  time.Duration

	mu      sync.Mutex
	entries map[string]entry[T]
	order   []string
}

type entry[T any] struct {
	value T
	until time.Time
}

func newStore[T any](clock func() time.Time, life time.Duration) *store[T] {
	return &store[T]{clock: clock, life: life, entries: map[string]entry[T]{}}
}

// add keeps the value and returns its name.
func (s *store[T]) add(value T) string {
	name := rand.Text()
	s.put(name, value)
	return name
}

func (s *store[T]) put(name string, value T) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.clock()
	for len(s.order) > 0 {
		oldest := s.entries[s.order[0]]
		if len(s.order) < most && now.Before(oldest.until) {
			break
		}
		delete(s.entries, s.order[0])
		s.order = s.order[1:]
	}
	s.entries[name] = entry[T]{value, now.Add(s.life)}
	s.order = append(s.order, name)
}

// get returns what is kept and still good.
func (s *store[T]) get(name string) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[name]
	if !ok || !s.clock().Before(e.until) {
		var none T
		return none, false
	}
	return e.value, true
}

// take returns it once.
func (s *store[T]) take(name string) (T, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, ok := s.entries[name]
	delete(s.entries, name)
	if !ok || !s.clock().Before(e.until) {
		var none T
		return none, false
	}
	return e.value, true
}

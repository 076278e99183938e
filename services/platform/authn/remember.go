package authn

import (
	"crypto/sha256"
	"sync"
	"time"
)

const (
	// remembered is how long a proven token need not be proven again. It bounds how long a withdrawn key still counts.
	remembered = 20 * time.Second
	// mostRemembered bounds the memory; a crowd larger than it only costs signatures.
	mostRemembered = 8192
)

// memory holds the callers of tokens proven a moment ago. Checking a signature is more than half the cost of a small call,
// and one page or one machine makes many calls with one token. Only tokens that were believed are remembered, by digest
// of the whole token, and never past their expiry.
type memory struct {
	mu      sync.Mutex
	callers map[[sha256.Size]byte]recollection
}

type recollection struct {
	caller Caller
	until  time.Time
}

func (m *memory) recall(bearer string, now time.Time) (Caller, bool) {
	digest := sha256.Sum256([]byte(bearer))
	m.mu.Lock()
	defer m.mu.Unlock()
	r, ok := m.callers[digest]
	return r.caller, ok && now.Before(r.until)
}

// keep remembers the token until its expiry, and not longer than [remembered].
func (m *memory) keep(bearer string, caller Caller, expiry, now time.Time) {
	until := now.Add(remembered)
	if expiry.Before(until) {
		until = expiry
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.callers == nil || len(m.callers) >= mostRemembered {
		m.callers = map[[sha256.Size]byte]recollection{} // all of it: cheaper than an order, and filled again in a moment
	}
	m.callers[sha256.Sum256([]byte(bearer))] = recollection{caller, until}
}

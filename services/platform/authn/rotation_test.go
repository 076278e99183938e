package authn_test

import (
	"sync"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// clock stands still until it is moved.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) forward(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}

func TestANewKeyIsFetchedAndAWithdrawnOneForgotten(t *testing.T) {
	old, next := rsaKey(t, "old"), rsaKey(t, "next")
	p := newProvider(t, old.public())
	c := &clock{at: now}
	v := verifier(t, authn.Config{Issuers: []string{p.URL}, Clock: c.now})
	token := func(key signing) string {
		return sign(t, key, claimsOf(p.URL, map[string]any{"exp": now.Add(time.Hour).Unix()}))
	}
	_, err := v.Verify(t.Context(), token(old))
	must(t, err)

	p.publish(old.public(), next.public())
	c.forward(6 * time.Second)
	_, err = v.Verify(t.Context(), token(next))
	must(t, err)
	_, err = v.Verify(t.Context(), token(old))
	must(t, err)

	p.publish(next.public())
	c.forward(6 * time.Minute)
	if _, err = v.Verify(t.Context(), token(old)); !fault.Is(err, "TOKEN_INVALID") {
		t.Errorf("a withdrawn key still works: %v", err)
	}
}

func TestUnknownKeyIDsDoNotFloodTheIssuer(t *testing.T) {
	key := rsaKey(t, "r1")
	p := newProvider(t, key.public())
	v := verifier(t, authn.Config{Issuers: []string{p.URL}})
	stranger := rsaKey(t, "made-up")
	for range 50 {
		if _, err := v.Verify(t.Context(), sign(t, stranger, claimsOf(p.URL, nil))); err == nil {
			t.Fatal("accepted")
		}
	}
	if n := p.fetches.Load(); n != 1 {
		t.Errorf("50 made-up key ids made %d fetches, want 1", n)
	}
}

func TestAnIssuerThatIsDown(t *testing.T) {
	key := rsaKey(t, "r1")
	p := newProvider(t, key.public())
	p.down.Store(true)
	c := &clock{at: now}
	v := verifier(t, authn.Config{Issuers: []string{p.URL}, Clock: c.now})
	token := sign(t, key, claimsOf(p.URL, map[string]any{"exp": now.Add(3 * time.Hour).Unix()}))

	if _, err := v.Verify(t.Context(), token); fault.KindOf(err) != fault.Unavailable {
		t.Fatalf("got %v, want Unavailable: the token may be good", err)
	}
	p.down.Store(false)
	c.forward(3 * time.Second)
	_, err := v.Verify(t.Context(), token)
	must(t, err)

	p.down.Store(true)
	c.forward(10 * time.Minute)
	if _, err = v.Verify(t.Context(), token); err != nil {
		t.Errorf("known keys carry through a short outage: %v", err)
	}
	c.forward(time.Hour)
	if _, err = v.Verify(t.Context(), token); fault.KindOf(err) != fault.Unavailable {
		t.Errorf("keys nobody confirmed for an hour are not used: %v", err)
	}
}

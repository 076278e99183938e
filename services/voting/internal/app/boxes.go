package app

import (
	"context"
	"crypto/rsa"
	"sync"
	"time"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/issuer"
)

const (
	// boxKept is how long a copy of a box is believed; the statement that casts looks again for itself.
	boxKept = 2 * time.Second
	// boxIdle is how long the copy, and the opened key with it, is kept when nobody asks for it.
	boxIdle = 5 * time.Minute
	// mostBoxes bounds the copies: more votes than a province holds at once.
	mostBoxes = 16384
)

// boxes are copies of boxes in memory, so that a ballot costs one statement and not two.
type boxes struct {
	read   func(ctx context.Context, vote string) (Box, error)
	sealer *issuer.Sealer

	mu  sync.Mutex
	all map[string]*boxCopy
}

// boxCopy is one of them.
type boxCopy struct {
	mu      sync.Mutex
	box     Box
	readAt  time.Time
	public  *rsa.PublicKey
	private *issuer.Key
}

// of is the box of a vote, no older than boxKept.
func (b *boxes) of(ctx context.Context, vote string) (Box, *rsa.PublicKey, error) {
	c := b.copy(vote)
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.readAt.IsZero() && time.Since(c.readAt) < boxKept {
		return c.box, c.public, nil
	}
	if err := c.refresh(ctx, vote, b.read); err != nil && c.readAt.IsZero() {
		b.forget(vote)
		return c.box, nil, err
	}
	return c.box, c.public, nil // an older copy is good enough: what is written is decided where it is written
}

// copy finds the copy of a vote or makes room for one.
func (b *boxes) copy(vote string) *boxCopy {
	b.mu.Lock()
	defer b.mu.Unlock()
	c, known := b.all[vote]
	if !known {
		if len(b.all) >= mostBoxes {
			for other := range b.all { // any: what is still needed is read again
				b.drop(other)
				break
			}
		}
		c = &boxCopy{}
		b.all[vote] = c
	}
	return c
}

func (c *boxCopy) refresh(ctx context.Context, vote string, read func(context.Context, string) (Box, error)) error {
	box, err := read(ctx, vote)
	if err != nil {
		return err
	}
	if c.public == nil && box.PublicKey != nil {
		if c.public, err = ballot.ParseKey(box.PublicKey); err != nil {
			return err
		}
	}
	if c.private != nil && (box.Sealed == nil || box.State != domain.Open) {
		c.private.Destroy()
		c.private = nil
	}
	c.box, c.readAt = box, time.Now()
	return nil
}

// key opens the private key of a box that is open.
func (b *boxes) key(ctx context.Context, vote string) (*issuer.Key, error) {
	if _, _, err := b.of(ctx, vote); err != nil {
		return nil, err
	}
	c := b.copy(vote)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.private != nil {
		return c.private, nil
	}
	if c.box.Sealed == nil || c.box.State != domain.Open {
		return nil, issuer.ErrDestroyed
	}
	var err error
	c.private, err = b.sealer.Open(c.box.Sealed, vote)
	return c.private, err
}

// forget lets a copy and its key go.
func (b *boxes) forget(vote string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.drop(vote)
}

// drop is forget for who holds the lock.
func (b *boxes) drop(vote string) {
	c, known := b.all[vote]
	if !known {
		return
	}
	delete(b.all, vote)
	go c.destroy() // it waits for who is reading
}

func (c *boxCopy) destroy() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.private != nil {
		c.private.Destroy()
		c.private = nil
	}
}

// tidy lets go what nobody asked for lately or what is over, so that no key outlives its vote in the memory of a replica
// that was not the one that closed it.
func (b *boxes) tidy(now time.Time) {
	b.mu.Lock()
	defer b.mu.Unlock()
	for vote, c := range b.all {
		if !c.mu.TryLock() {
			continue
		}
		over := !c.box.ClosesAt.IsZero() && !now.Before(c.box.ClosesAt)
		idle := time.Since(c.readAt) > boxIdle
		c.mu.Unlock()
		if over || idle {
			b.drop(vote)
		}
	}
}

package app

import (
	"context"
	"runtime"
	"sync"
	"time"

	"go.opentelemetry.io/otel"
	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/metric"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

const (
	// castBatch is the most ballots of one statement.
	castBatch = 256
	// castWaiting is the most that wait; whoever comes then is asked to come again.
	castWaiting = 8192
	// castTimeout bounds one statement.
	castTimeout = 20 * time.Second
)

// ReasonBoxFull refuses a ballot while too many wait to be written. Nothing was done.
const ReasonBoxFull = "BALLOTS_WAITING"

// caster writes whatever waits in one statement, with no timer: alone, a ballot is written at once; in a rush those that
// come while a statement runs are the next one. A ballot of its own transaction would cost ten times the work.
//
// Nothing of a caller's context goes into the statement: no trace ties a call to a row.
type caster struct {
	write func(ctx context.Context, ballots []SecretBallot) ([]Fate, error)
	count metric.Int64Counter

	mu      sync.Mutex
	waiting []*casting
	writers int
}

// casting is a ballot that waits.
type casting struct {
	ballot SecretBallot
	done   chan struct{}
	fate   Fate
	err    error
}

// mostWriters is how many statements run at once: while one waits for the disk the other computes.
const mostWriters = 2

func newCaster(write func(ctx context.Context, ballots []SecretBallot) ([]Fate, error)) (*caster, error) {
	count, err := otel.Meter("github.com/danchu-platform/danchu/services/voting").Int64Counter("danchu.ballots",
		metric.WithDescription("secret ballots handed in, by what became of them"))
	return &caster{write: write, count: count}, err
}

// cast waits until the ballot is durably written or refused. When ctx ends before, nobody knows: casting the same again
// tells.
func (c *caster) cast(ctx context.Context, b SecretBallot) (Fate, error) {
	one := &casting{ballot: b, done: make(chan struct{})}
	c.mu.Lock()
	if len(c.waiting) >= castWaiting {
		c.mu.Unlock()
		c.counted("full", 1)
		return "", fault.New(fault.Limited, ReasonBoxFull, fault.RetryAfter(time.Second))
	}
	c.waiting = append(c.waiting, one)
	if c.writers < mostWriters {
		c.writers++
		go c.work()
	}
	c.mu.Unlock()
	select {
	case <-one.done:
		return one.fate, one.err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// work writes until nothing waits.
func (c *caster) work() {
	for {
		runtime.Gosched() // whoever is about to hand in a ballot comes along
		c.mu.Lock()
		n := min(len(c.waiting), castBatch)
		if n == 0 {
			c.writers--
			c.waiting = nil
			c.mu.Unlock()
			return
		}
		batch := c.waiting[:n:n]
		c.waiting = c.waiting[n:]
		c.mu.Unlock()
		c.settle(batch)
	}
}

// settle writes a batch and answers everybody in it.
func (c *caster) settle(batch []*casting) {
	ctx, cancel := context.WithTimeout(context.Background(), castTimeout)
	defer cancel()
	ballots := make([]SecretBallot, len(batch))
	for i, one := range batch {
		ballots[i] = one.ballot
	}
	fates, err := c.write(ctx, ballots)
	tally := map[Fate]int64{}
	for i, one := range batch {
		if one.err = err; err == nil {
			one.fate = fates[i]
		}
		tally[one.fate]++
		close(one.done)
	}
	for fate, n := range tally {
		if fate == "" {
			fate = "failed"
		}
		c.counted(string(fate), n)
	}
}

func (c *caster) counted(fate string, n int64) {
	c.count.Add(context.Background(), n, metric.WithAttributes(attribute.String("outcome", fate)))
}

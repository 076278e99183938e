package tlog

import (
	"context"
	"log/slog"
	"maps"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

const (
	batchSize    = 4096
	pollEvery    = 100 * time.Millisecond
	gatherFor    = 40 * time.Millisecond
	retryEvery   = 10 * time.Second
	restartAfter = 500 * time.Millisecond
)

// Sequencer gives each leaf its place, extends the trees and signs checkpoints,
// just after the commit.
type Sequencer struct {
	db     *pg.DB
	signer Signer
	log    *slog.Logger
	wake   chan struct{}

	mu     sync.Mutex
	signed chan struct{} // closed and replaced whenever checkpoints were signed

	// The leader's alone: logs that grew, and logs whose checkpoint could not be signed.
	owed, failed map[LogID]bool
}

// NewSequencer makes the sequencer of a service's database. Every replica runs
// one; over all of them one at a time works.
func NewSequencer(db *pg.DB, signer Signer, log *slog.Logger) *Sequencer {
	return &Sequencer{db: db, signer: signer, log: log, wake: make(chan struct{}, 1), signed: make(chan struct{})}
}

// Wake says that leaves were committed in this process. It never blocks.
func (s *Sequencer) Wake() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// Run sequences until ctx ends. What other replicas commit is found by polling
// ten times a second. A database that goes away is waited for.
func (s *Sequencer) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := s.db.Lead(ctx, "tlog sequencer", s.lead)
		if ctx.Err() != nil {
			break
		}
		s.log.WarnContext(ctx, "log sequencer interrupted, starting again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(restartAfter):
		}
	}
	return nil
}

// lead works for as long as the lock's connection holds.
func (s *Sequencer) lead(ctx context.Context, conn *pgx.Conn) error {
	s.owed, s.failed = map[LogID]bool{}, map[LogID]bool{}
	if err := s.signOverdue(ctx, conn); err != nil {
		return err
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	retry := time.NewTicker(retryEvery)
	defer retry.Stop()
	gather := time.NewTimer(0)
	defer gather.Stop()
	for {
		more, err := s.step(ctx, conn)
		if err != nil {
			return err
		}
		if more {
			continue
		}
		// Signing each leaf by itself would cost a flush and a signature for each:
		// what comes within the pause shares them.
		gather.Reset(gatherFor)
		select {
		case <-ctx.Done():
			return nil
		case <-gather.C:
		}
		select {
		case <-ctx.Done():
			return nil
		case <-s.wake:
		case <-poll.C:
		case <-retry.C:
			maps.Copy(s.owed, s.failed)
			clear(s.failed)
		}
	}
}

// Sequence places and signs everything committed, now; Run does so by itself all
// the time. It returns how many leaves were placed.
func (s *Sequencer) Sequence(ctx context.Context) (total int, err error) {
	borrowed, err := s.db.Pool().Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer borrowed.Release()
	once := &Sequencer{db: s.db, signer: s.signer, log: s.log, signed: make(chan struct{}), owed: map[LogID]bool{}, failed: map[LogID]bool{}}
	for {
		b, err := place(ctx, borrowed.Conn())
		if err != nil {
			return total, err
		}
		total += b.placed
		if b.taken < batchSize {
			return total, once.signOverdue(ctx, borrowed.Conn())
		}
	}
}

// step does one batch: first what is placed is made durable, only then is it
// signed. A signature is a promise that no crash may break.
func (s *Sequencer) step(ctx context.Context, conn *pgx.Conn) (more bool, err error) {
	b, err := place(ctx, conn)
	if err != nil {
		return false, err
	}
	for _, id := range b.logs {
		s.owed[id] = true
	}
	if len(s.owed) > 0 {
		if err := s.signOwed(ctx, conn); err != nil {
			return false, err
		}
	}
	return b.taken == batchSize, nil
}

// announce wakes whoever waits for a receipt.
func (s *Sequencer) announce() {
	s.mu.Lock()
	defer s.mu.Unlock()
	close(s.signed)
	s.signed = make(chan struct{})
}

func (s *Sequencer) announced() <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.signed
}

// Waiting is how many leaves and notices are committed and not placed yet.
func Waiting(ctx context.Context, db *pg.DB) (n int64, err error) {
	err = db.Pool().QueryRow(ctx, `SELECT count(*) FROM tlog_waiting`).Scan(&n)
	return n, err
}

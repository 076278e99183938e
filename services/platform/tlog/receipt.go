package tlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// recheck is how often somebody who waits for a receipt looks by himself: the
// sequencer may be another replica's.
const recheck = 100 * time.Millisecond

func pending() error {
	return fault.New(fault.Unavailable, ReasonPending, fault.RetryAfter(time.Second))
}

// Receipt is the proof (tlog-proof) that the leaf with that key is in the log: under
// the newest checkpoint with witnesses' lines that covers it, else under the newest.
//
// An entry that is placed and not signed yet is Unavailable (LOG_ENTRY_PENDING, try
// again at once). One that the sequencer has not placed is NotFound, as is a key
// that nobody appended: whoever knows that it was committed uses Await.
func (r *Reader) Receipt(ctx context.Context, id LogID, key []byte) (c2sp.Proof, error) {
	var index, signed, size int64
	var newest, cosigned string
	err := r.db.Pool().QueryRow(ctx, `
SELECT l.idx, h.signed_size, h.checkpoint, coalesce(c.size, -1), coalesce(c.checkpoint || c.lines, '')
FROM tlog_leaf l
JOIN tlog_head h ON h.log_id = l.log_id
LEFT JOIN LATERAL (
    SELECT size, checkpoint, lines FROM tlog_cosigned WHERE log_id = l.log_id AND size > l.idx ORDER BY size DESC, closed DESC LIMIT 1
) c ON true
WHERE l.log_id = $1 AND l.key = $2`, id, key).Scan(&index, &signed, &newest, &size, &cosigned)
	if errors.Is(err, pgx.ErrNoRows) {
		return c2sp.Proof{}, fault.New(fault.NotFound, ReasonRange)
	}
	if err != nil {
		return c2sp.Proof{}, fmt.Errorf("reading a receipt of log %d: %w", id, err)
	}
	p := c2sp.Proof{Index: index, Checkpoint: []byte(cosigned)}
	if size < 0 {
		p.Checkpoint, size = []byte(newest), signed
	}
	if index >= size {
		return c2sp.Proof{}, pending()
	}
	p.Hashes, err = tlog.ProveRecord(size, index, r.hashes(ctx, id))
	return p, err
}

// Await is Receipt for who has just committed the leaf: it wakes the sequencer and
// waits until a signed checkpoint covers it. When ctx ends before, the error is
// Unavailable (LOG_ENTRY_PENDING): the leaf is safe and its receipt comes later.
func (s *Sequencer) Await(ctx context.Context, r *Reader, id LogID, key []byte) (c2sp.Proof, error) {
	s.Wake()
	look := time.NewTicker(recheck)
	defer look.Stop()
	for {
		signed := s.announced()
		p, err := r.Receipt(ctx, id, key)
		if err == nil || !fault.Is(err, ReasonPending) && !fault.Is(err, ReasonRange) && ctx.Err() == nil {
			return p, err
		}
		select {
		case <-ctx.Done():
			return c2sp.Proof{}, pending()
		case <-signed:
		case <-look.C:
		}
	}
}

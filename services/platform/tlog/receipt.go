package tlog

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

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
// An entry that is committed and not signed yet is Unavailable (LOG_ENTRY_PENDING,
// try again at once); a key that nobody appended is NotFound.
func (r *Reader) Receipt(ctx context.Context, id LogID, key []byte) (c2sp.Proof, error) {
	h, err := r.Head(ctx, id)
	if err != nil {
		return c2sp.Proof{}, err
	}
	var index, size int64
	var cosigned *string
	err = r.db.Pool().QueryRow(ctx, `
SELECT l.idx, coalesce(c.size, 0), c.checkpoint || c.lines
FROM tlog_leaf l
LEFT JOIN LATERAL (
    SELECT size, checkpoint, lines FROM tlog_cosigned WHERE log_id = l.log_id AND size > l.idx ORDER BY size DESC, closed DESC LIMIT 1
) c ON true
WHERE l.log_id = $1 AND l.key = $2`, id, key).Scan(&index, &size, &cosigned)
	if errors.Is(err, pgx.ErrNoRows) {
		return c2sp.Proof{}, r.absent(ctx, id, key)
	}
	if err != nil {
		return c2sp.Proof{}, fmt.Errorf("reading a receipt of log %d: %w", id, err)
	}
	p := c2sp.Proof{Index: index, Checkpoint: h.Checkpoint}
	switch {
	case cosigned != nil:
		p.Checkpoint = []byte(*cosigned)
	case index < h.Size:
		size = h.Size
	default:
		return c2sp.Proof{}, pending()
	}
	p.Hashes, err = r.ProveInclusion(ctx, id, index, size)
	return p, err
}

// absent tells a leaf that waits from one that nobody appended.
func (r *Reader) absent(ctx context.Context, id LogID, key []byte) error {
	var waits bool
	err := r.db.Pool().QueryRow(ctx, `
SELECT EXISTS (SELECT FROM tlog_waiting WHERE log_id = $1 AND key = $2 AND data IS NOT NULL)
    OR EXISTS (SELECT FROM tlog_leaf WHERE log_id = $1 AND key = $2)`, id, key).Scan(&waits)
	switch {
	case err != nil:
		return fmt.Errorf("reading a receipt of log %d: %w", id, err)
	case waits:
		return pending()
	}
	return fault.New(fault.NotFound, ReasonRange)
}

// Await is Receipt for who has just committed: it wakes the sequencer and waits
// until a signed checkpoint covers the leaf, at most as long as ctx lives.
func (s *Sequencer) Await(ctx context.Context, r *Reader, id LogID, key []byte) (c2sp.Proof, error) {
	s.Wake()
	look := time.NewTicker(recheck)
	defer look.Stop()
	for {
		signed := s.announced()
		p, err := r.Receipt(ctx, id, key)
		if !fault.Is(err, ReasonPending) {
			return p, err
		}
		select {
		case <-ctx.Done():
			return c2sp.Proof{}, err
		case <-signed:
		case <-look.C:
		}
	}
}

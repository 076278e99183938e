package audit

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

const (
	batchSize    = 1000
	pollEvery    = 500 * time.Millisecond
	restartAfter = time.Second
)

// Sequencer gives each entry its place in the chain, just after the commit.
type Sequencer struct {
	db  *pg.DB
	log *slog.Logger
}

// NewSequencer makes the sequencer of a service's database. Every replica runs
// one; over all of them one at a time works.
func NewSequencer(db *pg.DB, log *slog.Logger) *Sequencer { return &Sequencer{db: db, log: log} }

// Run chains entries until ctx ends.
func (s *Sequencer) Run(ctx context.Context) error {
	for ctx.Err() == nil {
		err := s.db.Lead(ctx, "audit sequencer", s.lead)
		if ctx.Err() != nil {
			break
		}
		s.log.WarnContext(ctx, "audit sequencer interrupted, starting again", "error", err)
		select {
		case <-ctx.Done():
		case <-time.After(restartAfter):
		}
	}
	return nil
}

func (s *Sequencer) lead(ctx context.Context, conn *pgx.Conn) error {
	// An entry chained twice is impossible (unique), one chained later harmless.
	if _, err := conn.Exec(ctx, `SET synchronous_commit = off`); err != nil {
		return err
	}
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		n, err := chain(ctx, conn)
		if err != nil {
			return err
		}
		if n == batchSize {
			continue
		}
		select {
		case <-ctx.Done():
			return nil
		case <-poll.C:
		}
	}
}

// Chain gives every committed entry its place now; Run does so by itself all the
// time. It returns how many.
func (s *Sequencer) Chain(ctx context.Context) (total int, err error) {
	conn, err := s.db.Pool().Acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer conn.Release()
	for {
		n, err := chain(ctx, conn.Conn())
		total += n
		if err != nil || n < batchSize {
			return total, err
		}
	}
}

// unchained are the next entries. The line is read first and the entries by
// their numbers: joined, the planner may walk the whole trail to find the few.
const unchained = `
SELECT a.id, a.at, a.actor, a.action, a.resource, a.unit, a.cause, a.detail
FROM platform_audit a
WHERE a.id = ANY (ARRAY(SELECT p.id FROM platform_audit_pending p ORDER BY p.id LIMIT $1))
ORDER BY a.id`

// chain appends one batch in one transaction. Its lock keeps out a second
// sequencer that still thinks it leads; statements after it see what that one
// committed.
func chain(ctx context.Context, conn *pgx.Conn) (n int, err error) {
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('danchu audit chain', 0))`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, unchained, batchSize)
		if err != nil {
			return err
		}
		entries, err := pgx.CollectRows(rows, scan)
		if n = len(entries); err != nil || n == 0 {
			return err
		}
		head, err := head(ctx, tx)
		if err != nil {
			return err
		}
		seqs, ids, hashes := make([]int64, n), make([]int64, n), make([][]byte, n)
		for i, entry := range entries {
			head = Head{Seq: head.Seq + 1, Hash: link(head.Hash, head.Seq+1, entry)}
			seqs[i], ids[i], hashes[i] = head.Seq, entry.id, head.Hash
		}
		_, err = tx.Exec(ctx, `
WITH chained AS (
    DELETE FROM platform_audit_pending WHERE id = ANY ($2::bigint[])
)
INSERT INTO platform_audit_chain (seq, audit_id, hash)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bytea[])`, seqs, ids, hashes)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("chaining audit entries: %w", err)
	}
	return n, nil
}

func scan(r pgx.CollectableRow) (e row, err error) {
	err = r.Scan(&e.id, &e.at, &e.actor, &e.action, &e.resource, &e.unit, &e.cause, &e.detail)
	return e, err
}

// Head is the end of the chain at some time. Whoever keeps one elsewhere can
// later prove that the past was rewritten.
type Head struct {
	Seq  int64
	Hash []byte
}

// CurrentHead reads the end of the chain; Seq 0 when it is empty.
func CurrentHead(ctx context.Context, db *pg.DB) (Head, error) { return head(ctx, db.Pool()) }

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func head(ctx context.Context, q querier) (Head, error) {
	h := Head{Hash: genesis}
	err := q.QueryRow(ctx, `SELECT seq, hash FROM platform_audit_chain ORDER BY seq DESC LIMIT 1`).Scan(&h.Seq, &h.Hash)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return Head{}, fmt.Errorf("reading the head of the audit chain: %w", err)
	}
	return h, nil
}

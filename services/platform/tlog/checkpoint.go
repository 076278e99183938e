package tlog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// unsigned is a head whose checkpoint is to be made.
type unsigned struct {
	id                  LogID
	origin              string
	size                int64
	root                []byte
	closed, up          bool // up: the checkpoint there is covers it
	signers, checkpoint string
}

func (u unsigned) body() string {
	c := c2sp.Checkpoint{Origin: u.origin, Size: u.size, Root: tlog.Hash(u.root)}
	if u.closed {
		c.Extensions = []string{c2sp.Closed}
	}
	return c.Body()
}

const heads = `
SELECT h.log_id, l.origin, h.size, h.root, h.closed, h.size = h.signed_size AND h.closed = h.signed_closed, h.signers, h.checkpoint
FROM tlog_head h JOIN tlog_log l ON l.id = h.log_id `

func scanHead(row pgx.CollectableRow) (u unsigned, err error) {
	err = row.Scan(&u.id, &u.origin, &u.size, &u.root, &u.closed, &u.up, &u.signers, &u.checkpoint)
	return u, err
}

// signOwed signs the logs that grew, and those that failed before.
func (s *Sequencer) signOwed(ctx context.Context, conn *pgx.Conn) error {
	var ids []int64
	for id := range s.owed {
		ids = append(ids, int64(id))
	}
	rows, err := conn.Query(ctx, heads+`WHERE h.log_id = ANY ($1)`, ids)
	if err != nil {
		return fmt.Errorf("reading heads: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanHead)
	if err != nil {
		return fmt.Errorf("reading heads: %w", err)
	}
	return s.sign(ctx, conn, found)
}

// signOverdue signs every log whose checkpoint is behind its tree, as after a
// crash, or was signed by other keys than the present ones.
func (s *Sequencer) signOverdue(ctx context.Context, conn *pgx.Conn) error {
	rows, err := conn.Query(ctx, heads)
	if err != nil {
		return fmt.Errorf("reading heads: %w", err)
	}
	all, err := pgx.CollectRows(rows, scanHead)
	if err != nil {
		return fmt.Errorf("reading heads: %w", err)
	}
	return s.sign(ctx, conn, all)
}

// sign makes and stores the checkpoints of these heads. Their trees are durable
// already. A log whose key is missing is told of and tried again; the others go on.
func (s *Sequencer) sign(ctx context.Context, conn *pgx.Conn, all []unsigned) error {
	var ids, sizes []int64
	var closed []bool
	var signers, notes []string
	for _, u := range all {
		keys, err := s.signer.For(u.origin)
		delete(s.owed, u.id)
		if u.up && (err != nil || u.signers == named(keys)) { // signed, perhaps with a key since retired
			continue
		}
		var text string
		if err == nil {
			text, err = sign(u.body(), keys)
		}
		if err != nil {
			s.failed[u.id] = true
			s.log.ErrorContext(ctx, "a log's checkpoint is not signed", "log", u.origin, "size", u.size, "error", err)
			continue
		}
		ids, sizes, closed = append(ids, int64(u.id)), append(sizes, u.size), append(closed, u.closed)
		signers, notes = append(signers, named(keys)), append(notes, text)
	}
	if len(ids) == 0 {
		return nil
	}
	// A signature that is lost is made again, the same: no need to wait for the disk.
	err := pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SET LOCAL synchronous_commit = off`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `
UPDATE tlog_head h SET signed_size = s.size, signed_closed = s.closed, signers = s.signers, checkpoint = s.checkpoint
FROM unnest($1::bigint[], $2::bigint[], $3::boolean[], $4::text[], $5::text[]) AS s (log_id, size, closed, signers, checkpoint)
WHERE h.log_id = s.log_id AND h.signed_size <= s.size AND (s.closed OR NOT h.signed_closed)`, ids, sizes, closed, signers, notes)
		return err
	})
	if err != nil {
		return fmt.Errorf("storing checkpoints: %w", err)
	}
	s.announce()
	return nil
}

package tlog

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"
	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// Cosigners keeps what witnesses signed.
type Cosigners struct {
	db     *pg.DB
	signer Signer
	read   *Reader
}

// NewCosigners keeps cosignatures in the logs' database. signer tells the logs'
// own keys: a witness's answer must be to a checkpoint that is really ours.
func NewCosigners(db *pg.DB, signer Signer) *Cosigners {
	return &Cosigners{db: db, signer: signer, read: NewReader(db)}
}

// Attach stores the cosignatures of a checkpoint of ours: signed is the note with
// the log's signature and the witnesses' lines; witnesses are the keys known
// (c2sp.NewVerifier). It returns how many of them have cosigned now.
//
// Refused are: a checkpoint that another key signed, one that is not of this
// tree, and one on which no known witness's line verifies. Lines of unknown keys
// are left out. The same again changes nothing.
func (c *Cosigners) Attach(ctx context.Context, id LogID, signed []byte, witnesses []note.Verifier) (int, error) {
	h, err := c.read.Head(ctx, id)
	if err != nil {
		return 0, err
	}
	own, err := c.own(h.Origin)
	if err != nil {
		return 0, err
	}
	checkpoint, n, err := c2sp.OpenCheckpoint(signed, h.Origin, append(own, witnesses...)...)
	if err != nil {
		return 0, err
	}
	if err := c.known(ctx, id, checkpoint, h.Size); err != nil {
		return 0, err
	}
	ours, lines := split(n, witnesses)
	if ours == nil {
		return 0, errors.New("the checkpoint does not carry the signature of its log")
	}
	if len(lines) == 0 {
		return 0, errors.New("no known witness has signed the checkpoint")
	}
	return c.store(ctx, id, checkpoint, n.Text+"\n"+strings.Join(ours, ""), lines, witnesses)
}

func (c *Cosigners) own(origin string) ([]note.Verifier, error) {
	signers, err := c.signer.For(origin)
	if err != nil {
		return nil, err
	}
	var keys []note.Verifier
	for _, s := range signers {
		v, ok := s.(note.Verifier)
		if !ok {
			return nil, fmt.Errorf("the signer of %s cannot verify", origin)
		}
		keys = append(keys, v)
	}
	return keys, nil
}

// known checks that the checkpoint is of this tree.
func (c *Cosigners) known(ctx context.Context, id LogID, checkpoint c2sp.Checkpoint, end int64) error {
	if checkpoint.Size > end {
		return beyond(end)
	}
	root, err := tlog.TreeHash(checkpoint.Size, c.read.hashes(ctx, id))
	if err != nil {
		return err
	}
	if root != checkpoint.Root {
		return fmt.Errorf("the checkpoint of size %d is not of this log", checkpoint.Size)
	}
	return nil
}

// split parts the verified signatures into the log's and the witnesses' lines.
func split(n *note.Note, witnesses []note.Verifier) (ours []string, theirs map[string]string) {
	theirs = map[string]string{}
	for _, s := range n.Sigs {
		line := fmt.Sprintf("— %s %s\n", s.Name, s.Base64)
		witness := false
		for _, w := range witnesses {
			witness = witness || w.Name() == s.Name && w.KeyHash() == s.Hash
		}
		if witness {
			theirs[lineOf(s.Name, s.Hash)] = line
		} else {
			ours = append(ours, line)
		}
	}
	return ours, theirs
}

func lineOf(name string, hash uint32) string { return fmt.Sprintf("%s %08x", name, hash) }

// store joins the lines with those there are, one for each witness.
func (c *Cosigners) store(ctx context.Context, id LogID, checkpoint c2sp.Checkpoint, text string, lines map[string]string, witnesses []note.Verifier) (count int, err error) {
	err = c.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `INSERT INTO tlog_cosigned (log_id, size, closed, checkpoint, lines) VALUES ($1, $2, $3, $4, '') ON CONFLICT DO NOTHING`,
			id, checkpoint.Size, checkpoint.Closed(), text); err != nil {
			return err
		}
		var there, kept string
		if err := tx.QueryRow(ctx, `SELECT checkpoint, lines FROM tlog_cosigned WHERE log_id = $1 AND size = $2 AND closed = $3 FOR UPDATE`,
			id, checkpoint.Size, checkpoint.Closed()).Scan(&there, &kept); err != nil {
			return err
		}
		all := kept
		n, err := note.Open([]byte(there+kept), note.VerifierList(witnesses...))
		if unverified := (*note.UnverifiedNoteError)(nil); errors.As(err, &unverified) {
			n, err = unverified.Note, nil
		}
		if err != nil {
			return err
		}
		count = len(n.Sigs)
		for _, s := range n.Sigs {
			delete(lines, lineOf(s.Name, s.Hash))
		}
		for _, name := range slices.Sorted(maps.Keys(lines)) {
			all += lines[name]
			count++
		}
		_, err = tx.Exec(ctx, `UPDATE tlog_cosigned SET lines = $4 WHERE log_id = $1 AND size = $2 AND closed = $3`,
			id, checkpoint.Size, checkpoint.Closed(), all)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("keeping cosignatures of log %d: %w", id, err)
	}
	return count, nil
}

package postgres

import (
	"context"
	"encoding/hex"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
)

// Names of leaves: what keeps each from being written twice. A ballot's is its commitment, by which its receipt is found.
func ballotLeaf(c ballot.Commitment) tlog.Leaf {
	key, _ := hex.DecodeString(string(c)) // made by ballot.Commit
	return tlog.Leaf{Key: key, Data: ballot.BallotLeaf{Commitment: c}.Line()}
}

func openingLeaf(o ballot.OpeningLeaf) tlog.Leaf {
	key, _ := hex.DecodeString(string(o.Commitment))
	return tlog.Leaf{Key: append([]byte("opening "), key...), Data: o.Line()}
}

// OpenLog makes the log of a vote.
func (t *transaction) OpenLog(ctx context.Context, vote, origin string) error {
	log, err := tlog.Open(ctx, t.tx, origin, t.clock())
	if err != nil {
		return err
	}
	if _, err := t.tx.Exec(ctx, `INSERT INTO vote_log (vote, log, origin) VALUES ($1, $2, $3) ON CONFLICT (vote) DO NOTHING`, vote, log, origin); err != nil {
		return fmt.Errorf("opening the log of a vote: %w", err)
	}
	return nil
}

// PutKey keeps the key of a secret ballot; the first one stays.
func (t *transaction) PutKey(ctx context.Context, vote string, public, sealed []byte) error {
	_, err := t.tx.Exec(ctx, `UPDATE vote_log SET public_key = $2, sealed_key = $3 WHERE vote = $1 AND public_key IS NULL`, vote, public, sealed)
	if err != nil {
		return fmt.Errorf("keeping the key of a vote: %w", err)
	}
	return nil
}

// PublicKey is the public key of the vote.
func (t *transaction) PublicKey(ctx context.Context, vote string) ([]byte, error) {
	_, key, err := t.logOf(ctx, vote)
	return key, err
}

func (t *transaction) logOf(ctx context.Context, vote string) (log tlog.LogID, key []byte, err error) {
	err = t.tx.QueryRow(ctx, `SELECT log, public_key FROM vote_log WHERE vote = $1`, vote).Scan(&log, &key)
	if err != nil {
		return 0, nil, fmt.Errorf("reading which log vote %s has: %w", vote, err)
	}
	return log, key, nil
}

// Log appends leaves.
func (t *transaction) Log(ctx context.Context, vote string, leaves ...app.NamedLeaf) error {
	log, _, err := t.logOf(ctx, vote)
	if err != nil {
		return err
	}
	lines := make([]tlog.Leaf, len(leaves))
	for i, leaf := range leaves {
		lines[i] = tlog.Leaf{Key: []byte(leaf.Name), Data: leaf.Leaf.Line()}
	}
	return tlog.Append(ctx, t.tx, log, lines)
}

// CloseLog ends the log.
func (t *transaction) CloseLog(ctx context.Context, vote string) error {
	log, _, err := t.logOf(ctx, vote)
	if err != nil {
		return err
	}
	return tlog.Close(ctx, t.tx, log, t.clock())
}

// HoldBox waits for who is casting and keeps others out.
func (t *transaction) HoldBox(ctx context.Context, vote string) error {
	if _, err := t.tx.Exec(ctx, `SELECT pg_advisory_xact_lock(ballot_box_key($1))`, vote); err != nil {
		return fmt.Errorf("closing a box: %w", err)
	}
	return nil
}

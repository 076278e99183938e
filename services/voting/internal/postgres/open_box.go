package postgres

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// openBatch is how many openings are written at once.
const openBatch = 2048

// OpenBox publishes what was cast and destroys the key.
func (t *transaction) OpenBox(ctx context.Context, vote string, method domain.Method) (app.BoxCount, error) {
	log, public, err := t.logOf(ctx, vote)
	if err != nil {
		return app.BoxCount{}, err
	}
	secret := method == domain.SecretBallot
	count, err := t.countBox(ctx, vote, secret)
	if err != nil {
		return count, err
	}
	closed := ballot.ClosedLeaf{Ballots: count.Ballots, Credentials: count.Credentials}
	if err := tlog.Append(ctx, t.tx, log, []tlog.Leaf{{Key: []byte("closed"), Data: closed.Line()}}); err != nil {
		return count, err
	}
	if err := t.publish(ctx, vote, log, secret); err != nil {
		return count, err
	}
	if !secret {
		return count, nil
	}
	sum := sha256.Sum256(public)
	destroyed := ballot.KeyDestroyedLeaf{KeySHA256: hex.EncodeToString(sum[:])}
	if err := tlog.Append(ctx, t.tx, log, []tlog.Leaf{{Key: []byte("key_destroyed"), Data: destroyed.Line()}}); err != nil {
		return count, err
	}
	if err := t.destroyKey(ctx, vote); err != nil {
		return count, err
	}
	return count, t.shuffle(ctx, vote)
}

func (t *transaction) countBox(ctx context.Context, vote string, secret bool) (app.BoxCount, error) {
	count := app.BoxCount{Votes: map[string]int{}}
	table := `open_ballot`
	if secret {
		table = `ballot`
	}
	rows, err := t.tx.Query(ctx, `SELECT choice, count(*)::integer FROM `+table+` WHERE vote = $1 GROUP BY choice`, vote)
	if err != nil {
		return count, fmt.Errorf("counting a box: %w", err)
	}
	var choice string
	var n int
	if _, err := pgx.ForEachRow(rows, []any{&choice, &n}, func() error {
		count.Votes[choice] = n
		count.Ballots += n
		return nil
	}); err != nil {
		return count, fmt.Errorf("counting a box: %w", err)
	}
	count.Credentials = count.Ballots
	if secret {
		err = t.tx.QueryRow(ctx, `SELECT count(*) FROM roll_entry WHERE vote = $1 AND credential_drawn`, vote).Scan(&count.Credentials)
	}
	if err != nil {
		return count, fmt.Errorf("counting credentials: %w", err)
	}
	if count.Ballots > count.Credentials {
		return count, fmt.Errorf("vote %s has %d ballots and %d credentials: somebody else has its key", vote, count.Ballots, count.Credentials)
	}
	return count, nil
}

// publish writes the openings in the order of their commitments, in parts: no vote is too large for memory.
func (t *transaction) publish(ctx context.Context, vote string, log tlog.LogID, secret bool) error {
	id, err := uuid.Parse(vote) // a cursor takes no parameters
	if err != nil {
		return err
	}
	from := `SELECT commitment, ''::bytea, ''::bytea, choice, salt FROM open_ballot`
	if secret {
		from = `SELECT commitment, token, signature, choice, salt FROM ballot`
	}
	if _, err := t.tx.Exec(ctx, `DECLARE openings NO SCROLL CURSOR FOR `+from+` WHERE vote = '`+id.String()+`' ORDER BY commitment`); err != nil {
		return fmt.Errorf("opening ballots: %w", err)
	}
	for {
		rows, err := t.tx.Query(ctx, fmt.Sprintf(`FETCH %d FROM openings`, openBatch))
		if err != nil {
			return fmt.Errorf("opening ballots: %w", err)
		}
		leaves, err := pgx.CollectRows(rows, opening)
		if err != nil {
			return fmt.Errorf("opening ballots: %w", err)
		}
		if len(leaves) == 0 {
			_, err := t.tx.Exec(ctx, `CLOSE openings`)
			return err
		}
		if err := tlog.Append(ctx, t.tx, log, leaves); err != nil {
			return err
		}
	}
}

func opening(row pgx.CollectableRow) (tlog.Leaf, error) {
	var commitment, token, salt []byte
	var o ballot.OpeningLeaf
	if err := row.Scan(&commitment, &token, &o.Signature, &o.Choice, &salt); err != nil {
		return tlog.Leaf{}, err
	}
	o.Commitment = ballot.Commitment(hex.EncodeToString(commitment))
	copy(o.Token[:], token)
	copy(o.Salt[:], salt)
	return openingLeaf(o), nil
}

func (t *transaction) destroyKey(ctx context.Context, vote string) error {
	_, err := t.tx.Exec(ctx, `UPDATE vote_log SET sealed_key = NULL, destroyed_at = $2 WHERE vote = $1 AND sealed_key IS NOT NULL`, vote, t.clock())
	if err != nil {
		return fmt.Errorf("destroying the key of a vote: %w", err)
	}
	return nil
}

// shuffle writes what a secret vote leaves behind anew, in the order of digests and in one transaction: where a row lies,
// and which transaction wrote it, tell nothing about when a household drew or a ballot was cast.
func (t *transaction) shuffle(ctx context.Context, vote string) error {
	for _, statement := range []string{
		`DELETE FROM credential WHERE vote = $1`,
		`WITH gone AS (DELETE FROM ballot WHERE vote = $1 RETURNING *) INSERT INTO ballot SELECT * FROM gone ORDER BY token_digest`,
		`WITH gone AS (DELETE FROM assistance WHERE vote = $1 RETURNING *)
INSERT INTO assistance SELECT * FROM gone ORDER BY sha256(convert_to(vote::text || household, 'UTF8'))`,
		`WITH gone AS (DELETE FROM roll_entry WHERE vote = $1 RETURNING *)
INSERT INTO roll_entry SELECT * FROM gone ORDER BY sha256(convert_to(vote::text || household, 'UTF8'))`,
	} {
		if _, err := t.tx.Exec(ctx, statement, vote); err != nil {
			return fmt.Errorf("writing a closed box anew: %w", err)
		}
	}
	return nil
}

// EmptyBox destroys what was cast, unopened.
func (t *transaction) EmptyBox(ctx context.Context, vote string) error {
	for _, statement := range []string{
		`DELETE FROM ballot WHERE vote = $1`, `DELETE FROM open_ballot WHERE vote = $1`, `DELETE FROM credential WHERE vote = $1`,
	} {
		if _, err := t.tx.Exec(ctx, statement, vote); err != nil {
			return fmt.Errorf("emptying a box: %w", err)
		}
	}
	return t.destroyKey(ctx, vote)
}

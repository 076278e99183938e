package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// PutOpinions keeps answers to the poll.
func (t *transaction) PutOpinions(ctx context.Context, vote string, agree map[string]bool) error {
	if len(agree) == 0 {
		return nil
	}
	var households []string
	var answers []bool
	for household, yes := range agree {
		households, answers = append(households, household), append(answers, yes)
	}
	tag, err := t.tx.Exec(ctx, `
INSERT INTO opt_in_answer (vote, household, agree)
SELECT e.vote, e.household, o.agree
FROM unnest($2::text[], $3::boolean[]) AS o (household, agree)
JOIN roll_entry e ON e.vote = $1 AND e.household = o.household AND NOT e.removed
ORDER BY e.household
ON CONFLICT (vote, household) DO UPDATE SET agree = excluded.agree`, vote, households, answers)
	if err != nil {
		return fmt.Errorf("keeping answers to the poll: %w", err)
	}
	if tag.RowsAffected() != int64(len(agree)) {
		return domain.Refuse(domain.HouseholdNotOnRoll, "answers").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	return nil
}

// Opinions counts the answers to the poll.
func (t *transaction) Opinions(ctx context.Context, vote string) (app.Opinions, error) {
	return opinions(ctx, t.tx, vote)
}

// CastOpen records an open ballot.
func (t *transaction) CastOpen(ctx context.Context, now time.Time, b app.OpenBallot) (app.Fate, error) {
	var held, open bool
	err := t.tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock_shared(ballot_box_key($1))`, b.Vote).Scan(&held)
	if err != nil || !held {
		return app.Busy, err
	}
	err = t.tx.QueryRow(ctx, `
SELECT form = 'online' AND method = 'open_ballot' AND state = 'OPEN' AND opens_at <= $2 AND closes_at > $2 FROM vote WHERE id = $1`,
		b.Vote, now).Scan(&open)
	if err != nil || !open {
		return app.Closed, err
	}
	var marked string
	err = t.tx.QueryRow(ctx, `
UPDATE roll_entry SET took_part_form = 'online' WHERE vote = $1 AND household = $2 AND NOT removed AND took_part_form IS NULL RETURNING household`,
		b.Vote, b.Household).Scan(&marked)
	if errors.Is(err, pgx.ErrNoRows) {
		return app.Voted, nil
	}
	if err != nil {
		return "", fmt.Errorf("marking an open ballot: %w", err)
	}
	leaf := ballotLeaf(b.Commitment)
	_, err = t.tx.Exec(ctx, `INSERT INTO open_ballot (vote, household, choice, opinion, salt, commitment) VALUES ($1, $2, $3, $4, $5, $6)`,
		b.Vote, b.Household, b.Choice, b.Opinion, b.Salt[:], leaf.Key)
	if err != nil {
		return "", fmt.Errorf("keeping an open ballot: %w", err)
	}
	return app.Taken, tlog.Append(ctx, t.tx, tlog.LogID(b.Log), []tlog.Leaf{leaf})
}

package postgres

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// anybodyEver asks whether anybody stands, or stood, on one of the rolls.
const anybodyEver = `SELECT EXISTS (SELECT FROM household WHERE village = ANY($1) AND valid_to IS NULL)
    OR EXISTS (SELECT FROM household WHERE village = ANY($1) AND valid_to IS NOT NULL)`

// An import that enters keys itself says so to the triggers.
const (
	entersKeys = `SELECT set_config('danchu.rolls', 'many', true)`
	keepsKeys  = `SELECT set_config('danchu.rolls', '', true)`
)

// errStageIt says that rows have to be looked at as a set.
var errStageIt = errors.New("rows have to be staged")

// enterAtOnce copies a file straight onto rolls that are empty: nothing to compare
// with, and the unique indexes say whether anything stands in it twice. errStageIt
// when anything is the matter; nothing is left behind then.
func (s *Store) enterAtOnce(ctx context.Context, tx pgx.Tx, m app.HouseholdMerge) (tally app.Tally, left app.Left, err error) {
	villages := make([]string, len(m.Villages))
	for i, v := range m.Villages {
		villages[i] = string(v)
	}
	var there bool
	if err := tx.QueryRow(ctx, anybodyEver, villages).Scan(&there); err != nil {
		return tally, left, err
	}
	if there {
		return tally, left, errStageIt
	}
	inner, err := tx.Begin(ctx)
	if err != nil {
		return tally, left, err
	}
	tally, left, err = s.enterNewcomers(ctx, inner, m)
	if err == nil {
		return tally, left, inner.Commit(ctx)
	}
	again := errors.Is(err, errRejected)
	switch pg.Constraint(err) {
	case "household_code_on_roll", "household_representative_once":
		again = true
	}
	if undone := inner.Rollback(ctx); undone != nil || !again {
		return tally, left, errors.Join(err, undone)
	}
	return app.Tally{}, app.Left{}, errStageIt
}

func (s *Store) enterNewcomers(ctx context.Context, tx pgx.Tx, m app.HouseholdMerge) (app.Tally, app.Left, error) {
	rows, err := m.Read(ctx)
	if err != nil {
		return app.Tally{}, app.Left{}, err
	}
	defer rows.Close()
	if _, err := tx.Exec(ctx, entersKeys); err != nil {
		return app.Tally{}, app.Left{}, err
	}
	enter := &newcomers{rows: rows, from: daysOf(m.From)}
	if _, err := (&binaryCopy{row: enter.write}).into(ctx, tx, standing); err != nil {
		return app.Tally{}, app.Left{}, fmt.Errorf("entering households: %w", err)
	}
	if len(rows.Errors()) > 0 {
		return app.Tally{}, app.Left{}, errRejected
	}
	m.Phase("merging")
	if err := enterKeys(ctx, tx, enter.keys); err != nil {
		return app.Tally{}, app.Left{}, err
	}
	if _, err := tx.Exec(ctx, keepsKeys); err != nil {
		return app.Tally{}, app.Left{}, err
	}
	m.Phase("announcing")
	slices.Sort(enter.villages)
	tally := app.Tally{Created: enter.count}
	left, err := s.announce(ctx, sqlcgen.New(tx), m, tally, slices.Compact(enter.villages), nil)
	return tally, left, err
}

// enterKeys enters the keys in their order: each page of the index is written once.
func enterKeys(ctx context.Context, tx pgx.Tx, keys []heldKey) error {
	slices.SortFunc(keys, func(a, b heldKey) int { return bytes.Compare(a.person[:], b.person[:]) })
	next := 0
	rows := &binaryCopy{row: func(b *binaryCopy) (bool, error) {
		if next == len(keys) {
			return false, nil
		}
		b.begin(2)
		b.bytes(keys[next].person[:])
		b.bytes(keys[next].household[:])
		next++
		return true, nil
	}}
	if _, err := rows.into(ctx, tx, `COPY representing (person, household) FROM STDIN (FORMAT binary)`); err != nil {
		return fmt.Errorf("entering who represents households: %w", err)
	}
	return nil
}

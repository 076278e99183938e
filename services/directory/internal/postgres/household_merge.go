package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Leaving the transaction without a commit, and without being an error to the caller.
var (
	errRejected = errors.New("rows are wrong")
	errDryRun   = errors.New("dry run")
	errTwice    = errors.New("something stands in the file twice")
)

// The staging table is temporary: it is not written to the log and goes with the
// transaction.
const stage = `
CREATE TEMP TABLE staged (
    line integer NOT NULL, id uuid NOT NULL,
    village text COLLATE "C" NOT NULL, code text COLLATE "C" NOT NULL, address text NOT NULL,
    rep_name text, rep_birth_year smallint, rep_key bytea, rep_phone text
) ON COMMIT DROP`

// MergeHouseholds enters a file of households: straight onto rolls that are
// empty, otherwise staged, checked and merged as a set.
func (s *Store) MergeHouseholds(ctx context.Context, cause change.Cause, m app.HouseholdMerge) (app.Tally, []app.RowError, error) {
	var tally app.Tally
	var wrong []app.RowError
	answer, err := changed(ctx, s, cause, func(ctx context.Context, tx pgx.Tx, _ *sqlcgen.Queries) (app.Tally, app.Left, error) {
		wrong = nil
		if _, err := tx.Exec(ctx, `SET LOCAL work_mem = '96MB'; SET LOCAL temp_buffers = '16MB'; SET LOCAL jit = off`); err != nil {
			return tally, app.Left{}, err
		}
		var left app.Left
		var err error
		tally, left, err = s.enterAtOnce(ctx, tx, m)
		if errors.Is(err, errStageIt) {
			tally, left, wrong, err = s.mergeStaged(ctx, tx, m)
		}
		if err != nil {
			return tally, app.Left{}, err
		}
		left.Finished = m.Finish(tally)
		if m.DryRun {
			return tally, left, errDryRun
		}
		return tally, left, nil
	})
	switch {
	case errors.Is(err, errRejected):
		return app.Tally{Errors: int64(len(wrong))}, wrong, nil
	case errors.Is(err, errDryRun):
		return tally, nil, nil
	default:
		return answer, nil, err
	}
}

// mergeStaged looks at the rows as a set. errRejected comes with what is wrong.
func (s *Store) mergeStaged(ctx context.Context, tx pgx.Tx, m app.HouseholdMerge) (tally app.Tally, left app.Left, wrong []app.RowError, err error) {
	if _, err = tx.Exec(ctx, stage); err != nil {
		return tally, left, nil, err
	}
	rows, err := m.Read(ctx)
	if err != nil {
		return tally, left, nil, err
	}
	defer rows.Close()
	staged, err := stagedRows(rows).into(ctx, tx, `COPY staged FROM STDIN (FORMAT binary)`)
	if err != nil {
		return tally, left, nil, fmt.Errorf("staging households: %w", err)
	}
	m.Phase("checking")
	wrong = rows.Errors()
	more, err := check(ctx, tx, m, againstRolls)
	if err != nil {
		return tally, left, nil, err
	}
	wrong = append(wrong, more...)
	m.Phase("merging")
	if len(wrong) == 0 {
		if left, err = s.tryMerge(ctx, tx, m, staged, &tally); !errors.Is(err, errTwice) {
			return tally, left, nil, err
		}
	}
	// The file is refused: now find every culprit in it.
	twice, err := check(ctx, tx, m, withinFile)
	if err != nil {
		return tally, left, nil, err
	}
	if wrong = append(wrong, twice...); len(wrong) > 0 {
		return tally, left, wrong, errRejected
	}
	return tally, left, nil, errTwice
}

// tryMerge merges behind a savepoint; errTwice when the unique indexes, or a
// count, say that something stands in the file twice.
func (s *Store) tryMerge(ctx context.Context, tx pgx.Tx, m app.HouseholdMerge, staged int64, tally *app.Tally) (app.Left, error) {
	inner, err := tx.Begin(ctx)
	if err != nil {
		return app.Left{}, err
	}
	left, err := s.merge(ctx, inner, sqlcgen.New(inner), m, staged, tally)
	twice := false
	switch pg.Constraint(err) {
	case "household_code_on_roll", "household_representative_once":
		twice = true
	}
	if err == nil && tally.Created < staged {
		err = inner.QueryRow(ctx, anyTwice).Scan(&twice)
	}
	if twice {
		return app.Left{}, errors.Join(errTwice, inner.Rollback(ctx))
	}
	if err != nil {
		return app.Left{}, errors.Join(err, inner.Rollback(ctx))
	}
	return left, inner.Commit(ctx)
}

// What a row changes in a household that is on the roll. A row without a
// representative says nothing about the one known.
const differs = `
CREATE TEMP TABLE differing ON COMMIT DROP AS
SELECT h.id, s.address, s.rep_name, s.rep_birth_year, s.rep_key, s.rep_phone,
       s.rep_name IS NOT NULL AND (h.rep_name, h.rep_birth_year, h.rep_key, h.rep_phone)
           IS DISTINCT FROM (s.rep_name, s.rep_birth_year, s.rep_key, s.rep_phone) AS other,
       s.rep_name IS NOT NULL AND h.rep_name IS NOT NULL AND CASE
           WHEN h.rep_key IS NOT NULL AND s.rep_key IS NOT NULL THEN h.rep_key <> s.rep_key
           ELSE folded(h.rep_name) <> folded(s.rep_name) END AS succeeds,
       h.village
FROM staged s JOIN household h ON h.village = s.village AND h.code = s.code AND h.valid_to IS NULL
WHERE h.address <> s.address
   OR (s.rep_name IS NOT NULL AND (h.rep_name, h.rep_birth_year, h.rep_key, h.rep_phone)
       IS DISTINCT FROM (s.rep_name, s.rep_birth_year, s.rep_key, s.rep_phone))`

const keepFormer = `
INSERT INTO household_former (household, name, birth_year, key, phone, valid_from, valid_to, confirmed_at)
SELECT h.id, h.rep_name, h.rep_birth_year, h.rep_key, h.rep_phone, h.rep_from, $1::date, h.rep_confirmed_at
FROM differing d JOIN household h USING (id) WHERE d.succeeds AND h.rep_from < $1::date`

const noteSuccession = `
INSERT INTO household_event (household, date, kind) SELECT id, $1::date, 'representative' FROM differing WHERE succeeds`

// Representatives that change are let go first: two households may swap theirs.
const letGo = `UPDATE household h SET rep_key = NULL FROM differing d WHERE h.id = d.id AND d.other`

const update = `
UPDATE household h SET
    address = d.address, version = h.version + 1,
    rep_name = CASE WHEN d.other THEN d.rep_name ELSE h.rep_name END,
    rep_birth_year = CASE WHEN d.other THEN d.rep_birth_year ELSE h.rep_birth_year END,
    rep_key = CASE WHEN d.other THEN d.rep_key ELSE h.rep_key END,
    rep_phone = CASE WHEN d.other THEN d.rep_phone ELSE h.rep_phone END,
    rep_from = CASE WHEN d.succeeds OR h.rep_from IS NULL AND d.other THEN $1::date ELSE h.rep_from END,
    rep_confirmed_at = CASE WHEN d.succeeds THEN NULL ELSE h.rep_confirmed_at END
FROM differing d WHERE h.id = d.id`

const enter = `
INSERT INTO household (id, village, code, address, valid_from, rep_name, rep_birth_year, rep_key, rep_phone, rep_from, version)
SELECT s.id, s.village, s.code, s.address, $1::date, s.rep_name, s.rep_birth_year, s.rep_key, s.rep_phone,
       CASE WHEN s.rep_name IS NOT NULL THEN $1::date END, 1
FROM staged s`

// Only where somebody stands on the rolls already: the question costs a lookup
// for each row, in an index that grows under it.
const butNotAgain = `
WHERE NOT EXISTS (SELECT FROM household h WHERE h.village = s.village AND h.code = s.code AND h.valid_to IS NULL)`

const anybodyThere = `
SELECT EXISTS (SELECT FROM (SELECT DISTINCT village FROM staged) s
               WHERE EXISTS (SELECT FROM household h WHERE h.village = s.village AND h.valid_to IS NULL))`

// The keys of those who have come, in their order.
const representing = `
INSERT INTO representing (person, household)
SELECT substring(s.rep_key FOR 15) AS person, s.id FROM staged s JOIN household h ON h.id = s.id
WHERE s.rep_key IS NOT NULL ORDER BY person`

// Rolls that may read differently, and those that surely do: a changed
// representative is news although the roll counts the same.
const (
	touched = `SELECT DISTINCT village FROM staged ORDER BY village`
	altered = `SELECT DISTINCT village FROM differing`
)

func (s *Store) merge(
	ctx context.Context, tx pgx.Tx, q *sqlcgen.Queries, m app.HouseholdMerge, staged int64, tally *app.Tally,
) (app.Left, error) {
	if _, err := tx.Exec(ctx, `ANALYZE staged`); err != nil {
		return app.Left{}, err
	}
	var there bool
	if err := tx.QueryRow(ctx, anybodyThere).Scan(&there); err != nil {
		return app.Left{}, err
	}
	different, err := tx.Exec(ctx, differs)
	if err != nil {
		return app.Left{}, fmt.Errorf("comparing households: %w", err)
	}
	tally.Changed = different.RowsAffected()
	day := m.From.String()
	if tally.Changed > 0 {
		for _, step := range []struct {
			sql  string
			args []any
		}{{keepFormer, []any{day}}, {noteSuccession, []any{day}}, {letGo, nil}, {update, []any{day}}} {
			if _, err := tx.Exec(ctx, step.sql, step.args...); err != nil {
				return app.Left{}, fmt.Errorf("changing households: %w", err)
			}
		}
	}
	newcomers := enter
	if there {
		newcomers += butNotAgain
	}
	var entered pgconn.CommandTag
	for _, step := range []struct {
		sql  string
		args []any
	}{{entersKeys, nil}, {newcomers, []any{day}}, {representing, nil}, {keepsKeys, nil}} {
		done, err := tx.Exec(ctx, step.sql, step.args...)
		if err != nil {
			return app.Left{}, fmt.Errorf("entering households: %w", err)
		}
		if step.sql == newcomers {
			entered = done
		}
	}
	tally.Created = entered.RowsAffected()
	tally.Unchanged = staged - tally.Created - tally.Changed
	m.Phase("announcing")
	if tally.Created+tally.Changed == 0 {
		return app.Left{Resource: m.Resource, Unit: m.Unit}, nil
	}
	villages, err := column(ctx, tx, touched)
	if err != nil {
		return app.Left{}, err
	}
	always, err := column(ctx, tx, altered)
	if err != nil {
		return app.Left{}, err
	}
	return s.announce(ctx, q, m, *tally, villages, always)
}

// announce counts the rolls and tells which of them read differently.
func (s *Store) announce(
	ctx context.Context, q *sqlcgen.Queries, m app.HouseholdMerge, tally app.Tally, villages, always []string,
) (app.Left, error) {
	facts, err := refreshRolls(ctx, q, villages, always, s.today())
	return app.Left{
		Facts: facts, Resource: m.Resource, Unit: m.Unit,
		Detail: map[string]string{
			"created": fmt.Sprint(tally.Created), "changed": fmt.Sprint(tally.Changed), "villages": fmt.Sprint(len(facts)),
		},
	}, err
}

func column(ctx context.Context, tx pgx.Tx, sql string) ([]string, error) {
	rows, err := tx.Query(ctx, sql)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

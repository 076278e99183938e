package postgres

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
)

// A check finds the rows that break one rule of the set.
type setCheck struct {
	rule, heading string
	sql           string
}

const codeZeros = "HOUSEHOLD_CODE_ZEROS"

// Against the rolls: joins along an index, next to nothing for a first import.
var againstRolls = []setCheck{
	{string(domain.RepresentsAnother), "national_id", `
		SELECT s.line, '' FROM staged s
		JOIN representing r ON r.person = substring(s.rep_key FOR 15)
		JOIN household h ON h.id = r.household
		WHERE (h.village, h.code) <> (s.village, s.code)
		  AND NOT EXISTS (SELECT FROM staged o WHERE (o.village, o.code) = (h.village, h.code) AND o.rep_key IS DISTINCT FROM h.rep_key)
		ORDER BY s.line LIMIT $1`},
	// Somebody else's number, or the same with the zeros a spreadsheet took: nobody but the officer knows.
	{codeZeros, "household_code", `
		SELECT s.line, s.code, min(h.code) FROM staged s
		JOIN household h ON h.village = s.village AND h.valid_to IS NULL AND h.code <> s.code
		 AND ltrim(h.code, '0') = ltrim(s.code, '0')
		WHERE NOT EXISTS (SELECT FROM household o WHERE (o.village, o.code) = (s.village, s.code) AND o.valid_to IS NULL)
		  AND NOT EXISTS (SELECT FROM staged o WHERE (o.village, o.code) = (h.village, h.code))
		GROUP BY s.line, s.code ORDER BY s.line LIMIT $1`},
	{string(domain.AlreadyEnded), "household_code", `
		SELECT s.line, s.code, to_char(h.valid_to, 'DD/MM/YYYY') FROM staged s
		JOIN household h ON h.village = s.village AND h.code = s.code AND h.valid_to > $2::date
		ORDER BY s.line LIMIT $1`},
}

// Within the file: grouping a million rows costs a tenth of the whole import, so
// the unique indexes find out first and these only name the culprits.
var withinFile = []setCheck{
	{"HOUSEHOLD_CODE_TWICE", "household_code", `
		SELECT s.line, s.code FROM staged s
		JOIN (SELECT village, code, min(line) AS first FROM staged GROUP BY village, code HAVING count(*) > 1) d
		  USING (village, code)
		WHERE s.line > d.first ORDER BY s.line LIMIT $1`},
	{"NATIONAL_ID_TWICE", "national_id", `
		SELECT s.line, '' FROM staged s
		JOIN (SELECT rep_key, min(line) AS first FROM staged WHERE rep_key IS NOT NULL GROUP BY rep_key HAVING count(*) > 1) d
		  USING (rep_key)
		WHERE s.line > d.first ORDER BY s.line LIMIT $1`},
}

// anyTwice is asked when rows met households that were there: those enter
// nothing, so no index would notice that two of them are the same.
const anyTwice = `SELECT EXISTS (SELECT FROM staged GROUP BY village, code HAVING count(*) > 1)`

// maxWrong is how many errors of one rule are kept.
const maxWrong = 10_000

func check(ctx context.Context, tx pgx.Tx, m app.HouseholdMerge, checks []setCheck) ([]app.RowError, error) {
	var wrong []app.RowError
	for _, c := range checks {
		args := []any{maxWrong}
		if c.rule == string(domain.AlreadyEnded) {
			args = append(args, m.From.String())
		}
		found, err := tx.Query(ctx, c.sql, args...)
		if err != nil {
			return nil, fmt.Errorf("checking %s: %w", c.rule, err)
		}
		more, err := pgx.CollectRows(found, func(r pgx.CollectableRow) (app.RowError, error) {
			e := app.RowError{Rule: c.rule, Heading: c.heading}
			var more string
			switch c.rule {
			case string(domain.AlreadyEnded):
				err := r.Scan(&e.Line, &e.Value, &more)
				e.Params = map[string]string{"name": e.Value, "date": more}
				return e, err
			case codeZeros:
				err := r.Scan(&e.Line, &e.Value, &more)
				e.Params = map[string]string{"name": more}
				return e, err
			}
			return e, r.Scan(&e.Line, &e.Value)
		})
		if err != nil {
			return nil, fmt.Errorf("checking %s: %w", c.rule, err)
		}
		wrong = append(wrong, more...)
	}
	return wrong, nil
}

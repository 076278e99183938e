package app

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/importer"
)

// mostVillages is more than any province has.
const mostVillages = 100_000

// households streams a roll: rows are read and checked in one goroutine while
// the database stages them in another, so that neither holds the file.
func (t *table) households(ctx context.Context) ([]RowError, error) {
	villages, err := t.villages(ctx)
	if err != nil {
		return nil, err
	}
	var dryRun *Import
	rolls := slices.Collect(maps.Values(villages))
	_, wrong, err := t.d.store.MergeHouseholds(ctx, t.cause(), HouseholdMerge{
		Resource: "imports/" + t.i.ID, Unit: t.i.Unit, From: t.i.Period.From, DryRun: t.i.DryRun, Villages: rolls,
		Read: func(ctx context.Context) (HouseholdRows, error) {
			if err := t.fromTheTop(); err != nil {
				return nil, err
			}
			return t.rowsOf(ctx, villages), nil
		},
		Phase: func(phase string) {
			// A report that fails costs a number on a page, and the next one says so too.
			_ = t.report(ctx, phase, map[string]int{"checking": 60, "merging": 70, "announcing": 95}[phase])
		},
		Finish: func(tally Tally) *Import {
			dryRun = t.finished(tally)
			return dryRun
		},
	})
	for i, e := range wrong {
		wrong[i].Heading = t.reader.Title(e.Heading) // the checks of the set know columns, not this file's titles
	}
	if err == nil && len(wrong) == 0 && t.i.DryRun {
		err = t.d.store.FinishImport(context.WithoutCancel(ctx), *dryRun, nil)
	}
	return wrong, err
}

// villages are those on whose rolls the import may enter, by code.
func (t *table) villages(ctx context.Context) (map[string]domain.UnitKey, error) {
	found, err := t.d.store.ListUnits(ctx, UnitFilter{
		Parent: t.i.Unit, Descendants: true, Level: domain.Village, AsOf: t.i.Period.From, Size: mostVillages,
	})
	if err != nil {
		return nil, err
	}
	out := make(map[string]domain.UnitKey, len(found))
	for _, f := range found {
		out[f.Unit.Code] = f.Unit.Key()
	}
	if t.i.Unit != "" {
		top, err := t.d.store.Unit(ctx, t.i.Unit)
		if err != nil {
			return nil, err
		}
		if top.Level() == domain.Village && top.Period.Contains(t.i.Period.From) {
			out[top.Code] = top.Key()
		}
	}
	return out, nil
}

// household checks one row by itself.
func (t *table) household(row importer.Row, villages map[string]domain.UnitKey) (HouseholdRow, []RowError, error) {
	if len(row.Errors) > 0 {
		wrong := reported(row.Errors)
		for i := range wrong {
			if row.At(colNationalID) != "" || row.At(colPhone) != "" {
				wrong[i].Value = masked(wrong[i].Value, row)
			}
		}
		return HouseholdRow{}, wrong, nil
	}
	h := HouseholdRow{Line: int64(row.Line), Code: row.At(colHousehold), Address: row.At(colAddress)}
	village, ok := villages[row.At(colVillage)]
	if !ok {
		e, err := refusedRow(row, "village_code", missing(row.At(colVillage)))
		return h, []RowError{e}, err
	}
	h.Village = village
	for _, c := range []struct {
		column string
		value  string
		most   int
	}{{"household_code", h.Code, 32}, {"address", h.Address, 300}} {
		if len(c.value) > c.most {
			e, err := refusedRow(row, c.column, domain.Refuse(domain.Malformed, domain.InvalidValue, "", "value", shortened(c.value)))
			return h, []RowError{e}, err
		}
	}
	column, person, err := t.person(row)
	if err != nil {
		e, err := refusedRow(row, column, err)
		return h, []RowError{e}, err
	}
	h.Person = person
	return h, nil, nil
}

// person reads the representative; nil when the row names none. It answers with
// the column at fault.
func (t *table) person(row importer.Row) (string, *domain.Person, error) {
	name := row.At(colRepresentative)
	if name == "" {
		if row.At(colNationalID) != "" {
			return "representative", nil, domain.Refuse(domain.Malformed, domain.NameMalformed, "representative")
		}
		return "", nil, nil
	}
	who := Someone{Name: name, NationalID: row.At(colNationalID), Phone: row.At(colPhone)}
	if year := row.At(colBirthYear); year != "" {
		n, err := strconv.Atoi(year)
		if err != nil {
			return "birth_year", nil, domain.Refuse(domain.Malformed, domain.BirthYearImpossible, "birth_year")
		}
		who.BirthYear = n
	}
	p, err := t.d.Identify(&who)
	if err != nil {
		return "national_id", nil, err
	}
	checked, err := p.Check(t.i.Period.From)
	if err != nil {
		return faultyColumn(err), nil, err
	}
	return "", &checked, nil
}

func faultyColumn(err error) string {
	var r *domain.Refusal
	if errors.As(err, &r) {
		switch r.Reason { //nolint:exhaustive // the rest is about the name
		case domain.BirthYearImpossible:
			return "birth_year"
		case domain.PhoneMalformed:
			return "phone"
		}
	}
	return "representative"
}

// masked hides a value that is, or holds, a national id or a telephone number.
func masked(value string, row importer.Row) string {
	if digitsIn(value) >= 7 && value != row.At(colHousehold) {
		return "…"
	}
	return value
}

// shortened keeps the beginning of a value that is too long to repeat.
func shortened(value string) string {
	if runes := []rune(value); len(runes) > 40 {
		return string(runes[:40]) + "…"
	}
	return value
}

func digitsIn(value string) int {
	n := 0
	for _, r := range value {
		if r >= '0' && r <= '9' {
			n++
		}
	}
	return n
}

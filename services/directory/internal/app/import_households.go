package app

import (
	"context"
	"errors"

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
	rolls := make([]domain.UnitKey, len(villages))
	for i, v := range villages {
		rolls[i] = v.Key()
	}
	_, wrong, err := t.d.store.MergeHouseholds(ctx, t.cause(), HouseholdMerge{
		Resource: "imports/" + t.i.ID, Unit: t.i.Unit, From: t.i.Period.From, DryRun: t.i.DryRun, Villages: rolls,
		Read: func(ctx context.Context) (HouseholdRows, error) {
			if err := t.fromTheTop(); err != nil {
				return nil, err
			}
			return t.rowsOf(ctx, t.places(villages)), nil
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

// villages are those on whose rolls the import may enter.
func (t *table) villages(ctx context.Context) ([]*domain.Unit, error) {
	found, err := t.d.store.ListUnits(ctx, UnitFilter{
		Parent: t.i.Unit, Descendants: true, Level: domain.Village, AsOf: t.i.Period.From, Size: mostVillages,
	})
	if err != nil {
		return nil, err
	}
	out := make([]*domain.Unit, 0, len(found)+1)
	for _, f := range found {
		out = append(out, f.Unit)
	}
	if t.i.Unit != "" {
		top, err := t.d.store.Unit(ctx, t.i.Unit)
		if err != nil {
			return nil, err
		}
		if top.Level() == domain.Village && top.Period.Contains(t.i.Period.From) {
			out = append(out, top)
		}
	}
	return out, nil
}

// places are ready for one reading. Where the file has no column for the village,
// it is the one the import is for, or the one named above the heading.
func (t *table) places(villages []*domain.Unit) *places {
	p := newPlaces(villages)
	if t.reader.Has("village_code") {
		return p
	}
	if len(villages) == 1 && villages[0].Key() == t.i.Unit {
		p.alone, p.how = t.i.Unit, villageOfImport
		return p
	}
	p.titled(t.reader.Above())
	return p
}

// household checks one row by itself; false for a row that only opens a section.
func (t *table) household(row importer.Row, at *places) (HouseholdRow, bool, []RowError, error) {
	if at.begins(row.Only()) {
		row.Repaired("", sectionPassed)
		return HouseholdRow{}, false, nil, nil
	}
	year, how, yearErr := t.born(row)
	id, wrong := t.nationalID(row, year)
	if len(wrong) > 0 {
		for i := range wrong {
			if row.At(colNationalID) != "" || row.At(colPhone) != "" {
				wrong[i].Value = masked(wrong[i].Value, row)
			}
		}
		return HouseholdRow{}, true, wrong, nil
	}
	h := HouseholdRow{Line: int64(row.Line), Code: row.At(colHousehold), Address: row.At(colAddress)}
	village, bad := t.villageOf(row, at)
	if bad != nil {
		return h, true, []RowError{*bad}, nil
	}
	h.Village = village
	for _, c := range []struct {
		column string
		value  string
		most   int
	}{{"household_code", h.Code, 32}, {"address", h.Address, 300}} {
		if len(c.value) > c.most {
			e, err := refusedRow(row, c.column, domain.Refuse(domain.Malformed, domain.InvalidValue, "", "value", shortened(c.value)))
			return h, true, []RowError{e}, err
		}
	}
	if row.At(colRepresentative) != "" && yearErr != nil {
		return h, true, []RowError{*yearErr}, nil
	}
	column, person, err := t.person(row, id, year)
	if err != nil {
		e, err := refusedRow(row, column, err)
		return h, true, []RowError{e}, err
	}
	if person != nil {
		if how != "" {
			row.Repaired(birthColumn(row), how)
		}
		if phone := row.At(colPhone); digitsIn(phone) == 9 && phone[0] != '0' && phone[0] != '+' {
			row.Repaired("phone", phoneZero)
		}
	}
	h.Person = person
	return h, true, nil, nil
}

// person reads the representative; nil when the row names none. It answers with
// the column at fault.
func (t *table) person(row importer.Row, id string, year int) (string, *domain.Person, error) {
	name := row.At(colRepresentative)
	if name == "" {
		if id != "" {
			return "representative", nil, domain.Refuse(domain.Malformed, domain.NameMalformed, "representative")
		}
		return "", nil, nil
	}
	who := Someone{Name: name, NationalID: id, Phone: row.At(colPhone), BirthYear: year}
	p, err := t.d.Identify(&who)
	if err != nil {
		return "national_id", nil, err
	}
	checked, err := p.Check(t.i.Period.From)
	if err != nil {
		column := faultyColumn(err)
		if column == "birth_year" {
			column = birthColumn(row)
		}
		return column, nil, err
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

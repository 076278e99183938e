package app

import (
	"errors"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/importer"
)

// villageOf reads the village of a row: its cell, else the section it stands in,
// else the one village the file is about.
func (t *table) villageOf(row importer.Row, at *places) (domain.UnitKey, *RowError) {
	text := row.At(colVillage)
	if text == "" {
		switch {
		case at.section != "":
			row.Repaired("", villageBySection)
			return at.section, nil
		case at.alone != "":
			row.Repaired("", at.how)
			return at.alone, nil
		}
		return "", rowFault(row, "village_code", "VILLAGE_NOT_SAID", nil)
	}
	keys, how := at.find(text)
	switch len(keys) {
	case 0:
		return "", rowFault(row, "village_code", "UNIT_UNKNOWN", map[string]string{"name": text})
	case 1:
		if how != "" {
			row.Repaired("village_code", how)
		}
		return keys[0], nil
	}
	var codes []string
	for _, key := range keys[:min(len(keys), 5)] {
		codes = append(codes, key.Code()+" "+at.called[key])
	}
	slices.Sort(codes)
	return "", rowFault(row, "village_code", "VILLAGE_AMBIGUOUS", map[string]string{"name": text, "villages": strings.Join(codes, "; ")})
}

// nationalID is the number of a row with what is wrong with the row, less the
// zeros that could be put back.
func (t *table) nationalID(row importer.Row, born int) (string, []RowError) {
	id := row.At(colNationalID)
	errs := row.Errors
	zeros := func(e importer.RowError) bool {
		return e.Rule == "import."+importer.RuleZeros+".rule" && e.Column == t.reader.Title("national_id")
	}
	if len(id) < 12 && slices.ContainsFunc(errs, zeros) {
		if whole, ok := restored(id, born); ok {
			row.Repaired("national_id", idZeros)
			id, errs = whole, slices.DeleteFunc(slices.Clone(errs), zeros)
		}
	}
	wrong := reported(errs)
	for i := range wrong {
		if len(id) == 9 && zeros(errs[i]) { // an identity card of before: no zero was lost
			wrong[i].Rule, wrong[i].Remedy = string(domain.NationalIDMalformed), "ROW_REMEDY"
		}
	}
	return id, wrong
}

// birthColumn is the column a row's year of birth stands in: lists often have one
// for men and one for women.
func birthColumn(row importer.Row) string {
	for at, name := range map[int]string{colBirthMale: "birth_male", colBirthFemale: "birth_female"} {
		if row.At(at) != "" {
			return name
		}
	}
	return "birth_year"
}

// born reads the year of birth: 0 when none stands there; how names the repair.
func (t *table) born(row importer.Row) (year int, how string, wrong *RowError) {
	text := ""
	for _, at := range []int{colBirthYear, colBirthMale, colBirthFemale} {
		switch value := row.At(at); {
		case value == "":
		case text != "":
			return 0, "", rowFault(row, birthColumn(row), "BIRTH_YEAR_TWICE", nil)
		default:
			text = value
		}
	}
	if text == "" {
		return 0, "", nil
	}
	year, how, ok := birthYear(text)
	if !ok {
		return 0, "", rowFault(row, birthColumn(row), "BIRTH_DATE_UNREADABLE", nil)
	}
	return year, how, nil
}

// rowFault is a rule of tables that a row breaks.
func rowFault(row importer.Row, column, rule string, params map[string]string) *RowError {
	e := inTable(row, column, rule, params)
	return &e
}

func inTable(row importer.Row, column, rule string, params map[string]string) RowError {
	e := row.Fail(column, rule, "ROW_REMEDY", params)
	out := RowError{Line: int64(e.Line), Heading: e.Column, Value: e.Value, Rule: e.Rule, Remedy: e.Remedy, Params: e.Params}
	if secret[column] || personal[column] && digitsIn(out.Value) >= 7 {
		out.Value = "…"
	}
	return out
}

// refusedRow is a rule's refusal as an error of the row.
func refusedRow(row importer.Row, column string, err error) (RowError, error) {
	var r *domain.Refusal
	if !errors.As(err, &r) {
		return RowError{}, err
	}
	rule := string(r.Reason)
	if r.Field == "agency" {
		column = r.Field
	}
	if r.Reason == domain.NotFound {
		rule = "UNIT_UNKNOWN" // in a table it is always a unit that is not there
	}
	return inTable(row, column, rule, r.Params), nil
}

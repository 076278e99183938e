package importer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Row is one row of data. It stays good after the next one is read.
type Row struct {
	Line   int        // in the file, from 1
	Errors []RowError // what is wrong with it; empty when nothing is

	reader *Reader
	values []string // in the order of Options.Columns
	only   string   // the one cell that is not empty
}

// Get returns the cell of a wanted column, cleaned: composed, one line, no
// space at the ends. A column the file does not have is "". Asking for a column
// that was not wanted is a mistake in the program: it panics.
func (r Row) Get(column string) string {
	for i := range r.reader.options.Columns {
		if r.reader.options.Columns[i].Name == column {
			return r.values[i]
		}
	}
	panic("importer: column " + strconv.Quote(column) + " was not asked for")
}

// At returns the cell of the i-th wanted column; it is Get for loops over many rows.
func (r Row) At(i int) string { return r.values[i] }

// Only returns the one cell of the row that is not empty, in whichever column;
// "" when several are. Lists in sections have such rows: "Thôn Quyết Tiến".
func (r Row) Only() string { return r.only }

// Fail makes an error about this row in the form of the importer's own. The
// column "" is the whole row; rule and remedy are message keys of the caller.
func (r Row) Fail(column, rule, remedy string, params map[string]string) RowError {
	if params == nil {
		params = map[string]string{}
	}
	e := RowError{Line: r.Line, Column: column, Rule: rule, Remedy: remedy, Params: params}
	for i := range r.reader.options.Columns {
		if r.reader.options.Columns[i].Name == column {
			e.Column, e.Value = r.reader.header.titleOf(r.reader.options.Columns, i), show(r.values[i])
		}
	}
	return e
}

func (r *Reader) row(rec record) Row {
	row := Row{Line: rec.line, reader: r, values: make([]string, len(r.options.Columns))}
	row.only = only(rec.cells)
	for _, f := range rec.faults {
		if f.rule == RuleUncomputed && !slices.Contains(r.header.place, f.cell) {
			continue // of a column nobody asked for
		}
		row.Errors = append(row.Errors, r.fault(rec, f))
	}
	for _, at := range rec.merged {
		if i := slices.Index(r.header.place, at); i >= 0 {
			r.mended(RepairMerged, r.header.titleOf(r.options.Columns, i), rec.line)
		}
	}
	r.width(rec, &row)
	for i, at := range r.header.place {
		if at >= 0 && at < len(rec.cells) {
			row.values[i] = r.cell(rec, &row, i, rec.cells[at])
		}
		column := &r.options.Columns[i]
		if column.Required && row.values[i] == "" && !slices.ContainsFunc(rec.faults, func(f cellFault) bool { return f.cell == at }) {
			row.Errors = append(row.Errors, r.broken(rec.line, i, "", RuleRequired, nil))
		}
	}
	return row
}

func only(cells []string) string {
	found := ""
	for _, cell := range cells {
		if cell == "" {
			continue
		}
		if cell = vntext.CleanLine(cell); cell != "" && found != "" {
			return ""
		} else if cell != "" {
			found = cell
		}
	}
	return found
}

func (r *Reader) fault(rec record, f cellFault) RowError {
	limit := r.options.Limits.Cell
	if f.rule == RuleRowLong {
		limit = r.options.Limits.Row
	}
	e := rowError(rec.line, f.rule, map[string]string{"limit": strconv.Itoa(limit)})
	if f.cell >= 0 && f.cell < len(r.header.titles) {
		e.Column = r.header.titles[f.cell]
	}
	if f.cell >= 0 && f.cell < len(rec.cells) {
		e.Value = show(rec.cells[f.cell])
	}
	return e
}

// width compares the row with the header. Spreadsheets leave empty cells at the
// end away; a CSV that does so has lost something.
func (r *Reader) width(rec record, row *Row) {
	columns := len(r.header.titles)
	rule := ""
	switch cells := len(rec.cells); {
	case cells < columns && r.ragged:
		rule = RuleRowShort
	case cells > columns && len(trimEmpty(rec.cells[columns:])) > 0:
		rule = RuleRowWide
	default:
		return
	}
	params := map[string]string{"columns": strconv.Itoa(columns), "cells": strconv.Itoa(len(rec.cells))}
	row.Errors = append(row.Errors, rowError(rec.line, rule, params))
}

const longestBlank = 24 // bytes; longer cells are not looked at

// cell cleans one value and says what is wrong with it.
func (r *Reader) cell(rec record, row *Row, i int, raw string) string {
	column := &r.options.Columns[i]
	value := vntext.CleanLine(raw)
	if bare, kept := strings.CutPrefix(value, "'"); kept && startsNumber(bare) {
		value, raw = bare, bare
		r.mended(RepairApostrophe, r.header.titleOf(r.options.Columns, i), rec.line)
	}
	if len(column.Blank) > 0 && value != "" && len(value) < longestBlank && slices.Contains(column.Blank, vntext.Fold(value)) {
		r.mended(RepairBlank, r.header.titleOf(r.options.Columns, i), rec.line)
		return ""
	}
	if column.Parted {
		if joined, parted := join(value); parted {
			value = joined
			r.mended(RepairSeparators, r.header.titleOf(r.options.Columns, i), rec.line)
		}
	}
	if formula(raw, column.Sign) || formula(value, column.Sign) {
		row.Errors = append(row.Errors, r.broken(rec.line, i, raw, RuleFormula, nil))
	}
	if errorValue(value) {
		row.Errors = append(row.Errors, r.broken(rec.line, i, raw, RuleComputed, nil))
	}
	if found, bad := vntext.Inspect(raw); bad && found.Kind == vntext.FaultInvisible {
		r.mended(RepairInvisible, r.header.titleOf(r.options.Columns, i), rec.line)
	} else if bad {
		row.Errors = append(row.Errors, r.broken(rec.line, i, raw, found.Kind, nil))
	} else if strings.ContainsRune(raw, '\uFFFD') {
		row.Errors = append(row.Errors, r.broken(rec.line, i, raw, RuleEncoding, nil))
	}
	if rule := digits(value, column.Digits); rule != "" {
		longest := slices.Max(column.Digits)
		params := map[string]string{"digits": lengths(column.Digits), "example": strings.Repeat("0", max(longest-len(value), 0)) + value}
		row.Errors = append(row.Errors, r.broken(rec.line, i, raw, rule, params))
	}
	return value
}

func (r *Reader) broken(line, column int, value, rule string, params map[string]string) RowError {
	e := rowError(line, rule, params)
	e.Column, e.Value = r.header.titleOf(r.options.Columns, column), show(value)
	return e
}

func rowError(line int, rule string, params map[string]string) RowError {
	if params == nil {
		params = map[string]string{}
	}
	return RowError{Line: line, Rule: "import." + rule + ".rule", Remedy: "import." + rule + ".remedy", Params: params}
}

// digits checks a code of digits. Codes that are too short have lost zeros.
func digits(value string, allowed []int) string {
	if len(allowed) == 0 || value == "" {
		return ""
	}
	for i := range len(value) {
		if value[i] < '0' || value[i] > '9' {
			return RuleNotDigits
		}
	}
	switch {
	case slices.Contains(allowed, len(value)):
		return ""
	case len(value) < slices.Max(allowed):
		return RuleZeros
	}
	return RuleNotDigits
}

func lengths(allowed []int) string {
	var words []string
	for _, n := range allowed {
		words = append(words, strconv.Itoa(n))
	}
	return strings.Join(words, ", ")
}

package importer

import (
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// header tells which cell of a record holds which column.
type header struct {
	line   int
	titles []string   // as the file has them
	place  []int      // of each wanted column; -1: not in the file
	rows   [][]string // the keys of the rows it stands in
	raw    [][]string // the same rows as they stand in the file
}

// mostHeaderRows is how many rows a header may stand in, one cell merged over others.
const mostHeaderRows = 3

// titleKey makes titles comparable: without diacritics, case, punctuation, and
// what stands in brackets behind them, as in "Mã xã (*)".
func titleKey(title string) string {
	title, _, _ = strings.Cut(vntext.Fold(title), "(")
	words := strings.FieldsFunc(title, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, " ")
}

// under is the title of one cell of a header: what stands in it, and with what
// stands above it, over this cell or merged over it and others.
type under struct{ own, whole string }

// stack lays the rows of a header over each other.
func stack(rows []record) []under {
	width := 0
	for _, rec := range rows {
		width = max(width, len(rec.cells))
	}
	out := make([]under, width)
	for level, rec := range rows {
		over := ""
		for i := range width {
			cell := ""
			if i < len(rec.cells) {
				cell = show(rec.cells[i])
			}
			if cell != "" {
				over = cell
				if cell == out[i].own {
					continue // one cell merged over both rows
				}
				out[i] = under{own: cell, whole: strings.TrimSpace(out[i].whole + " " + cell)}
			} else if level+1 < len(rows) && over != "" && out[i].own == "" && below(rows[level+1:], i) {
				out[i].whole = over // merged to the right over titles that stand below
			}
		}
	}
	return out
}

func below(rows []record, i int) bool {
	for _, rec := range rows {
		if i < len(rec.cells) && strings.TrimSpace(rec.cells[i]) != "" {
			return true
		}
	}
	return false
}

// match reads records as one header. found counts the wanted columns it has.
// Titles that stand above count first, then those of the cell itself, then the
// lesser ones, each only where the column has no place yet.
func match(rows []record, columns []Column) (h header, found int, twice string) {
	h = header{line: rows[len(rows)-1].line, place: make([]int, len(columns))}
	proper, lesser := map[string]int{}, map[string]int{} // title key → column
	for i, column := range columns {
		h.place[i] = -1
		for _, title := range append([]string{column.Name}, column.Titles...) {
			proper[titleKey(title)] = i
		}
		for _, title := range column.Lesser {
			lesser[titleKey(title)] = i
		}
	}
	delete(proper, "")
	delete(lesser, "")
	for _, rec := range rows {
		keys := make([]string, len(rec.cells))
		for i, cell := range rec.cells {
			keys[i] = titleKey(cell)
		}
		h.rows, h.raw = append(h.rows, keys), append(h.raw, rec.cells)
	}
	cells := stack(rows)
	for _, cell := range cells {
		h.titles = append(h.titles, show(cell.whole))
	}
	taken := make([]bool, len(cells))
	for _, look := range []struct {
		keys map[string]int
		of   func(under) string
	}{
		{proper, func(u under) string { return u.whole }},
		{proper, func(u under) string { return u.own }},
		{lesser, func(u under) string { return u.whole }},
		{lesser, func(u under) string { return u.own }},
	} {
		before := slices.Clone(h.place)
		for i, cell := range cells {
			column, wanted := look.keys[titleKey(look.of(cell))]
			switch {
			case !wanted || taken[i] || before[column] >= 0:
			case h.place[column] >= 0:
				twice = h.titles[i]
			default:
				h.place[column], taken[i] = i, true
				found++
			}
		}
	}
	return h, found, twice
}

// missing lists the required columns a header lacks, by their usual titles.
func (h header) missing(columns []Column) []string {
	var names []string
	for i, column := range columns {
		if column.Required && (h.place == nil || h.place[i] < 0) {
			names = append(names, column.title())
		}
	}
	return names
}

func (c Column) title() string {
	if len(c.Titles) > 0 {
		return c.Titles[0]
	}
	return c.Name
}

// Title names a wanted column as the file does; any other text comes back as it is.
func (r *Reader) Title(column string) string {
	for i := range r.options.Columns {
		if r.options.Columns[i].Name == column {
			return r.header.titleOf(r.options.Columns, i)
		}
	}
	return column
}

// titleOf names a wanted column as the file does.
func (h header) titleOf(columns []Column, i int) string {
	if at := h.place[i]; at >= 0 && h.titles[at] != "" {
		return h.titles[at]
	}
	return columns[i].title()
}

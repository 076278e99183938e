package importer

import (
	"strings"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// header tells which cell of a record holds which column.
type header struct {
	line   int
	titles []string // as the file has them
	place  []int    // of each wanted column; -1: not in the file
}

// titleKey makes titles comparable: without diacritics, case, punctuation, and
// what stands in brackets behind them, as in "Mã xã (*)".
func titleKey(title string) string {
	title, _, _ = strings.Cut(vntext.Fold(title), "(")
	words := strings.FieldsFunc(title, func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') })
	return strings.Join(words, " ")
}

// match reads a record as a header. found counts the wanted columns it has.
func match(rec record, columns []Column) (h header, found int, twice string) {
	h = header{line: rec.line, place: make([]int, len(columns))}
	keys := map[string]int{} // title key → column
	for i, column := range columns {
		h.place[i] = -1
		for _, title := range append([]string{column.Name}, column.Titles...) {
			keys[titleKey(title)] = i
		}
	}
	for i, cell := range rec.cells {
		h.titles = append(h.titles, show(cell))
		column, wanted := keys[titleKey(cell)]
		if !wanted || titleKey(cell) == "" {
			continue
		}
		if h.place[column] >= 0 {
			twice = show(cell)
			continue
		}
		h.place[column] = i
		found++
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

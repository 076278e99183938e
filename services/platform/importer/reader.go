package importer

import (
	"errors"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Reader gives the rows of one table. It is for one goroutine.
type Reader struct {
	source   source
	options  Options
	header   header
	ragged   bool // rows shorter than the header are a fault (CSV)
	ahead    []record
	rows     int
	encoding vntext.Encoding
	font     vntext.Encoding // of cells typed with a font from before Unicode
	above    []string        // cells that stand above the header
	tail     bool            // signatures have begun
	repairs  []Repair
}

// Open finds encoding, delimiter and header of a table. The kind is told by the
// name's ending; size is checked before anything is read, -1 when unknown. The
// caller closes the reader. Errors are faults with one of the Reason constants,
// or the stream's own.
func Open(r io.Reader, size int64, name string, options Options) (*Reader, error) {
	kind := strings.ToLower(path.Ext(name))
	options.Limits = options.Limits.settled(kind == ".xlsx")
	if size > options.Limits.File {
		return nil, tooLarge(options.Limits.File)
	}
	reader := &Reader{options: options, encoding: vntext.UTF8}
	var err error
	switch kind {
	case ".csv", ".txt", ".tsv":
		reader.source, reader.encoding, err = openCSV(r, options)
		reader.ragged = true
	case ".xlsx":
		reader.source, err = openXLSX(r, options)
	default:
		err = refuse(ReasonKind, "name", show(name))
	}
	if err != nil {
		return nil, err
	}
	if err := reader.start(); err != nil {
		return nil, errors.Join(err, reader.source.close())
	}
	return reader, nil
}

// Close releases temporary files.
func (r *Reader) Close() error { return r.source.close() }

// Encoding tells how the file was written.
func (r *Reader) Encoding() vntext.Encoding {
	if r.font != "" {
		return r.font
	}
	return r.encoding
}

// HeaderLine is the line the header was found in.
func (r *Reader) HeaderLine() int { return r.header.line }

// Above lists what stands above the header, cell by cell: the titles of the list.
func (r *Reader) Above() []string { return slices.Clone(r.above) }

// Has reports whether the file has a wanted column.
func (r *Reader) Has(column string) bool {
	for i := range r.options.Columns {
		if r.options.Columns[i].Name == column {
			return r.header.place[i] >= 0
		}
	}
	return false
}

// Ignored lists the titles of columns nobody asked for, as the file has them.
func (r *Reader) Ignored() []string {
	var titles []string
	for i, title := range r.header.titles {
		if title != "" && !slices.Contains(r.header.place, i) {
			titles = append(titles, title)
		}
	}
	return titles
}

// start reads the first rows, looks for text in old fonts, and takes as header
// the row, or the two or three rows, with the most wanted columns. What stands
// above it is a title.
func (r *Reader) start() error {
	for len(r.ahead) < r.options.Limits.Header {
		rec, err := r.source.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		rec.cells, rec.faults, rec.merged = slices.Clone(rec.cells), slices.Clone(rec.faults), slices.Clone(rec.merged)
		r.ahead = append(r.ahead, rec)
	}
	r.detectFont()
	for _, rec := range r.ahead {
		r.repair(rec)
	}
	best, at, depth := 0, -1, 0
	var twice string
	for rows := 1; rows <= mostHeaderRows; rows++ {
		for i := 0; i+rows <= len(r.ahead); i++ {
			h, found, double := match(r.ahead[i:i+rows], r.options.Columns)
			if found > best {
				best, at, depth, r.header, twice = found, i, rows, h, double
			}
		}
	}
	if len(r.ahead) == 0 {
		return refuse(ReasonEmpty)
	}
	if missing := r.header.missing(r.options.Columns); len(missing) > 0 || at < 0 {
		return refuse(ReasonHeaderMissing, "columns", strings.Join(missing, ", "), "rows", strconv.Itoa(r.options.Limits.Header))
	}
	if twice != "" {
		return refuse(ReasonHeaderTwice, "column", twice, "line", strconv.Itoa(r.header.line))
	}
	r.header.titles = trimEmpty(r.header.titles)
	if depth > 1 {
		r.mended(RepairHeaderRows, "", r.ahead[at].line)
	}
	for _, rec := range r.ahead[:at] {
		for _, cell := range rec.cells {
			if cell = vntext.CleanLine(cell); cell != "" {
				r.above = append(r.above, cell)
			}
		}
	}
	r.ahead = r.ahead[at+depth:]
	return nil
}

// detectFont looks whether text that came as Unicode was typed with an old font.
func (r *Reader) detectFont() {
	if r.encoding != vntext.UTF8 {
		return
	}
	var text strings.Builder
	for _, rec := range r.ahead {
		text.WriteString(strings.Join(rec.cells, "\n") + "\n")
	}
	if font, found := vntext.DetectText(text.String()); found {
		r.font = font
	}
}

func (r *Reader) repair(rec record) {
	if r.font == "" {
		return
	}
	for i, cell := range rec.cells {
		rec.cells[i] = vntext.Repair(cell, r.font)
	}
}

// Next returns the next row of data; io.EOF after the last. Empty rows, the header
// printed again, sums and signatures are passed over. A row with
// Errors is still a row: its cells are what could be read.
func (r *Reader) Next() (Row, error) {
	for {
		rec, err := r.record()
		if err != nil {
			return Row{}, err
		}
		if !slices.ContainsFunc(rec.cells, func(c string) bool { return strings.TrimSpace(c) != "" }) && len(rec.faults) == 0 {
			continue
		}
		if r.passed(rec) {
			continue
		}
		if r.rows++; r.rows > r.options.Limits.Rows {
			return Row{}, refuse(ReasonTooManyRows, "limit", strconv.Itoa(r.options.Limits.Rows))
		}
		return r.row(rec), nil
	}
}

func (r *Reader) record() (record, error) {
	if len(r.ahead) > 0 {
		rec := r.ahead[0]
		r.ahead = r.ahead[1:]
		return rec, nil
	}
	rec, err := r.source.next()
	if err == nil {
		r.repair(rec)
	}
	return rec, err
}

func tooManyColumns(line, limit int) error {
	return refuse(ReasonTooManyColumns, "line", strconv.Itoa(line), "limit", strconv.Itoa(limit))
}

func isRefusal(err error) bool {
	_, refused := fault.Of(err)
	return refused
}

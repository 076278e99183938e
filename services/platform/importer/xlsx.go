package importer

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"
)

// xlsxSource reads one sheet row by row. The packed file lies in memory; large
// parts are unpacked into temporary files, which close removes.
type xlsxSource struct {
	file   *excelize.File
	rows   *excelize.Rows
	line   int
	limits Limits

	merged     mergedDown
	uncomputed map[int][]int
}

// compoundFile begins workbooks of before 2007, and those a password protects.
const compoundFile = "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

// dates without a form of their own are written the Vietnamese way.
const shortDate = "dd/mm/yyyy"

func openXLSX(r io.Reader, options Options) (source, error) {
	limits := options.Limits
	packed, err := readAllOf(&limitedReader{r: r, left: limits.File, limit: limits.File})
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(packed, []byte(compoundFile)) {
		return nil, refuse(ReasonProtected)
	}
	file, err := excelize.OpenReader(bytes.NewReader(packed), excelize.Options{
		UnzipSizeLimit: limits.Unpacked, UnzipXMLSizeLimit: min(memoryOfPart, limits.Unpacked),
		TmpDir: options.TempDir, ShortDatePattern: shortDate,
	})
	if err != nil {
		return nil, unreadable(err, limits)
	}
	sheet, err := chooseSheet(file, options.Sheet)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	notes, err := notesOf(packed, sheet)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	slices.SortStableFunc(notes.merged, func(a, b merge) int { return a.from - b.from })
	rows, err := file.Rows(sheet)
	if err != nil {
		return nil, errors.Join(refuse(ReasonDamaged), file.Close())
	}
	return &xlsxSource{
		file: file, rows: rows, limits: limits, uncomputed: notes.uncomputed,
		merged: mergedDown{waiting: notes.merged, active: map[int]*standing{}},
	}, nil
}

func unreadable(err error, limits Limits) error {
	switch {
	case isRefusal(err):
		return err
	case strings.Contains(err.Error(), "unzip size exceeds"):
		return tooLarge(limits.Unpacked)
	}
	return refuse(ReasonDamaged)
}

func chooseSheet(file *excelize.File, name string) (string, error) {
	sheets := file.GetSheetList()
	if name != "" {
		if !slices.Contains(sheets, name) {
			return "", refuse(ReasonSheetMissing, "sheet", show(name))
		}
		return name, nil
	}
	for _, sheet := range sheets {
		if visible, err := file.GetSheetVisible(sheet); err == nil && visible {
			return sheet, nil
		}
	}
	return "", refuse(ReasonEmpty)
}

func (x *xlsxSource) next() (record, error) {
	if !x.rows.Next() {
		if err := x.rows.Error(); err != nil {
			return record{}, refuse(ReasonDamaged)
		}
		return record{}, io.EOF
	}
	x.line++
	cells, err := x.rows.Columns()
	if err != nil {
		return record{}, refuse(ReasonDamaged)
	}
	if len(cells) > x.limits.Columns {
		if cells = trimEmpty(cells); len(cells) > x.limits.Columns {
			return record{}, tooManyColumns(x.line, x.limits.Columns)
		}
	}
	var faults []cellFault
	total := 0
	for i, cell := range cells {
		if total += len(cell); len(cell) > x.limits.Cell {
			faults = append(faults, cellFault{i, RuleCellLong})
			cells[i] = cell[:longestShown]
		}
	}
	if total > x.limits.Row && len(faults) == 0 {
		faults = append(faults, cellFault{-1, RuleRowLong})
	}
	rec := record{line: x.line, cells: cells, faults: faults}
	for _, column := range x.uncomputed[x.line] {
		rec.faults = append(rec.faults, cellFault{column, RuleUncomputed})
	}
	x.merged.fill(&rec)
	return rec, nil
}

func trimEmpty(cells []string) []string {
	for len(cells) > 0 && strings.TrimSpace(cells[len(cells)-1]) == "" {
		cells = cells[:len(cells)-1]
	}
	return cells
}

func (x *xlsxSource) close() error {
	if err := errors.Join(x.rows.Close(), x.file.Close()); err != nil {
		return fmt.Errorf("importer: closing the workbook: %w", err)
	}
	return nil
}

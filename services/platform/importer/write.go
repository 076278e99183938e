package importer

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/xuri/excelize/v2"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Writer writes one table, row by row. Cells are string, int, int64, float64 or
// workday.Date; anything else is an error. Close completes the table and does
// not close what it is written to.
type Writer interface {
	Write(cells ...any) error
	Close() error
}

// NewCSVWriter writes a CSV that Excel opens as UTF-8: byte order mark, commas,
// CRLF. Cells that look like formulas get an apostrophe in front.
func NewCSVWriter(w io.Writer) (Writer, error) {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, fmt.Errorf("importer: writing a table: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	return &csvWriter{out: out}, nil
}

type csvWriter struct {
	out   *csv.Writer
	cells []string
}

func (w *csvWriter) Write(cells ...any) error {
	w.cells = w.cells[:0]
	for _, cell := range cells {
		switch value := cell.(type) {
		case string:
			w.cells = append(w.cells, Neutral(value))
		case int:
			w.cells = append(w.cells, strconv.Itoa(value))
		case int64:
			w.cells = append(w.cells, strconv.FormatInt(value, 10))
		case float64:
			w.cells = append(w.cells, strconv.FormatFloat(value, 'f', -1, 64))
		case workday.Date:
			w.cells = append(w.cells, value.Format())
		default:
			return fmt.Errorf("importer: cannot write a %T into a table", cell)
		}
	}
	if err := w.out.Write(w.cells); err != nil {
		return fmt.Errorf("importer: writing a table: %w", err)
	}
	return nil
}

func (w *csvWriter) Close() error {
	w.out.Flush()
	if err := w.out.Error(); err != nil {
		return fmt.Errorf("importer: writing a table: %w", err)
	}
	return nil
}

// NewXLSXWriter writes a workbook of one sheet. Text is stored as text, which a
// spreadsheet never computes; rows go to a temporary file until Close.
func NewXLSXWriter(w io.Writer, sheet string) (Writer, error) {
	file := excelize.NewFile()
	if err := file.SetSheetName("Sheet1", sheet); err != nil {
		return nil, fmt.Errorf("importer: naming a sheet: %w", err)
	}
	stream, err := file.NewStreamWriter(sheet)
	if err != nil {
		return nil, fmt.Errorf("importer: opening a sheet: %w", err)
	}
	format := shortDate
	date, err := file.NewStyle(&excelize.Style{CustomNumFmt: &format})
	if err != nil {
		return nil, fmt.Errorf("importer: opening a sheet: %w", err)
	}
	return &xlsxWriter{to: w, file: file, stream: stream, date: date}, nil
}

type xlsxWriter struct {
	to     io.Writer
	file   *excelize.File
	stream *excelize.StreamWriter
	date   int
	rows   int
}

func (w *xlsxWriter) Write(cells ...any) error {
	out := make([]any, len(cells))
	for i, cell := range cells {
		switch value := cell.(type) {
		case string, int, int64, float64:
			out[i] = value
		case workday.Date:
			if !value.IsZero() {
				out[i] = excelize.Cell{StyleID: w.date, Value: value.Start()}
			}
		default:
			return fmt.Errorf("importer: cannot write a %T into a table", cell)
		}
	}
	w.rows++
	at, err := excelize.CoordinatesToCellName(1, w.rows)
	if err == nil {
		err = w.stream.SetRow(at, out)
	}
	if err != nil {
		return fmt.Errorf("importer: writing row %d: %w", w.rows, err)
	}
	return nil
}

func (w *xlsxWriter) Close() error {
	defer w.file.Close()
	if err := w.stream.Flush(); err != nil {
		return fmt.Errorf("importer: writing a workbook: %w", err)
	}
	if err := w.file.Write(w.to); err != nil {
		return fmt.Errorf("importer: writing a workbook: %w", err)
	}
	return nil
}

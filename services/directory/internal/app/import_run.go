package app

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/importer"
)

// Files gives back what was uploaded.
type Files interface {
	Get(ctx context.Context, key string) (io.ReadSeekCloser, error)
}

// RunImport runs an import that waits, from file to end. An error is the
// machine's and may be tried again: nothing was changed. What is wrong with the
// file ends the import as rejected and is no error here.
func (d *Directory) RunImport(ctx context.Context, store Files, id string) error {
	claimed, err := d.store.StartImport(ctx, id)
	if err != nil || !claimed {
		return err
	}
	i, err := d.store.Import(ctx, id)
	if err != nil {
		return err
	}
	file, err := store.Get(ctx, i.File)
	if err == nil {
		err = d.runTable(ctx, i, file)
		err = errors.Join(err, file.Close())
	}
	if f, wrong := fault.Of(err); wrong && f.Kind == fault.Invalid {
		return d.reject(ctx, i, []RowError{{Rule: f.Reason, Remedy: "FILE_REMEDY", Params: f.Params}})
	}
	return err
}

// GiveUpImport records that an import could not be carried out.
func (d *Directory) GiveUpImport(ctx context.Context, id string) error {
	i, err := d.store.Import(ctx, id)
	if err != nil {
		return err
	}
	i.State, i.Failure, i.FinishedAt = ImportFailed, "IMPORT_INTERRUPTED", d.clock()
	return d.store.FinishImport(ctx, i, nil)
}

func (d *Directory) reject(ctx context.Context, i Import, wrong []RowError) error {
	i.State, i.FinishedAt = ImportRejected, d.clock()
	i.Tally = Tally{Errors: int64(len(wrong))}
	slices.SortStableFunc(wrong, func(a, b RowError) int { return cmp.Compare(a.Line, b.Line) })
	if len(wrong) > maxRowErrors {
		wrong = wrong[:maxRowErrors]
	}
	return d.store.FinishImport(ctx, i, wrong)
}

// table is a file being read for an import.
type table struct {
	d       *Directory
	i       Import
	file    io.ReadSeeker
	reader  *importer.Reader // nil before the first reading
	counted *counter
	rows    int64
}

type counter struct {
	io.Reader
	n int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p)
	c.n += int64(n)
	return n, err
}

// runTable reads and carries out one table; i has been claimed.
func (d *Directory) runTable(ctx context.Context, i Import, file io.ReadSeeker) error {
	t := &table{d: d, i: i, file: file}
	err := t.fromTheTop()
	if err != nil {
		return err
	}
	var wrong []RowError
	switch i.Kind {
	case ImportHouseholds:
		wrong, err = t.households(ctx)
	case ImportRoles:
		wrong, err = t.small(ctx, t.roles)
	case ImportAgencies:
		wrong, err = t.small(ctx, t.agencies)
	case ImportCalendar:
		wrong, err = t.small(ctx, t.calendar)
	case ImportUnits, ImportUnitMapping, ImportUnitChanges, ImportVillages:
		wrong, err = t.tree(ctx)
	default:
		err = domain.Refuse(domain.Malformed, domain.InvalidValue, "kind", "value", string(i.Kind))
	}
	err = errors.Join(err, t.reader.Close())
	switch {
	case errors.Is(err, ErrCancelled):
		return nil
	case err != nil:
		return err
	case len(wrong) > 0:
		t.i.Progress.RowsRead, t.i.Repairs = t.rows, t.repairs()
		return d.reject(ctx, t.i, wrong)
	}
	return nil
}

// fromTheTop opens the table at its first row. A table that was read before, or in
// part, is read again; one that was just opened stands there.
func (t *table) fromTheTop() error {
	if t.reader != nil {
		if t.rows == 0 {
			return nil
		}
		if err := t.reader.Close(); err != nil {
			return err
		}
		if _, err := t.file.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	t.rows, t.counted = 0, &counter{Reader: t.file}
	reader, err := importer.Open(t.counted, t.i.FileSize, t.i.FileName, importer.Options{
		Columns: columns[t.i.Kind], Printed: t.i.Kind == ImportHouseholds,
	})
	if err != nil {
		return err
	}
	t.reader, t.i.Encoding = reader, string(reader.Encoding())
	return nil
}

// cause makes the run's changes happen once, however often the job is tried.
func (t *table) cause() change.Cause {
	return change.Cause{Kind: change.Job, ID: t.i.ID, Actor: t.i.Actor, Action: "RunImport"}
}

// finished is the import as it stands after success.
func (t *table) finished(tally Tally) *Import {
	i := t.i
	i.State, i.Tally, i.FinishedAt = ImportSucceeded, tally, t.d.clock()
	i.Progress.RowsRead, i.Repairs = t.rows, t.repairs()
	return &i
}

// report tells how far the import has come and notices a cancellation.
func (t *table) report(ctx context.Context, phase string, percent int) error {
	if t.i.FileSize > 0 && phase == "reading" {
		percent = int(min(t.counted.n*60/t.i.FileSize, 60))
	}
	running, err := t.d.store.ReportProgress(ctx, t.i.ID, Progress{Phase: phase, RowsRead: t.rows, Percent: percent})
	if err == nil && !running {
		err = ErrCancelled
	}
	return err
}

// reportEvery is how many rows pass between two reports.
const reportEvery = 20_000

// next reads the next row; io.EOF after the last.
func (t *table) next(ctx context.Context) (importer.Row, error) {
	row, err := t.reader.Next()
	if errors.Is(err, io.EOF) && t.rows == 0 {
		err = fault.New(fault.Invalid, importer.ReasonEmpty) // a heading alone is a mistake, and no wish to enter nothing
	}
	if err != nil {
		return row, err
	}
	t.rows++
	if t.rows%reportEvery == 0 {
		err = t.report(ctx, "reading", 0)
	}
	return row, err
}

// mostRows bounds the tables that are read into memory as a whole; households are not.
const mostRows = 200_000

// all reads every row, and what is wrong with them.
func (t *table) all(ctx context.Context) ([]importer.Row, []RowError, error) {
	var rows []importer.Row
	var wrong []RowError
	for {
		row, err := t.next(ctx)
		if errors.Is(err, io.EOF) {
			return rows, wrong, nil
		}
		if err != nil {
			return nil, nil, err
		}
		if len(rows) >= mostRows {
			return nil, nil, fault.New(fault.Invalid, importer.ReasonTooManyRows, fault.Param("limit", "200000"))
		}
		if len(row.Errors) > 0 {
			wrong = append(wrong, reported(row.Errors)...)
			continue
		}
		rows = append(rows, row)
	}
}

// reported turns the reader's errors into ours, without what nobody may repeat.
func reported(list []importer.RowError) []RowError {
	out := make([]RowError, len(list))
	for i, e := range list {
		out[i] = RowError{Line: int64(e.Line), Heading: e.Column, Value: e.Value, Rule: e.Rule, Remedy: e.Remedy, Params: e.Params}
	}
	return out
}

package app

import (
	"context"
	"errors"
	"io"
)

// rowFeed reads and checks rows in a goroutine of its own and hands them over in
// batches, so that the file is read while the database writes.
type rowFeed struct {
	batches chan rowBatch
	current []HouseholdRow
	wrong   []RowError
	err     error
	stop    context.CancelFunc
}

// rowBatch is what was found in some rows.
type rowBatch struct {
	rows  []HouseholdRow
	wrong []RowError
}

const batchSize = 512

// rowsOf begins a reading of the table where its reader stands.
func (t *table) rowsOf(ctx context.Context, at *places) *rowFeed {
	ctx, stop := context.WithCancel(ctx)
	f := &rowFeed{batches: make(chan rowBatch, 8), stop: stop}
	go func() {
		defer close(f.batches)
		f.err = t.feed(ctx, at, f.batches)
	}()
	return f
}

// Next gives the next row; false at the end.
func (f *rowFeed) Next() (HouseholdRow, bool, error) {
	for len(f.current) == 0 {
		batch, more := <-f.batches
		if !more {
			return HouseholdRow{}, false, f.err
		}
		f.current = batch.rows
		if len(f.wrong) < maxRowErrors {
			f.wrong = append(f.wrong, batch.wrong...)
		}
	}
	row := f.current[0]
	f.current = f.current[1:]
	return row, true, nil
}

// Errors are those of the rows passed so far.
func (f *rowFeed) Errors() []RowError { return f.wrong }

// Close ends the reading and waits until the goroutine has let go of the file.
func (f *rowFeed) Close() {
	f.stop()
	for range f.batches { // let the reader see the end
	}
}

func (t *table) feed(ctx context.Context, at *places, out chan<- rowBatch) error {
	batch := rowBatch{rows: make([]HouseholdRow, 0, batchSize)}
	for {
		row, err := t.next(ctx)
		end := errors.Is(err, io.EOF)
		if err != nil && !end {
			return err
		}
		if !end {
			h, entry, wrong, err := t.household(row, at)
			if err != nil {
				return err
			}
			if entry && len(wrong) == 0 {
				batch.rows = append(batch.rows, h)
			}
			batch.wrong = append(batch.wrong, wrong...)
		}
		if len(batch.rows)+len(batch.wrong) >= batchSize || end {
			select {
			case out <- batch:
			case <-ctx.Done():
				return ctx.Err()
			}
			batch = rowBatch{rows: make([]HouseholdRow, 0, batchSize)}
		}
		if end {
			return nil
		}
	}
}

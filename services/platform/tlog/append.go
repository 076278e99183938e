package tlog

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// maxKey is the most bytes of a key: a digest of 64 bytes fits.
const maxKey = 64

// Leaf is one entry to be logged.
type Leaf struct {
	// Key is what caused it, 1 to 64 bytes. A key that is in the log already
	// adds nothing, whatever the data. It is not published.
	Key []byte
	// Data is what is published and hashed, at most 65,535 bytes.
	Data []byte
}

// Addition is a leaf with the log it goes to.
type Addition struct {
	Log LogID
	Leaf
}

// Append adds leaves to a log in the business transaction tx, in one statement
// that locks no row. The leaves are in the log from the commit on; their indices
// are given just after it by the sequencer (call its Wake). Repeating it, in the
// same or another transaction, adds nothing.
//
// A closed log refuses (fault Refused, LOG_CLOSED), an unknown one is NotFound;
// the transaction can then only be rolled back. tx must be read committed.
func Append(ctx context.Context, tx pgx.Tx, id LogID, leaves []Leaf) error {
	additions := make([]Addition, len(leaves))
	for i, leaf := range leaves {
		additions[i] = Addition{Log: id, Leaf: leaf}
	}
	return AppendEach(ctx, tx, additions)
}

// AppendEach is Append for leaves of several logs in one statement. A service that
// collects ballots of many votes calls it once; one that has all its rows in one
// statement of its own may call the SQL function tlog_append there (see Columns).
func AppendEach(ctx context.Context, tx pgx.Tx, additions []Addition) error {
	if len(additions) == 0 {
		return nil
	}
	c, err := Encode(additions)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `SELECT tlog_append($1, $2, $3)`, c.Log, c.Key, c.Data); err != nil {
		return Refusal(err)
	}
	return nil
}

// Columns are additions turned into the arrays that tlog_append takes.
type Columns struct {
	Log       []int64
	Key, Data [][]byte
}

// Encode checks additions and turns them into columns.
func Encode(additions []Addition) (Columns, error) {
	var c Columns
	for _, a := range additions {
		if len(a.Key) == 0 || len(a.Key) > maxKey {
			return Columns{}, fmt.Errorf("the key of a leaf has 1 to %d bytes, not %d", maxKey, len(a.Key))
		}
		if len(a.Data) > c2sp.MaxEntry {
			return Columns{}, fmt.Errorf("a leaf has at most %d bytes, not %d", c2sp.MaxEntry, len(a.Data))
		}
		data := a.Data
		if data == nil { // NULL is a notice
			data = []byte{}
		}
		c.Log = append(c.Log, int64(a.Log))
		c.Key = append(c.Key, a.Key)
		c.Data = append(c.Data, data)
	}
	return c, nil
}

// Refusal makes faults of what tlog_append refuses; other errors it wraps.
func Refusal(err error) error {
	switch pg.Code(err) {
	case "TL001":
		return fault.New(fault.Refused, ReasonClosed, fault.Wrap(err))
	case "TL002":
		return fault.New(fault.NotFound, ReasonUnknown, fault.Wrap(err))
	}
	return fmt.Errorf("appending to a log: %w", err)
}

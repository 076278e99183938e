package postgres

import (
	"context"
	"encoding/binary"
	"io"

	"github.com/jackc/pgx/v5"
)

// binaryCopy writes rows in PostgreSQL's binary COPY format as they are asked
// for: a buffer in memory, never the file, and no value boxed on the way.
type binaryCopy struct {
	// row appends the next row; false at the end.
	row     func(*binaryCopy) (bool, error)
	pending []byte
	buffer  []byte
	began   bool
	ended   bool
	err     error // why there are no more rows, when that is not the end
}

const (
	copyHeader = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"
	copyChunk  = 64 << 10
)

// into copies the rows; it answers how many. Where the rows themselves fail, their
// error is the answer: the database's would say only that the COPY was given up.
func (b *binaryCopy) into(ctx context.Context, tx pgx.Tx, statement string) (int64, error) {
	copied, err := tx.Conn().PgConn().CopyFrom(ctx, b, statement)
	if b.err != nil {
		return 0, b.err
	}
	return copied.RowsAffected(), err
}

// Read gives the next bytes of the COPY.
func (b *binaryCopy) Read(p []byte) (int, error) {
	for len(b.pending) == 0 {
		if b.ended {
			return 0, io.EOF
		}
		if b.err = b.fill(); b.err != nil {
			return 0, b.err
		}
	}
	n := copy(p, b.pending)
	b.pending = b.pending[n:]
	return n, nil
}

func (b *binaryCopy) fill() error {
	b.buffer = b.buffer[:0]
	if !b.began {
		b.buffer, b.began = append(b.buffer, copyHeader...), true
	}
	for len(b.buffer) < copyChunk && !b.ended {
		more, err := b.row(b)
		if err != nil {
			return err
		}
		if !more {
			b.buffer, b.ended = append(b.buffer, 0xff, 0xff), true
		}
	}
	b.pending = b.buffer
	return nil
}

// begin opens a row of so many fields.
func (b *binaryCopy) begin(fields uint16) {
	b.buffer = binary.BigEndian.AppendUint16(b.buffer, fields)
}

func (b *binaryCopy) text(s string) {
	b.buffer = append(binary.BigEndian.AppendUint32(b.buffer, uint32(len(s))), s...) //nolint:gosec // at most a cell
}

// maybe writes a text, or nothing for an empty one.
func (b *binaryCopy) maybe(s string) {
	if s == "" {
		b.null()
		return
	}
	b.text(s)
}

// bytes writes what is there, or nothing.
func (b *binaryCopy) bytes(s []byte) {
	if s == nil {
		b.null()
		return
	}
	b.buffer = append(binary.BigEndian.AppendUint32(b.buffer, uint32(len(s))), s...) //nolint:gosec // 15 to 32
}

func (b *binaryCopy) int16(n int) {
	b.buffer = binary.BigEndian.AppendUint16(append(b.buffer, 0, 0, 0, 2), uint16(n)) //nolint:gosec // a year
}

func (b *binaryCopy) int32(n int32) {
	b.buffer = binary.BigEndian.AppendUint32(append(b.buffer, 0, 0, 0, 4), uint32(n)) //nolint:gosec // two's complement is the format
}

func (b *binaryCopy) int64(n int64) {
	b.buffer = binary.BigEndian.AppendUint64(append(b.buffer, 0, 0, 0, 8), uint64(n)) //nolint:gosec // two's complement is the format
}

func (b *binaryCopy) null() { b.buffer = append(b.buffer, 0xff, 0xff, 0xff, 0xff) }

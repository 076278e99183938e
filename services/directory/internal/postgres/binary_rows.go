package postgres

import (
	"encoding/binary"
	"io"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
)

// binaryRows writes rows in PostgreSQL's binary COPY format as they are asked
// for: a buffer in memory, never the file, and no value boxed on the way.
type binaryRows struct {
	next    func() (app.HouseholdRow, bool, error)
	pending []byte
	buffer  []byte
	began   bool
	ended   bool
}

const (
	copyHeader = "PGCOPY\n\xff\r\n\x00" + "\x00\x00\x00\x00" + "\x00\x00\x00\x00"
	copyFields = 9
	copyChunk  = 64 << 10
)

// Read gives the next bytes of the COPY.
func (b *binaryRows) Read(p []byte) (int, error) {
	for len(b.pending) == 0 {
		if b.ended {
			return 0, io.EOF
		}
		if err := b.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, b.pending)
	b.pending = b.pending[n:]
	return n, nil
}

func (b *binaryRows) fill() error {
	b.buffer = b.buffer[:0]
	if !b.began {
		b.buffer, b.began = append(b.buffer, copyHeader...), true
	}
	for len(b.buffer) < copyChunk {
		row, more, err := b.next()
		if err != nil {
			return err
		}
		if !more {
			b.buffer, b.ended = append(b.buffer, 0xff, 0xff), true
			break
		}
		if err := b.add(row); err != nil {
			return err
		}
	}
	b.pending = b.buffer
	return nil
}

// add writes one row: line, id, village, code, address, name, birth year, key, phone.
func (b *binaryRows) add(r app.HouseholdRow) error {
	id, err := uuid.NewV7()
	if err != nil {
		return err
	}
	b.buffer = binary.BigEndian.AppendUint16(b.buffer, copyFields)
	b.buffer = binary.BigEndian.AppendUint32(append(b.buffer, 0, 0, 0, 4), uint32(r.Line)) //nolint:gosec // at most two million
	b.bytes(id[:])
	b.text(string(r.Village))
	b.text(r.Code)
	b.text(r.Address)
	p := r.Person
	if p == nil {
		for range 4 {
			b.null()
		}
		return nil
	}
	b.text(p.Name)
	if p.BirthYear == 0 {
		b.null()
	} else {
		b.buffer = binary.BigEndian.AppendUint16(append(b.buffer, 0, 0, 0, 2), uint16(p.BirthYear)) //nolint:gosec // 1900 to 2200
	}
	if key := keyBytes(p.Key); key != nil {
		b.bytes(key)
	} else {
		b.null()
	}
	if p.Phone != "" {
		b.text(p.Phone)
	} else {
		b.null()
	}
	return nil
}

func (b *binaryRows) text(s string) {
	b.buffer = append(binary.BigEndian.AppendUint32(b.buffer, uint32(len(s))), s...) //nolint:gosec // at most a cell
}

func (b *binaryRows) bytes(s []byte) {
	b.buffer = append(binary.BigEndian.AppendUint32(b.buffer, uint32(len(s))), s...) //nolint:gosec // 16 or 32
}

func (b *binaryRows) null() { b.buffer = append(b.buffer, 0xff, 0xff, 0xff, 0xff) }

package postgres

import (
	"time"

	"github.com/google/uuid"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
)

// stagedRows writes rows for the staging table: line, id, village, code, address,
// and the representative's name, birth year, key and phone.
func stagedRows(rows app.HouseholdRows) *binaryCopy {
	return &binaryCopy{row: func(b *binaryCopy) (bool, error) {
		r, more, err := rows.Next()
		if err != nil || !more {
			return false, err
		}
		id, err := uuid.NewV7()
		if err != nil {
			return false, err
		}
		b.begin(9)
		b.int32(int32(r.Line)) //nolint:gosec // at most two million
		b.bytes(id[:])
		b.household(r)
		b.representative(r.Person, keyOf(r.Person))
		return true, nil
	}}
}

// standing is what the roll keeps of a row that enters it as it is.
const standing = `COPY household (id, village, code, address, rep_name, rep_birth_year, rep_key, rep_phone, ` +
	`valid_from, rep_from, version) FROM STDIN (FORMAT binary)`

// newcomers writes rows as households from a day on, and remembers who
// represents them and on which rolls they stand.
type newcomers struct {
	rows     app.HouseholdRows
	from     int32
	keys     []heldKey
	villages []string
	count    int64
}

// heldKey is a row of representing. Flat, so that a million of them lie together.
type heldKey struct {
	person    [personBytes]byte
	household uuid.UUID
}

// personBytes is how much of the keyed hash representing keeps.
const personBytes = 15

func (n *newcomers) write(b *binaryCopy) (bool, error) {
	r, more, err := n.rows.Next()
	if err != nil || !more {
		return false, err
	}
	if len(n.rows.Errors()) > 0 {
		return false, errRejected // nothing will be kept: stop here and find out about all of them
	}
	id, err := uuid.NewV7()
	if err != nil {
		return false, err
	}
	b.begin(11)
	b.bytes(id[:])
	b.household(r)
	key := keyOf(r.Person)
	b.representative(r.Person, key)
	b.int32(n.from)
	if r.Person == nil {
		b.null()
	} else {
		b.int32(n.from)
	}
	b.int64(1)
	if key != nil {
		n.keys = append(n.keys, heldKey{person: [personBytes]byte(key), household: id})
	}
	if v := string(r.Village); len(n.villages) == 0 || n.villages[len(n.villages)-1] != v {
		n.villages = append(n.villages, v)
	}
	n.count++
	return true, nil
}

func (b *binaryCopy) household(r app.HouseholdRow) {
	b.text(string(r.Village))
	b.text(r.Code)
	b.text(r.Address)
}

func (b *binaryCopy) representative(p *domain.Person, key []byte) {
	if p == nil {
		for range 4 {
			b.null()
		}
		return
	}
	b.text(p.Name)
	if p.BirthYear == 0 {
		b.null()
	} else {
		b.int16(p.BirthYear)
	}
	b.bytes(key)
	b.maybe(p.Phone)
}

func keyOf(p *domain.Person) []byte {
	if p == nil {
		return nil
	}
	return keyBytes(p.Key)
}

// daysOf counts from the day PostgreSQL counts from.
func daysOf(d domain.Date) int32 {
	day := time.Date(d.Y, d.M, d.D, 0, 0, 0, 0, time.UTC)
	return int32(day.Sub(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour)) //nolint:gosec // a few ten thousand
}

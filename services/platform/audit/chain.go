package audit

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// row is an entry as the table gives it back.
type row struct {
	id                                           int64
	at                                           time.Time
	actor, action, resource, unit, cause, detail string
}

// link is the hash of the entry at place seq: SHA-256 over the previous hash and
// every field with its length. The first entry follows 32 zero bytes.
//
//	prev ‖ seq ‖ id ‖ µs since 1970 ‖ (length ‖ text) of actor, action, resource, unit, cause, detail
//
// Numbers are 64 bits, big-endian. Changing this breaks every chain there is.
func link(prev []byte, seq int64, r row) []byte {
	h := sha256.New()
	_, _ = h.Write(prev)
	number := func(n int64) {
		var b [8]byte
		binary.BigEndian.PutUint64(b[:], uint64(n)) //nolint:gosec // the bits, not the value
		_, _ = h.Write(b[:])
	}
	number(seq)
	number(r.id)
	number(r.at.UnixMicro())
	for _, text := range []string{r.actor, r.action, r.resource, r.unit, r.cause, r.detail} {
		number(int64(len(text)))
		_, _ = h.Write([]byte(text))
	}
	return h.Sum(nil)
}

// genesis is what the first entry follows.
var genesis = make([]byte, sha256.Size)

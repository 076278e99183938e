package files

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Signer makes and checks handles that travel through browsers. A handle
// is bound to its uploader, without naming them, and expires: a file can only be
// attached by who uploaded it, soon after.
type Signer struct {
	keys  [][]byte
	clock func() time.Time
}

// leastKey is the length of an HMAC-SHA-256 key below which guessing is thinkable.
const leastKey = 32

// NewSigner needs keys of at least 32 bytes. The first one signs; all verify,
// so that a key can be changed while handles are under way.
func NewSigner(clock func() time.Time, keys ...[]byte) (*Signer, error) {
	if len(keys) == 0 {
		return nil, errors.New("files: a signer needs a key")
	}
	for _, key := range keys {
		if len(key) < leastKey {
			return nil, fmt.Errorf("files: a key of %d bytes is too short; use at least %d random bytes", len(key), leastKey)
		}
	}
	return &Signer{keys: keys, clock: clock}, nil
}

type signedHandle struct {
	Handle
	Expires int64 `json:"e"`
}

// Sign returns an opaque text for the handle, good for that uploader and that long.
func (s *Signer) Sign(h Handle, uploader string, lasting time.Duration) (string, error) {
	payload, err := json.Marshal(signedHandle{Handle: h, Expires: s.clock().Add(lasting).Unix()})
	if err != nil {
		return "", fmt.Errorf("files: signing a handle: %w", err)
	}
	return encode(payload) + "." + encode(mac(s.keys[0], payload, uploader)), nil
}

// Verify returns the handle that was signed for this uploader. A forged handle
// and one of another uploader are the same refusal, FILE_HANDLE_INVALID; an old
// one is FILE_HANDLE_EXPIRED.
func (s *Signer) Verify(signed, uploader string) (Handle, error) {
	invalid := fault.New(fault.Invalid, ReasonHandleInvalid)
	if len(signed) > 4096 {
		return Handle{}, invalid
	}
	first, second, found := strings.Cut(signed, ".")
	payload, err := decode(first)
	if !found || err != nil {
		return Handle{}, invalid
	}
	sum, err := decode(second)
	if err != nil || !s.signedBy(payload, sum, uploader) {
		return Handle{}, invalid
	}
	var h signedHandle
	if err := json.Unmarshal(payload, &h); err != nil {
		return Handle{}, invalid
	}
	if s.clock().Unix() >= h.Expires {
		return Handle{}, fault.New(fault.Invalid, ReasonHandleExpired)
	}
	return h.Handle, nil
}

func (s *Signer) signedBy(payload, sum []byte, uploader string) bool {
	good := false
	for _, key := range s.keys {
		good = hmac.Equal(sum, mac(key, payload, uploader)) || good
	}
	return good
}

// mac covers purpose, payload and uploader, each with its length: no two
// different triples are the same bytes.
func mac(key, payload []byte, uploader string) []byte {
	h := hmac.New(sha256.New, key)
	for _, field := range [][]byte{[]byte("danchu file handle v1"), payload, []byte(uploader)} {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(field)))
		h.Write(length[:])
		h.Write(field)
	}
	return h.Sum(nil)
}

func encode(b []byte) string { return base64.RawURLEncoding.EncodeToString(b) }

func decode(s string) ([]byte, error) { return base64.RawURLEncoding.Strict().DecodeString(s) }

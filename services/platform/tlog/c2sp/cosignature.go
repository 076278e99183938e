package c2sp

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"golang.org/x/mod/sumdb/note"
)

// algCosignature is the type byte of a witness's Ed25519 key, cosignature/v1.
const algCosignature = 0x04

// timestamped is the length of a cosignature: eight bytes of time, then Ed25519.
const timestamped = 8 + ed25519.SignatureSize

// Cosigner signs checkpoints as a witness does: that it saw the log grow only,
// and when. It is a note.Signer.
type Cosigner struct {
	name  string
	hash  uint32
	key   ed25519.PrivateKey
	clock func() time.Time
}

// NewCosigner makes the signer of a witness of that name. One key serves one
// witness only: the message does not carry the name.
func NewCosigner(name string, key ed25519.PrivateKey, clock func() time.Time) (*Cosigner, error) {
	if err := CheckOrigin(name); err != nil {
		return nil, err
	}
	public, ok := key.Public().(ed25519.PublicKey)
	if !ok || len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("a witness needs an Ed25519 key")
	}
	return &Cosigner{name: name, hash: cosignerID(name, public), key: key, clock: clock}, nil
}

// Name is the witness's name.
func (c *Cosigner) Name() string { return c.name }

// KeyHash is the id of its key.
func (c *Cosigner) KeyHash() uint32 { return c.hash }

// Sign cosigns the body of a checkpoint at the witness's time.
func (c *Cosigner) Sign(body []byte) ([]byte, error) {
	at := c.clock().Unix()
	if at < 0 {
		return nil, errors.New("the witness's clock is before 1970")
	}
	signature := binary.BigEndian.AppendUint64(nil, uint64(at))
	return append(signature, ed25519.Sign(c.key, cosigned(body, uint64(at)))...), nil
}

// VerifierKey is the text of the witness's public key, which verifiers are told.
func (c *Cosigner) VerifierKey() string {
	public, _ := c.key.Public().(ed25519.PublicKey) // checked by NewCosigner
	var id [4]byte
	binary.BigEndian.PutUint32(id[:], c.hash)
	return c.name + "+" + hex.EncodeToString(id[:]) + "+" + base64.StdEncoding.EncodeToString(append([]byte{algCosignature}, public...))
}

// witness verifies cosignatures.
type witness struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func (w witness) Name() string    { return w.name }
func (w witness) KeyHash() uint32 { return w.hash }

func (w witness) Verify(body, signature []byte) bool {
	if len(signature) != timestamped {
		return false
	}
	at := binary.BigEndian.Uint64(signature)
	return at <= math.MaxInt64 && ed25519.Verify(w.key, cosigned(body, at), signature[8:])
}

// NewVerifier reads the text of a public key, name+id+key: of a log (Ed25519
// note key) or of a witness (cosignature/v1). Check the kind with IsWitness.
func NewVerifier(text string) (note.Verifier, error) {
	name, rest, ok := strings.Cut(text, "+")
	id, encoded, ok2 := strings.Cut(rest, "+")
	raw, err := base64.StdEncoding.Strict().DecodeString(encoded)
	if !ok || !ok2 || err != nil || len(raw) != 1+ed25519.PublicKeySize {
		return nil, fmt.Errorf("%.80q is not a public key in the form name+id+base64", text)
	}
	if err := CheckOrigin(name); err != nil {
		return nil, err
	}
	if raw[0] != algCosignature {
		v, err := note.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("the public key %.80q: %w", text, err)
		}
		return v, nil
	}
	w := witness{name: name, hash: cosignerID(name, raw[1:]), key: raw[1:]}
	if want := fmt.Sprintf("%08x", w.hash); id != want {
		return nil, fmt.Errorf("the id of the public key of %s is %s, not %.16q", name, want, id)
	}
	return w, nil
}

// IsWitness tells whether the key is a witness's: it must never stand in for the log's.
func IsWitness(v note.Verifier) bool { _, ok := v.(witness); return ok }

// CosignedAt is when a witness cosigned, from its verified signature.
func CosignedAt(s note.Signature) (time.Time, error) {
	raw, err := base64.StdEncoding.DecodeString(s.Base64)
	if err != nil || len(raw) != 4+timestamped {
		return time.Time{}, fmt.Errorf("the signature of %.80q is not a cosignature", s.Name)
	}
	return time.Unix(int64(binary.BigEndian.Uint64(raw[4:])), 0), nil //nolint:gosec // Verify refused what does not fit
}

// cosigned is the message a witness signs.
func cosigned(body []byte, at uint64) []byte {
	return append(fmt.Appendf(nil, "cosignature/v1\ntime %d\n", at), body...)
}

func cosignerID(name string, key ed25519.PublicKey) uint32 {
	h := sha256.New()
	h.Write([]byte(name + "\n"))
	h.Write([]byte{algCosignature})
	h.Write(key)
	return binary.BigEndian.Uint32(h.Sum(nil))
}

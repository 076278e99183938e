package session

import (
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"

	"golang.org/x/crypto/chacha20poly1305"
)

// ErrNotOurs is the answer to a value that no key of ours sealed for that
// purpose: forged, damaged, or sealed with a key that has been retired.
var ErrNotOurs = errors.New("sealed value was not sealed by us")

// minSecret is the shortest secret a key may be derived from, in bytes.
const minSecret = 32

// Sealer seals small values for cookies. It seals with its first key and opens
// with any, which is how a key is rotated: put the new one first, remove the old
// one when the longest session has ended.
type Sealer struct {
	keys []cipher.AEAD
}

// NewSealer derives one key from each secret of at least 32 bytes, newest first.
func NewSealer(secrets ...[]byte) (*Sealer, error) {
	if len(secrets) == 0 {
		return nil, errors.New("session key: none given; set DANCHU_SESSION_KEY to at least 32 random bytes")
	}
	s := &Sealer{}
	for i, secret := range secrets {
		if len(secret) < minSecret {
			return nil, fmt.Errorf("session key %d: %d bytes; at least %d are needed", i+1, len(secret), minSecret)
		}
		key, err := hkdf.Key(sha256.New, secret, nil, "danchu gateway cookies v1", chacha20poly1305.KeySize)
		if err != nil {
			return nil, fmt.Errorf("deriving session key %d: %w", i+1, err)
		}
		aead, err := chacha20poly1305.NewX(key)
		if err != nil {
			return nil, fmt.Errorf("session key %d: %w", i+1, err)
		}
		s.keys = append(s.keys, aead)
	}
	return s, nil
}

// Seal encrypts v as JSON for one purpose. A value sealed for one purpose does
// not open for another, so a sign-in cookie can never pass as a session.
func (s *Sealer) Seal(purpose string, v any) (string, error) {
	plain, err := json.Marshal(v)
	if err != nil {
		return "", fmt.Errorf("sealing %s: %w", purpose, err)
	}
	aead := s.keys[0]
	nonce := make([]byte, aead.NonceSize(), aead.NonceSize()+len(plain)+aead.Overhead())
	_, _ = rand.Read(nonce) // never fails: it aborts the program instead
	return base64.RawURLEncoding.EncodeToString(aead.Seal(nonce, nonce, plain, []byte(purpose))), nil
}

// Open decrypts what Seal made for the same purpose, or answers ErrNotOurs.
func (s *Sealer) Open(purpose, sealed string, v any) error {
	raw, err := base64.RawURLEncoding.DecodeString(sealed)
	if err != nil {
		return ErrNotOurs
	}
	for _, aead := range s.keys {
		if len(raw) < aead.NonceSize() {
			return ErrNotOurs
		}
		plain, err := aead.Open(nil, raw[:aead.NonceSize()], raw[aead.NonceSize():], []byte(purpose))
		if err != nil {
			continue
		}
		if err := json.Unmarshal(plain, v); err != nil {
			return ErrNotOurs
		}
		return nil
	}
	return ErrNotOurs
}

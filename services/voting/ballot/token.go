package ballot

import (
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"errors"
	"fmt"
)

// Sizes in bytes. A prepared token is 32 random bytes of RFC 9474 and 32 of our own.
const (
	TokenSize = 64
	SaltSize  = 32
)

// Sizes of a key in bits: below the least forging is within reach, above the most
// a phone waits.
const (
	MinKeyBits = 2048
	MaxKeyBits = 4096
)

// Token is the prepared message that was signed blindly. Who shows it with its
// signature has the right to one ballot.
type Token [TokenSize]byte

// ParseToken takes exactly 64 bytes.
func ParseToken(b []byte) (Token, error) {
	if len(b) != TokenSize {
		return Token{}, fmt.Errorf("a token has %d bytes, not %d", TokenSize, len(b))
	}
	return Token(b), nil
}

// Digest names the token in the ballot box; two ballots with one digest are one
// household voting twice.
func (t Token) Digest() [sha256.Size]byte { return sha256.Sum256(t[:]) }

// ParseKey reads the public key of a vote, DER SubjectPublicKeyInfo, and refuses what
// is no RSA key of 2048 to 4096 bits with the exponent 65537. One exponent: an even
// or tiny one could make the signatures of different households tell apart.
func ParseKey(spki []byte) (*rsa.PublicKey, error) {
	parsed, err := x509.ParsePKIXPublicKey(spki)
	if err != nil {
		return nil, fmt.Errorf("the key of the vote: %w", err)
	}
	key, ok := parsed.(*rsa.PublicKey)
	if !ok {
		return nil, errors.New("the key of the vote is no RSA key")
	}
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	return key, nil
}

// CheckKey refuses keys that ParseKey refuses.
func CheckKey(key *rsa.PublicKey) error {
	bits := key.N.BitLen()
	if bits < MinKeyBits || bits > MaxKeyBits || bits%8 != 0 || key.E != 65537 || key.N.Bit(0) == 0 {
		return fmt.Errorf("the key of the vote has %d bits and the exponent %d; %d to %d bits and 65537 are allowed", bits, key.E, MinKeyBits, MaxKeyBits)
	}
	return nil
}

// FormatKey writes the public key as ParseKey reads it.
func FormatKey(key *rsa.PublicKey) ([]byte, error) {
	if err := CheckKey(key); err != nil {
		return nil, err
	}
	return x509.MarshalPKIXPublicKey(key)
}

package issuer

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

const (
	sealVersion = 1
	sealSalt    = 32
	sealInfo    = "danchu.voting.v1.ballot_key"
)

// ErrSealed is a sealed key that does not open: of another vote, sealed with another
// secret, or changed.
var ErrSealed = errors.New("the sealed key of the vote does not open with the secret of this service")

// Sealer seals private keys for the database: AES-256-GCM under a key made by
// HKDF-SHA256 from the service's secret and a random salt for each sealing, with the
// vote as additional data, so that a row cannot be moved to another vote.
type Sealer struct {
	secrets [][]byte
}

// NewSealer reads DANCHU_BALLOT_SECRET: secrets of 32 bytes or more in base64,
// separated by commas, the current one first. An older one still opens what it sealed.
func NewSealer(setting string) (*Sealer, error) {
	s := &Sealer{}
	for text := range strings.SplitSeq(setting, ",") {
		secret, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil || len(secret) < 32 {
			return nil, fmt.Errorf("secret %d of the ballots is not 32 bytes or more in base64", len(s.secrets)+1)
		}
		s.secrets = append(s.secrets, secret)
	}
	return s, nil
}

// Seal writes the key for the vote of that uuid: version, salt, nonce, ciphertext.
func (s *Sealer) Seal(k *Key, vote string) ([]byte, error) {
	k.mu.RLock()
	defer k.mu.RUnlock()
	if k.destroyed {
		return nil, ErrDestroyed
	}
	sealed := make([]byte, 1+sealSalt, 1+sealSalt+len(k.der)+28)
	sealed[0] = sealVersion
	if _, err := rand.Read(sealed[1:]); err != nil {
		return nil, fmt.Errorf("sealing the key of a vote: %w", err)
	}
	box, err := box(s.secrets[0], sealed[1:])
	if err != nil {
		return nil, fmt.Errorf("sealing the key of a vote: %w", err)
	}
	return box.Seal(sealed, nil, k.der, []byte(vote)), nil
}

// Open reads what Seal wrote for that vote.
func (s *Sealer) Open(sealed []byte, vote string) (*Key, error) {
	if len(sealed) < 1+sealSalt || sealed[0] != sealVersion {
		return nil, ErrSealed
	}
	for _, secret := range s.secrets {
		box, err := box(secret, sealed[1:1+sealSalt])
		if err != nil {
			return nil, fmt.Errorf("opening the key of a vote: %w", err)
		}
		if der, err := box.Open(nil, nil, sealed[1+sealSalt:], []byte(vote)); err == nil {
			return parse(der)
		}
	}
	return nil, ErrSealed
}

// box is the cipher of one sealing. Its nonce is random; the key is used once.
func box(secret, salt []byte) (cipher.AEAD, error) {
	key, err := hkdf.Key(sha256.New, secret, salt, sealInfo, 32)
	if err != nil {
		return nil, err
	}
	defer clear(key)
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCMWithRandomNonce(block)
}

package tlog

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/note"
)

// Signer gives the keys that sign the checkpoints of a log, the current one
// first. While a key is being replaced there are two, and each checkpoint carries
// both signatures.
type Signer interface {
	For(origin string) ([]note.Signer, error)
}

// Keys is the Signer of a service: Ed25519 keys from its configuration, which
// sign every log of the service, each in the log's own name. A checkpoint tells
// its origin, so a signature for one log is none for another.
type Keys struct {
	private []ed25519.PrivateKey
}

// ParseKeys reads the setting: seeds of 32 bytes in base64, separated by commas,
// the current one first. To replace a key put the new seed before the old one,
// publish its verifier key, and take the old one out when everybody has it.
func ParseKeys(setting string) (*Keys, error) {
	k := &Keys{}
	for text := range strings.SplitSeq(setting, ",") {
		seed, err := base64.StdEncoding.DecodeString(strings.TrimSpace(text))
		if err != nil || len(seed) != ed25519.SeedSize {
			return nil, fmt.Errorf("key %d of the logs is not a seed of %d bytes in base64", len(k.private)+1, ed25519.SeedSize)
		}
		k.private = append(k.private, ed25519.NewKeyFromSeed(seed))
	}
	return k, nil
}

// For gives the signers of the log of that origin.
func (k *Keys) For(origin string) ([]note.Signer, error) {
	var signers []note.Signer
	for _, private := range k.private {
		text, err := note.NewEd25519VerifierKey(origin, public(private))
		if err != nil {
			return nil, fmt.Errorf("the key of the log %s: %w", origin, err)
		}
		verifier, err := note.NewVerifier(text)
		if err != nil {
			return nil, fmt.Errorf("the key of the log %s: %w", origin, err)
		}
		signers = append(signers, &logSigner{verifier, private})
	}
	return signers, nil
}

// VerifierKeys are the public keys of the log of that origin, as its readers are
// told them: name+id+base64.
func (k *Keys) VerifierKeys(origin string) ([]string, error) {
	var texts []string
	for _, private := range k.private {
		text, err := note.NewEd25519VerifierKey(origin, public(private))
		if err != nil {
			return nil, fmt.Errorf("the key of the log %s: %w", origin, err)
		}
		texts = append(texts, text)
	}
	return texts, nil
}

func public(private ed25519.PrivateKey) ed25519.PublicKey {
	return ed25519.PublicKey(private[ed25519.SeedSize:])
}

// logSigner signs in the name of one log.
type logSigner struct {
	note.Verifier
	private ed25519.PrivateKey
}

func (s *logSigner) Sign(text []byte) ([]byte, error) { return ed25519.Sign(s.private, text), nil }

// sign makes the signed note of a body.
func sign(body string, signers []note.Signer) (string, error) {
	if len(signers) == 0 {
		return "", errors.New("no key signs this log")
	}
	signed, err := note.Sign(&note.Note{Text: body}, signers...)
	return string(signed), err
}

// named tells which keys signed, to see later whether they still are the ones.
func named(signers []note.Signer) string {
	var b strings.Builder
	for _, s := range signers {
		var id [4]byte
		binary.BigEndian.PutUint32(id[:], s.KeyHash())
		fmt.Fprintf(&b, "%x ", id)
	}
	return strings.TrimSuffix(b.String(), " ")
}

package ballot

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha512"
	"errors"
)

// ErrForged is a signature that the key of the vote never made.
var ErrForged = errors.New("the signature of the token is not by the key of the vote")

var pss = rsa.PSSOptions{SaltLength: sha512.Size384, Hash: crypto.SHA384}

// VerifyToken checks an unblinded signature: RSASSA-PSS with SHA-384, MGF1 with
// SHA-384 and a salt of exactly 48 bytes. openssl dgst verifies the same.
func VerifyToken(key *rsa.PublicKey, token Token, signature []byte) error {
	return verify(key, token[:], signature)
}

// verify takes a prepared message of any length, as the RFC does.
func verify(key *rsa.PublicKey, prepared, signature []byte) error {
	digest := sha512.Sum384(prepared)
	if rsa.VerifyPSS(key, crypto.SHA384, digest[:], signature, &pss) != nil {
		return ErrForged
	}
	return nil
}

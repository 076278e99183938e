package authn

import (
	"crypto"
	"crypto/ed25519"
	"encoding/base64"
	"encoding/json"
	"net/http"

	jose "github.com/go-jose/go-jose/v4"
)

// KeySet is the public half of the keys a gateway signs with: what it serves to the other programs. It holds several
// keys while one is being replaced by another.
type KeySet struct {
	keys []jose.JSONWebKey
}

// NewKeySet holds the given public keys.
func NewKeySet(keys ...ed25519.PublicKey) *KeySet {
	set := &KeySet{}
	for _, k := range keys {
		set.keys = append(set.keys, jose.JSONWebKey{Key: k, KeyID: keyID(k), Algorithm: string(jose.EdDSA), Use: "sig"})
	}
	return set
}

// ServeHTTP answers with the JSON Web Key Set (RFC 7517). It may be cached for a minute: a new key is published well
// before anything is signed with it.
func (s *KeySet) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := json.Marshal(jose.JSONWebKeySet{Keys: s.keys})
	if err != nil {
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/jwk-set+json")
	w.Header().Set("Cache-Control", "public, max-age=60")
	_, _ = w.Write(body)
}

// keyID is the RFC 7638 thumbprint, so that every replica holding the same key gives it the same name.
func keyID(k ed25519.PublicKey) string {
	print, err := (&jose.JSONWebKey{Key: k}).Thumbprint(crypto.SHA256)
	if err != nil {
		// Cannot happen for an ed25519 key of the right length; an empty id is never matched.
		return ""
	}
	return base64.RawURLEncoding.EncodeToString(print)
}

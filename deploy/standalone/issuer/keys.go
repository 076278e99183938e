package issuer

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"fmt"
	"sync"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const (
	rs256 = string(jose.RS256)
	es256 = string(jose.ES256)
)

// keys are made once per process, when somebody first asks: an RSA key takes a moment that starting should not wait for.
type keys struct {
	make func() map[string]jose.JSONWebKey
}

func newKeys() *keys {
	return &keys{make: sync.OnceValue(func() map[string]jose.JSONWebKey {
		// The standard library's generators do not fail.
		r, _ := rsa.GenerateKey(rand.Reader, 2048)
		e, _ := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		return map[string]jose.JSONWebKey{rs256: named(r, rs256), es256: named(e, es256)}
	})}
}

func named(key crypto.Signer, algorithm string) jose.JSONWebKey {
	k := jose.JSONWebKey{Key: key, Algorithm: algorithm, Use: "sig"}
	print, _ := k.Thumbprint(crypto.SHA256)
	k.KeyID = base64.RawURLEncoding.EncodeToString(print)
	return k
}

func (k *keys) public() jose.JSONWebKeySet {
	all := k.make()
	r, e := all[rs256], all[es256]
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{r.Public(), e.Public()}}
}

// sign makes a token of the given type ("JWT", "at+jwt").
func (k *keys) sign(algorithm, kind string, claims map[string]any) (string, error) {
	if algorithm == "" {
		algorithm = rs256
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(algorithm), Key: k.make()[algorithm]},
		(&jose.SignerOptions{}).WithType(jose.ContentType(kind)))
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		return "", fmt.Errorf("signing: %w", err)
	}
	return token, nil
}

// hint is what an id_token_hint turned out to be.
type hint int

const (
	hintForeign hint = iota // signed by a key that is not here: somebody else's, or ours before the last start
	hintForged              // names one of our keys and is not signed by it, or is no token
	hintOurs                // signed here, expired or not
)

// issued tells what an id_token_hint is, and for whom it was signed when it is ours.
func (k *keys) issued(token string) (audience []string, what hint) {
	parsed, err := jwt.ParseSigned(token, []jose.SignatureAlgorithm{jose.RS256, jose.ES256})
	if err != nil {
		return nil, hintForged
	}
	for _, key := range k.public().Keys {
		if key.KeyID != parsed.Headers[0].KeyID {
			continue
		}
		var claims jwt.Claims
		if parsed.Claims(key.Key, &claims) != nil {
			return nil, hintForged
		}
		return claims.Audience, hintOurs
	}
	return nil, hintForeign
}

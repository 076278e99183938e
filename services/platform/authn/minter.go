package authn

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// TokenLife is how long a minted token is good for: long enough for one call, too short to be worth stealing.
const TokenLife = 60 * time.Second

// Minter makes the short-lived tokens with which the gateway tells the services who is signed in at a browser.
type Minter struct {
	signer   jose.Signer
	issuer   string
	audience string
	keys     *KeySet
	clock    func() time.Time
}

// NewMinter signs with key. published are further keys to serve in the key set without signing with them: the next
// one, so that every service knows it before it is used, or the previous one until its last token is gone.
func NewMinter(key ed25519.PrivateKey, issuer, audience string, published ...ed25519.PublicKey) (*Minter, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("minter: the signing key is not an Ed25519 private key")
	}
	if issuer == "" || audience == "" {
		return nil, errors.New("minter: issuer and audience are needed")
	}
	public := key.Public().(ed25519.PublicKey)
	signer, err := jose.NewSigner(
		jose.SigningKey{Algorithm: jose.EdDSA, Key: jose.JSONWebKey{Key: key, KeyID: keyID(public)}},
		(&jose.SignerOptions{}).WithType("JWT"))
	if err != nil {
		return nil, fmt.Errorf("minter: %w", err)
	}
	return &Minter{
		signer: signer, issuer: issuer, audience: audience, clock: time.Now,
		keys: NewKeySet(append([]ed25519.PublicKey{public}, published...)...),
	}, nil
}

// WithClock returns the same minter on another clock.
func (m *Minter) WithClock(clock func() time.Time) *Minter {
	other := *m
	other.clock = clock
	return &other
}

// KeySet is what services need to believe this minter's tokens.
func (m *Minter) KeySet() *KeySet { return m.keys }

// Gateway is the verifier's configuration for tokens of this minter when both share a process.
func (m *Minter) Gateway() Gateway { return Gateway{Issuer: m.issuer, Keys: m.keys} }

// minted are the claims of a gateway token. The subject is already the full one, issuer of origin included.
type minted struct {
	jwt.Claims
	Name      string `json:"name,omitempty"`
	PersonKey string `json:"person_key,omitempty"`
	Kind      string `json:"kind"`
}

// Mint makes a token for c that is good for [TokenLife]. An anonymous caller has no token: it is refused.
func (m *Minter) Mint(c Caller) (string, error) {
	if !c.SignedIn() {
		return "", errors.New("mint: an anonymous caller has no token")
	}
	now := m.clock()
	token, err := jwt.Signed(m.signer).Claims(minted{
		Claims: jwt.Claims{
			Issuer: m.issuer, Subject: c.Subject, Audience: jwt.Audience{m.audience}, ID: rand.Text(),
			IssuedAt: jwt.NewNumericDate(now), NotBefore: jwt.NewNumericDate(now),
			Expiry: jwt.NewNumericDate(now.Add(TokenLife)),
		},
		Name: c.Name, PersonKey: c.PersonKey, Kind: c.Kind.String(),
	}).Serialize()
	if err != nil {
		return "", fmt.Errorf("mint: %w", err)
	}
	return token, nil
}

// ParseKeys reads the Ed25519 private keys (PKCS #8, PEM) of a key file, in order. By convention the first signs and the
// others are only published. To rotate: append the new key, wait ten minutes, move it to the front, wait two minutes, drop
// the old one. `openssl genpkey -algorithm ed25519` makes such a key.
func ParseKeys(file []byte) ([]ed25519.PrivateKey, error) {
	var keys []ed25519.PrivateKey
	for {
		var block *pem.Block
		block, file = pem.Decode(file)
		if block == nil {
			break
		}
		parsed, err := x509.ParsePKCS8PrivateKey(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("token key %d: %w", len(keys)+1, err)
		}
		key, ok := parsed.(ed25519.PrivateKey)
		if !ok {
			return nil, fmt.Errorf("token key %d is not an Ed25519 key", len(keys)+1)
		}
		keys = append(keys, key)
	}
	if len(keys) == 0 {
		return nil, errors.New("token key: the file holds no PEM block with a private key")
	}
	return keys, nil
}

package authn_test

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/danchu-platform/danchu/services/platform/authn"
)

const audience = "danchu"

// now is the moment every test takes place at, unless it moves its clock.
var now = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

// provider is an OpenID provider reduced to what a verifier asks of it.
type provider struct {
	*httptest.Server
	down    atomic.Bool
	fetches atomic.Int32

	mu   sync.Mutex
	keys []jose.JSONWebKey
}

func newProvider(t *testing.T, keys ...jose.JSONWebKey) *provider {
	t.Helper()
	p := &provider{keys: keys}
	mux := http.NewServeMux()
	mux.HandleFunc("/.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		p.answer(w, map[string]any{
			"issuer": p.URL, "jwks_uri": p.URL + "/keys", "authorization_endpoint": p.URL + "/authorize",
			"token_endpoint": p.URL + "/token", "response_types_supported": []string{"code"},
			"subject_types_supported": []string{"public"}, "id_token_signing_alg_values_supported": []string{"RS256"},
		})
	})
	mux.HandleFunc("/keys", func(w http.ResponseWriter, r *http.Request) {
		p.fetches.Add(1)
		p.mu.Lock()
		defer p.mu.Unlock()
		p.answer(w, jose.JSONWebKeySet{Keys: p.keys})
	})
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	return p
}

func (p *provider) answer(w http.ResponseWriter, v any) {
	if p.down.Load() {
		http.Error(w, "down", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(v)
}

func (p *provider) publish(keys ...jose.JSONWebKey) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = keys
}

// signing is one key with both halves.
type signing struct {
	alg     jose.SignatureAlgorithm
	private any
	id      string
}

func (s signing) public() jose.JSONWebKey {
	return jose.JSONWebKey{Key: s.private.(crypto.Signer).Public(), KeyID: s.id, Algorithm: string(s.alg), Use: "sig"}
}

func rsaKey(t *testing.T, id string) signing {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	must(t, err)
	return signing{jose.RS256, key, id}
}

func ecKey(t *testing.T, id string) signing {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	return signing{jose.ES256, key, id}
}

func edKey(t *testing.T) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	return key
}

// sign makes a token of any claims with any key: also the ones that must be refused.
func sign(t *testing.T, s signing, claims map[string]any) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: s.alg, Key: jose.JSONWebKey{Key: s.private, KeyID: s.id}}, nil)
	must(t, err)
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	must(t, err)
	return token
}

// claimsOf are the claims of a good token; changes replace single ones, nil removes.
func claimsOf(issuer string, changes map[string]any) map[string]any {
	claims := map[string]any{
		"iss": issuer, "sub": "u-1", "aud": []string{audience}, "name": "Nguyễn Thị Hoà", "national_id": "025 190 001 234",
		"iat": now.Unix(), "nbf": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}
	for k, v := range changes {
		if v == nil {
			delete(claims, k)
		} else {
			claims[k] = v
		}
	}
	return claims
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func verifier(t *testing.T, cfg authn.Config) authn.Verifier {
	t.Helper()
	if cfg.Audience == "" {
		cfg.Audience = audience
	}
	if cfg.Clock == nil {
		cfg.Clock = func() time.Time { return now }
	}
	v, err := authn.NewVerifier(t.Context(), cfg)
	must(t, err)
	return v
}

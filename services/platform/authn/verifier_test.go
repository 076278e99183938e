package authn_test

import (
	"bytes"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"strings"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

var secret = bytes.Repeat([]byte{7}, 32)

func TestNoTokenIsAnonymous(t *testing.T) {
	c, err := verifier(t, authn.Config{}).Verify(t.Context(), "")
	must(t, err)
	if c.SignedIn() || c.Kind != authn.Anonymous || c.Keys() != nil {
		t.Fatalf("got %+v, want the anonymous caller", c)
	}
}

func TestTokenOfAConfiguredIssuer(t *testing.T) {
	for _, key := range []signing{rsaKey(t, "r1"), ecKey(t, "e1")} {
		p := newProvider(t, key.public())
		v := verifier(t, authn.Config{Issuers: []string{p.URL}, PersonKey: secret})
		c, err := v.Verify(t.Context(), sign(t, key, claimsOf(p.URL, nil)))
		must(t, err)
		want, err := authn.PersonKey(secret, "025190001234")
		must(t, err)
		if c.Subject != p.URL+"#u-1" || c.Kind != authn.Person || c.Name != "Nguyễn Thị Hoà" || c.PersonKey != want {
			t.Errorf("%s: got %+v", key.alg, c)
		}
		if keys := c.Keys(); len(keys) != 2 || keys[0] != c.Subject || keys[1] != want {
			t.Errorf("keys: %v", keys)
		}
	}
}

func TestClientCredentialsAreAService(t *testing.T) {
	key := rsaKey(t, "r1")
	p := newProvider(t, key.public())
	v := verifier(t, authn.Config{Issuers: []string{p.URL}, PersonKey: secret})
	for name, changes := range map[string]map[string]any{
		"RFC 9068":     {"sub": "qlvb", "client_id": "qlvb"},
		"azp":          {"sub": "qlvb", "azp": "qlvb"},
		"grant":        {"gty": "client-credentials"},
		"Keycloak":     {"client_id": "qlvb", "preferred_username": "service-account-qlvb"},
		"not a person": {"sub": "qlvb", "client_id": "qlvb", "national_id": "025190001234"},
	} {
		c, err := v.Verify(t.Context(), sign(t, key, claimsOf(p.URL, changes)))
		must(t, err)
		if c.Kind != authn.Service || c.PersonKey != "" {
			t.Errorf("%s: got %+v, want a service without a person key", name, c)
		}
	}
	c, err := v.Verify(t.Context(), sign(t, key, claimsOf(p.URL, map[string]any{"client_id": "portal", "azp": "portal"})))
	must(t, err)
	if c.Kind != authn.Person {
		t.Errorf("a person's token through a client is a person's: %+v", c)
	}
}

// TestRefusedTokens goes through every way a token can be wrong. Each differs from a good one in one thing only.
func TestRefusedTokens(t *testing.T) {
	key, other := rsaKey(t, "r1"), rsaKey(t, "r1")
	p := newProvider(t, key.public())
	v := verifier(t, authn.Config{Issuers: []string{p.URL}})
	at := func(d time.Duration) int64 { return now.Add(d).Unix() }
	good := sign(t, key, claimsOf(p.URL, nil))
	parts := strings.Split(good, ".")
	b64 := base64.RawURLEncoding.EncodeToString

	tests := []struct{ name, token, reason string }{
		{"expired", sign(t, key, claimsOf(p.URL, map[string]any{"exp": at(-31 * time.Second)})), "TOKEN_EXPIRED"},
		{"never expires", sign(t, key, claimsOf(p.URL, map[string]any{"exp": nil})), "TOKEN_INVALID"},
		{"not yet valid", sign(t, key, claimsOf(p.URL, map[string]any{"nbf": at(31 * time.Second)})), "TOKEN_NOT_YET_VALID"},
		{"from the future", sign(t, key, claimsOf(p.URL, map[string]any{"iat": at(time.Minute)})), "TOKEN_NOT_YET_VALID"},
		{"other audience", sign(t, key, claimsOf(p.URL, map[string]any{"aud": "bank"})), "TOKEN_AUDIENCE"},
		{"no audience", sign(t, key, claimsOf(p.URL, map[string]any{"aud": nil})), "TOKEN_AUDIENCE"},
		{"other issuer", sign(t, key, claimsOf("https://evil.example", nil)), "TOKEN_ISSUER_UNKNOWN"},
		{"no subject", sign(t, key, claimsOf(p.URL, map[string]any{"sub": nil})), "TOKEN_INVALID"},
		{"forged: another key of the same id", sign(t, other, claimsOf(p.URL, nil)), "TOKEN_INVALID"},
		{"forged: payload exchanged", parts[0] + "." + b64([]byte(`{"iss":"`+p.URL+`","sub":"admin","aud":"danchu","exp":9999999999}`)) + "." + parts[2], "TOKEN_INVALID"},
		{"unknown key id", sign(t, signing{jose.RS256, key.private, "r9"}, claimsOf(p.URL, nil)), "TOKEN_INVALID"},
		{"alg none", b64([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".", "TOKEN_INVALID"},
		{"alg none with a signature", b64([]byte(`{"alg":"none","kid":"r1"}`)) + "." + parts[1] + "." + parts[2], "TOKEN_INVALID"},
		{"alg confusion: public key as HMAC secret", hmacWithPublicKey(t, key, claimsOf(p.URL, nil)), "TOKEN_INVALID"},
		{"another algorithm than the key's", sign(t, signing{jose.PS256, key.private, "r1"}, claimsOf(p.URL, nil)), "TOKEN_INVALID"},
		{"not a token", "hello", "TOKEN_INVALID"},
		{"two parts", parts[0] + "." + parts[1], "TOKEN_INVALID"},
		{"too long", strings.Repeat("a", 17<<10), "TOKEN_INVALID"},
	}
	for _, test := range tests {
		c, err := v.Verify(t.Context(), test.token)
		if fault.KindOf(err) != fault.Unauthenticated || !fault.Is(err, test.reason) {
			t.Errorf("%s: got %v, want Unauthenticated %s", test.name, err, test.reason)
		}
		if c != (authn.Caller{}) {
			t.Errorf("%s: a refused token gave %+v", test.name, c)
		}
	}
	for _, name := range []string{"exp", "nbf", "iat"} {
		d := 29 * time.Second
		if name == "exp" {
			d = -d
		}
		if _, err := v.Verify(t.Context(), sign(t, key, claimsOf(p.URL, map[string]any{name: at(d)}))); err != nil {
			t.Errorf("%s within the skew was refused: %v", name, err)
		}
	}
	if _, err := v.Verify(t.Context(), good); err != nil {
		t.Errorf("the good token: %v", err)
	}
}

// hmacWithPublicKey signs with the issuer's public key as if it were a shared secret: the classic confusion.
func hmacWithPublicKey(t *testing.T, key signing, claims map[string]any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(&key.private.(*rsa.PrivateKey).PublicKey)
	must(t, err)
	text := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	return sign(t, signing{jose.HS256, text, key.id}, claims)
}

func TestConfigIsChecked(t *testing.T) {
	for name, cfg := range map[string]authn.Config{
		"no audience":            {},
		"short person key":       {Audience: audience, PersonKey: []byte("short")},
		"gateway without keys":   {Audience: audience, Gateway: authn.Gateway{Issuer: "gw"}},
		"gateway also an issuer": {Audience: audience, Issuers: []string{"gw"}, Gateway: authn.Gateway{Issuer: "gw", Keys: authn.NewKeySet()}},
	} {
		if _, err := authn.NewVerifier(t.Context(), cfg); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

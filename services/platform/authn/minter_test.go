package authn_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/pem"
	"net/http/httptest"
	"testing"
	"time"

	jose "github.com/go-jose/go-jose/v4"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

const gateway = "danchu-gateway"

func minter(t *testing.T, key ed25519.PrivateKey, published ...ed25519.PublicKey) *authn.Minter {
	t.Helper()
	m, err := authn.NewMinter(key, gateway, audience, published...)
	must(t, err)
	return m.WithClock(func() time.Time { return now })
}

var hoa = authn.Caller{Subject: "https://sso.example#u-1", PersonKey: "pk:1", Name: "Hoà", Kind: authn.Person}

func TestAMintedTokenComesBackAsTheSameCaller(t *testing.T) {
	m := minter(t, edKey(t))
	token, err := m.Mint(hoa)
	must(t, err)

	server := httptest.NewServer(m.KeySet())
	t.Cleanup(server.Close)
	for name, g := range map[string]authn.Gateway{
		"in memory":  m.Gateway(),
		"by address": {Issuer: gateway, JWKSURL: server.URL},
	} {
		c, err := verifier(t, authn.Config{Gateway: g}).Verify(t.Context(), token)
		must(t, err)
		if c != hoa {
			t.Errorf("%s: got %+v, want %+v", name, c, hoa)
		}
	}
}

func TestAMintedTokenLivesAMinute(t *testing.T) {
	m := minter(t, edKey(t))
	token, err := m.Mint(hoa)
	must(t, err)
	for after, reason := range map[time.Duration]string{
		-40 * time.Second: "TOKEN_NOT_YET_VALID",
		59 * time.Second:  "",
		91 * time.Second:  "TOKEN_EXPIRED",
	} {
		v := verifier(t, authn.Config{Gateway: m.Gateway(), Clock: func() time.Time { return now.Add(after) }})
		if _, err := v.Verify(t.Context(), token); (reason == "" && err != nil) || (reason != "" && !fault.Is(err, reason)) {
			t.Errorf("after %s: got %v, want %q", after, err, reason)
		}
	}
}

func TestOnlyTheGatewaysOwnKeyMints(t *testing.T) {
	m := minter(t, edKey(t))
	v := verifier(t, authn.Config{Gateway: m.Gateway()})
	forged, err := minter(t, edKey(t)).Mint(hoa)
	must(t, err)
	rs := rsaKey(t, "r1")
	for name, token := range map[string]string{
		"another key":       forged,
		"another algorithm": sign(t, rs, claimsOf(gateway, map[string]any{"kind": "person"})),
		"HMAC":              sign(t, signing{jose.HS256, bytes.Repeat([]byte{1}, 32), "x"}, claimsOf(gateway, nil)),
	} {
		if _, err := v.Verify(t.Context(), token); !fault.Is(err, "TOKEN_INVALID") {
			t.Errorf("%s: got %v, want TOKEN_INVALID", name, err)
		}
	}
	if _, err := m.Mint(authn.Caller{}); err == nil {
		t.Error("a token was minted for nobody")
	}
}

func TestKeysRotate(t *testing.T) {
	old, next := edKey(t), edKey(t)
	before := minter(t, old, next.Public().(ed25519.PublicKey))
	after := minter(t, next, old.Public().(ed25519.PublicKey))
	for _, published := range []*authn.Minter{before, after} {
		v := verifier(t, authn.Config{Gateway: published.Gateway()})
		for _, m := range []*authn.Minter{before, after} {
			token, err := m.Mint(hoa)
			must(t, err)
			if _, err := v.Verify(t.Context(), token); err != nil {
				t.Errorf("during a rotation both keys hold: %v", err)
			}
		}
	}
}

func TestKeyFile(t *testing.T) {
	var file []byte
	keys := []ed25519.PrivateKey{edKey(t), edKey(t)}
	for _, k := range keys {
		der, err := x509.MarshalPKCS8PrivateKey(k)
		must(t, err)
		file = append(file, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})...)
	}
	got, err := authn.ParseKeys(file)
	must(t, err)
	if len(got) != 2 || !got[0].Equal(keys[0]) || !got[1].Equal(keys[1]) {
		t.Errorf("got %d keys or another order", len(got))
	}
	der, err := x509.MarshalPKCS8PrivateKey(rsaKey(t, "").private)
	must(t, err)
	for name, bad := range map[string][]byte{
		"empty": nil, "not PEM": []byte("secret"), "RSA": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}),
		"garbage": pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: []byte("x")}),
	} {
		if _, err := authn.ParseKeys(bad); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

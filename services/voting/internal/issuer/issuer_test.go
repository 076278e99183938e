package issuer

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"math/big"
	"strings"
	"sync"
	"testing"

	"filippo.io/bigmod"
	"github.com/cloudflare/circl/blindsign/blindrsa"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

const vote = "0198c0de-0000-7000-8000-00000000000a"

func generate(t testing.TB, bits int) *Key {
	t.Helper()
	k, err := Generate(bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// standard is the same key for other libraries.
func standard(t testing.TB, k *Key) *rsa.PrivateKey {
	t.Helper()
	parsed, err := x509.ParsePKCS8PrivateKey(k.der)
	if err != nil {
		t.Fatal(err)
	}
	return parsed.(*rsa.PrivateKey)
}

func secret(b byte) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)) }

func sealer(t testing.TB, setting string) *Sealer {
	t.Helper()
	s, err := NewSealer(setting)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// Byte for byte what another library answers, at the edges too.
func TestTheSameAsCircl(t *testing.T) {
	for _, bits := range []int{2048, 3072} {
		k := generate(t, bits)
		circl := blindrsa.NewSigner(standard(t, k))
		last := new(big.Int).Sub(k.Public().N, big.NewInt(1)).Bytes()
		messages := [][]byte{
			make([]byte, k.size), big.NewInt(1).FillBytes(make([]byte, k.size)), last,
			standard(t, k).Primes[0].FillBytes(make([]byte, k.size)),
		}
		for range 20 {
			m, err := rand.Int(rand.Reader, k.Public().N)
			if err != nil {
				t.Fatal(err)
			}
			messages = append(messages, m.FillBytes(make([]byte, k.size)))
		}
		for _, m := range messages {
			want, err := circl.BlindSign(m)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := k.BlindSign(m); err != nil || !bytes.Equal(got, want) {
				t.Fatalf("%x: %x, not %x, %v", m, got, want, err)
			}
		}
	}
}

func TestWhatIsNoBlindedMessage(t *testing.T) {
	k := generate(t, 2048)
	n := k.Public().N.Bytes()
	for _, m := range [][]byte{nil, n, bytes.Repeat([]byte{0xff}, 256), n[1:], append([]byte{0}, n[1:]...)[:255], make([]byte, 257)} {
		if s, err := k.BlindSign(m); !errors.Is(err, ErrBlinded) {
			t.Errorf("%d bytes: %x, %v", len(m), s, err)
		}
	}
	for _, bits := range []int{0, 1024, 2047, 8192} {
		if _, err := Generate(bits); err == nil {
			t.Errorf("a key of %d bits was made", bits)
		}
	}
}

// From drawing to verifying, after a stay in the database.
func TestACredential(t *testing.T) {
	s := sealer(t, secret(1))
	made := generate(t, 2048)
	sealed, err := s.Seal(made, vote)
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(sealed, made.dp) || bytes.Contains(sealed, made.der[len(made.der)-32:]) {
		t.Fatal("the key can be read in what was sealed")
	}
	k, err := s.Open(sealed, vote)
	if err != nil {
		t.Fatal(err)
	}
	voter, err := ballot.NewVoter(k.SPKI())
	if err != nil {
		t.Fatal(err)
	}
	drawing, err := voter.Draw()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := k.BlindSign(drawing.Blinded)
	if err != nil {
		t.Fatal(err)
	}
	again, err := made.BlindSign(drawing.Blinded)
	if err != nil || !bytes.Equal(again, answer) {
		t.Fatal("the same blinded message has another answer")
	}
	signature, err := drawing.Finish(answer)
	if err != nil {
		t.Fatal(err)
	}
	if err := ballot.VerifyToken(k.Public(), drawing.Token, signature); err != nil {
		t.Fatal(err)
	}
}

func TestSealing(t *testing.T) {
	k := generate(t, 2048)
	old := sealer(t, secret(1))
	sealed, err := old.Seal(k, vote)
	if err != nil {
		t.Fatal(err)
	}
	twice, err := old.Seal(k, vote)
	if err != nil || bytes.Equal(sealed, twice) {
		t.Fatal("two sealings are the same bytes")
	}
	if _, err := sealer(t, secret(2)+", "+secret(1)).Open(sealed, vote); err != nil {
		t.Fatalf("after a change of the secret: %v", err)
	}
	for name, open := range map[string]func() (*Key, error){
		"another secret": func() (*Key, error) { return sealer(t, secret(2)).Open(sealed, vote) },
		"another vote":   func() (*Key, error) { return old.Open(sealed, vote[:35]+"b") },
		"a bit changed": func() (*Key, error) {
			return old.Open(append(sealed[:len(sealed)-1:len(sealed)-1], sealed[len(sealed)-1]^1), vote)
		},
		"the salt":     func() (*Key, error) { return old.Open(append([]byte{1, sealed[1] ^ 1}, sealed[2:]...), vote) },
		"a later form": func() (*Key, error) { return old.Open(append([]byte{2}, sealed[1:]...), vote) },
		"cut":          func() (*Key, error) { return old.Open(sealed[:40], vote) },
		"nothing":      func() (*Key, error) { return old.Open(nil, vote) },
	} {
		if _, err := open(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, setting := range []string{"", "short", secret(1) + ",", base64.StdEncoding.EncodeToString(make([]byte, 31))} {
		if _, err := NewSealer(setting); err == nil || strings.Contains(err.Error(), "short") {
			t.Errorf("%q: %v", setting, err)
		}
	}
}

// A wrong half of the computation never leaves: it would give the primes away.
func TestAFaultIsHeldBack(t *testing.T) {
	k := generate(t, 2048)
	k.dp[len(k.dp)-1] ^= 4
	if s, err := k.BlindSign(big.NewInt(7).FillBytes(make([]byte, k.size))); !errors.Is(err, ErrFault) {
		t.Fatalf("%x left, %v", s, err)
	}
}

func TestDestroying(t *testing.T) {
	k := generate(t, 2048)
	dp, der, qinv, qn := k.dp, k.der, k.qinv, k.qn
	message := big.NewInt(7).FillBytes(make([]byte, k.size))
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := k.BlindSign(message); err != nil && !errors.Is(err, ErrDestroyed) {
				t.Errorf("while it is destroyed: %v", err)
			}
		})
	}
	k.Destroy()
	k.Destroy()
	all.Wait()
	if _, err := k.BlindSign(message); !errors.Is(err, ErrDestroyed) {
		t.Fatalf("it signs on: %v", err)
	}
	if _, err := sealer(t, secret(1)).Seal(k, vote); !errors.Is(err, ErrDestroyed) {
		t.Fatalf("it is sealed again: %v", err)
	}
	for name, left := range map[string][]byte{"dp": dp, "der": der} {
		if !bytes.Equal(left, make([]byte, len(left))) {
			t.Errorf("%s is still there", name)
		}
	}
	for name, left := range map[string]*bigmod.Nat{"qinv": qinv, "q": qn} {
		if left.IsZero() != 1 {
			t.Errorf("%s is still there", name)
		}
	}
	if len(k.SPKI()) == 0 || k.Public().N.BitLen() != 2048 {
		t.Error("the public key must stay: the log is checked with it")
	}
}

package ballot

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"encoding/json"
	"io"
	"math/big"
	"os"
	"testing"

	"github.com/cloudflare/circl/blindsign/blindrsa"
)

// vector is the test vector of RFC 9474, appendix A.1.
type vector struct {
	N          string `json:"n"`
	E          string `json:"e"`
	InputMsg   string `json:"input_msg"`
	MsgPrefix  string `json:"msg_prefix"`
	Msg        string `json:"msg"`
	Salt       string `json:"salt"`
	Inv        string `json:"inv"`
	BlindedMsg string `json:"blinded_msg"`
	BlindSig   string `json:"blind_sig"`
	Sig        string `json:"sig"`
}

func bytesOf(t *testing.T, text string) []byte {
	t.Helper()
	b, err := hex.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// The client that we use follows the RFC step by step, and so does our verification.
func TestVectorOfTheRFC(t *testing.T) {
	text, err := os.ReadFile("testdata/rfc9474-randomized.json")
	if err != nil {
		t.Fatal(err)
	}
	var v vector
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	key := &rsa.PublicKey{N: new(big.Int).SetBytes(bytesOf(t, v.N)), E: int(new(big.Int).SetBytes(bytesOf(t, v.E)).Int64())}
	client, err := blindrsa.NewClient(blindrsa.SHA384PSSRandomized, key)
	if err != nil {
		t.Fatal(err)
	}
	prepared, err := client.Prepare(bytes.NewReader(bytesOf(t, v.MsgPrefix)), bytesOf(t, v.Msg))
	if err != nil || !bytes.Equal(prepared, bytesOf(t, v.InputMsg)) {
		t.Fatalf("prepared %x, %v", prepared, err)
	}
	r := new(big.Int).ModInverse(new(big.Int).SetBytes(bytesOf(t, v.Inv)), key.N)
	random := io.MultiReader(bytes.NewReader(bytesOf(t, v.Salt)), bytes.NewReader(r.FillBytes(make([]byte, key.Size()))))
	blinded, state, err := client.Blind(random, prepared)
	if err != nil || !bytes.Equal(blinded, bytesOf(t, v.BlindedMsg)) {
		t.Fatalf("blinded %x, %v", blinded, err)
	}
	signature, err := client.Finalize(state, bytesOf(t, v.BlindSig))
	if err != nil || !bytes.Equal(signature, bytesOf(t, v.Sig)) {
		t.Fatalf("finalised %x, %v", signature, err)
	}
	if err := verify(key, prepared, signature); err != nil {
		t.Fatal(err)
	}
	for name, spoilt := range map[string][2][]byte{
		"another message":     {append([]byte{1}, prepared...), signature},
		"a bit of it":         {prepared, append([]byte{signature[0] ^ 1}, signature[1:]...)},
		"a byte less":         {prepared, signature[1:]},
		"the blind signature": {prepared, bytesOf(t, v.BlindSig)},
		"none":                {prepared, nil},
	} {
		if verify(key, spoilt[0], spoilt[1]) == nil {
			t.Errorf("%s is taken for the signature", name)
		}
	}
}

func TestDrawing(t *testing.T) {
	private, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	spki, err := FormatKey(&private.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	voter, err := NewVoter(spki)
	if err != nil {
		t.Fatal(err)
	}
	one, err := voter.Draw()
	if err != nil {
		t.Fatal(err)
	}
	other, err := voter.Draw()
	if err != nil || one.Token == other.Token || bytes.Equal(one.Blinded, other.Blinded) {
		t.Fatal("two drawings share something")
	}
	answer, err := blindrsa.NewSigner(private).BlindSign(one.Blinded)
	if err != nil {
		t.Fatal(err)
	}
	signature, err := one.Finish(answer)
	if err != nil {
		t.Fatal(err)
	}
	if VerifyToken(&private.PublicKey, one.Token, signature) != nil || VerifyToken(&private.PublicKey, other.Token, signature) == nil {
		t.Fatal("a signature is good for its own token only")
	}
	if _, err := other.Finish(answer); err == nil {
		t.Fatal("an answer to another drawing was taken")
	}
}

func TestKeysThatAreRefused(t *testing.T) {
	for name, make := range map[string]func() (*rsa.PublicKey, error){
		"short": func() (*rsa.PublicKey, error) {
			return &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(3), 1022), E: 65537}, nil
		},
		"even": func() (*rsa.PublicKey, error) {
			return &rsa.PublicKey{N: new(big.Int).Lsh(big.NewInt(3), 2046), E: 65537}, nil
		},
		"too long": func() (*rsa.PublicKey, error) { return &rsa.PublicKey{N: odd(8192), E: 65537}, nil },
		"e is 3":   func() (*rsa.PublicKey, error) { return &rsa.PublicKey{N: odd(2048), E: 3}, nil },
	} {
		key, err := make()
		if err != nil {
			t.Fatal(err)
		}
		if CheckKey(key) == nil {
			t.Errorf("%s: taken", name)
		}
		if _, err := FormatKey(key); err == nil {
			t.Errorf("%s: written", name)
		}
	}
	for _, spki := range [][]byte{nil, []byte("no DER")} {
		if _, err := NewVoter(spki); err == nil {
			t.Errorf("%q is taken for a key", spki)
		}
	}
}

func odd(bits uint) *big.Int {
	n := new(big.Int).Lsh(big.NewInt(1), bits)
	return n.Sub(n, big.NewInt(1))
}

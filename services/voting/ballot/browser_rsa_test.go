package ballot_test

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"os"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
)

// The browser follows the RFC step by step.
func TestBrowserVectorOfTheRFC(t *testing.T) {
	text, err := os.ReadFile("testdata/rfc9474-randomized.json")
	if err != nil {
		t.Fatal(err)
	}
	var v map[string]string
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	number := func(name string) *big.Int { n, _ := new(big.Int).SetString(v[name], 16); return n }
	spki, err := ballot.FormatKey(&rsa.PublicKey{N: number("n"), E: int(number("e").Int64())})
	if err != nil {
		t.Fatal(err)
	}
	h := open(t, votetest.Open(t, 3, votetest.Key(t)))
	h.visit(t, "H1")
	got := js[[]string](t, h, `
		const [spki, v] = args, key = await rsa.importKey(spki), bytes = (name) => rsa.fromHex(v[name]);
		const r = rsa.toNumber(rsa.fromHex(v.r));
		const made = await rsa.blind(key, bytes("input_msg"), { salt: bytes("salt"), r });
		const signature = await rsa.finalize(key, bytes("input_msg"), bytes("blind_sig"), made.inverse);
		const refused = [];
		for (const wrong of [bytes("sig"), bytes("blind_sig").slice(1), rsa.toBytes(key.n, key.length)])
			await rsa.finalize(key, bytes("input_msg"), wrong, made.inverse).catch(() => refused.push("refused"));
		return [rsa.toHex(made.blinded), rsa.toHex(made.inverse), rsa.toHex(signature), refused.join()];`,
		base64.StdEncoding.EncodeToString(spki),
		merge(v, "r", new(big.Int).ModInverse(number("inv"), number("n")).Text(16)))
	if got[0] != v["blinded_msg"] || strings.TrimLeft(got[1], "0") != strings.TrimLeft(v["inv"], "0") || got[2] != v["sig"] {
		t.Fatalf("the browser works out %q", got)
	}
	if got[3] != "refused,refused,refused" {
		t.Fatalf("wrong answers are %q", got[3])
	}
}

func merge(v map[string]string, name, value string) map[string]string {
	if len(value)%2 == 1 {
		value = "0" + value
	}
	v[name] = value
	return v
}

// What the browser blinds, unblinds and commits, the server's library verifies.
func TestBrowserAgainstTheServersLibrary(t *testing.T) {
	v := votetest.Open(t, 3, votetest.Key(t))
	h := open(t, v)
	h.visit(t, "H1")
	type drawing struct{ Token, Blinded, Inverse string }
	for range 10 {
		d := js[drawing](t, h, `
			const key = await rsa.importKey(args[0]), token = rsa.random(rsa.TOKEN_LENGTH), made = await rsa.blind(key, token);
			return { Token: rsa.toBase64(token), Blinded: rsa.toBase64(made.blinded), Inverse: rsa.toBase64(made.inverse) };`, v.First.Key)
		answer, err := v.Issuer.BlindSign(decode(t, d.Blinded))
		if err != nil {
			t.Fatal(err)
		}
		got := js[[]string](t, h, `
			const [spki, token, answer, inverse, salt, vote] = args, key = await rsa.importKey(spki);
			const signature = await rsa.finalize(key, rsa.fromBase64(token), rsa.fromBase64(answer), rsa.fromBase64(inverse));
			return [rsa.toBase64(signature), await rsa.commit(vote, rsa.fromBase64(token), "AGREE", rsa.fromBase64(salt))];`,
			v.First.Key, d.Token, base64.StdEncoding.EncodeToString(answer), d.Inverse, base64.StdEncoding.EncodeToString(make([]byte, 32)), votetest.UUID)
		token, err := ballot.ParseToken(decode(t, d.Token))
		if err != nil {
			t.Fatal(err)
		}
		if err := ballot.VerifyToken(v.Issuer.Public(), token, decode(t, got[0])); err != nil {
			t.Fatal(err)
		}
		if want := ballot.Commit(votetest.UUID, token, "AGREE", [ballot.SaltSize]byte{}); got[1] != string(want) {
			t.Fatalf("the browser commits to %s, the server to %s", got[1], want)
		}
	}
}

// Keys that could mark a voter are refused before anything is blinded.
func TestBrowserRefusesStrangeKeys(t *testing.T) {
	h := open(t, votetest.Open(t, 3, votetest.Key(t)))
	h.visit(t, "H1")
	n, err := rand.Prime(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]*rsa.PublicKey{
		"another exponent": {N: n, E: 3}, "short": {N: new(big.Int).Rsh(n, 1024).SetBit(new(big.Int).Rsh(n, 1024), 0, 1), E: 65537},
	} {
		if told := js[string](t, h, `try { await rsa.importKey(args[0]); return "taken"; } catch (problem) { return problem.message; }`,
			unchecked(t, key)); told != "not a key of a vote" {
			t.Errorf("%s: %s", name, told)
		}
	}
}

func decode(t *testing.T, text string) []byte {
	t.Helper()
	b, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

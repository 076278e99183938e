package c2sp_test

import (
	"bytes"
	"crypto/ed25519"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

const origin = "log.example.vn/votes/1"

var (
	logKey     = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{1}, 32))
	witnessKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{2}, 32))
	noon       = time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
)

// signer of the log, by the library the whole ecosystem uses.
type signer struct{ note.Verifier }

func (signer) Sign(text []byte) ([]byte, error) { return ed25519.Sign(logKey, text), nil }

func logSigner(t testing.TB) (signer, string) {
	t.Helper()
	text, err := note.NewEd25519VerifierKey(origin, logKey.Public().(ed25519.PublicKey))
	if err != nil {
		t.Fatal(err)
	}
	v, err := c2sp.NewVerifier(text)
	if err != nil {
		t.Fatal(err)
	}
	return signer{v}, text
}

func witness(t testing.TB) *c2sp.Cosigner {
	t.Helper()
	w, err := c2sp.NewCosigner("witness.example.vn/w1", witnessKey, func() time.Time { return noon })
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func checkpoint() c2sp.Checkpoint {
	return c2sp.Checkpoint{Origin: origin, Size: 3, Root: tlog.RecordHash([]byte("x")), Extensions: []string{c2sp.Closed}}
}

func signed(t testing.TB, signers ...note.Signer) []byte {
	t.Helper()
	text, err := note.Sign(&note.Note{Text: checkpoint().Body()}, signers...)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// What others wrote down as an example is read as they mean it.
func TestTheExampleOfTheSpecification(t *testing.T) {
	t.Parallel()
	c, err := c2sp.ParseCheckpoint("example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n")
	if err != nil || c.Origin != "example.com/behind-the-sofa" || c.Size != 20852163 || c.Root.String() != "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=" || c.Closed() {
		t.Fatalf("%+v, %v", c, err)
	}
}

func TestCheckpointsHaveOneForm(t *testing.T) {
	t.Parallel()
	good := checkpoint().Body()
	if c, err := c2sp.ParseCheckpoint(good); err != nil || c.Body() != good || !c.Closed() {
		t.Fatalf("%+v, %v", c, err)
	}
	root := checkpoint().Root.String()
	for name, body := range map[string]string{
		"no last newline":    strings.TrimSuffix(good, "\n"),
		"empty extension":    good + "\n",
		"two lines":          "a\n1\n",
		"empty origin":       "\n1\n" + root + "\n",
		"leading zero":       "a\n01\n" + root + "\n",
		"sign":               "a\n+1\n" + root + "\n",
		"negative":           "a\n-1\n" + root + "\n",
		"beyond 63 bits":     "a\n9223372036854775808\n" + root + "\n",
		"short root":         "a\n1\nAAAA\n",
		"root with rest":     "a\n1\n" + root[:42] + "B=\n",
		"root without pad":   "a\n1\n" + root[:43] + "\n",
		"carriage return":    "a\r\n1\n" + root + "\n",
		"not UTF-8":          "a\xff\n1\n" + root + "\n",
		"too many lines":     "a\n1\n" + root + "\n" + strings.Repeat("x\n", 17),
		"longer than a page": "a\n1\n" + root + "\n" + strings.Repeat("x", c2sp.MaxCheckpoint) + "\n",
	} {
		if c, err := c2sp.ParseCheckpoint(body); err == nil {
			t.Errorf("%s: read as %+v", name, c)
		}
	}
}

func TestOnlyTheLogsOwnSignatureOpens(t *testing.T) {
	t.Parallel()
	own, _ := logSigner(t)
	w := witness(t)
	v, err := c2sp.NewVerifier(w.VerifierKey())
	if err != nil {
		t.Fatal(err)
	}
	both := signed(t, own, w)
	if _, n, err := c2sp.OpenCheckpoint(both, origin, own, v); err != nil || len(n.Sigs) != 2 {
		t.Fatalf("%v", err)
	} else if at, err := c2sp.CosignedAt(n.Sigs[1]); err != nil || !at.Equal(noon) {
		t.Fatalf("cosigned at %v, %v", at, err)
	}
	if _, n, err := c2sp.OpenCheckpoint(both, origin, own); err != nil || len(n.Sigs) != 1 || len(n.UnverifiedSigs) != 1 {
		t.Fatalf("an unknown witness's line is not left aside: %v", err)
	}
	if _, _, err := c2sp.OpenCheckpoint(both, "log.example.vn/votes/2", own); err == nil {
		t.Error("a checkpoint of another log is accepted")
	}
	if _, _, err := c2sp.OpenCheckpoint(signed(t, w), origin, own); err == nil {
		t.Error("a checkpoint that the log did not sign is accepted")
	}
	for name, change := range map[string][2]string{
		"size":      {"\n3\n", "\n4\n"},
		"extension": {c2sp.Closed + "\n", ""},
		"origin":    {origin + "\n3", origin + "0\n3"},
	} {
		text := []byte(strings.Replace(string(both), change[0], change[1], 1))
		if _, _, err := c2sp.OpenCheckpoint(text, origin, own, v); err == nil {
			t.Errorf("with another %s it is accepted", name)
		}
	}
	if _, _, err := c2sp.OpenCheckpoint(bytes.Repeat([]byte("x\n"), c2sp.MaxCheckpoint), origin, own); err == nil {
		t.Error("a novel is accepted")
	}
}

func TestWhatIsNoKeyIsRefused(t *testing.T) {
	t.Parallel()
	_, own := logSigner(t)
	theirs := witness(t).VerifierKey()
	for _, text := range []string{"", "a+b", "a+00000000+", strings.Replace(own, "+", "+0", 1), strings.Replace(theirs, "w1", "w2", 1), "w 1" + theirs[21:], own + "A"} {
		if v, err := c2sp.NewVerifier(text); err == nil {
			t.Errorf("%q is the key of %s", text, v.Name())
		}
	}
	if _, err := c2sp.NewCosigner("w 1", witnessKey, time.Now); err == nil {
		t.Error("a witness with a space in its name")
	}
	before1970, err := c2sp.NewCosigner("w", witnessKey, func() time.Time { return time.Unix(-1, 0) })
	if err != nil {
		t.Fatal(err)
	}
	if _, err := before1970.Sign([]byte("x")); err == nil {
		t.Error("a witness cosigns before 1970")
	}
}

package ballot_test

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
)

func unchecked(t *testing.T, key *rsa.PublicKey) string {
	t.Helper()
	spki, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(spki)
}

// filler is any ballot: only its hash matters here.
func filler(n int) ballot.Leaf {
	return ballot.BallotLeaf{Commitment: ballot.CommitOpen(votetest.UUID, "x", [ballot.SaltSize]byte{byte(n), byte(n >> 8), byte(n >> 16)})}
}

// The first entry is proven in logs of every shape: below, at and above full tiles,
// with one and with two rows of them.
func TestBrowserReadsTheFirstEntry(t *testing.T) {
	v := votetest.Open(t, 3, votetest.Key(t))
	h := open(t, v)
	h.visit(t, "H1")
	const read = `try { const { leaf, signed } = await log.firstLeaf("/log/votes/" + args[0], args[1], args[2]); return leaf.key + " " + signed; }
		catch (problem) { return problem.message; }`
	size := 1
	for _, want := range []int{1, 2, 3, 5, 255, 256, 257, 513, 1000, 65_536, 65_537, 66_049} {
		for ; size < want; size++ {
			v.Append(filler(size))
		}
		if got := js[string](t, h, read, votetest.UUID, v.Origin, v.VerifierKey()); got != v.First.Key+" true" {
			t.Fatalf("of %d entries: %s", want, got)
		}
	}
	for name, c := range map[string][2]string{
		"another origin": {"danchu.example/log/votes/other", v.VerifierKey()},
		"another key":    {v.Origin, votetest.Open(t, 3, votetest.Key(t)).VerifierKey()},
		"no key":         {v.Origin, ""},
	} {
		if got := js[string](t, h, read, votetest.UUID, c[0], c[1]); strings.Contains(got, v.First.Key) {
			t.Errorf("%s: it is believed", name)
		}
	}
	other := v.First
	other.Key = unchecked(t, &rsa.PublicKey{N: v.Issuer.Public().N, E: 3})
	v.Swap(0, other.Line())
	if got := js[string](t, h, read, votetest.UUID, v.Origin, v.VerifierKey()); !strings.Contains(got, "not the one that was signed") {
		t.Errorf("a first entry that nobody signed: %s", got)
	}
}

// Receipts of the server's library, at every place of logs of many sizes.
func TestBrowserChecksReceipts(t *testing.T) {
	v := votetest.Open(t, 60, votetest.Key(t))
	h := open(t, v)
	h.visit(t, "H1")
	const check = `const results = [];
		for (const receipt of args[0])
			results.push(await log.checkReceipt(receipt, args[1], args[2], args[3]).then((f) => f.included + " " + f.promised + " " + f.index, (problem) => "refused: " + problem.message));
		return results;`
	var receipts []votetest.Receipt
	for i := range 12 {
		receipts = append(receipts, v.Vote(t, string(rune('a'+i)), "AGREE"))
		if again, err := v.ReceiptOf(ballot.Commitment(receipts[i/2].Commitment)); err == nil {
			receipts[i/2] = again // under a later checkpoint
		}
	}
	for i, got := range js[[]string](t, h, check, receipts, votetest.UUID, v.Origin, v.VerifierKey()) {
		if want := "true true " + receipts[i].Index; got != want {
			t.Errorf("receipt %d: %s, not %s", i, got, want)
		}
	}
	good := receipts[3]
	spoil := func(change func(*votetest.Receipt)) votetest.Receipt { r := good; change(&r); return r }
	for i, got := range js[[]string](t, h, check, []votetest.Receipt{
		spoil(func(r *votetest.Receipt) { r.Commitment = receipts[4].Commitment }),
		spoil(func(r *votetest.Receipt) { r.Promise = receipts[4].Promise }),
		spoil(func(r *votetest.Receipt) { r.Proof = receipts[4].Proof }),
		spoil(func(r *votetest.Receipt) { r.Proof = strings.Replace(r.Proof, "index 4", "index 5", 1) }),
		spoil(func(r *votetest.Receipt) { r.Proof = strings.Replace(r.Proof, v.Origin, "other", 1) }),
		spoil(func(r *votetest.Receipt) { r.Promise, r.Proof = "", "" }),
		spoil(func(r *votetest.Receipt) { r.Commitment = "x" }),
		spoil(func(r *votetest.Receipt) { r.Promise = strings.Replace(r.Promise, "danchu", "danchu2", 1) }),
	}, votetest.UUID, v.Origin, v.VerifierKey()) {
		if !strings.HasPrefix(got, "refused") {
			t.Errorf("spoilt receipt %d: %s", i, got)
		}
	}
}

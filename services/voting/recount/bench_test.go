package recount_test

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"flag"
	"math/big"
	"net/http/httptest"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

var ballots = flag.Int("ballots", 20_000, "how many ballots BenchmarkRecount counts")

// manyPrimes is a key of 2048 bits out of eight primes: who verifies sees no
// difference, and a million tokens are signed in minutes instead of an hour.
type manyPrimes struct {
	public rsa.PublicKey
	spki   []byte
	primes []*big.Int
	d      []*big.Int // d mod p−1
	lift   []*big.Int // 1 mod p, 0 mod the others
}

func newManyPrimes(t testing.TB) *manyPrimes {
	t.Helper()
	k := &manyPrimes{}
	e, one := big.NewInt(65537), big.NewInt(1)
	for k.public.N == nil || k.public.N.BitLen() != 2048 {
		k.primes, k.d, k.public = nil, nil, rsa.PublicKey{N: one, E: 65537}
		for range 8 {
			p, err := rand.Prime(rand.Reader, 256)
			if err != nil {
				t.Fatal(err)
			}
			d := new(big.Int).ModInverse(e, new(big.Int).Sub(p, one))
			if d == nil {
				break
			}
			k.primes, k.d = append(k.primes, p), append(k.d, d)
			k.public.N = new(big.Int).Mul(k.public.N, p)
		}
	}
	for _, p := range k.primes {
		rest := new(big.Int).Div(k.public.N, p)
		k.lift = append(k.lift, rest.Mul(rest, new(big.Int).ModInverse(rest, p)))
	}
	var err error
	if k.spki, err = ballot.FormatKey(&k.public); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k *manyPrimes) Public() *rsa.PublicKey { return &k.public }
func (k *manyPrimes) SPKI() []byte           { return k.spki }

func (k *manyPrimes) BlindSign(blinded []byte) ([]byte, error) {
	m, sum := new(big.Int).SetBytes(blinded), new(big.Int)
	for i, p := range k.primes {
		part := new(big.Int).Exp(new(big.Int).Mod(m, p), k.d[i], p)
		sum.Add(sum, part.Mul(part, k.lift[i]))
	}
	return sum.Mod(sum, k.public.N).FillBytes(make([]byte, 256)), nil
}

// large is a finished vote of n ballots.
func large(t testing.TB, n int) *votetest.Vote {
	t.Helper()
	key := newManyPrimes(t)
	v := votetest.Open(t, n+n/10+1, key)
	v.Openings = make([]ballot.OpeningLeaf, n)
	voter, err := ballot.NewVoter(key.SPKI())
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for w := range runtime.GOMAXPROCS(0) {
		all.Go(func() {
			for i := w; i < n; i += runtime.GOMAXPROCS(0) {
				o := ballot.OpeningLeaf{Choice: ballot.Answers()[min(i%7, 2)]}
				d, err := voter.Draw()
				if err == nil {
					answer, _ := key.BlindSign(d.Blinded) // plain arithmetic
					o.Token = d.Token
					o.Signature, err = d.Finish(answer)
				}
				if err != nil {
					t.Error(err)
					return
				}
				_, _ = rand.Read(o.Salt[:]) // never fails
				o.Commitment = ballot.Commit(votetest.UUID, o.Token, o.Choice, o.Salt)
				v.Openings[i] = o
			}
		})
	}
	all.Wait()
	for i, o := range v.Openings {
		v.Append(ballot.BallotLeaf{Commitment: o.Commitment})
		v.Participants = append(v.Participants, strconv.Itoa(i))
	}
	v.Close(t)
	return v
}

// DESIGN.md V9: the whole recount, served over HTTP by the same cores, beside its pure
// cryptography: the token's signature, the commitment, the leaf's hash.
func BenchmarkRecount(b *testing.B) {
	v := large(b, *ballots)
	served := httptest.NewServer(v.Handler())
	defer served.Close()
	place, err := recount.ParseAddress(served.URL + "/votes/" + votetest.UUID)
	if err != nil {
		b.Fatal(err)
	}
	var whole, pure []time.Duration
	for b.Loop() {
		start := time.Now()
		r, err := recount.Run(context.Background(), place, recount.Options{})
		if err != nil || len(r.Broken()) > 0 || r.Ballots != *ballots {
			b.Fatalf("%+v, %v", r, err)
		}
		half := time.Now()
		cryptography(b, v)
		whole, pure = append(whole, half.Sub(start)), append(pure, time.Since(half))
	}
	slices.Sort(whole)
	slices.Sort(pure)
	b.ReportMetric(whole[len(whole)/2].Seconds(), "s/recount")
	b.ReportMetric(pure[len(pure)/2].Seconds(), "s/pure_cryptography")
	b.ReportMetric(whole[len(whole)/2].Seconds()/pure[len(pure)/2].Seconds(), "V9_ratio")
}

func cryptography(b *testing.B, v *votetest.Vote) {
	var all sync.WaitGroup
	cores := runtime.GOMAXPROCS(0)
	leaves := v.Leaves()
	for w := range cores {
		all.Go(func() {
			for i := w; i < len(v.Openings); i += cores {
				o := v.Openings[i]
				if ballot.VerifyToken(v.Issuer.Public(), o.Token, o.Signature) != nil ||
					ballot.Commit(votetest.UUID, o.Token, o.Choice, o.Salt) != o.Commitment {
					b.Error("an honest ballot does not verify")
				}
			}
			for i := w; i < len(leaves); i += cores {
				_ = tlog.RecordHash(leaves[i])
			}
		})
	}
	all.Wait()
}

package recount_test

import (
	"context"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// held is a vote of 61 households in which 40 drew, 38 cast and 33 agreed.
func held(t testing.TB) *votetest.Vote {
	v := votetest.Open(t, 61, votetest.Key(t))
	for i := range 38 {
		choice := "AGREE"
		switch {
		case i >= 36:
			choice = "OTHER"
		case i >= 33:
			choice = "DISAGREE"
		}
		v.Vote(t, "H"+strconv.Itoa(i), choice)
	}
	for i := range 2 {
		if _, err := v.Draw("late"+strconv.Itoa(i), []byte{255: 1}); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func count(t testing.TB, v *votetest.Vote, o recount.Options) (*recount.Report, error) {
	t.Helper()
	served := httptest.NewServer(v.Handler())
	defer served.Close()
	place, err := recount.ParseAddress(served.URL + "/votes/" + votetest.UUID)
	if err != nil {
		t.Fatal(err)
	}
	return recount.Run(context.Background(), place, o)
}

func counted(t testing.TB, v *votetest.Vote, o recount.Options) *recount.Report {
	t.Helper()
	r, err := count(t, v, o)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestAnHonestVote(t *testing.T) {
	v := held(t)
	early := counted(t, v, recount.Options{})
	if early.Finished || len(early.Broken()) > 0 || early.Ballots != 38 {
		t.Fatalf("while it lasts: %+v", early)
	}
	before, err := v.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	own := v.Vote(t, "H39", "AGREE")
	v.Close(t)
	r := counted(t, v, recount.Options{
		Remembered: [][]byte{before}, Keys: []string{v.VerifierKey()},
		Receipts: []recount.Receipt{{Vote: own.Vote, Commitment: own.Commitment, Promise: own.Promise, Proof: own.Proof}},
	})
	if len(r.Broken()) > 0 || !r.Finished || !r.Passed || r.Needed != 31 || r.Ballots != 39 || r.Credentials != 41 || r.Counts[0].Votes != 34 {
		t.Fatalf("%+v", r)
	}
	if len(r.Checks) != 14 || r.Receipts[0].Choice != "AGREE" || r.Receipts[0].Index != 39 {
		t.Fatalf("%+v", r)
	}
	for _, c := range r.Checks {
		if c.Outcome != recount.Kept {
			t.Errorf("%s is %s: %+v", c.Promise, c.Outcome, c.Findings)
		}
	}
}

// only fails unless exactly these promises are broken.
func only(t *testing.T, r *recount.Report, want ...recount.Promise) {
	t.Helper()
	got := r.Broken()
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Fatalf("broken is %q, not %q: %+v", got, want, r.Checks)
	}
}

func TestAddresses(t *testing.T) {
	for text, base := range map[string]string{
		"https://danchu.example/votes/" + votetest.UUID:            "https://danchu.example",
		"https://danchu.example/v1/votes/" + votetest.UUID:         "https://danchu.example",
		"http://127.0.0.1:8080/log/votes/" + votetest.UUID:         "http://127.0.0.1:8080",
		"https://tinh.example/danchu/votes/" + votetest.UUID + "/": "https://tinh.example/danchu",
	} {
		p, err := recount.ParseAddress(text)
		if err != nil || p.Base != base || p.Vote != votetest.UUID {
			t.Errorf("%s: %+v, %v", text, p, err)
		}
	}
	for _, text := range []string{
		"", "danchu.example/votes/" + votetest.UUID, "https://danchu.example/votes/1", "ftp://danchu.example/votes/" + votetest.UUID,
		"https://user@danchu.example/votes/" + votetest.UUID, "https://danchu.example/votes/" + votetest.UUID + "/x",
	} {
		if p, err := recount.ParseAddress(text); err == nil {
			t.Errorf("%q is read as %+v", text, p)
		}
	}
}

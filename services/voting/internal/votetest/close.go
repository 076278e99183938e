package votetest

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
)

// Close ends the voting, publishes the openings, counts and settles.
func (v *Vote) Close(t testing.TB) {
	t.Helper()
	v.mu.Lock()
	defer v.mu.Unlock()
	v.closed = true
	slices.SortFunc(v.Openings, func(a, b ballot.OpeningLeaf) int { return strings.Compare(string(a.Commitment), string(b.Commitment)) })
	v.append(ballot.ClosedLeaf{Ballots: len(v.Openings), Credentials: len(v.Participants)}.Line())
	votes := map[string]int{}
	for _, o := range v.Openings {
		v.append(o.Line())
		votes[o.Choice]++
	}
	sum := sha256.Sum256(v.Issuer.SPKI())
	v.append(ballot.KeyDestroyedLeaf{KeySHA256: hex.EncodeToString(sum[:])}.Line())
	r := ballot.ResultLeaf{
		Participants: len(v.Participants), NotReturned: len(v.Participants) - len(v.Openings), Needed: v.First.Threshold.Needed,
		Passed: votes[ballot.Agree] >= v.First.Threshold.Needed,
	}
	for _, option := range v.First.Options {
		r.Counts = append(r.Counts, ballot.Count{Option: option, Votes: votes[option]})
	}
	v.append(r.Line())
	v.Show(r)
}

// Show puts a result on the page.
func (v *Vote) Show(r ballot.ResultLeaf) {
	counts := []any{}
	for _, c := range r.Counts {
		line := map[string]any{"option": c.Option, "label": c.Option}
		if c.Votes > 0 { // as the product's JSON: what is nothing is left out
			line["votes"] = c.Votes
		}
		counts = append(counts, line)
	}
	v.Page["result"] = map[string]any{
		"counts": counts, "participants": r.Participants, "invalid": r.Invalid, "threshold": map[string]any{"needed": r.Needed}, "passed": r.Passed,
	}
	v.Page["state"] = "VOTE_STATE_FAILED"
	if r.Passed {
		v.Page["state"] = "VOTE_STATE_PASSED"
	}
}

// Leaves are the log so far.
func (v *Vote) Leaves() [][]byte {
	v.mu.Lock()
	defer v.mu.Unlock()
	return slices.Clone(v.leaves)
}

// Append adds leaves as they are.
func (v *Vote) Append(leaves ...ballot.Leaf) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, leaf := range leaves {
		v.append(leaf.Line())
	}
}

// Rewrite makes another log of these leaves and signs it with the same key: what only
// a dishonest operator does.
func (v *Vote) Rewrite(leaves [][]byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.leaves, v.hashes = nil, nil
	for _, leaf := range leaves {
		v.append(leaf)
	}
}

// Swap hands out other bytes at a place of the log without signing anything anew.
func (v *Vote) Swap(index int, leaf []byte) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.leaves[index] = leaf
}

package recount_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// other makes a vote of another form out of leaves.
func other(t *testing.T, form, method string, leaves func(first ballot.VoteLeaf) []ballot.Leaf) *votetest.Vote {
	t.Helper()
	v := votetest.Open(t, 10, votetest.Key(t))
	first := v.First
	first.Form, first.Method, first.Key = form, method, ""
	v.Page["form"], v.Page["method"] = "FORM_"+form, "METHOD_"+method
	v.Page["log"].(map[string]any)["ballotKey"] = ""
	lines := [][]byte{first.Line()}
	for _, leaf := range leaves(first) {
		lines = append(lines, leaf.Line())
	}
	v.Rewrite(lines)
	return v
}

func open(choices ...string) []ballot.OpeningLeaf {
	var all []ballot.OpeningLeaf
	for i, choice := range choices {
		salt := [ballot.SaltSize]byte{byte(i)}
		all = append(all, ballot.OpeningLeaf{Commitment: ballot.CommitOpen(votetest.UUID, choice, salt), Choice: choice, Salt: salt})
	}
	for i := range all { // in order of commitment
		for j := range all[:i] {
			if all[i].Commitment < all[j].Commitment {
				all[i], all[j] = all[j], all[i]
			}
		}
	}
	return all
}

func lines(agree, disagree int) []ballot.Count {
	return []ballot.Count{{Option: "AGREE", Votes: agree}, {Option: "DISAGREE", Votes: disagree}, {Option: "OTHER"}}
}

func TestAnOpenVote(t *testing.T) {
	make := func(openings []ballot.OpeningLeaf, r ballot.ResultLeaf) *recount.Report {
		v := other(t, "ONLINE", "OPEN_BALLOT", func(ballot.VoteLeaf) []ballot.Leaf {
			var leaves []ballot.Leaf
			for _, o := range open("AGREE", "AGREE", "DISAGREE") {
				leaves = append(leaves, ballot.BallotLeaf{Commitment: o.Commitment})
			}
			leaves = append(leaves, ballot.ClosedLeaf{Ballots: 3, Credentials: 3})
			for _, o := range openings {
				leaves = append(leaves, o)
			}
			return append(leaves, r)
		})
		v.Participants = []string{"1", "2", "3"}
		v.Show(r)
		return counted(t, v, recount.Options{})
	}
	right := ballot.ResultLeaf{Participants: 3, Counts: lines(2, 1), Needed: 6}
	r := make(open("AGREE", "AGREE", "DISAGREE"), right)
	only(t, r)
	if len(r.Checks) != 9 || !r.Finished || r.Passed || r.Counts[0].Votes != 2 {
		t.Fatalf("%+v", r)
	}
	changed := open("AGREE", "AGREE", "DISAGREE")
	for i := range changed {
		changed[i].Choice = "AGREE"
	}
	only(t, make(changed, ballot.ResultLeaf{Participants: 3, Counts: lines(3, 0), Needed: 6}), recount.ChoicesUnchanged, recount.TallyRight)
	only(t, make(open("AGREE", "AGREE", "DISAGREE"), ballot.ResultLeaf{Participants: 3, Counts: lines(6, 0), Needed: 6, Passed: true}), recount.TallyRight)
	forged := open("AGREE", "AGREE", "DISAGREE")
	forged[0].Signature = []byte{255: 1}
	only(t, make(forged, right), recount.TokensGenuine, recount.TallyRight)
}

// Meetings and paper are counted by people: the log binds what they wrote down.
func TestAVoteOnPaper(t *testing.T) {
	make := func(r ballot.ResultLeaf, shown ballot.ResultLeaf) *recount.Report {
		v := other(t, "PAPER", "SECRET_BALLOT", func(ballot.VoteLeaf) []ballot.Leaf {
			return []ballot.Leaf{r, ballot.DecisionLeaf{SHA256: "0f0e0d0c0b0a09080706050403020100000102030405060708090a0b0c0d0e0f"}}
		})
		v.Show(shown)
		return counted(t, v, recount.Options{})
	}
	right := ballot.ResultLeaf{Participants: 9, Counts: lines(6, 2), Invalid: 1, NotReturned: 1, Needed: 6, Passed: true}
	r := make(right, right)
	only(t, r)
	if len(r.Checks) != 5 || !r.Passed {
		t.Fatalf("%+v", r)
	}
	lied := right
	lied.Counts = lines(7, 1)
	only(t, make(right, lied), recount.PageSame)
	few := right
	few.Counts = lines(5, 3)
	only(t, make(few, few), recount.TallyRight)
	absent := right // too few came for the meeting to be valid: the count does not show it
	absent.Passed = false
	only(t, make(absent, absent))
	less := right
	less.Needed = 5
	only(t, make(less, less), recount.TallyRight)
}

// In a matter of the commune villages are counted.
func TestAVoteOfVillages(t *testing.T) {
	make := func(approving, shown int, passed bool) *recount.Report {
		v := other(t, "PAPER", "SECRET_BALLOT", func(ballot.VoteLeaf) []ballot.Leaf { return nil })
		first := v.First
		first.Form, first.Key = "PAPER", ""
		first.Threshold.Of, first.Threshold.Total, first.Threshold.Needed = "villages", 5, 3
		r := ballot.ResultLeaf{Participants: 9, Counts: lines(4, 5), Needed: 3, Approving: approving, Passed: passed}
		v.Rewrite([][]byte{first.Line(), r.Line()})
		v.Show(r)
		var villages []any
		for i := range 5 {
			villages = append(villages, map[string]any{"approved": i < shown})
		}
		v.Page["result"].(map[string]any)["villages"] = villages
		return counted(t, v, recount.Options{})
	}
	only(t, make(3, 3, true))
	only(t, make(2, 2, false))
	only(t, make(2, 2, true), recount.TallyRight)
	only(t, make(3, 4, true), recount.PageSame)
}

// An election: winners reach the share, and nobody with more votes is passed over.
func TestAnElection(t *testing.T) {
	make := func(elected []string, votes ...int) *recount.Report {
		var r ballot.ResultLeaf
		v := other(t, "PAPER", "SECRET_BALLOT", func(ballot.VoteLeaf) []ballot.Leaf { return nil })
		first := v.First
		first.Form, first.Key, first.Options, first.Seats = "PAPER", "", []string{"a", "b", "c"}, 2
		r = ballot.ResultLeaf{Participants: 10, Needed: 6, Passed: len(elected) > 0, Elected: elected}
		for i, n := range votes {
			r.Counts = append(r.Counts, ballot.Count{Option: first.Options[i], Votes: n})
		}
		v.Rewrite([][]byte{first.Line(), r.Line()})
		v.Show(r)
		v.Page["result"].(map[string]any)["elected"] = elected
		return counted(t, v, recount.Options{})
	}
	only(t, make([]string{"a", "b"}, 9, 8, 1))
	only(t, make([]string{"a"}, 9, 5, 1))
	only(t, make([]string{"a", "b"}, 9, 5, 1), recount.TallyRight)
	only(t, make([]string{"b"}, 9, 8, 1), recount.TallyRight)
	only(t, make([]string{"a", "b", "c"}, 9, 8, 7), recount.TallyRight)
	only(t, make([]string{"a", "d"}, 9, 8, 1), recount.TallyRight)
}

package recount_test

import (
	"crypto/rand"
	"slices"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/votetest"
	"github.com/danchu-platform/danchu/services/voting/recount"
)

// rewrite is the dishonest operator: other leaves, signed with the log's own key.
func rewrite(t *testing.T, v *votetest.Vote, change func([]ballot.Leaf) []ballot.Leaf) {
	t.Helper()
	var leaves []ballot.Leaf
	for _, line := range v.Leaves() {
		leaf, err := ballot.Parse(line)
		if err != nil {
			t.Fatal(err)
		}
		leaves = append(leaves, leaf)
	}
	var lines [][]byte
	for _, leaf := range change(leaves) {
		lines = append(lines, leaf.Line())
	}
	v.Rewrite(lines)
}

// each changes the leaves of one kind.
func each[L ballot.Leaf](change func(*L)) func([]ballot.Leaf) []ballot.Leaf {
	return func(leaves []ballot.Leaf) []ballot.Leaf {
		for i, leaf := range leaves {
			if l, ok := leaf.(L); ok {
				change(&l)
				leaves[i] = l
			}
		}
		return leaves
	}
}

// once changes the first leaf that may be.
func once[L ballot.Leaf](may func(L) bool, change func(*L)) func([]ballot.Leaf) []ballot.Leaf {
	done := false
	return each(func(l *L) {
		if !done && may(*l) {
			done = true
			change(l)
		}
	})
}

// settle writes a result to log and page as if the liar's numbers were right.
func settle(v *votetest.Vote, change func(*ballot.ResultLeaf)) func([]ballot.Leaf) []ballot.Leaf {
	return each(func(l *ballot.ResultLeaf) {
		l.Counts = slices.Clone(l.Counts)
		change(l)
		v.Show(*l)
	})
}

func chain(all ...func([]ballot.Leaf) []ballot.Leaf) func([]ballot.Leaf) []ballot.Leaf {
	return func(leaves []ballot.Leaf) []ballot.Leaf {
		for _, one := range all {
			leaves = one(leaves)
		}
		return leaves
	}
}

// without leaves out leaves.
func without(drop func(ballot.Leaf) bool) func([]ballot.Leaf) []ballot.Leaf {
	return func(leaves []ballot.Leaf) []ballot.Leaf { return slices.DeleteFunc(leaves, drop) }
}

func disagrees(l ballot.OpeningLeaf) bool { return l.Choice == "DISAGREE" }

func agree(l *ballot.OpeningLeaf) { l.Choice = "AGREE" }

func moveOne(l *ballot.ResultLeaf) { l.Counts[0].Votes++; l.Counts[1].Votes-- }

// stuff adds a ballot before the close, with its opening where it belongs.
func stuff(o ballot.OpeningLeaf) func([]ballot.Leaf) []ballot.Leaf {
	o.Commitment = ballot.Commit(votetest.UUID, o.Token, o.Choice, o.Salt)
	return func(leaves []ballot.Leaf) []ballot.Leaf {
		at := slices.IndexFunc(leaves, func(l ballot.Leaf) bool { _, ok := l.(ballot.ClosedLeaf); return ok })
		closed, _ := leaves[at].(ballot.ClosedLeaf)
		closed.Ballots++
		leaves[at] = closed
		leaves = slices.Insert(leaves, at, ballot.Leaf(ballot.BallotLeaf{Commitment: o.Commitment}))
		for i := at + 2; ; i++ {
			l, ok := leaves[i].(ballot.OpeningLeaf)
			if !ok || l.Commitment > o.Commitment {
				return slices.Insert(leaves, i, ballot.Leaf(o))
			}
		}
	}
}

// genuine makes a ballot with a credential that no household drew: who runs the
// server has the key while voting lasts.
func genuine(t *testing.T, v *votetest.Vote) ballot.OpeningLeaf {
	t.Helper()
	voter, err := ballot.NewVoter(v.Issuer.SPKI())
	if err != nil {
		t.Fatal(err)
	}
	d, err := voter.Draw()
	if err != nil {
		t.Fatal(err)
	}
	answer, err := v.Issuer.BlindSign(d.Blinded)
	if err != nil {
		t.Fatal(err)
	}
	o := ballot.OpeningLeaf{Token: d.Token, Choice: "AGREE"}
	if o.Signature, err = d.Finish(answer); err != nil {
		t.Fatal(err)
	}
	_, _ = rand.Read(o.Salt[:]) // never fails
	return o
}

// What a dishonest operator can do to a finished vote, and the promise it breaks.
func TestTampering(t *testing.T) {
	oneMore := func(l *ballot.ResultLeaf) { l.Counts[0].Votes++; l.NotReturned-- }
	for name, c := range map[string]struct {
		tamper func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf
		broken []recount.Promise
	}{
		"a changed choice": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return chain(once(disagrees, agree), settle(v, moveOne))
			},
			// The ballot is not counted as it was changed, so the lie in the sum shows too.
			[]recount.Promise{recount.ChoicesUnchanged, recount.TallyRight},
		},
		"a dropped ballot": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				dropped := false
				return chain(without(func(l ballot.Leaf) bool {
					o, ok := l.(ballot.OpeningLeaf)
					now := ok && disagrees(o) && !dropped
					dropped = dropped || now
					return now
				}), settle(v, func(l *ballot.ResultLeaf) { l.Counts[1].Votes-- }))
			},
			[]recount.Promise{recount.BallotsOpened},
		},
		"an opening that nobody cast": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				o := genuine(t, v)
				c := ballot.Commit(votetest.UUID, o.Token, o.Choice, o.Salt)
				return chain(stuff(o), without(func(l ballot.Leaf) bool { b, ok := l.(ballot.BallotLeaf); return ok && b.Commitment == c }),
					each(func(l *ballot.ClosedLeaf) { l.Ballots-- }), settle(v, func(l *ballot.ResultLeaf) { l.Counts[0].Votes++ }))
			},
			[]recount.Promise{recount.BallotsOpened},
		},
		"a doubled token": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				again := v.Openings[0]
				again.Salt[0] ^= 1
				again.Choice = "AGREE"
				return chain(stuff(again), settle(v, oneMore))
			},
			[]recount.Promise{recount.TokensOnce},
		},
		"the same ballot twice": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				again := v.Openings[0]
				return chain(stuff(again), settle(v, func(l *ballot.ResultLeaf) {
					l.NotReturned--
					for i := range l.Counts {
						if l.Counts[i].Option == again.Choice {
							l.Counts[i].Votes++
						}
					}
				}))
			},
			[]recount.Promise{recount.TokensOnce},
		},
		"a forged token": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				forged := ballot.OpeningLeaf{Token: ballot.Token{7}, Signature: slices.Clone(v.Openings[0].Signature), Choice: "AGREE"}
				return chain(stuff(forged), settle(v, oneMore))
			},
			[]recount.Promise{recount.TokensGenuine, recount.TallyRight},
		},
		"more ballots than credentials": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return chain(stuff(genuine(t, v)), stuff(genuine(t, v)), stuff(genuine(t, v)),
					settle(v, func(l *ballot.ResultLeaf) { l.Counts[0].Votes += 3; l.NotReturned = 0 }))
			},
			[]recount.Promise{recount.WithinCredentials, recount.TallyRight},
		},
		"credentials made up for them": {
			func(t *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return chain(stuff(genuine(t, v)), stuff(genuine(t, v)), stuff(genuine(t, v)),
					each(func(l *ballot.ClosedLeaf) { l.Credentials++ }),
					settle(v, func(l *ballot.ResultLeaf) { l.Counts[0].Votes += 3; l.NotReturned = 0; l.Participants++ }))
			},
			[]recount.Promise{recount.ParticipantsMatch},
		},
		"more credentials than households": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				for len(v.Participants) < 62 {
					v.Participants = append(v.Participants, "made up "+string(rune('a'+len(v.Participants))))
				}
				return chain(each(func(l *ballot.ClosedLeaf) { l.Credentials = 62 }),
					settle(v, func(l *ballot.ResultLeaf) { l.Participants = 62; l.NotReturned = 24 }))
			},
			[]recount.Promise{recount.WithinCredentials},
		},
		"a household listed twice": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				v.Participants[1] = v.Participants[0]
				return chain()
			},
			[]recount.Promise{recount.ParticipantsMatch},
		},
		"a tally that lies": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf { return settle(v, moveOne) },
			[]recount.Promise{recount.TallyRight},
		},
		"a failed vote that passes": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return settle(v, func(l *ballot.ResultLeaf) { l.Passed = false })
			},
			[]recount.Promise{recount.TallyRight},
		},
		"a page that tells another result": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				v.Page["state"] = "VOTE_STATE_FAILED"
				return chain()
			},
			[]recount.Promise{recount.PageSame},
		},
		"a rule pack that is not the published one": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				other := strings.ReplaceAll(votetest.Rules, ">1/2", "2/3")
				v.Page["rules"] = map[string]any{"canonical": other, "sha256": v.First.RulesSHA256}
				return chain()
			},
			[]recount.Promise{recount.RulesFrozen},
		},
		"a share that is not in the rules": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return chain(each(func(l *ballot.VoteLeaf) { l.Threshold.Share, l.Threshold.Needed = "1/3", 21 }),
					settle(v, func(l *ballot.ResultLeaf) { l.Needed = 21 }))
			},
			[]recount.Promise{recount.RulesFrozen},
		},
		"a ballot after the close": {
			func(_ *testing.T, _ *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return func(l []ballot.Leaf) []ballot.Leaf { l[38], l[39] = l[39], l[38]; return l }
			},
			[]recount.Promise{recount.LogOrder, recount.BallotsOpened, recount.TallyRight},
		},
		"openings out of order": {
			func(_ *testing.T, _ *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return func(l []ballot.Leaf) []ballot.Leaf { l[41], l[42] = l[42], l[41]; return l }
			},
			[]recount.Promise{recount.LogOrder, recount.BallotsOpened},
		},
		"another key destroyed": {
			func(_ *testing.T, _ *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return each(func(l *ballot.KeyDestroyedLeaf) { l.KeySHA256 = strings.Repeat("0", 64) })
			},
			[]recount.Promise{recount.KeyDestroyed},
		},
		"a key that is never destroyed": {
			func(_ *testing.T, _ *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				return without(func(l ballot.Leaf) bool { _, ok := l.(ballot.KeyDestroyedLeaf); return ok })
			},
			[]recount.Promise{recount.LogOrder},
		},
		"another key on the page": {
			func(_ *testing.T, v *votetest.Vote) func([]ballot.Leaf) []ballot.Leaf {
				v.Page["log"].(map[string]any)["ballotKey"] = "AAAA"
				return chain()
			},
			[]recount.Promise{recount.PageSame},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := held(t)
			v.Close(t)
			rewrite(t, v, c.tamper(t, v))
			only(t, counted(t, v, recount.Options{}), c.broken...)
		})
	}
}

// What cannot be seen in the log alone is seen by whoever kept something of it.
func TestRewriting(t *testing.T) {
	v := held(t)
	mine := v.Vote(t, "mine", "DISAGREE")
	receipt := recount.Receipt{Vote: mine.Vote, Commitment: mine.Commitment, Promise: mine.Promise, Proof: mine.Proof}
	promise := recount.Receipt{Commitment: mine.Commitment, Promise: mine.Promise}
	seen, err := v.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	v.Close(t)
	last, err := v.Checkpoint()
	if err != nil {
		t.Fatal(err)
	}
	// The ballot never was: log, openings, sums, all consistent and signed.
	rewrite(t, v, chain(without(func(l ballot.Leaf) bool {
		switch l := l.(type) {
		case ballot.BallotLeaf:
			return string(l.Commitment) == mine.Commitment
		case ballot.OpeningLeaf:
			return string(l.Commitment) == mine.Commitment
		}
		return false
	}), each(func(l *ballot.ClosedLeaf) { l.Ballots-- }), settle(v, func(l *ballot.ResultLeaf) { l.Counts[1].Votes--; l.NotReturned++ })))
	only(t, counted(t, v, recount.Options{}))
	only(t, counted(t, v, recount.Options{Receipts: []recount.Receipt{promise}}), recount.ReceiptKept)
	r := counted(t, v, recount.Options{Receipts: []recount.Receipt{receipt}})
	only(t, r, recount.ReceiptKept, recount.LogGrew)
	if len(r.Evidence) != 2 || !strings.Contains(mine.Proof, r.Evidence[0]) {
		t.Fatalf("the evidence is %q", r.Evidence)
	}
	only(t, counted(t, v, recount.Options{Remembered: [][]byte{seen}}), recount.LogGrew)
	only(t, counted(t, v, recount.Options{Remembered: [][]byte{last}}), recount.LogGrew) // it shrank
}

// Bytes that nobody signed say nothing, and nothing of them is told.
func TestWhatNobodySigned(t *testing.T) {
	v := held(t)
	v.Close(t)
	v.Swap(3, ballot.BallotLeaf{Commitment: ballot.Commitment(strings.Repeat("0", 64))}.Line())
	r := counted(t, v, recount.Options{})
	only(t, r, recount.LogSigned)
	if r.Counts != nil || r.Finished {
		t.Fatalf("%+v", r)
	}
	other := held(t)
	only(t, counted(t, other, recount.Options{Keys: []string{v.VerifierKey()}}), recount.LogSigned)
}

package domain

import (
	"slices"
	"strings"
)

// elect finds who is elected: those named by more than half of all households, the most first, up to the seats. When the
// last seats would fall to more persons than there are seats, all level, none of them has one: they are tied. Seats that
// stay open are told; with none filled the election failed (Nghị định 59/2023/NĐ-CP Điều 3.5.d).
func (r Result) elect(threshold Threshold, tally Tally, seats int) Result {
	ranked := slices.Clone(tally.Candidates)
	slices.SortStableFunc(ranked, func(a, b CandidateTally) int { // who was elected in the first ballot stays elected
		if a.Ballot != b.Ballot {
			return a.Ballot - b.Ballot
		}
		if a.Votes != b.Votes {
			return b.Votes - a.Votes
		}
		return strings.Compare(a.Candidate, b.Candidate)
	})
	reached := slices.DeleteFunc(slices.Clone(ranked), func(c CandidateTally) bool { return !threshold.Reached(c.Votes, r.Total) })
	if len(reached) > seats {
		line := reached[seats-1]
		level := func(c CandidateTally) bool { return c.Votes == line.Votes && c.Ballot == line.Ballot }
		if level(reached[seats]) { // across the last seat
			first := slices.IndexFunc(reached, level)
			for _, one := range reached[first:] {
				if level(one) {
					r.Tied = append(r.Tied, one.Candidate)
				}
			}
			reached = reached[:first]
		} else {
			reached = reached[:seats]
		}
	}
	for _, one := range reached {
		r.Elected = append(r.Elected, one.Candidate)
		r.Yes = one.Votes
	}
	r.Open = seats - len(r.Elected)
	r.Passed = len(r.Elected) > 0
	return r
}

// SecondBallot lists who stands in a second ballot at the same meeting for the seats left open: those tied for them; else
// the best of those not elected, two for each open seat, and whoever is level with the last of these. The law names
// neither rounds nor ties; a province may switch the second ballot off (rule voting.election.second_ballot). It lists
// nobody when no seat is open, when it is switched off, or when nobody is left.
func (p Pack) SecondBallot(result Result, tally Tally) []string {
	if result.Open < 1 || !p.Has("voting.election.second_ballot") {
		return nil
	}
	if len(result.Tied) > 0 {
		return slices.Clone(result.Tied)
	}
	left := slices.DeleteFunc(slices.Clone(tally.Candidates), func(c CandidateTally) bool { return slices.Contains(result.Elected, c.Candidate) })
	slices.SortStableFunc(left, func(a, b CandidateTally) int {
		if a.Votes != b.Votes {
			return b.Votes - a.Votes
		}
		return strings.Compare(a.Candidate, b.Candidate)
	})
	var names []string
	for i, one := range left {
		if i >= 2*result.Open && one.Votes < left[2*result.Open-1].Votes {
			break
		}
		names = append(names, one.Candidate)
	}
	return names
}

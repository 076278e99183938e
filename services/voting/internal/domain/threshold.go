package domain

import (
	"slices"

	"github.com/danchu-platform/danchu/services/platform/law"
)

// Threshold is the share a decision needs and of what it is a part. Numbers are whole households, villages or persons;
// nothing here is ever rounded through a fraction.
type Threshold struct {
	Rule law.Rule `json:"rule"`
}

// Threshold returns what decides the vote as a whole: of all households in a village, of all villages in a commune
// (Điều 21.1), of those attending at the conference of an agency (Điều 51.2.c).
func (p Pack) Threshold(m Matter, form Form) (Threshold, error) {
	if m.Scope == Commune {
		return p.threshold("voting.threshold.villages")
	}
	return p.ThresholdWithin(m, form)
}

// ThresholdWithin returns what decides within one circle of voters: in a commune-wide matter, whether one village
// approves; otherwise the same as Threshold.
func (p Pack) ThresholdWithin(m Matter, form Form) (Threshold, error) {
	switch {
	case m.Scope == Agency && form == PaperForm:
		return p.threshold("voting.agency.ballot_majority")
	case m.Scope == Agency:
		return p.threshold("voting.agency.majority")
	case m.Scope == Commune:
		return p.threshold("voting.threshold.village_within_commune")
	case form == OnlineForm:
		return p.threshold("voting.online.threshold")
	case m.Item <= ItemFunds:
		return p.threshold("voting.threshold.contributions")
	}
	return p.threshold("voting.threshold.majority")
}

func (p Pack) threshold(id string) (Threshold, error) {
	rule, err := p.Demand(id)
	return Threshold{Rule: rule}, err
}

// Reached reports whether yes of total is enough.
func (t Threshold) Reached(yes, total int) bool { return t.Rule.Share.Reached(yes, total) }

// Needed returns the smallest number of yes that is enough of total: the ceiling for "at least", the floor and one for
// "more than".
func (t Threshold) Needed(total int) int { return t.Rule.Share.Needed(total) }

// CanPass reports whether the share can still be reached: yes so far, and so many who may yet say yes.
func (t Threshold) CanPass(yes, open, total int) bool {
	return t.Reached(min(yes+max(open, 0), total), total)
}

// Of is what the share is a part of.
func (t Threshold) Of() law.Whole { return t.Rule.Of }

// Tally is what was counted in one circle of voters. What is not a yes never counts as one: abstention, another
// opinion, an invalid ballot, one that did not come back.
type Tally struct {
	Yes     int `json:"yes"`
	No      int `json:"no"`
	Other   int `json:"other"`   // ý kiến khác
	Blank   int `json:"blank"`   // present or voting without a choice
	Invalid int `json:"invalid"` // phiếu không hợp lệ

	Issued     int              `json:"issued,omitempty"`     // ballots handed out; 0 for a show of hands
	Returned   int              `json:"returned,omitempty"`   // ballots that came back
	Present    int              `json:"present,omitempty"`    // representatives at the meeting
	Candidates []CandidateTally `json:"candidates,omitempty"` // in an election, instead of yes and no
}

// CandidateTally is the number of ballots that name a candidate, in the last ballot in which they stood: 0 or 1 for the
// first, 2 for a second at the same meeting.
type CandidateTally struct {
	Candidate string `json:"candidate"` // id
	Votes     int    `json:"votes"`
	Ballot    int    `json:"ballot,omitempty"`
}

// Voters is how many made themselves heard, validly or not. In an election one ballot may name several candidates, so
// the valid ballots are those returned that are neither blank nor invalid.
func (t Tally) Voters() int {
	if len(t.Candidates) > 0 {
		return t.Returned
	}
	return t.Yes + t.No + t.Other + t.Blank + t.Invalid
}

// Unreturned is how many ballots were handed out and did not come back.
func (t Tally) Unreturned() int { return max(t.Issued-t.Returned, 0) }

// Plus adds what two circles counted: clusters of one village, or ballots from several boxes.
func (t Tally) Plus(u Tally) Tally {
	sum := Tally{
		Yes: t.Yes + u.Yes, No: t.No + u.No, Other: t.Other + u.Other, Blank: t.Blank + u.Blank, Invalid: t.Invalid + u.Invalid,
		Issued: t.Issued + u.Issued, Returned: t.Returned + u.Returned, Present: t.Present + u.Present,
	}
	sum.Candidates = slices.Clone(t.Candidates)
	for _, one := range u.Candidates {
		sum.Candidates = addVotes(sum.Candidates, one)
	}
	return sum
}

func addVotes(all []CandidateTally, one CandidateTally) []CandidateTally {
	for i := range all {
		if all[i].Candidate == one.Candidate && all[i].Ballot == one.Ballot {
			all[i].Votes += one.Votes
			return all
		}
	}
	return append(all, one)
}

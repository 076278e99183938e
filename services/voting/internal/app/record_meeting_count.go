package app

import (
	"context"
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Counted is what was counted: lines by option, invalid ballots, and the ballots taken from the box where somebody counted
// them apart.
type Counted struct {
	Lines            []Line
	Invalid, Ballots int
	Witnesses        []string // households
	Other            []string // other opinions, in words
}

// Line is how many chose an option: "AGREE", "DISAGREE", "OTHER" or a candidate.
type Line struct {
	Option string
	Votes  int
}

// RecordMeetingCount records how a sitting voted. With it the sitting is over, save an election with a seat still open: a
// second ballot may follow.
func (a *Actions) RecordMeetingCount(ctx context.Context, cause change.Cause, vote, seen, session string, c Counted) (MeetingView, error) {
	return a.inSession(ctx, "RecordMeetingCount", cause, vote, session, func(ctx context.Context, tx Tx, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, []Arrival, error) {
		if err := fresh(seen, v.Revision); err != nil {
			return m, nil, err
		}
		m, err := a.begin(ctx, v, m, with)
		if err != nil {
			return m, nil, err
		}
		method := m.MethodOf(v.ID)
		tally, err := c.tally(v)
		if err != nil {
			return m, nil, err
		}
		if method == domain.SecretBallot {
			if tally, err = c.inBox(tally, m.Present(), v.Seats); err != nil {
				return m, nil, err
			}
		}
		watching, err := witnesses(ctx, tx, v.ID, c.Witnesses)
		if err != nil {
			return m, nil, err
		}
		if m, err = m.Record(v.Vote, tally, watching, with); err != nil {
			return m, nil, err
		}
		for _, opinion := range c.Other {
			if m, err = m.Remark(opinion, with); err != nil {
				return m, nil, err
			}
		}
		if len(m.Second(v.Vote)) == 0 {
			if m, err = m.End("", m.Chair, with); err != nil {
				return m, nil, err
			}
		}
		return m, nil, a.chosen(ctx, tx, v, method, with)
	})
}

// chosen writes into the vote by which method the meeting voted: those attending choose it, whatever was planned.
func (a *Actions) chosen(ctx context.Context, tx Tx, v Vote, method domain.Method, with domain.Setting) error {
	v.Rounds = slices.Clone(v.Rounds)
	v.Rounds[len(v.Rounds)-1].Method, v.UpdatedAt = method, with.Now
	v.Revision++
	return tx.PutVote(ctx, v, v.NextDue(with))
}

// inBox adds what the rules ask of ballots: handed out to everybody present, and what is on no line is blank. Where one ballot
// may name several persons, the lines do not tell how many there were.
func (c Counted) inBox(t domain.Tally, handedOut, seats int) (domain.Tally, error) {
	marked := t.Yes + t.No + t.Other + t.Invalid
	for _, one := range t.Candidates {
		marked += one.Votes
	}
	t.Issued, t.Returned = handedOut, c.Ballots
	switch {
	case len(t.Candidates) > 0 && seats > 1:
		if c.Ballots == 0 {
			return t, domain.Refuse(domain.FieldRequired, "ballots")
		}
		return t, nil
	case c.Ballots == 0:
		t.Returned = marked
	}
	t.Blank = max(t.Returned-marked, 0)
	return t, nil
}

// tally reads the lines. An option that is none, or comes twice, is refused.
func (c Counted) tally(v Vote) (domain.Tally, error) {
	t := domain.Tally{Invalid: c.Invalid}
	seen := map[string]bool{}
	for i, line := range c.Lines {
		field := "counts[" + strconv.Itoa(i) + "].option"
		candidate := slices.ContainsFunc(v.Standing(), func(one domain.Candidate) bool { return one.ID == line.Option })
		switch {
		case seen[line.Option]:
			return t, domain.Refuse(domain.ChoiceInvalid, field, "value", line.Option)
		case v.Matter.Election() && candidate:
			t.Candidates = append(t.Candidates, domain.CandidateTally{Candidate: line.Option, Votes: line.Votes})
		case v.Matter.Election():
			return t, domain.Refuse(domain.ChoiceInvalid, field, "value", line.Option)
		case line.Option == "AGREE":
			t.Yes = line.Votes
		case line.Option == "DISAGREE":
			t.No = line.Votes
		case line.Option == "OTHER":
			t.Other = line.Votes
		default:
			return t, domain.Refuse(domain.ChoiceInvalid, field, "value", line.Option)
		}
		seen[line.Option] = true
	}
	return t, nil
}

// witnesses are households as the rules see them; one that is not on the roll keeps no person and is refused by them.
func witnesses(ctx context.Context, tx Tx, vote string, households []string) ([]domain.Witness, error) {
	lines, err := tx.Lines(ctx, vote, households)
	all := make([]domain.Witness, len(households))
	for i, household := range households {
		all[i] = domain.Witness{Household: household, Person: entryOf(lines[household]).Household, Name: lines[household].Name}
	}
	return all, err
}

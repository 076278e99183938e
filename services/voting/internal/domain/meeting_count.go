package domain

import (
	"slices"
	"strconv"
	"time"
)

// Count is what was counted at a meeting on one vote, once for each ballot.
type Count struct {
	Vote      string    `json:"vote"`
	Ballot    int       `json:"ballot"` // 1, then 2 for a second ballot of an election
	Method    Method    `json:"method"`
	Tally     Tally     `json:"tally"`
	Committee []Actor   `json:"committee,omitempty"`
	Witnesses []Witness `json:"witnesses,omitempty"`
	At        time.Time `json:"at"`
}

// Witness is the representative of a household who watches the count.
type Witness struct {
	Household string `json:"household"`
	Person    string `json:"person"`
	Name      string `json:"name,omitempty"`
}

// Record takes over a count on a vote. A show of hands is counted at once and cannot show more hands than are present; a
// secret ballot is counted by the committee those attending chose, before two representatives of households, and cannot
// hold more ballots than were handed out. In an election a second ballot may follow.
func (m Meeting) Record(v Vote, tally Tally, witnesses []Witness, with Setting) (Meeting, error) {
	method := m.MethodOf(v.ID)
	ballot := m.ballots(v.ID) + 1
	switch {
	case m.State != Running:
		return m, Refuse(StateNotAllowed, "state", "state", string(m.State), "action", "count")
	case m.Secretary.Subject == "":
		return m, Refuse(SecretaryMissing, "secretary").On("Điều 18 khoản 4 điểm a Luật 10/2022/QH15")
	case method == "":
		return m, Refuse(MethodNotChosen, "method").On(v.Pack.basis("voting.meeting.method"))
	case ballot > 1 && !v.Matter.Election():
		return m, Refuse(StateNotAllowed, "vote", "state", "counted", "action", "count")
	case v.Matter.Election() && len(v.Standing()) == 0:
		return m, Refuse(CandidateMissing, "candidates").On(v.Pack.basis("voting.election.candidates_min"))
	}
	if method == SecretBallot {
		if len(m.Committee) == 0 {
			return m, Refuse(CommitteeMissing, "committee").On(v.Pack.basis("voting.meeting.counting_committee"))
		}
		if err := m.checkCommittee(m.Committee, v.Pack, v.Standing()); err != nil {
			return m, err
		}
		if err := m.witnessed(v, witnesses); err != nil {
			return m, err
		}
	}
	if method == ShowOfHands && (tally.Issued != 0 || tally.Returned != 0 || tally.Invalid != 0) {
		return m, Refuse(MethodNotAllowed, "issued", "method", string(method)).On(v.Pack.basis("voting.meeting.method"))
	}
	tally.Present, tally.Candidates = m.Present(), slices.Clone(tally.Candidates)
	for i := range tally.Candidates {
		tally.Candidates[i].Ballot = ballot
	}
	if err := m.secondBallot(v, tally, ballot); err != nil {
		return m, err
	}
	if err := tally.Check(MeetingForm, method, v.whole(m.Village), v.Seats); err != nil {
		return m, err
	}
	if err := v.knownCandidates(tally); err != nil {
		return m, err
	}
	count := Count{Vote: v.ID, Ballot: ballot, Method: method, Tally: tally, At: with.Now}
	if method == SecretBallot {
		count.Committee, count.Witnesses = slices.Clone(m.Committee), slices.Clone(witnesses)
	}
	m.Counts = append(slices.Clone(m.Counts), count)
	return m, nil
}

// witnessed refuses a count without two representatives of households who are present, count nothing themselves and do
// not stand for election.
func (m Meeting) witnessed(v Vote, witnesses []Witness) error {
	basis := v.Pack.basis("voting.meeting.witnesses")
	needed, _ := v.Pack.Number("voting.meeting.witnesses")
	if len(witnesses) < needed {
		return Refuse(WitnessesMissing, "witnesses", "value", strconv.Itoa(len(witnesses)), "least", strconv.Itoa(needed)).On(basis)
	}
	here := func(w Witness) bool {
		return slices.ContainsFunc(m.Attendees, func(a Attendee) bool {
			return a.Household == w.Household && a.Person == w.Person && a.LeftAt.IsZero()
		})
	}
	return checkWitnesses(witnesses, m.Committee, v.Standing(), here, basis)
}

func checkWitnesses(witnesses []Witness, counting []Actor, candidates []Candidate, acts func(Witness) bool, basis string) error {
	seen := map[string]bool{}
	for i, w := range witnesses {
		field := "witnesses[" + strconv.Itoa(i) + "]"
		switch {
		case seen[w.Household] || seen[w.Person]:
			return Refuse(SamePerson, field).On(basis)
		case !acts(w):
			return Refuse(NotRepresentative, field, "household", w.Household).On(basis)
		case slices.ContainsFunc(counting, func(c Actor) bool { return c.Subject == w.Person }):
			return Refuse(SamePerson, field).On(basis)
		case isCandidate(candidates, w.Person):
			return Refuse(CandidateCounts, field).On(basis)
		}
		seen[w.Household], seen[w.Person] = true, true
	}
	return nil
}

// secondBallot refuses names that do not stand in it.
func (m Meeting) secondBallot(v Vote, tally Tally, ballot int) error {
	if ballot < 2 {
		return nil
	}
	standing := m.Second(v)
	if len(standing) == 0 {
		return Refuse(StateNotAllowed, "vote", "state", "counted", "action", "second_ballot").On(v.Pack.basis("voting.election.second_ballot"))
	}
	for i, one := range tally.Candidates {
		if !slices.Contains(standing, one.Candidate) {
			return Refuse(ChoiceInvalid, "candidates["+strconv.Itoa(i)+"]", "value", one.Candidate)
		}
	}
	return nil
}

// Second lists who would stand in a further ballot of this meeting; nobody when all seats are filled, or after the second.
func (m Meeting) Second(v Vote) []string {
	threshold, err := v.Pack.ThresholdWithin(v.Matter, MeetingForm)
	if err != nil || m.ballots(v.ID) != 1 || m.Cluster != "" {
		return nil
	}
	tally := m.Tally(v.ID)
	total := v.Households(m.Village)
	if v.Matter.Scope == Agency {
		total = tally.Present
	}
	return v.Pack.SecondBallot(Result{Total: total}.elect(threshold, tally, v.Seats), tally)
}

func (m Meeting) ballots(vote string) int {
	n := 0
	for _, count := range m.Counts {
		if count.Vote == vote {
			n++
		}
	}
	return n
}

func (m Meeting) counted(vote string) bool { return m.ballots(vote) > 0 }

// Tally is what the meeting says on a vote: the first ballot, with the numbers of a second for those who stood in it.
func (m Meeting) Tally(vote string) Tally {
	var tally Tally
	first := true
	for _, count := range m.Counts {
		if count.Vote != vote {
			continue
		}
		if first {
			tally, first = count.Tally, false
			tally.Candidates = slices.Clone(tally.Candidates)
			continue
		}
		for _, again := range count.Tally.Candidates {
			tally.Candidates = slices.DeleteFunc(tally.Candidates, func(c CandidateTally) bool { return c.Candidate == again.Candidate })
			tally.Candidates = append(tally.Candidates, again)
		}
	}
	return tally
}

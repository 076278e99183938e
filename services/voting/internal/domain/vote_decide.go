package domain

import (
	"slices"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Count takes over what was counted, one tally for each circle asked. Numbers that cannot be are refused; a circle that
// did not report is named.
func (v Vote) Count(tallies []VillageTally, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActCount); err != nil {
		return v, nil, err
	}
	round := v.Current()
	all := slices.Clone(v.Tallies)
	for _, village := range v.circles() {
		i := slices.IndexFunc(tallies, func(t VillageTally) bool { return t.Village == village })
		if i < 0 {
			return v, nil, Refuse(VillageMissing, "tallies", "village", village).On("Điều 4 khoản 6 điểm c Nghị định 59/2023/NĐ-CP")
		}
		one := VillageTally{Village: village, Households: v.whole(village), Tally: tallies[i].Tally}
		if round.Form == MeetingForm {
			one.Tally.Present = round.present(village)
		}
		if err := one.Tally.Check(round.Form, v.methodOf(one.Tally), one.Households, v.Seats); err != nil {
			return v, nil, err
		}
		if err := v.knownCandidates(one.Tally); err != nil {
			return v, nil, err
		}
		threshold, err := v.Pack.ThresholdWithin(v.Matter, round.Form)
		if err != nil {
			return v, nil, err
		}
		one.Approved = !v.Matter.Election() && threshold.Reached(one.Tally.Yes, v.denominator(one))
		all = append(all, one)
	}
	v.Tallies, v.State, v.UpdatedAt = all, Counted, with.Now
	return v, []Fact{VoteCounted{v.about(), round.Number, all}}, nil
}

// methodOf is the method of the round, or for a meeting what the count shows: ballots were handed out or not.
func (v Vote) methodOf(t Tally) Method {
	if method := v.Current().Method; method != "" {
		return method
	}
	if t.Issued > 0 {
		return SecretBallot
	}
	return ShowOfHands
}

func (v Vote) knownCandidates(t Tally) error {
	for i, one := range t.Candidates {
		if !v.Matter.Election() || !slices.ContainsFunc(v.Standing(), func(c Candidate) bool { return c.ID == one.Candidate }) {
			return Refuse(ChoiceInvalid, "candidates["+strconv.Itoa(i)+"]", "value", one.Candidate)
		}
	}
	return nil
}

// denominator is the whole of one circle: all its households; at the conference of an agency those who came.
func (v Vote) denominator(t VillageTally) int {
	if v.Matter.Scope == Agency && v.Current().Form == MeetingForm {
		return t.Tally.Present
	}
	return t.Households
}

// Decide says what the numbers mean. In a village or agency the share is reached or not; in a commune so many villages of
// all agreed; in an election those with the share are elected. What passes under items 1, 2 and 6 of a village is in
// force from that day (Điều 21.2).
func (v Vote) Decide(with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActDecide); err != nil {
		return v, nil, err
	}
	round := v.Current()
	threshold, err := v.Pack.Threshold(v.Matter, round.Form)
	if err != nil {
		return v, nil, err
	}
	rule := threshold.Rule
	r := Result{Of: rule.Of, Share: rule.Share, Rule: rule.Version(), Basis: rule.Basis}
	switch {
	case v.Matter.Scope == Commune:
		r.Total = len(v.Rolls)
		for _, one := range v.Tallies {
			if one.Approved {
				r.Yes++
			}
		}
		r.Passed = threshold.Reached(r.Yes, r.Total)
	case v.Matter.Election():
		r.Total = v.denominator(v.Tallies[0])
		r = r.elect(threshold, v.Tallies[0].Tally, v.Seats)
	default:
		r.Total, r.Yes = v.denominator(v.Tallies[0]), v.Tallies[0].Tally.Yes
		r.Passed = threshold.Reached(r.Yes, r.Total)
	}
	r.Needed = threshold.Needed(r.Total)
	if cause := v.invalid(threshold); cause != "" {
		r.Passed, r.Cause, r.Elected = false, cause, nil
	} else if !r.Passed {
		r.Cause = v.cause()
	}
	v.Result, v.UpdatedAt = r, with.Now
	if !r.Passed {
		v.State = Failed
		return v, []Fact{VoteFailed{v.about(), r}}, nil
	}
	return v.passed(with)
}

// invalid names why the meeting itself could decide nothing; empty when it could.
func (v Vote) invalid(threshold Threshold) Cause {
	round := v.Current()
	if round.Form != MeetingForm || v.Matter.Scope == Commune {
		return ""
	}
	present, total := v.Tallies[0].Tally.Present, v.Tallies[0].Households
	switch {
	case v.Matter.Scope == Agency:
		if v.Conference.Quorum(v.Pack, present) != nil {
			return CauseQuorum
		}
	case !threshold.CanPass(0, present, total), !v.Pack.Present(present, total):
		return CauseAttendance
	}
	return ""
}

func (v Vote) cause() Cause {
	switch {
	case v.Matter.Election():
		return CauseNobodyElected
	case v.Matter.OfHead():
		return CauseNoRelease
	}
	return CauseShare
}

func (v Vote) passed(with Setting) (Vote, []Fact, error) {
	v.State = Passed
	decided := v.decidedOn()
	if v.Pack.Has("voting.effect.passed") || v.Pack.Has("voting.agency.effect") {
		v.EffectiveDate = decided
	}
	id := "voting.decision.send"
	if _, ok := v.Pack.Rule("voting.convention.dossier"); ok {
		id = "voting.convention.dossier"
	}
	if rule, ok := v.Pack.Rule(id); ok {
		due, err := v.Pack.Count(with.Calendar, rule, decided)
		if err != nil {
			return v, nil, err
		}
		v.SendDue = due
	}
	return v, []Fact{VotePassed{v.about(), v.Result, v.EffectiveDate}}, nil
}

// decidedOn is the last day on which the people decided: of the last cluster's meeting, of the last round.
func (v Vote) decidedOn() workday.Date {
	round := v.Current()
	if len(round.Clusters.Clusters) > 0 {
		return round.Clusters.LastDay()
	}
	return round.DecidedOn()
}

// Send records that the complete and signed document went to UBND and the Front of the commune. Too late is late, not
// refused: the decision of the people does not suffer from it.
func (v Vote) Send(with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActSend); err != nil {
		return v, nil, err
	}
	if v.Decision.Digest == "" {
		return v, nil, Refuse(DecisionIncomplete, "decision").On("Điều 20 khoản 2 Luật 10/2022/QH15")
	}
	if err := v.Signed(v.Pack); err != nil {
		return v, nil, err
	}
	v.SentOn, v.State, v.UpdatedAt = with.Today(), Sent, with.Now
	facts := []Fact{DecisionSent{v.about(), v.Decision.Digest, v.SentOn, v.SendDue.Late(with.Calendar, v.SentOn)}}
	v, err := v.received(v.SentOn, with)
	if err != nil || v.EffectiveDate.IsZero() {
		return v, facts, err
	}
	v, more, err := v.TakeEffect(with)
	return v, append(facts, more...), err
}

// SetEffect records from which day UBND puts a commune-wide decision into force (Điều 21.2).
func (v Vote) SetEffect(on workday.Date, document string, by Actor, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActSetEffect); err != nil {
		return v, nil, err
	}
	decided := v.decidedOn()
	switch {
	case !v.Pack.Has("voting.effect.set_by_committee"):
		return v, nil, Refuse(RecognitionNotNeeded, "name").On("Điều 21 khoản 2 Luật 10/2022/QH15")
	case by.Office != CommuneChair:
		return v, nil, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", string(CommuneChair)).
			On(v.Pack.basis("voting.effect.set_by_committee"))
	case document == "":
		return v, nil, Refuse(FieldRequired, "document").On(v.Pack.basis("voting.effect.set_by_committee"))
	case on.Before(decided):
		return v, nil, Refuse(DateTooEarly, "on", "earliest", decided.Format()).On(v.Pack.basis("voting.effect.set_by_committee"))
	}
	v.EffectiveDate, v.State, v.UpdatedAt = on, Recognised, with.Now
	r := &v.Recognition
	r.Answered, r.Granted, r.On, r.Document, r.Actor, r.At = true, true, with.Today(), document, by, with.Now
	return v.TakeEffect(with)
}

// TakeEffect moves the vote on when its day of effect has come; before that day it changes nothing.
func (v Vote) TakeEffect(with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActEffect); err != nil {
		return v, nil, err
	}
	if v.EffectiveDate.IsZero() || with.Today().Before(v.EffectiveDate) {
		return v, nil, nil
	}
	v.State, v.UpdatedAt = InEffect, with.Now
	return v, []Fact{DecisionTookEffect{v.about(), v.EffectiveDate}}, nil
}

package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Open opens the vote: the meeting by the one who convenes it, on its day; a ballot at or after its hour. Refused while a
// step of the calendar or a notice is missing or was too late, an objection to a roll has no answer, or, online, the
// community has not chosen to vote so. The rolls handed in are closed by the caller in the same breath.
func (v Vote) Open(rolls []Roll, by Actor, with Setting) (Vote, []Fact, error) {
	round := v.Current()
	if round.Form == OnlineForm && v.State == Announced {
		return v, nil, Refuse(OptInMissing, "opt_in").On(v.Pack.basis("voting.online.opt_in"))
	}
	if err := v.allow(ActOpen); err != nil {
		return v, nil, err
	}
	if err := v.Pack.Check(); err != nil {
		return v, nil, err
	}
	if competent := v.Pack.announcers(v.Matter); !slices.Contains(competent, by.Office) {
		return v, nil, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", offices(competent)).
			On("Điều 18 khoản 1 Luật 10/2022/QH15; Điều 3 khoản 1 Nghị định 59/2023/NĐ-CP")
	}
	if err := v.checkReady(v.Pack); err != nil {
		return v, nil, err
	}
	if err := v.sameRolls(rolls); err != nil {
		return v, nil, err
	}
	if err := v.planned(); err != nil {
		return v, nil, err
	}
	if err := round.reached(with.Now); err != nil {
		return v, nil, err
	}
	steps, err := v.Calendar(with)
	if err != nil {
		return v, nil, err
	}
	if err := inTime(steps, with.Today(), true); err != nil {
		return v, nil, err
	}
	v = v.with(func(r *Round) { r.OpenedAt, r.OpenedBy = with.Now, by })
	v.State, v.UpdatedAt = Open, with.Now
	return v, []Fact{VoteOpened{v.about(), round.Number, round.Form, with.Now}}, nil
}

// reached refuses an opening before the day of a meeting, before the hour of a ballot, or after a ballot's end.
func (r Round) reached(now time.Time) error {
	if r.Form != MeetingForm {
		return r.within(now)
	}
	today := workday.Today(now)
	last := r.MeetingDate
	if len(r.Clusters.Clusters) > 0 {
		last = r.Clusters.LastDay()
	}
	switch {
	case today.Before(r.MeetingDate):
		return Refuse(NotOpenYet, "meeting_date", "opens", r.MeetingDate.Format())
	case today.After(last):
		return Refuse(DateTooLate, "meeting_date", "latest", last.Format())
	}
	return nil
}

// sameRolls refuses rolls that are not those the vote knows, and open objections: nobody swaps a roll unseen.
func (v Vote) sameRolls(rolls []Roll) error {
	for _, known := range v.Rolls {
		i := slices.IndexFunc(rolls, func(r Roll) bool { return r.Village == known.Village && r.Vote == v.ID })
		switch {
		case i < 0 || rolls[i].Digest() != known.Digest || len(rolls[i].Entries) != known.Households:
			return Refuse(RollClosed, "rolls", "village", known.Village).On("Điều 21 khoản 1 Luật 10/2022/QH15")
		case rolls[i].OpenObjections() > 0:
			return Refuse(ObjectionOpen, "rolls", "village", known.Village)
		}
	}
	return nil
}

// Close ends the round. A ballot closes at its hour, not earlier, so that every household had the time it was promised; a
// meeting when its chair closes it, with the number of representatives who came.
func (v Vote) Close(attended []Attendance, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActClose); err != nil {
		return v, nil, err
	}
	round := v.Current()
	if round.Form != MeetingForm && with.Now.Before(round.ClosesAt) {
		return v, nil, Refuse(VotingStillOpen, "closes_at", "closes", round.ClosesAt.Format(time.RFC3339)).On("Điều 19 khoản 3 Luật 10/2022/QH15")
	}
	sum := 0
	if round.Form == MeetingForm {
		for _, village := range v.circles() {
			i := slices.IndexFunc(attended, func(a Attendance) bool { return a.Village == village })
			if i < 0 {
				return v, nil, Refuse(VillageMissing, "attended", "village", village)
			}
			if n, total := attended[i].Present, v.whole(village); n < 0 || n > total {
				return v, nil, Refuse(CountAboveRoll, "attended", "value", strconv.Itoa(n), "most", strconv.Itoa(total))
			}
			sum += attended[i].Present
		}
	} else {
		attended = nil
	}
	v = v.with(func(r *Round) { r.ClosedAt, r.Attended = with.Now, slices.Clone(attended) })
	v.State, v.UpdatedAt = Closed, with.Now
	return v, []Fact{VoteClosed{v.about(), round.Number, with.Now, sum}}, nil
}

// circles are the villages asked in the current round.
func (v Vote) circles() []string {
	if asked := v.Current().Villages; len(asked) > 0 {
		return asked
	}
	var all []string
	for _, roll := range v.Rolls {
		all = append(all, roll.Village)
	}
	return all
}

// whole is how many could take part in one circle: the households, or the staff or delegates summoned.
func (v Vote) whole(village string) int {
	if v.Matter.Scope == Agency && v.Current().Form == MeetingForm {
		return v.Conference.Summoned()
	}
	return v.Households(village)
}

// present is how many came in one circle when the meeting closed.
func (r Round) present(village string) int {
	for _, one := range r.Attended {
		if one.Village == village {
			return one.Present
		}
	}
	return 0
}

// FallBack sends papers to every household of the circles whose meeting was too small to pass; in an agency, of everybody
// after a second call without quorum. Notice is given again.
func (v Vote) FallBack(team Team, method Method, opens, closes time.Time, reason string, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActFallBack); err != nil {
		return v, nil, err
	}
	round := v.Current()
	if round.Form != MeetingForm || round.ClosedAt.IsZero() {
		return v, nil, Refuse(MeetingNotHeld, "form", "form", string(round.Form)).On(v.Pack.basis("voting.form.paper_after_meeting"))
	}
	if err := required("reason", reason, maxNote); err != nil {
		return v, nil, err
	}
	villages, attended, needed, err := v.tooSmall()
	if err != nil {
		return v, nil, err
	}
	next := Round{
		Number: round.Number + 1, Form: PaperForm, Method: method, Villages: villages, OpensAt: opens, ClosesAt: closes,
		Team: team, Reason: strings.TrimSpace(reason),
	}
	changed := v
	changed.Rounds = append(slices.Clone(v.Rounds), next)
	changed.Tallies = slices.DeleteFunc(slices.Clone(v.Tallies), func(t VillageTally) bool { return slices.Contains(villages, t.Village) })
	switch {
	case !opens.After(with.Now):
		return v, nil, Refuse(DateTooEarly, "opens_at", "earliest", with.Now.Format(time.RFC3339))
	case !closes.After(opens):
		return v, nil, Refuse(DateTooEarly, "closes_at", "earliest", opens.Format(time.RFC3339))
	}
	if err := CheckMethod(PaperForm, method); err != nil {
		return v, nil, err
	}
	if err := changed.checkReady(v.Pack); err != nil {
		return v, nil, err
	}
	steps, err := changed.Calendar(with)
	if err != nil {
		return v, nil, err
	}
	if err := inTime(steps, with.Today(), false); err != nil {
		return v, nil, err
	}
	changed.State, changed.UpdatedAt = Announced, with.Now
	return changed, []Fact{VoteFellBack{v.about(), next.Number, attended, needed}}, nil
}

// tooSmall lists the circles whose meeting could not have passed; it refuses when there is none.
func (v Vote) tooSmall() (villages []string, attended, needed int, err error) {
	round := v.Current()
	var last error
	for _, village := range v.circles() {
		present, total := round.present(village), v.whole(village)
		if v.Matter.Scope == Agency {
			last = v.Conference.CheckBallot(v.Pack, present)
		} else {
			last = v.Pack.CheckFallback(v.Matter, present, total)
		}
		if last != nil {
			err = last
			continue
		}
		villages, attended = append(villages, village), attended+present
		if threshold, missing := v.Pack.ThresholdWithin(v.Matter, MeetingForm); missing == nil {
			needed += threshold.Needed(total)
		}
	}
	if len(villages) > 0 {
		err = nil
	}
	return villages, attended, needed, err
}

package domain

import (
	"slices"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Announce tells the people: from here on the roll and the law are frozen. Refused while those who must agree have not,
// papers are missing, a team is not lawful, a candidate lacks, or a step that is due before the day can no longer be
// taken in time. The rolls are snapshots taken now, one for each village.
func (v Vote) Announce(rolls []VillageRoll, by Actor, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActAnnounce); err != nil {
		return v, nil, err
	}
	pack, err := PackFor(with.Book, v.Matter, with.Today())
	if err != nil {
		return v, nil, err
	}
	changed := v
	changed.Pack, changed.Rolls = pack, slices.Clone(rolls)
	if err := changed.checkRolls(); err != nil {
		return v, nil, err
	}
	if err := changed.checkReady(pack); err != nil {
		return v, nil, err
	}
	steps, err := changed.Calendar(with)
	if err != nil {
		return v, nil, err
	}
	if err := inTime(steps, with.Today(), false); err != nil {
		return v, nil, err
	}
	if !slices.Contains(pack.announcers(v.Matter), by.Office) {
		return v, nil, Refuse(OfficeNotCompetent, "by", "office", string(by.Office), "competent", offices(pack.announcers(v.Matter))).
			On("Điều 16, Điều 18 khoản 1 Luật 10/2022/QH15")
	}
	changed.State, changed.AnnouncedAt, changed.UpdatedAt = Announced, with.Now, with.Now
	round := changed.Current()
	fact := VoteAnnounced{
		About: changed.about(), Form: round.Form, Day: round.Day(), OpensAt: round.OpensAt, ClosesAt: round.ClosesAt,
		Households: changed.Households(""), Villages: len(rolls), PackHash: pack.Hash,
	}
	for _, roll := range rolls {
		fact.RollDigest = append(fact.RollDigest, roll.Digest)
	}
	return changed, []Fact{fact}, nil
}

// announcers may announce, open and close: those who convene, and those who hold a ballot for them.
func (p Pack) announcers(m Matter) []Office {
	all := p.Conveners(m)
	switch {
	case m.Scope == Commune:
		all = append(all, CommuneChair)
	case m.OfHead() && m.Election():
		all = append(all, CommuneChair)
	}
	return all
}

func (v Vote) checkRolls() error {
	if len(v.Rolls) == 0 {
		return Refuse(RollEmpty, "rolls").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	seen := map[string]bool{}
	for _, roll := range v.Rolls {
		switch {
		case roll.Households < 1:
			return Refuse(RollEmpty, "rolls", "village", roll.Village).On("Điều 21 khoản 1 Luật 10/2022/QH15")
		case roll.Village == "" || seen[roll.Village]:
			return Refuse(FieldInvalid, "rolls", "village", roll.Village)
		}
		seen[roll.Village] = true
	}
	if v.Matter.Scope != Commune && len(v.Rolls) != 1 {
		return Refuse(FieldInvalid, "rolls").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	return nil
}

// checkReady refuses what is not ready for the people whatever the day.
func (v Vote) checkReady(pack Pack) error {
	agreeing := pack.Agreeing(v.Matter)
	if v.Proposal.Initiative != "" && v.Current().Form == MeetingForm {
		agreeing = nil // an initiative that reached its share must be put to the people (Điều 16.3)
	}
	if len(agreeing) > 0 && !slices.ContainsFunc(v.Agreements, func(a Agreement) bool {
		return slices.Contains(agreeing, a.By.Office) && a.By.Subject != v.Proposal.By.Subject
	}) {
		return Refuse(AgreementMissing, "agreements", "competent", offices(agreeing)).On(pack.agreementBasis(v.Matter))
	}
	if _, asked := pack.Rule("voting.meeting.papers"); asked && len(v.Papers) == 0 && strings.TrimSpace(v.Background) == "" {
		return Refuse(PapersMissing, "papers").On(pack.basis("voting.meeting.papers"))
	}
	if v.Matter.Election() && len(v.Standing()) == 0 && v.Current().Form != MeetingForm {
		return Refuse(CandidateMissing, "candidates").On(pack.basis("voting.election.candidates_min"))
	}
	return v.checkRound(pack)
}

// checkRound refuses a round that lacks its team or whose clusters are not lawful.
func (v Vote) checkRound(pack Pack) error {
	round := v.Current()
	if v.Matter.Scope == Agency {
		return nil
	}
	if round.Form == MeetingForm {
		for _, roll := range v.Rolls {
			if err := round.Clusters.Check(pack, roll.Households); err != nil {
				return err
			}
		}
		return nil
	}
	return round.Team.Check(pack, round.Form, v.Standing())
}

// Tell records how and when the people were told.
func (v Vote) Tell(notice Notice, with Setting) (Vote, error) {
	if err := v.allow(ActPrepare); err != nil {
		return v, err
	}
	if err := notice.check(with.Today()); err != nil {
		return v, err
	}
	v = v.with(func(r *Round) { r.Notice = notice })
	v.UpdatedAt = with.Now
	return v, nil
}

// SetTeam names the team, until the opening.
func (v Vote) SetTeam(team Team, with Setting) (Vote, error) {
	if err := v.allow(ActPrepare); err != nil {
		return v, err
	}
	pack, err := v.Law(with)
	if err != nil {
		return v, err
	}
	if err := team.Check(pack, v.Current().Form, v.Standing()); err != nil {
		return v, err
	}
	v = v.with(func(r *Round) { r.Team = team })
	v.UpdatedAt = with.Now
	return v, nil
}

// Postpone moves an announced vote to a later day; the people are told again and the calendar is counted anew.
func (v Vote) Postpone(day workday.Date, opens, closes time.Time, reason string, with Setting) (Vote, []Fact, error) {
	if err := v.allow(ActPostpone); err != nil {
		return v, nil, err
	}
	if err := required("reason", reason, maxNote); err != nil {
		return v, nil, err
	}
	was := v.Current()
	changed := v.with(func(r *Round) {
		r.MeetingDate, r.OpensAt, r.ClosesAt, r.Reason, r.Notice = day, opens, closes, strings.TrimSpace(reason), Notice{}
	})
	round := changed.Current()
	switch {
	case round.Day().IsZero():
		return v, nil, Refuse(FieldRequired, "day")
	case !round.Day().After(with.Today()):
		return v, nil, Refuse(DateTooEarly, "day", "earliest", with.Today().AddDays(1).Format())
	case round.Form != MeetingForm && !closes.After(opens):
		return v, nil, Refuse(DateTooEarly, "closes_at", "earliest", opens.Format(time.RFC3339))
	}
	steps, err := changed.Calendar(with)
	if err != nil {
		return v, nil, err
	}
	if err := inTime(steps, with.Today(), false); err != nil {
		return v, nil, err
	}
	changed.UpdatedAt = with.Now
	return changed, []Fact{VotePostponed{v.about(), was.Day(), round.Day()}}, nil
}

// CorrectRoll takes over the totals of a roll that was corrected before the opening.
func (v Vote) CorrectRoll(roll VillageRoll, with Setting) (Vote, error) {
	if v.State != Announced && v.State != OptedIn {
		return v, Refuse(RollClosed, "roll", "state", string(v.State)).On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	i := slices.IndexFunc(v.Rolls, func(r VillageRoll) bool { return r.Village == roll.Village })
	if i < 0 {
		return v, Refuse(NotFound, "village", "village", roll.Village)
	}
	v.Rolls = slices.Clone(v.Rolls)
	v.Rolls[i], v.UpdatedAt = roll, with.Now
	return v, v.checkRolls()
}

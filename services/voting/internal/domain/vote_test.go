package domain_test

import (
	"reflect"
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// A contribution decided at a meeting of 61 households (Điều 15.1, 18, 20, 21): passed with 41, in force since that day,
// sent within five working days.
func TestAContributionFromDraftToEffect(t *testing.T) {
	t.Parallel()
	v, _ := opened(t, draft(1, domain.Decide), 61)
	v = decided(t, v, 50, domain.Tally{Yes: 41, No: 5, Other: 3, Blank: 1})
	r := v.Result
	if v.State != domain.Passed || r.Yes != 41 || r.Needed != 41 || r.Total != 61 || r.Of != "households" || r.Rule != "voting.threshold.contributions@2023-07-01" {
		t.Fatalf("%s %+v", v.State, r)
	}
	if v.EffectiveDate != day(meetDay) || !v.InForce(day(meetDay)) || v.InForce(day("2026-03-19")) {
		t.Errorf("Điều 21.2: in force from %s, want the day it passed", v.EffectiveDate)
	}
	if v.SendDue.Date != day("2026-03-27") || v.SendDue.Basis.String() != "Điều 20 khoản 3 Luật 10/2022/QH15" {
		t.Errorf("Điều 20.3: due %+v", v.SendDue)
	}
	v, facts, err := written(t, v, "2026-03-30").Send(on(t, "2026-03-30"))
	if err != nil || v.State != domain.InEffect || v.Recognition.By != domain.ByNobody {
		t.Fatalf("%v %s", err, v.State)
	}
	if late := facts[0].(domain.DecisionSent).LateDays; late != 1 {
		t.Errorf("late by %d working days, want 1: late is told, not refused", late)
	}
}

// Điều 21.1: exactly below, at and above each share.
func TestDecide(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		draft      domain.Draft
		households int
		present    int
		tally      domain.Tally
		state      domain.State
		cause      domain.Cause
	}{
		"item 1: 40 of 61":                               {draft(1, domain.Decide), 61, 61, domain.Tally{Yes: 40, No: 21}, domain.Failed, domain.CauseShare},
		"item 1: 41 of 61":                               {draft(1, domain.Decide), 61, 61, domain.Tally{Yes: 41, No: 20}, domain.Passed, ""},
		"item 1: all of 40 who came, of 61":              {draft(1, domain.Decide), 61, 40, domain.Tally{Yes: 40}, domain.Failed, domain.CauseAttendance},
		"item 2: 40 of 60":                               {draft(2, domain.Decide), 60, 45, domain.Tally{Yes: 40, No: 5}, domain.Passed, ""},
		"item 6: 30 of 60 is not more than half":         {draft(6, domain.Decide), 60, 60, domain.Tally{Yes: 30, No: 30}, domain.Failed, domain.CauseShare},
		"item 6: 31 of 60":                               {draft(6, domain.Decide), 60, 31, domain.Tally{Yes: 31}, domain.Passed, ""},
		"item 3: half present is no meeting (NĐ 61 Đ10)": {draft(3, domain.Adopt), 60, 30, domain.Tally{Yes: 30}, domain.Failed, domain.CauseAttendance},
		"item 3: 31 of 60":                               {draft(3, domain.Adopt), 60, 40, domain.Tally{Yes: 31, No: 9}, domain.Passed, ""},
		"item 4, release: 30 of 60 (NĐ 59 Đ9.3)":         {draft(4, domain.Release), 60, 60, domain.Tally{Yes: 30, No: 30}, domain.Failed, domain.CauseNoRelease},
		"abstention, invalid and other are no yes":       {draft(6, domain.Decide), 60, 60, domain.Tally{Yes: 30, Other: 10, Blank: 10, Issued: 60, Returned: 60, Invalid: 10}, domain.Failed, domain.CauseShare},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v, _ := opened(t, tc.draft, tc.households)
			v = decided(t, v, tc.present, tc.tally)
			if v.State != tc.state || v.Result.Cause != tc.cause {
				t.Errorf("%s %q, want %s %q", v.State, v.Result.Cause, tc.state, tc.cause)
			}
			for _, act := range []domain.Act{domain.ActOpen, domain.ActCount, domain.ActCancel, domain.ActEdit} {
				if v.Allows(act) {
					t.Errorf("%s is still possible: a vote that was decided is kept", act)
				}
			}
		})
	}
}

// Each act in a state it does not belong to is refused and changes nothing.
func TestActsOutOfTurn(t *testing.T) {
	t.Parallel()
	v := agreed(t, draft(1, domain.Decide))
	with := on(t, meetDay)
	for name, act := range map[string]func() error{
		"open":   func() error { _, _, err := v.Open(nil, head, with); return err },
		"close":  func() error { _, _, err := v.Close(nil, with); return err },
		"count":  func() error { _, _, err := v.Count(nil, with); return err },
		"decide": func() error { _, _, err := v.Decide(with); return err },
		"send":   func() error { _, _, err := v.Send(with); return err },
		"recognise": func() error {
			_, _, err := v.Recognise(domain.ByCommittee, chair, day(meetDay), "QĐ", with)
			return err
		},
		"fall back": func() error {
			_, _, err := v.FallBack(team(), domain.SecretBallot, with.Now, with.Now, "x", with)
			return err
		},
		"annul":   func() error { _, _, err := v.Annul(domain.AgainstLaw, "QĐ", "x", chair, with); return err },
		"opt in":  func() error { _, _, err := v.RecordOptIn(domain.OptIn{}, with); return err },
		"set day": func() error { _, _, err := v.SetEffect(day(meetDay), "QĐ", chair, with); return err },
	} {
		before := v
		refused(t, act(), domain.StateNotAllowed)
		if !reflect.DeepEqual(before, v) {
			t.Errorf("%s changed the vote", name)
		}
	}
}

// What was announced keeps its law; what is only drafted follows the law of the day.
func TestTheLawIsFrozenAtTheAnnouncement(t *testing.T) {
	t.Parallel()
	v, r := agreed(t, draft(1, domain.Decide)), roll(t, "v1", hamlet, 61)
	if !v.Pack.IsZero() {
		t.Error("frozen too early")
	}
	v, facts, err := v.Announce([]domain.VillageRoll{r.Totals()}, head, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	fact := facts[0].(domain.VoteAnnounced)
	if v.Pack.Check() != nil || fact.PackHash != v.Pack.Hash || fact.Households != 61 || fact.RollDigest[0] != r.Digest() {
		t.Errorf("%+v", fact)
	}
	v.Pack.Rules[0].Value = 7
	if v, err = v.Tell(toldInTime, on(t, "2026-03-18")); err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Open([]domain.Roll{r}, head, on(t, meetDay))
	refused(t, err, domain.PackAltered)
}

// Cancelled, annulled, replaced (Điều 22): the record stays.
func TestEndings(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-04-01")
	open, _ := opened(t, draft(1, domain.Decide), 61)
	_, _, err := open.Cancel(" ", head, on(t, meetDay))
	refused(t, err, domain.FieldRequired)
	cancelled, facts, err := open.Cancel("Bão", head, on(t, meetDay))
	if err != nil || cancelled.State != domain.Cancelled || facts[0].(domain.VoteCancelled).State != domain.Open {
		t.Errorf("%v %s", err, cancelled.State)
	}
	in := sent(t, decided(t, open, 61, domain.Tally{Yes: 50, No: 11}), "2026-03-23")
	_, _, err = in.Annul(domain.OwnWill, "QĐ 9", "x", chair, with)
	refused(t, err, domain.GroundMissing)
	_, _, err = in.Annul(domain.AgainstLaw, "QĐ 9", "x", frontChair, with)
	refused(t, err, domain.OfficeNotCompetent)
	_, _, err = in.Annul(domain.AgainstLaw, "", "x", chair, with)
	refused(t, err, domain.FieldRequired)
	annulled, _, err := in.Annul(domain.WrongWay, "QĐ 9", "Không thông báo", chair, with)
	if err != nil || annulled.State != domain.Annulled || annulled.InForce(day("2026-04-01")) || !annulled.InForce(day("2026-03-31")) {
		t.Errorf("%v %s", err, annulled.State)
	}
	asked, _, err := in.RequestAmendment(domain.AmendmentRequest{By: chair, Document: "CV 3", Reason: "Sai thể thức"}, with)
	if err != nil || asked.State != domain.InEffect || asked.Request.On != day("2026-04-01") {
		t.Errorf("%v %+v", err, asked.Request)
	}
	later := in
	later.ID, later.Replaces = "v2", "v1"
	amended, _, err := in.Replace(later, with)
	if err != nil || amended.State != domain.Amended || amended.Ending.Vote != "v2" {
		t.Errorf("%v %s", err, amended.State)
	}
	later.Replaces = "v9"
	_, _, err = in.Replace(later, with)
	refused(t, err, domain.FieldInvalid)
}

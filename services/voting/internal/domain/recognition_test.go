package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Điều 21.2: who recognises, in which time, and from when the decision is in force.
func TestWhoRecognises(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		matter domain.Matter
		by     domain.Recogniser
		basis  string
	}{
		"items 1":                {village(1, domain.Decide), domain.ByNobody, ""},
		"item 2":                 {village(2, domain.Decide), domain.ByNobody, ""},
		"item 3":                 {village(3, domain.Adopt), domain.ByCommittee, "Điều 11 khoản 3 điểm b Nghị định 61/2023/NĐ-CP"},
		"item 4":                 {village(4, domain.Elect), domain.ByCommittee, "Điều 21 khoản 2 Luật 10/2022/QH15"},
		"item 5, the Front":      {village(5, domain.Elect), domain.ByFront, "Điều 21 khoản 2 Luật 10/2022/QH15"},
		"item 6":                 {village(6, domain.Decide), domain.ByNobody, ""},
		"commune, items 1 and 2": {commune(1), domain.SetCommittee, "Điều 21 khoản 2 Luật 10/2022/QH15"},
		"agency's board":         {agency(1, domain.Elect), domain.ByLead, "Điều 21 Nghị định 59/2023/NĐ-CP"},
	} {
		by, rule := pack(t, tc.matter).Recogniser()
		if by != tc.by || tc.basis != "" && rule.Basis.String() != tc.basis {
			t.Errorf("%s: %q by %s, want %q by %s", name, by, rule.Basis, tc.by, tc.basis)
		}
	}
}

func TestRecognition(t *testing.T) {
	t.Parallel()
	v, _ := opened(t, draft(5, domain.Release), 61)
	v = sent(t, decided(t, v, 61, domain.Tally{Yes: 40, No: 21}), "2026-03-23")
	if v.State != domain.Sent || v.InForce(day("2026-03-24")) || v.Recognition.Due.Date != day("2026-03-30") {
		t.Fatalf("%s, answer due %s", v.State, v.Recognition.Due.Date)
	}
	with := on(t, "2026-03-31")
	_, _, err := v.Recognise(domain.ByCommittee, chair, day("2026-03-31"), "QĐ 1", with)
	if r := refused(t, err, domain.RecogniserWrong); r.Params["competent"] != string(domain.ByFront) {
		t.Errorf("%+v", r)
	}
	_, _, err = v.Recognise(domain.ByFront, frontChair, day("2026-04-01"), "QĐ 1", with)
	refused(t, err, domain.DateInFuture)
	_, _, err = v.Recognise(domain.ByFront, frontChair, day("2026-03-22"), "QĐ 1", with)
	refused(t, err, domain.DateTooEarly)
	_, _, err = v.Recognise(domain.ByFront, frontChair, day("2026-03-31"), " ", with)
	refused(t, err, domain.FieldRequired)
	_, _, err = v.RefuseRecognition(domain.ByFront, frontChair, day("2026-03-31"), "CV 1", " ", with)
	refused(t, err, domain.FieldRequired)
	refusal, facts, err := v.RefuseRecognition(domain.ByFront, frontChair, day("2026-03-31"), "CV 1", "Thiếu chữ ký", with)
	if err != nil || refusal.State != domain.Refused || refusal.InForce(day("2026-04-30")) || facts[0].(domain.DecisionRefused).LateDays != 1 {
		t.Errorf("%v %s %+v", err, refusal.State, facts)
	}
	granted, facts, err := v.Recognise(domain.ByFront, frontChair, day("2026-03-30"), "QĐ 1", with)
	if err != nil || granted.State != domain.InEffect || granted.EffectiveDate != day("2026-03-30") || len(facts) != 2 {
		t.Errorf("%v %s %s", err, granted.State, granted.EffectiveDate)
	}
	_, err = v.Receive(day("2026-03-25"), "", with)
	refused(t, err, domain.FieldRequired)
	later, err := v.Receive(day("2026-03-25"), "Hồ sơ bổ sung ngày 25/3", with)
	if err != nil || later.Recognition.Due.Date != day("2026-04-01") {
		t.Errorf("NĐ 61 Điều 11.3.b: counted from the full dossier: %v %s", err, later.Recognition.Due.Date)
	}
	plain, _ := opened(t, draft(1, domain.Decide), 61)
	plain = decided(t, plain, 61, domain.Tally{Yes: 41, No: 20})
	plain.State = domain.Sent
	_, _, err = plain.Recognise(domain.ByCommittee, chair, day("2026-03-31"), "QĐ", with)
	refused(t, err, domain.RecognitionNotNeeded)
}

// Điều 20.2: the contents a to g of the document, each missing one named; and who signs.
func TestTheDecisionDocument(t *testing.T) {
	t.Parallel()
	with := on(t, "2026-03-23")
	v, _ := opened(t, draft(1, domain.Decide), 61)
	v = decided(t, v, 50, domain.Tally{Yes: 45, No: 5})
	_, err := v.Compose("thong_bao", "", "x", "y", with)
	refused(t, err, domain.FieldInvalid)
	_, err = v.Compose(domain.MinutesDocument, "", " ", "y", with)
	if r := refused(t, err, domain.DecisionIncomplete); r.Params["point"] != "c" {
		t.Errorf("%+v", r)
	}
	_, err = v.Compose(domain.MinutesDocument, "", "x", "", with)
	if r := refused(t, err, domain.DecisionIncomplete); r.Params["point"] != "e" || r.Basis != "Điều 20 khoản 2 điểm e Luật 10/2022/QH15" {
		t.Errorf("%+v", r)
	}
	_, _, err = v.Send(with)
	refused(t, err, domain.DecisionIncomplete)
	v, err = v.Compose(domain.MinutesDocument, "01/BB", "Đường ngõ 3", "Đóng góp", with)
	d := v.Decision
	if err != nil || d.Households != 61 || d.Present != 50 || d.Absent != 11 || d.Tally.Yes != 45 || d.DecidedOn != day(meetDay) || d.Form != domain.MeetingForm || d.Digest == "" {
		t.Fatalf("%v %+v", err, d)
	}
	sign := func(v domain.Vote, who domain.Actor, household string, onRoll bool) (domain.Vote, error) {
		return v.Sign(domain.Signature{By: who, Household: household}, onRoll, with)
	}
	resident := func(id string) domain.Actor { return domain.Actor{Subject: id, Office: domain.Household} }
	_, err = sign(v, chair, "", true)
	refused(t, err, domain.OfficeNotCompetent)
	_, err = sign(v, resident("p001"), "h001", false)
	refused(t, err, domain.HouseholdNotOnRoll)
	for i, step := range []struct {
		who       domain.Actor
		household string
		missing   string
	}{
		{head, "", "front_head"}, {frontHead, "", "household"}, {resident("p001"), "h001", "household"}, {resident("p002"), "h002", ""},
	} {
		if v, err = sign(v, step.who, step.household, true); err != nil {
			t.Fatal(i, err)
		}
		_, _, err = v.Send(with)
		if step.missing == "" {
			if err != nil {
				t.Error(err)
			}
			continue
		}
		if r := refused(t, err, domain.SignatureMissing); r.Params["who"] != step.missing {
			t.Errorf("%+v", r)
		}
	}
	_, err = sign(v, resident("p009"), "h001", true)
	refused(t, err, domain.SamePerson)
	_, err = sign(v, resident(head.Subject), "h005", true)
	refused(t, err, domain.SamePerson)
}

// Điều 16.1, 19.1.a, 21.1, 21.2: a matter of the whole commune, asked village by village.
func TestACommuneDecidesByVillages(t *testing.T) {
	t.Parallel()
	d := draft(1, domain.Decide)
	d.Matter, d.Body, d.Proposal = commune(1), domain.Body{Unit: ward}, domain.Proposal{By: chair}
	v := agreed(t, d)
	var rolls []domain.Roll
	var totals []domain.VillageRoll
	var came []domain.Attendance
	for _, name := range []string{"a", "b", "c", "d", "e", "f"} {
		r := roll(t, "v1", name, 30)
		rolls, totals, came = append(rolls, r), append(totals, r.Totals()), append(came, domain.Attendance{Village: name, Present: 25})
	}
	v, facts, err := v.Announce(totals, chair, on(t, "2026-03-02"))
	if err != nil || facts[0].(domain.VoteAnnounced).Villages != 6 || v.Households("") != 180 {
		t.Fatal(err)
	}
	if v, err = v.Tell(toldInTime, on(t, "2026-03-18")); err != nil {
		t.Fatal(err)
	}
	with := on(t, meetDay)
	if v, _, err = v.Open(rolls, chair, with); err != nil {
		t.Fatal(err)
	}
	_, _, err = v.Close(came[:5], with)
	refused(t, err, domain.VillageMissing)
	if v, _, err = v.Close(came, with); err != nil {
		t.Fatal(err)
	}
	decide := func(yes ...int) domain.Vote {
		var tallies []domain.VillageTally
		for i, n := range yes {
			tallies = append(tallies, domain.VillageTally{Village: rolls[i].Village, Tally: domain.Tally{Yes: n, No: 25 - n}})
		}
		counted, _, err := v.Count(tallies, with)
		if err != nil {
			t.Fatal(err)
		}
		if counted, _, err = counted.Decide(with); err != nil {
			t.Fatal(err)
		}
		return counted
	}
	for name, tc := range map[string]struct {
		yes    []int
		state  domain.State
		agreed int
	}{
		"four of six, each with two thirds":                {[]int{20, 20, 20, 20, 0, 0}, domain.Passed, 4},
		"three of six":                                     {[]int{20, 20, 20, 19, 19, 19}, domain.Failed, 3},
		"more households, but fewer villages":              {[]int{25, 25, 25, 19, 19, 19}, domain.Failed, 3},
		"fewer households than half of all, four villages": {[]int{20, 20, 20, 20, 1, 1}, domain.Passed, 4},
	} {
		got := decide(tc.yes...)
		if got.State != tc.state || got.Result.Yes != tc.agreed || got.Result.Total != 6 || got.Result.Needed != 4 || got.Result.Of != "villages" {
			t.Errorf("%s: %s %+v", name, got.State, got.Result)
		}
	}
	_, _, err = v.Count([]domain.VillageTally{{Village: "a"}}, with)
	refused(t, err, domain.VillageMissing)

	passed := decide(20, 20, 20, 20, 0, 0)
	if !passed.EffectiveDate.IsZero() {
		t.Error("Điều 21.2: UBND sets the day of effect")
	}
	if passed, err = passed.Compose(domain.ResolutionDocument, "", "x", "y", on(t, "2026-03-23")); err != nil || passed.Decision.Approving != 4 || passed.Decision.Villages != 6 {
		t.Fatalf("%v %+v", err, passed.Decision)
	}
	if passed, err = passed.Sign(domain.Signature{By: chair}, true, on(t, "2026-03-23")); err != nil {
		t.Fatal(err)
	}
	passed, _, err = passed.Send(on(t, "2026-03-23"))
	if err != nil || passed.State != domain.Sent {
		t.Fatal(err, passed.State)
	}
	_, _, err = passed.SetEffect(day("2026-04-01"), "QĐ 5", frontChair, on(t, "2026-03-24"))
	refused(t, err, domain.OfficeNotCompetent)
	waits, _, err := passed.SetEffect(day("2026-04-01"), "QĐ 5", chair, on(t, "2026-03-24"))
	if err != nil || waits.State != domain.Recognised || waits.InForce(day("2026-03-31")) {
		t.Errorf("%v %s", err, waits.State)
	}
	in, _, err := waits.TakeEffect(on(t, "2026-04-01"))
	if err != nil || in.State != domain.InEffect {
		t.Errorf("%v %s", err, in.State)
	}
}

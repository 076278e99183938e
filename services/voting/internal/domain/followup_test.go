package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Money and progress are told until the work is done; an entry is replaced, never changed.
func TestFollowUp(t *testing.T) {
	t.Parallel()
	v, _ := opened(t, draft(1, domain.Decide), 61)
	_, err := domain.Follow(v, day(meetDay))
	refused(t, err, domain.StateNotAllowed)
	v = decided(t, v, 61, domain.Tally{Yes: 50, No: 11})
	f, err := domain.Follow(v, day(meetDay))
	if err != nil || !f.Money {
		t.Fatal(err)
	}
	with := on(t, "2026-05-01")
	report := func(e domain.FollowUpEntry) error {
		e.On, e.By = day("2026-04-30"), head
		var err error
		next, _, err := f.Report(e, with)
		if err == nil {
			f = next
		}
		return err
	}
	for _, e := range []domain.FollowUpEntry{
		{Kind: domain.Collected, Text: "61 hộ", Amount: 30_500_000},
		{Kind: domain.Spent, Text: "Xi măng", Amount: 12_000_000},
		{Kind: domain.Progress, Text: "Đã đổ 60 m", Percent: 40},
		{Kind: domain.Collected, Text: "60 hộ, một hộ được miễn", Amount: 30_000_000, Corrects: 1},
	} {
		if err := report(e); err != nil {
			t.Fatal(err)
		}
	}
	if collected, spent, percent := f.Totals(); collected != 30_000_000 || spent != 12_000_000 || percent != 40 {
		t.Errorf("%d %d %d", collected, spent, percent)
	}
	refused(t, report(domain.FollowUpEntry{Kind: domain.Spent, Text: "x", Amount: -1}), domain.AmountInvalid)
	refused(t, report(domain.FollowUpEntry{Kind: domain.Spent, Text: "x", Amount: 2_000_000_000_000}), domain.AmountInvalid)
	refused(t, report(domain.FollowUpEntry{Kind: domain.Spent, Text: " ", Amount: 1}), domain.FieldRequired)
	refused(t, report(domain.FollowUpEntry{Kind: domain.Collected, Text: "x", Amount: 1, Corrects: 1}), domain.NotFound)
	refused(t, report(domain.FollowUpEntry{Kind: domain.Progress, Text: "x", Percent: 101}), domain.FieldInvalid)
	_, _, err = f.Finish(with)
	refused(t, err, domain.StepMissing)
	if err := report(domain.FollowUpEntry{Kind: domain.Progress, Text: "Nghiệm thu", Percent: 100}); err != nil {
		t.Fatal(err)
	}
	f, facts, err := f.Finish(with)
	if err != nil || facts[0].(domain.FollowUpFinished).Spent != 12_000_000 {
		t.Errorf("%v %+v", err, facts)
	}
	refused(t, report(domain.FollowUpEntry{Kind: domain.Progress, Text: "x"}), domain.FollowUpDone)

	other, _ := opened(t, draft(6, domain.Decide), 61)
	g, err := domain.Follow(decided(t, other, 61, domain.Tally{Yes: 50}), day(meetDay))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = g.Report(domain.FollowUpEntry{Kind: domain.Spent, Text: "x", Amount: 1, On: day("2026-04-30")}, with)
	refused(t, err, domain.FieldInvalid)
}

// NĐ 61/2023 Điều 12, 14, 15, 18: a recognised convention is handed out, suspended, reviewed.
func TestTheLifeOfAConvention(t *testing.T) {
	t.Parallel()
	v, _ := opened(t, draft(3, domain.Adopt), 61)
	v = sent(t, decided(t, v, 61, domain.Tally{Yes: 50, No: 11}), "2026-03-23")
	with := on(t, "2026-03-26")
	_, err := domain.Enact(v, with)
	refused(t, err, domain.StateNotAllowed)
	if v, _, err = v.Recognise(domain.ByCommittee, chair, day("2026-03-26"), "QĐ 7", with); err != nil {
		t.Fatal(err)
	}
	c, err := domain.Enact(v, with)
	if err != nil || c.DistributeDue.Date != day("2026-03-30") {
		t.Fatalf("Điều 18.1.a: %v, by %s", err, c.DistributeDue.Date)
	}
	_, err = c.Distribute(day("2026-03-25"), with)
	refused(t, err, domain.DateTooEarly)
	if given, err := c.Distribute(day("2026-03-26"), with); err != nil || given.DistributedOn != day("2026-03-26") {
		t.Error(err)
	}
	if n := len(v.Pack.Annexes()); n != 9 {
		t.Errorf("%d annex forms, want four of NĐ 59 and five of NĐ 61", n)
	}
	_, err = c.Suspend(domain.WrongWay, "", "QĐ 8", chair, v.Matter, with)
	refused(t, err, domain.NotFound)
	with = on(t, "2026-06-01")
	if c, err = c.Challenge(day("2026-06-01"), "Điều 5 trái luật", v.Matter, with); err != nil || c.Suspensions[0].Due.Date != day("2026-06-04") {
		t.Fatalf("Điều 12: %v %+v", err, c.Suspensions)
	}
	_, err = c.Suspend(domain.AgainstLaw, " ", "QĐ 8", chair, v.Matter, with)
	refused(t, err, domain.FieldRequired)
	_, err = c.Suspend(domain.WrongWay, "Điều 5", "QĐ 8", chair, v.Matter, with)
	refused(t, err, domain.FieldInvalid)
	_, err = c.Suspend(domain.AgainstLaw, "Điều 5", "QĐ 8", frontChair, v.Matter, with)
	refused(t, err, domain.OfficeNotCompetent)
	dismissed, err := c.Dismiss("CV 9", chair, with)
	if suspended, _ := dismissed.Suspended(); err != nil || suspended {
		t.Error(err)
	}
	if c, err = c.Suspend(domain.AgainstLaw, "Điều 5", "QĐ 8", chair, v.Matter, with); err != nil || c.Suspensions[0].AnnulDue.Date != day("2026-06-08") {
		t.Fatalf("Điều 14: %v %s", err, c.Suspensions[0].AnnulDue.Date)
	}
	if suspended, parts := c.Suspended(); !suspended || parts != "Điều 5" {
		t.Error("not suspended")
	}
	if c, err = c.Lift(with); err != nil {
		t.Fatal(err)
	}
	if due := c.ReviewDue(day("2026-06-01"), domain.Draft{}.Day); due != day("2026-11-18") {
		t.Errorf("Điều 15.4: %s", due)
	}
	if c, err = c.Look("Giữ nguyên", on(t, "2026-11-18")); err != nil || c.ReviewDue(day("2026-11-20"), domain.Draft{}.Day) != day("2027-11-18") {
		t.Error(err)
	}
}

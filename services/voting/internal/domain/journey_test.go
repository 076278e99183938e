package domain_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

const (
	hamlet  = "26500@2025-07-01/v1"
	ward    = "26500@2025-07-01"
	meetDay = "2026-03-20" // a Friday
)

// roll is a roll of n households taken for vote v on the day of announcement.
func roll(t testing.TB, vote, unit string, n int) domain.Roll {
	t.Helper()
	entries := make([]domain.RollEntry, n)
	for i := range entries {
		entries[i] = entry(i)
	}
	r, err := domain.Snapshot(vote, unit, entries, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func entry(i int) domain.RollEntry {
	return domain.RollEntry{
		Household: fmt.Sprintf("h%03d", i), Code: fmt.Sprintf("%03d", i), Representative: fmt.Sprintf("p%03d", i),
	}
}

// draft is a lawful draft of a village matter for the meeting day.
func draft(item int, kind domain.Kind) domain.Draft {
	d := domain.Draft{
		Body: domain.Body{Unit: hamlet}, Matter: village(item, kind), Title: "Làm đường bê tông ngõ 3",
		Question: "Đồng ý mỗi hộ đóng góp 500.000 đồng?", Background: "Dự toán kèm theo", Form: domain.MeetingForm,
		Day: day(meetDay), Proposal: domain.Proposal{By: head},
	}
	switch {
	case item == domain.ItemVillageHead && kind == domain.Release:
		d.Proposal = domain.Proposal{By: frontHead, Ground: "Không hoàn thành nhiệm vụ"}
	case item == domain.ItemVillageHead:
		d.Proposal, d.Seats = domain.Proposal{By: chair}, 1
	case item == domain.ItemBoards && kind == domain.Release:
		d.Proposal = domain.Proposal{By: frontChair, Ground: "Xin thôi"}
	case item == domain.ItemBoards:
		d.Seats, d.TermEnds = 2, day("2030-01-01")
	}
	return d
}

// other is who must agree with the draft's proposer.
func other(d domain.Draft) domain.Actor {
	switch {
	case d.Matter.Scope == domain.Commune:
		return frontChair
	case d.Matter.OfHead() && d.Matter.Kind == domain.Release:
		return chair
	}
	return frontHead
}

// convener is who opens it.
func convener(d domain.Draft) domain.Actor {
	switch {
	case d.Matter.OfHead() && d.Matter.Election():
		return electors
	case d.Matter.OfHead():
		return frontHead
	}
	return head
}

// agreed drafts and agrees on 1 March 2026.
func agreed(t testing.TB, d domain.Draft) domain.Vote {
	t.Helper()
	with := on(t, "2026-03-01")
	v, _, err := domain.NewVote("v1", d, with)
	if err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Agree(other(d), "Biên bản 1", with); err != nil {
		t.Fatal(err)
	}
	return v
}

var toldInTime = domain.Notice{
	On: day("2026-03-17"), PostedOn: day("2026-03-18"), PapersOn: day("2026-03-18"), Channels: []domain.Channel{domain.ByInvitation},
}

// opened brings a draft for the meeting day to the opened meeting, with every step of the calendar taken on its last day.
func opened(t testing.TB, d domain.Draft, households int) (domain.Vote, domain.Roll) {
	t.Helper()
	v, r := agreed(t, d), roll(t, "v1", d.Body.Unit, households)
	for _, step := range []struct{ rule, on string }{
		{"voting.election.decision", "2026-02-28"},
		{"voting.election.candidates", "2026-03-05"},
		{"voting.election.team", "2026-03-10"},
		{"voting.election.posting", "2026-03-13"},
		{"voting.convention.posting", "2026-02-17"},
	} {
		if _, asked := pack(t, d.Matter).Rule(step.rule); !asked || day(step.on).After(day("2026-03-01")) {
			continue
		}
		v = record(t, v, step.rule, step.on, "2026-03-01")
	}
	v, _, err := v.Announce([]domain.VillageRoll{r.Totals()}, convener(d), on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	for rule, date := range map[string]string{
		"voting.election.candidates": "2026-03-05", "voting.election.team": "2026-03-10", "voting.election.posting": "2026-03-13",
	} {
		if _, asked := v.Pack.Rule(rule); asked {
			v = record(t, v, rule, date, "2026-03-14")
		}
	}
	if v, err = v.Tell(toldInTime, on(t, "2026-03-18")); err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Open([]domain.Roll{r}, convener(d), on(t, meetDay)); err != nil {
		t.Fatal(err)
	}
	return v, r
}

func record(t testing.TB, v domain.Vote, rule, date, today string) domain.Vote {
	t.Helper()
	v, err := v.RecordStep(rule, day(date), "QĐ 12", chair, on(t, today))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// decided closes an opened meeting with so many present and counts what they said.
func decided(t testing.TB, v domain.Vote, present int, tally domain.Tally) domain.Vote {
	t.Helper()
	with := on(t, meetDay)
	v, _, err := v.Close([]domain.Attendance{{Village: v.Rolls[0].Village, Present: present}}, with)
	if err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Count([]domain.VillageTally{{Village: v.Rolls[0].Village, Tally: tally}}, with); err != nil {
		t.Fatal(err)
	}
	if v, _, err = v.Decide(with); err != nil {
		t.Fatal(err)
	}
	return v
}

// written composes and signs the document of a passed vote.
func written(t testing.TB, v domain.Vote, today string) domain.Vote {
	t.Helper()
	v, err := v.Compose(domain.ResolutionDocument, "01/NQ", "Đường ngõ 3", "Đóng góp 500.000 đồng mỗi hộ", on(t, today))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []domain.Signature{
		{By: head},
		{By: frontHead},
		{By: domain.Actor{Subject: "p001", Office: domain.Household}, Household: "h001"},
		{By: domain.Actor{Subject: "p002", Office: domain.Household}, Household: "h002"},
	} {
		if v, err = v.Sign(s, true, on(t, today)); err != nil {
			t.Fatal(err)
		}
	}
	return v
}

func sent(t testing.TB, v domain.Vote, today string) domain.Vote {
	t.Helper()
	v, _, err := written(t, v, today).Send(on(t, today))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// ballotDraft is a draft of item 6 on paper or online, open from the 20th to the end of the 22nd of March.
func ballotDraft(form domain.Form) domain.Draft {
	d := draft(domain.ItemSelfGovernment, domain.Decide)
	d.Form, d.Method, d.Day, d.Team = form, domain.SecretBallot, domain.Draft{}.Day, team()
	d.OpensAt, d.ClosesAt = day("2026-03-20").Start().Add(7*time.Hour), day("2026-03-22").End()
	return d
}

// planned has sent the plan of its papers on the day given.
func planned(t testing.TB, v domain.Vote, date string) domain.Vote {
	t.Helper()
	v, err := v.SendPlan(domain.BallotPlan{Document: "KH 1", IssuedOn: day(date), SentOn: day(date)}, on(t, "2026-03-22"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// openBallot opens such a ballot among n households.
func openBallot(t testing.TB, form domain.Form, n int) (domain.Vote, domain.Roll) {
	t.Helper()
	d := ballotDraft(form)
	v, r := agreed(t, d), roll(t, "v1", hamlet, n)
	v, _, err := v.Announce([]domain.VillageRoll{r.Totals()}, head, on(t, "2026-03-02"))
	if err != nil {
		t.Fatal(err)
	}
	if v, err = v.Tell(toldInTime, on(t, "2026-03-18")); err != nil {
		t.Fatal(err)
	}
	if form == domain.PaperForm {
		v = planned(t, v, "2026-03-15")
	}
	if form == domain.OnlineForm {
		if v, _, err = v.RecordOptIn(domain.OptIn{ReportedOn: day("2026-03-10"), Report: "BC 5", Agreed: n/2 + 1}, on(t, "2026-03-19")); err != nil {
			t.Fatal(err)
		}
	}
	if v, _, err = v.Open([]domain.Roll{r}, head, on(t, "2026-03-20")); err != nil {
		t.Fatal(err)
	}
	return v, r
}

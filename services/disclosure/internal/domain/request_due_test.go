package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func complexRequest(t testing.TB, with domain.Setting) domain.Request {
	t.Helper()
	r, _, err := domain.Request{
		ID: "1", Unit: "08584@2025-07-01", Channel: domain.Network, Content: "Danh mục phí", RequesterName: "Phan Thị Lan",
	}.Submit(with)
	if err != nil {
		t.Fatal(err)
	}
	if r, err = r.TakeUp(domain.Complex, domain.Actor{Subject: "officer"}, with); err != nil {
		t.Fatal(err)
	}
	return r
}

// A case keeps the law it began under: the extension of a request of 9/3 is that of 9/3 (15 days, Điều 30.3), though another
// rule is in force on the day the first time runs out.
func TestAnExtensionKeepsTheLawOfTheArrival(t *testing.T) {
	t.Parallel()
	with := setting(t, "communes.12", "2026-03-09")
	rule, err := with.Book.AsOf("access.request.network.extension", day("2026-03-09"))
	if err != nil {
		t.Fatal(err)
	}
	later := rule
	later.From, later.To, later.Value = day("2026-03-20"), workday.Date{}, 5
	if with.Book, err = with.Book.Overlay("sau", []law.Rule{later}); err != nil {
		t.Fatal(err)
	}
	r := complexRequest(t, with) // due 30/3, after the change
	with.Now = at("2026-03-25")
	r, _, err = r.Extend("Chờ ý kiến", with)
	if err != nil || r.Due.Date != day("2026-04-14") || r.Due.RuleVersion != rule.Version() {
		t.Errorf("extended to %s by %s (%v), want 2026-04-14 by %s", r.Due.Date, r.Due.RuleVersion, err, rule.Version())
	}
}

// A day off decided later is proposed beside the date told to the requester, and taken or left; an extension overtakes it.
func TestARequestIsRecounted(t *testing.T) {
	t.Parallel()
	with := setting(t, "communes.12", "2026-03-09")
	r := complexRequest(t, with)
	off := []workday.Day{{Date: day("2026-03-12"), Name: "Nghỉ hoán đổi", Kind: workday.SwappedOff}}
	for _, one := range with.Calendar.Days() {
		if one.Date.Y == 2026 {
			off = append(off, one)
		}
	}
	calendar, err := with.Calendar.With(2026, workday.Decided, off)
	if err != nil {
		t.Fatal(err)
	}
	with.Calendar, with.Now = calendar, at("2026-03-11")
	proposed, facts, err := r.Recount(with)
	if err != nil || len(facts) != 1 || proposed.Due.Date != day("2026-03-30") || !proposed.HasProposal() {
		t.Fatalf("%+v, facts %v (%v)", proposed.Due, facts, err)
	}
	if again, facts, _ := proposed.Recount(with); len(facts) != 0 || len(again.DueHistory) != len(proposed.DueHistory) {
		t.Error("proposed twice")
	}
	for accept, want := range map[bool]string{true: "2026-03-31", false: "2026-03-30"} {
		decided, _, err := proposed.DecideProposal(accept, "Theo lịch", with)
		if err != nil || decided.Due.Date != day(want) || decided.HasProposal() {
			t.Errorf("accepted %v: due %s (%v)", accept, decided.Due.Date, err)
		}
		if after, facts, _ := decided.Recount(with); len(facts) != 0 || after.HasProposal() {
			t.Errorf("accepted %v: asked again", accept)
		}
	}
	extended, _, err := proposed.Extend("Chờ ý kiến", with)
	if err != nil || extended.HasProposal() || extended.Due.Start != day("2026-03-30") {
		t.Errorf("extended: %+v (%v)", extended.Due, err)
	}
	_, _, err = extended.DecideProposal(true, "x", with)
	refused(t, err, domain.NoDueProposal)
	closed, _, err := proposed.Reply("Đây", nil, "", domain.Actor{Subject: "officer"}, with)
	if err != nil || closed.HasProposal() {
		t.Errorf("an answered request still asks (%v)", err)
	}
	_, _, err = closed.DecideProposal(true, "x", with)
	refused(t, err, domain.StateNotAllowed)
}

package voting_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func (h *house) desk(t testing.TB, who, unit string) (names []string) {
	t.Helper()
	ask := &votingv1.ListVotesRequest{Unit: "units/" + unit, PageSize: 1}
	for {
		page, err := h.ListVotes(h.as(t, who), ask)
		must(t, err)
		for _, v := range page.GetVotes() {
			names = append(names, v.GetName())
		}
		if ask.PageToken = page.GetNextPageToken(); ask.GetPageToken() == "" {
			return names
		}
	}
}

// The desk shows what is due first, page by page; the commune sees its villages' drafts, the province none, a sibling nothing.
func TestTheDeskShowsWhatIsDueFirst(t *testing.T) {
	t.Parallel()
	h := open(t)
	late := road()
	late.OpensTime = timestamppb.New(meetingDay.AddDate(0, 0, 14))
	second, first := h.create(t, head, late), h.create(t, head, road())
	for _, who := range []string{head, villageMTTQ, officer, front} {
		unit := village
		if who == officer || who == front {
			unit = commune
		}
		if got := h.desk(t, who, unit); len(got) != 2 || got[0] != first.GetName() || got[1] != second.GetName() {
			t.Errorf("%s sees %v", who, got)
		}
	}
	if got := h.desk(t, inspector, commune); len(got) != 0 {
		t.Errorf("the province sees drafts %v", got)
	}
	_, err := h.ListVotes(h.as(t, otherHead), &votingv1.ListVotesRequest{Unit: "units/" + village})
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
}

func blocked(v *votingv1.Vote, action string) (text string, offered bool) {
	for _, next := range v.GetNextActions() {
		if next.GetAction() == action {
			return next.GetBlockedBy(), true
		}
	}
	return "", false
}

// The console leads from one lawful step to the next: what is missing is said with its article, what is another's is not
// offered.
func TestTheConsoleLeads(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.create(t, head, road())
	if text, offered := blocked(v, "AnnounceVote"); !offered || text == "" {
		t.Errorf("announcing before the agreement: %q, %v", text, offered)
	}
	if _, offered := blocked(v, "AgreeVote"); offered {
		t.Error("the proposer is offered to agree")
	}
	seen := h.get(t, h.as(t, villageMTTQ), v.GetName())
	if text, offered := blocked(seen, "AgreeVote"); !offered || text != "" {
		t.Errorf("the Front is not offered to agree: %q", text)
	}
	v = h.agree(t, villageMTTQ, v)
	v = h.get(t, h.as(t, head), v.GetName())
	if text, offered := blocked(v, "AnnounceVote"); !offered || text != "" {
		t.Errorf("announcing after the agreement: %q, %v", text, offered)
	}
	if _, offered := blocked(h.get(t, h.as(t, villageMTTQ), v.GetName()), "AnnounceVote"); offered {
		t.Error("the Front is offered to announce what the head convenes")
	}
}

// A matter of the commune is decided village by village: the rolls of all are taken, each counts its own, and so many villages
// of all must agree. Only UBND says from which day it is in force.
func TestAMatterOfTheCommune(t *testing.T) {
	t.Parallel()
	h := open(t)
	req := road()
	req.Unit, req.Scope = "units/"+commune, votingv1.Scope_SCOPE_COMMUNE
	_, err := h.CreateVote(h.as(t, head), req)
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	v := h.announce(t, chair, h.agree(t, front, h.create(t, officer, req)))
	if v.GetVillages() != 2 || v.GetHouseholds() != 130 {
		t.Errorf("%d villages, %d households", v.GetVillages(), v.GetHouseholds())
	}
	if got := h.desk(t, otherHead, otherVillage); len(got) != 1 {
		t.Errorf("the village's desk shows %v", got)
	}
	page, err := h.ListRollEntries(h.as(t, otherHead), &votingv1.ListRollEntriesRequest{Vote: v.GetName(), Village: "units/" + otherVillage})
	must(t, err)
	if page.GetTotal() != 10 {
		t.Errorf("the village's own part has %d households", page.GetTotal())
	}
	_, err = h.ListRollEntries(h.as(t, otherHead), &votingv1.ListRollEntriesRequest{Vote: v.GetName(), Village: "units/" + village})
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")

	h.set(meetingDay)
	v = h.open(t, chair, v)
	h.counted(t, v, village, 110, domain.Tally{Yes: 100, No: 10})
	_, err = h.CloseVote(h.as(t, chair), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "VILLAGE_MISSING")
	h.counted(t, v, otherVillage, 9, domain.Tally{Yes: 8, No: 1})
	v = h.settle(t, chair, v)
	if !v.GetResult().GetPassed() || len(v.GetResult().GetVillages()) != 2 {
		t.Fatalf("settled as %v", v.GetResult())
	}
	v, err = h.DrawUpDecision(h.as(t, chair), &votingv1.DrawUpDecisionRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Kind: "nghi_quyet", Number: "02/NQ", Discussed: "Mức đóng góp", Text: "Mỗi hộ 500.000 đồng",
	})
	must(t, err)
	v, err = h.SendDecision(h.as(t, chair), &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	v, err = h.SetEffectiveDate(h.as(t, chair), &votingv1.SetEffectiveDateRequest{Name: v.GetName(), Etag: v.GetEtag(), Date: "2026-04-01", Number: "30/QĐ-UBND"})
	must(t, err)
	if v.GetState() != votingv1.VoteState_VOTE_STATE_RECOGNISED {
		t.Errorf("before its day it is %v", v.GetState())
	}
	h.set(time.Date(2026, 4, 1, 3, 0, 0, 0, time.UTC))
	for range 2 {
		must(t, h.service.Look(t.Context()))
		must(t, h.door(t).Look(t.Context()))
	}
	if v = h.get(t, t.Context(), v.GetName()); v.GetState() != votingv1.VoteState_VOTE_STATE_IN_EFFECT {
		t.Errorf("on its day it is %v", v.GetState())
	}
	if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%decision_took_effect'`); n != 1 {
		t.Errorf("told %d times", n)
	}
}

// What the law does not put to the circle, or not in this form, is refused with its article before anybody prepares it.
func TestWhatTheLawRefuses(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		change func(*votingv1.CreateVoteRequest)
		kind   fault.Kind
		reason string
	}{
		"a contribution online": {func(r *votingv1.CreateVoteRequest) {
			r.Form = votingv1.Form_FORM_ONLINE
			r.ClosesTime = timestamppb.New(meetingDay.Add(time.Hour))
			r.Method = votingv1.Method_METHOD_SECRET_BALLOT
		}, fault.Refused, "FORM_NOT_ALLOWED"},
		"an election as a decision":       {func(r *votingv1.CreateVoteRequest) { r.Matter = votingv1.Matter_MATTER_VILLAGE_HEAD }, fault.Refused, "KIND_NOT_OF_MATTER"},
		"an agency's matter of a village": {func(r *votingv1.CreateVoteRequest) { r.Matter = votingv1.Matter_MATTER_AGENCY_BOARD }, fault.Refused, "MATTER_NOT_OF_SCOPE"},
		"a meeting of yesterday":          {func(r *votingv1.CreateVoteRequest) { r.OpensTime = timestamppb.New(start.AddDate(0, 0, -1)) }, fault.Invalid, "DATE_TOO_EARLY"},
		"no question":                     {func(r *votingv1.CreateVoteRequest) { r.Question = " \u200b" }, fault.Invalid, "FIELD_REQUIRED"},
		"a village as a commune":          {func(r *votingv1.CreateVoteRequest) { r.Scope = votingv1.Scope_SCOPE_COMMUNE }, fault.NotFound, "UNIT_NOT_FOUND"},
		"an initiative nobody started":    {func(r *votingv1.CreateVoteRequest) { r.Initiative = "initiatives/0198c0de-0000-7000-8000-000000000001" }, fault.NotFound, "NOT_FOUND"},
	} {
		req := road()
		tc.change(req)
		_, err := h.CreateVote(h.as(t, head), req)
		t.Log(name)
		refused(t, err, tc.kind, tc.reason)
	}
	forms, err := h.ListLawfulForms(t.Context(), &votingv1.ListLawfulFormsRequest{
		Matter: votingv1.Matter_MATTER_CONTRIBUTION, Act: votingv1.Act_ACT_DECIDE, Scope: votingv1.Scope_SCOPE_VILLAGE,
	})
	must(t, err)
	for _, form := range forms.GetForms() {
		if want := form.GetForm() == votingv1.Form_FORM_MEETING; form.GetLawful() != want && form.GetForm() == votingv1.Form_FORM_ONLINE || form.GetBasis().GetText() == "" || form.GetExplanation() == "" {
			t.Errorf("%v", form)
		}
	}
	if forms.GetThreshold().GetShare() != "≥ 2/3" {
		t.Errorf("share %q", forms.GetThreshold().GetShare())
	}
}

// A meeting too small to pass may be followed by papers to every household; one that could have passed may not.
func TestPapersFollowAMeetingTooSmall(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.announced(t)
	h.set(meetingDay)
	v = h.open(t, head, v)
	h.counted(t, v, village, 40, domain.Tally{Yes: 40})
	v, err := h.CloseVote(h.as(t, head), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	ask := &votingv1.FallBackToPaperRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Method: votingv1.Method_METHOD_OPEN_BALLOT, OpensTime: timestamppb.New(meetingDay.AddDate(0, 0, 7)),
		ClosesTime: timestamppb.New(meetingDay.AddDate(0, 0, 10)), Reason: "Cuộc họp chỉ có 40 hộ dự",
		Members: []*votingv1.TeamMember{{FullName: "Trần Thị Lan", Role: "lead", Front: true}, {FullName: "Lê Văn Ba"}, {FullName: "Phạm Thị Tư"}},
	}
	v, err = h.FallBackToPaper(h.as(t, head), ask)
	must(t, err)
	if v.GetRound() != 2 || v.GetForm() != votingv1.Form_FORM_PAPER || v.GetState() != votingv1.VoteState_VOTE_STATE_ANNOUNCED || len(v.GetTeam().GetMembers()) != 3 {
		t.Errorf("fell back to %v", v)
	}
}

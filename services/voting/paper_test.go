package voting_test

import (
	"context"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// The papers go out on Monday 16/3/2026 at ten and are back by Thursday at ten.
var (
	papersOut  = time.Date(2026, 3, 16, 3, 0, 0, 0, time.UTC)
	papersBack = papersOut.Add(72 * time.Hour)
)

func team() []*votingv1.TeamMember {
	return []*votingv1.TeamMember{
		{FullName: "Trưởng ban Công tác Mặt trận", Subject: villageMTTQ, Front: true, Role: "lead"},
		{FullName: "Trưởng thôn", Subject: head},
		{FullName: "Phạm Thị Bốn"},
	}
}

// handedOut is a ballot on paper whose papers are out.
func (h *house) handedOut(t testing.TB) *votingv1.Vote {
	t.Helper()
	draft := road()
	draft.Matter, draft.Form, draft.Method = votingv1.Matter_MATTER_SELF_GOVERNING, votingv1.Form_FORM_PAPER, votingv1.Method_METHOD_SECRET_BALLOT
	draft.OpensTime, draft.ClosesTime, draft.Place = timestamppb.New(papersOut), timestamppb.New(papersBack), ""
	v := h.create(t, head, draft)
	v, err := h.AppointTeam(h.as(t, head), &votingv1.AppointTeamRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Kind: votingv1.TeamKind_TEAM_KIND_BALLOT, Members: team(),
	})
	must(t, err)
	v = h.announce(t, head, h.agree(t, villageMTTQ, v))
	h.set(papersOut)
	_, err = h.OpenVote(h.as(t, head), &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "STEP_MISSING")
	v, err = h.RecordPlan(h.as(t, head), &votingv1.RecordPlanRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Document: "02/KH", IssuedDate: "2026-03-09", SentDate: "2026-03-10",
	})
	must(t, err)
	v = h.open(t, head, v)
	box, err := h.IssueBallots(h.as(t, head), &votingv1.IssueBallotsRequest{Vote: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if box.GetIssued() != 120 || box.GetReturned() != 0 {
		t.Fatalf("handed out: %v", box)
	}
	return v
}

// back is a ballot on paper that is over, so many papers back.
func (h *house) back(t testing.TB, n int) *votingv1.Vote {
	t.Helper()
	v := h.handedOut(t)
	_, err := h.RecordReturn(h.as(t, officer), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(village, 0, n)})
	must(t, err)
	h.set(papersBack)
	v, err = h.CloseVote(h.as(t, head), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

func (h *house) tally(t testing.TB, who context.Context, v *votingv1.Vote, invalid int32, counts []*votingv1.OptionCount) (*votingv1.PaperBallotBox, error) {
	t.Helper()
	return h.EnterTally(who, &votingv1.EnterTallyRequest{Vote: v.GetName(), Counts: counts, Invalid: invalid, Witnesses: names(village, 10, 12)})
}

// Two tellers who read the same settle the box; what is not back, invalid or blank counts as no yes.
func TestPapersAreCountedTwice(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.back(t, 100)
	enter := &votingv1.EnterTallyRequest{
		Vote: v.GetName(), Counts: lines(85, 8, 2), Invalid: 3, Witnesses: names(village, 10, 12), RequestId: "0198c0de-0000-4000-8000-0000000000d1",
		Scans: []*typev1.Attachment{h.file(t, head, "bien-ban.jpg")},
	}
	first, err := h.EnterTally(h.as(t, head), enter)
	must(t, err)
	seen, err := h.GetPaperBallotBox(h.as(t, villageMTTQ), &votingv1.GetPaperBallotBoxRequest{Vote: v.GetName()})
	must(t, err)
	if one := seen.GetTallies()[0]; !one.GetEntered() || len(one.GetCounts()) != 0 || one.GetInvalid() != 0 {
		t.Errorf("the second teller sees the first's count: %v", one)
	}
	both, err := h.tally(t, h.as(t, villageMTTQ), v, 3, lines(85, 8, 2))
	must(t, err)
	if !both.GetAgreed() || both.GetTallies()[0].GetCounts()[0].GetVotes() != 85 || both.GetIssued() != 120 || both.GetReturned() != 100 || len(both.GetScans()) != 1 {
		t.Errorf("both: %v", both)
	}
	again, err := h.EnterTally(h.as(t, head), enter)
	must(t, err)
	if !proto.Equal(first, again) {
		t.Errorf("first %v, again %v", first, again)
	}
	v, err = h.SettleVote(h.as(t, head), &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if r := v.GetResult(); !r.GetPassed() || r.GetParticipants() != 100 || r.GetInvalid() != 3 || r.GetNotReturned() != 20 {
		t.Errorf("settled as %v", r)
	}
}

// Two accounts of one person are one teller, and nobody is both.
func TestTellersAreTwoPersons(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.back(t, 50)
	person := "person-of-the-head"
	_, err := h.tally(t, h.asPerson(t, head, person), v, 0, lines(40, 10, 0))
	must(t, err)
	_, err = h.tally(t, h.asPerson(t, head, person), v, 0, lines(40, 10, 0))
	refused(t, err, fault.Refused, "SAME_TELLER")
	_, err = h.tally(t, h.asPerson(t, villageMTTQ, person), v, 0, lines(40, 10, 0))
	refused(t, err, fault.Refused, "SAME_TELLER")
	_, err = h.SettleVote(h.as(t, head), &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "VILLAGE_MISSING")
	_, err = h.tally(t, h.asPerson(t, villageMTTQ, "somebody-else"), v, 0, lines(40, 10, 0))
	must(t, err)
}

// Counts that differ wait until somebody says aloud, before two households, what was done about it.
func TestTellersWhoDifferAreSettledInTheOpen(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.back(t, 100)
	_, err := h.tally(t, h.as(t, head), v, 0, lines(60, 40, 0))
	must(t, err)
	box, err := h.tally(t, h.as(t, villageMTTQ), v, 1, lines(61, 38, 0))
	must(t, err)
	if box.GetAgreed() || len(box.GetCounts()) != 0 {
		t.Errorf("they differ: %v", box)
	}
	resolve := &votingv1.ResolveTallyRequest{Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(80, 19, 0), Invalid: 1, Reason: "Kiểm lại từng phiếu"}
	_, err = h.ResolveTally(h.as(t, head), resolve)
	refused(t, err, fault.Refused, "WITNESSES_MISSING")
	resolve.Witnesses = names(village, 10, 12)
	for _, who := range []string{otherHead, otherFront, sibling, officer, citizen} {
		_, err = h.ResolveTally(h.as(t, who), resolve)
		refused(t, err, fault.Forbidden, "")
	}
	resolve.Counts = lines(80, 21, 0)
	_, err = h.ResolveTally(h.as(t, head), resolve)
	refused(t, err, fault.Refused, "COUNT_ABOVE_ISSUED")
	resolve.Counts = lines(61, 38, 0)
	box, err = h.ResolveTally(h.as(t, head), resolve)
	must(t, err)
	if box.GetResolution() == "" || box.GetAgreed() || box.GetCounts()[0].GetVotes() != 61 || box.GetInvalid() != 1 {
		t.Errorf("settled as %v", box)
	}
	v, err = h.SettleVote(h.as(t, head), &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if !v.GetResult().GetPassed() {
		t.Errorf("61 of 120 are more than half: %v", v.GetResult())
	}
}

// A household is heard once, whatever the form; what was never handed out does not come back; nothing comes back after the
// hour, and no count exceeds what came back or the roll.
func TestPapersThatCannotBe(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.handedOut(t)
	box, err := h.IssueBallots(h.as(t, head), &votingv1.IssueBallotsRequest{Vote: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if box.GetIssued() != 120 {
		t.Errorf("handed out twice: %v", box)
	}
	_, err = h.RecordReturn(h.as(t, head), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(village, 0, 5)})
	must(t, err)
	for _, list := range [][]string{names(village, 4, 6), append(names(village, 7, 8), names(village, 7, 8)...)} {
		_, err = h.RecordReturn(h.as(t, head), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: list})
		refused(t, err, fault.Exists, "VOTED_ALREADY")
	}
	if n := h.get(t, t.Context(), v.GetName()).GetParticipants(); n != 5 {
		t.Errorf("took part: %d", n)
	}
	_, err = h.RecordReturn(h.as(t, head), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(otherVillage, 0, 1)})
	refused(t, err, fault.Refused, "HOUSEHOLD_NOT_ON_ROLL")
	_, err = h.RecordAttendance(h.as(t, head), attend(v, "", true, names(village, 9, 10)...))
	refused(t, err, fault.Refused, "CHANNEL_NOT_OPEN")
	_, err = h.tally(t, h.as(t, head), v, 0, lines(5, 0, 0))
	refused(t, err, fault.Refused, "STATE_NOT_ALLOWED")
	h.set(papersBack)
	_, err = h.RecordReturn(h.as(t, head), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(village, 5, 6)})
	refused(t, err, fault.Refused, "CLOSED_ALREADY")
	v, err = h.CloseVote(h.as(t, head), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	for _, counts := range [][]*votingv1.OptionCount{lines(6, 0, 0), lines(3, 3, 0), lines(500, 0, 0)} {
		_, err = h.tally(t, h.as(t, head), v, 0, counts)
		refused(t, err, fault.Refused, "COUNT_ABOVE_ISSUED")
	}
	_, err = h.tally(t, h.as(t, head), v, 0, []*votingv1.OptionCount{{Option: "MAYBE", Votes: 1}})
	refused(t, err, fault.Invalid, "CHOICE_INVALID")
	for _, who := range []string{otherHead, otherFront, sibling, citizen, inspector} {
		_, err = h.GetPaperBallotBox(h.as(t, who), &votingv1.GetPaperBallotBoxRequest{Vote: v.GetName()})
		refused(t, err, fault.Forbidden, "")
		_, err = h.tally(t, h.as(t, who), v, 0, lines(5, 0, 0))
		refused(t, err, fault.Forbidden, "")
		_, err = h.RecordReturn(h.as(t, who), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(village, 5, 6)})
		refused(t, err, fault.Forbidden, "")
		_, err = h.IssueBallots(h.as(t, who), &votingv1.IssueBallotsRequest{Vote: v.GetName(), Etag: v.GetEtag()})
		refused(t, err, fault.Forbidden, "")
	}
}

// After a meeting too small to pass everybody is asked again on paper, those who came too.
func TestPapersAfterAMeetingTooSmall(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.assembled(t)
	h.come(t, head, v, "", names(village, 0, 40))
	v, err := h.CloseVote(h.as(t, head), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: h.get(t, h.as(t, head), v.GetName()).GetEtag()})
	must(t, err)
	opens := meetingDay.Add(5 * 24 * time.Hour)
	v, err = h.FallBackToPaper(h.as(t, head), &votingv1.FallBackToPaperRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Method: votingv1.Method_METHOD_SECRET_BALLOT, OpensTime: timestamppb.New(opens),
		ClosesTime: timestamppb.New(opens.Add(48 * time.Hour)), Members: team(), Reason: "Số hộ dự họp không đủ",
	})
	must(t, err)
	notice := told()
	notice.Date, notice.PostedDate = "2026-03-21", "2026-03-21"
	v, err = h.RecordNotice(h.as(t, head), &votingv1.RecordNoticeRequest{Name: v.GetName(), Etag: v.GetEtag(), Notice: notice})
	must(t, err)
	v, err = h.RecordPlan(h.as(t, head), &votingv1.RecordPlanRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Document: "03/KH", IssuedDate: "2026-03-21", SentDate: "2026-03-21",
	})
	must(t, err)
	h.set(opens)
	v = h.open(t, head, v)
	box, err := h.IssueBallots(h.as(t, head), &votingv1.IssueBallotsRequest{Vote: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if box.GetIssued() != 120 {
		t.Errorf("handed out: %v", box)
	}
	box, err = h.RecordReturn(h.as(t, head), &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: names(village, 30, 50)})
	must(t, err)
	if box.GetReturned() != 20 || h.get(t, t.Context(), v.GetName()).GetParticipants() != 20 {
		t.Errorf("back: %v", box)
	}
}

package voting_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/voting"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres"
)

// meetingDay is Saturday 21/3/2026, eight in the morning.
var meetingDay = time.Date(2026, 3, 21, 1, 0, 0, 0, time.UTC)

// road asks the village for a contribution at a meeting.
func road() *votingv1.CreateVoteRequest {
	return &votingv1.CreateVoteRequest{
		Unit: "units/" + village, Matter: votingv1.Matter_MATTER_CONTRIBUTION, Act: votingv1.Act_ACT_DECIDE, Scope: votingv1.Scope_SCOPE_VILLAGE,
		Form: votingv1.Form_FORM_MEETING, Method: votingv1.Method_METHOD_SHOW_OF_HANDS, Title: "Đóng góp làm đường bê tông ngõ Thuỷ Lợi",
		Question: "Mỗi hộ đóng góp 500.000 đồng làm đường bê tông?", Explanation: "Đường dài 300 m, Nhà nước hỗ trợ xi măng.",
		OpensTime: timestamppb.New(meetingDay), Place: "Nhà văn hóa thôn",
	}
}

func (h *house) create(t testing.TB, who string, req *votingv1.CreateVoteRequest) *votingv1.Vote {
	t.Helper()
	v, err := h.CreateVote(h.as(t, who), req)
	must(t, err)
	return v
}

func (h *house) agree(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.AgreeVote(h.as(t, who), &votingv1.AgreeVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

func told() *votingv1.Notice {
	return &votingv1.Notice{
		Date: "2026-03-09", PostedDate: "2026-03-09", PapersDate: "2026-03-09",
		Channels: []votingv1.NoticeChannel{votingv1.NoticeChannel_NOTICE_CHANNEL_INVITATION},
	}
}

func (h *house) announce(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.AnnounceVote(h.as(t, who), &votingv1.AnnounceVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), Notice: told()})
	must(t, err)
	return v
}

func (h *house) open(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.OpenVote(h.as(t, who), &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

// counted tells what the meeting of a circle counted, as the room of the meeting does.
func (h *house) counted(t testing.TB, v *votingv1.Vote, circle string, present int, tally domain.Tally) {
	t.Helper()
	store := postgres.New(change.NewLedger(h.db, outbox.NewRelay(h.db, h.bus, voting.Name, h.log), nil, h.clock), h.clock)
	tally.Present = present
	_, err := store.Change(t.Context(), change.Cause{Kind: change.Operator, Actor: "test", Action: "count"}, func(ctx context.Context, tx app.Tx) (app.Outcome, error) {
		return app.Outcome{Silent: true}, tx.PutCount(ctx, app.Count{
			Vote: strings.TrimPrefix(v.GetName(), "votes/"), Round: int(v.GetRound()), Circle: circle, Present: present, Tally: &tally,
		})
	})
	must(t, err)
}

func (h *house) settle(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.CloseVote(h.as(t, who), &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	v, err = h.SettleVote(h.as(t, who), &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

func (h *house) get(t testing.TB, ctx context.Context, name string) *votingv1.Vote {
	t.Helper()
	v, err := h.GetVote(ctx, &votingv1.GetVoteRequest{Name: name})
	must(t, err)
	return v
}

// The whole way of a contribution: draft, agreement, announcement with the roll of directory, meeting, result, decision with
// its signatures, sent in time, in effect since the day it passed.
func TestAContributionFromDraftToEffect(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.create(t, head, road())
	if v.GetState() != votingv1.VoteState_VOTE_STATE_DRAFTED || v.GetAuthor().GetSubject() != head || len(v.GetSteps()) == 0 {
		t.Errorf("drafted as %v", v)
	}
	_, err := h.GetVote(t.Context(), &votingv1.GetVoteRequest{Name: v.GetName()})
	refused(t, err, fault.NotFound, "")
	_, err = h.AnnounceVote(h.as(t, head), &votingv1.AnnounceVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), Notice: told()})
	refused(t, err, fault.Refused, "AGREEMENT_MISSING")

	v = h.announce(t, head, h.agree(t, villageMTTQ, v))
	if v.GetHouseholds() != 120 || v.GetThreshold().GetNeeded() != 80 || len(v.GetRules().GetSha256()) != 64 {
		t.Errorf("announced with %d households, %v, rules %q", v.GetHouseholds(), v.GetThreshold(), v.GetRules().GetSha256())
	}
	public := h.get(t, t.Context(), v.GetName())
	if public.GetAuthor() != nil || public.GetAgreements()[0].GetGivenBy() != nil || len(public.GetNextActions()) != 0 || !public.GetAgreements()[0].GetGiven() {
		t.Errorf("the public sees %v", public)
	}
	for query, want := range map[string]int{"duong be tong": 1, "thuỷ lợi": 1, "thủy": 1, "thúy": 0} {
		found, err := h.SearchVotes(t.Context(), &votingv1.SearchVotesRequest{Query: query, Unit: "units/" + commune})
		must(t, err)
		if len(found.GetVotes()) != want {
			t.Errorf("%q finds %d, want %d", query, len(found.GetVotes()), want)
		}
	}

	_, err = h.OpenVote(h.as(t, head), &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "NOT_OPEN_YET")
	h.set(meetingDay)
	v = h.open(t, head, v)
	h.counted(t, v, village, 100, domain.Tally{Yes: 85, No: 10, Other: 5})
	v = h.settle(t, head, v)
	if !v.GetResult().GetPassed() || v.GetState() != votingv1.VoteState_VOTE_STATE_PASSED || v.GetDecision().GetSendDue().GetDate() != "2026-03-27" {
		t.Fatalf("settled as %v, %v, to send by %v", v.GetState(), v.GetResult(), v.GetDecision().GetSendDue())
	}
	v = h.drawUp(t, head, v)
	_, err = h.SendDecision(h.as(t, head), &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	refused(t, err, fault.Refused, "SIGNATURE_MISSING")
	v = h.sign(t, villageMTTQ, v)
	v, err = h.SendDecision(h.as(t, head), &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	if v.GetState() != votingv1.VoteState_VOTE_STATE_IN_EFFECT || v.GetDecision().GetEffectiveDate() != "2026-03-21" || len(v.GetDecision().GetSignatures()) != 4 {
		t.Errorf("sent: %v", v)
	}
}

func (h *house) drawUp(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.DrawUpDecision(h.as(t, who), &votingv1.DrawUpDecisionRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Kind: "nghi_quyet", Number: "01/NQ", Discussed: "Mức đóng góp làm đường", Text: "Mỗi hộ đóng góp 500.000 đồng",
		HouseholdSigners: []string{household(village, 0).GetName(), household(village, 1).GetName()},
	})
	must(t, err)
	return v
}

func (h *house) sign(t testing.TB, who string, v *votingv1.Vote) *votingv1.Vote {
	t.Helper()
	v, err := h.SignDecision(h.as(t, who), &votingv1.SignDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

// The same request id answers as the first time, whatever has become of the vote since; another content is refused.
func TestARepeatAnswersAsTheFirstTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	create := road()
	create.RequestId = "0198c0de-0000-4000-8000-0000000000aa"
	first := h.create(t, head, create)
	agreed := h.agree(t, villageMTTQ, first)
	again := h.create(t, head, create)
	if !proto.Equal(first, again) {
		t.Errorf("first %v, again %v", first, again)
	}
	announce := &votingv1.AnnounceVoteRequest{Name: agreed.GetName(), Etag: agreed.GetEtag(), Notice: told(), RequestId: "0198c0de-0000-4000-8000-0000000000ab"}
	one, err := h.AnnounceVote(h.as(t, head), announce)
	must(t, err)
	two, err := h.AnnounceVote(h.as(t, head), announce)
	must(t, err)
	if !proto.Equal(one, two) {
		t.Error("a repeated announcement answers differently")
	}
	create.Title = "Khác"
	_, err = h.CreateVote(h.as(t, head), create)
	refused(t, err, fault.Exists, "REQUEST_ID_REUSED")
	_, err = h.AgreeVote(h.as(t, villageMTTQ), &votingv1.AgreeVoteRequest{Name: first.GetName(), Etag: first.GetEtag()})
	refused(t, err, fault.Conflict, "STALE_ETAG")
}

package voting_test

import (
	"testing"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// convention asks the village to adopt one at a meeting; its draft hangs for 30 days before.
func convention() *votingv1.CreateVoteRequest {
	req := road()
	req.Matter, req.Act, req.Title = votingv1.Matter_MATTER_CONVENTION, votingv1.Act_ACT_ADOPT, "Hương ước thôn Quyết Tiến"
	req.OpensTime = timestamppb.New(meetingDay.AddDate(0, 1, 0)) // the draft hangs for 30 days
	return req
}

// passed carries a convention to its passing.
func (h *house) passed(t testing.TB) *votingv1.Vote {
	t.Helper()
	h.set(start)
	v := h.announce(t, head, h.agree(t, villageMTTQ, h.create(t, head, convention())))
	v, err := h.RecordStep(h.as(t, head), &votingv1.RecordStepRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Kind: "voting.convention.posting", Date: "2026-03-09", Document: "Biên bản niêm yết",
	})
	must(t, err)
	h.set(meetingDay.AddDate(0, 1, 0))
	v = h.open(t, head, v)
	h.counted(t, v, village, 100, domain.Tally{Yes: 90, No: 10})
	return h.settle(t, head, v)
}

func (h *house) sent(t testing.TB) *votingv1.Vote {
	t.Helper()
	v := h.sign(t, villageMTTQ, h.drawUp(t, head, h.passed(t)))
	v, err := h.SendDecision(h.as(t, head), &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag()})
	must(t, err)
	return v
}

// A convention is recognised by UBND, not by the Front and not by a sibling; from the day of its decision it is in effect.
func TestAConventionIsRecognised(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.sent(t)
	if v.GetState() != votingv1.VoteState_VOTE_STATE_SENT || v.GetDecision().GetRecogniseDue().GetDate() == "" {
		t.Fatalf("sent as %v", v.GetDecision())
	}
	queue, err := h.ListWaitingDecisions(h.as(t, chair), &votingv1.ListWaitingDecisionsRequest{Unit: "units/" + commune})
	must(t, err)
	if len(queue.GetVotes()) != 1 || !named(queue.GetVotes()[0].GetNextActions(), "RecogniseDecision") {
		t.Errorf("the queue shows %v", queue)
	}
	ask := &votingv1.RecogniseDecisionRequest{Name: v.GetName(), Etag: v.GetEtag(), Number: "15/QĐ-UBND", Date: "2026-04-21"}
	_, err = h.RecogniseDecision(h.as(t, front), ask)
	refused(t, err, fault.Forbidden, "RECOGNISER_WRONG")
	_, err = h.RecogniseDecision(h.as(t, sibling), ask)
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	_, err = h.RecogniseDecision(h.as(t, head), ask)
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	v, err = h.RecogniseDecision(h.as(t, chair), ask)
	must(t, err)
	if v.GetState() != votingv1.VoteState_VOTE_STATE_IN_EFFECT || v.GetDecision().GetEffectiveDate() != "2026-04-21" || v.GetDecision().GetRecogniser() != votingv1.Body_BODY_PEOPLES_COMMITTEE {
		t.Errorf("recognised: %v", v.GetDecision())
	}
	annulled, err := h.AnnulDecision(h.as(t, chair), &votingv1.AnnulDecisionRequest{
		Name: v.GetName(), Etag: v.GetEtag(), Reason: "Trái pháp luật", Number: "16/QĐ-UBND",
	})
	must(t, err)
	if annulled.GetState() != votingv1.VoteState_VOTE_STATE_ANNULLED || annulled.GetDecision().GetAnnulment() != "Trái pháp luật" {
		t.Errorf("annulled: %v", annulled)
	}
}

// A refusal says why, and the village reads it.
func TestARefusalSaysWhy(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.sent(t)
	refusal := &votingv1.RefuseRecognitionRequest{Name: v.GetName(), Etag: v.GetEtag(), Reason: "Phạt tiền trái luật", Number: "20/UBND"}
	v, err := h.RefuseRecognition(h.as(t, chair), refusal)
	must(t, err)
	if v.GetState() != votingv1.VoteState_VOTE_STATE_REFUSED || h.get(t, t.Context(), v.GetName()).GetDecision().GetRefusal() != "Phạt tiền trái luật" {
		t.Errorf("refused: %v", v)
	}
	if n := h.count(t, `SELECT count(*) FROM platform_notice WHERE template = 'recognition_refused' AND recipient = $1`, head); n != 1 {
		t.Errorf("the head was told %d times", n)
	}
}

// What is due is looked for again and again and done once.
func TestRemindersComeOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.passed(t)
	due, err := time.Parse(time.DateOnly, v.GetDecision().GetSendDue().GetDate())
	must(t, err)
	h.set(due.Add(3 * time.Hour))
	for range 2 {
		must(t, h.service.Look(t.Context()))
		must(t, h.door(t).Look(t.Context()))
	}
	if n := h.count(t, `SELECT count(*) FROM platform_notice WHERE template = 'send_reminder' AND recipient = $1`, head); n != 1 {
		t.Errorf("reminded %d times", n)
	}
}

func named(all []*votingv1.NextAction, action string) bool {
	for _, one := range all {
		if one.GetAction() == action && one.GetBlockedBy() == "" {
			return true
		}
	}
	return false
}

package story

import (
	"context"
	"fmt"
	"strconv"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
)

func (s *Stage) sendDecision(ctx context.Context, word, place string) error {
	return s.moveVote(ctx, villageHead, word, place, "sendDecision", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.SendDecisionRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
}

// writeDown draws the decision up, with the head's signature and those of two households.
func (s *Stage) writeDown(ctx context.Context, word, text string) error {
	roll, err := s.households(ctx, word)
	if err != nil {
		return err
	}
	return s.moveVote(ctx, villageHead, word, word+" draw up", "drawUpDecision", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.DrawUpDecisionRequest{
			Name: v.GetName(), Etag: v.GetEtag(), RequestId: id, Kind: "nghi_quyet", Number: "01-" + s.mark + "/NQ", Discussed: v.GetQuestion(), Text: text,
			HouseholdSigners: numbered(roll, 4, 5),
		}
	})
}

// signAndSend lets the Front of the village sign, and sends the decision.
func (s *Stage) signAndSend(ctx context.Context, word string) error {
	err := s.moveVote(ctx, villageFront, word, word+" sign", "sign", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.SignDecisionRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
	if err != nil {
		return err
	}
	if err := s.sendDecision(ctx, word, word+" send"); err != nil {
		return err
	}
	d := s.voting().votes[word].GetDecision()
	if len(d.GetSignatures()) != 4 || d.GetSentDate() == "" || d.GetSendLateDays() != 0 {
		return fmt.Errorf("sent with %d signatures on %q, %d days late", len(d.GetSignatures()), d.GetSentDate(), d.GetSendLateDays())
	}
	return nil
}

func unsigned(ctx context.Context, s *Stage) (string, error) {
	if err := s.writeDown(ctx, "contribution", "Mỗi hộ đóng góp 500.000 đồng, nộp trong quý này."); err != nil {
		return "", err
	}
	return refusedBy(s.sendDecision(ctx, "contribution", "send unsigned"), "Điều 20", refusal("SIGNATURE_MISSING"))
}

func sendContribution(ctx context.Context, s *Stage) (string, error) {
	if err := s.signAndSend(ctx, "contribution"); err != nil {
		return "", err
	}
	d := s.voting().votes["contribution"].GetDecision()
	if d.GetEffectiveDate() != today(0) {
		return "", fmt.Errorf("in effect from %q", d.GetEffectiveDate())
	}
	return fmt.Sprintf("%s, gửi %s (hạn %s, %s)", d.GetNumber(), shown(d.GetSentDate()), shown(d.GetSendDue().GetDate()), d.GetSendDue().GetBasis().GetText()),
		s.inState("contribution", votingv1.VoteState_VOTE_STATE_IN_EFFECT)
}

func (s *Stage) progress(ctx context.Context, place string, entry *votingv1.PostProgressRequest) error {
	return s.onVote(ctx, villageHead, "contribution", place, "/progress", &votingv1.ProgressEntry{}, func(v *votingv1.Vote, id string) proto.Message {
		entry.Vote, entry.Date, entry.RequestId = v.GetName(), today(0), id
		return entry
	})
}

func followUp(ctx context.Context, s *Stage) (string, error) {
	for i, entry := range []*votingv1.PostProgressRequest{
		{Kind: votingv1.ProgressKind_PROGRESS_KIND_COLLECTED, AmountVnd: 6_000_000, Text: "Thu của 12 hộ"},
		{Kind: votingv1.ProgressKind_PROGRESS_KIND_SPENT, AmountVnd: 4_500_000, Text: "Mua cát, sỏi"},
		{Kind: votingv1.ProgressKind_PROGRESS_KIND_PROGRESS, Percent: 100, Text: "Đã đổ xong 300 m", Completed: true},
	} {
		if err := s.progress(ctx, "progress "+strconv.Itoa(i), entry); err != nil {
			return "", err
		}
	}
	var list votingv1.ListProgressResponse
	if err := s.anybody().get(ctx, "/v1/"+s.voting().votes["contribution"].GetName()+"/progress", nil, &list); err != nil {
		return "", err
	}
	if list.GetCollectedVnd() != 6_000_000 || list.GetSpentVnd() != 4_500_000 || list.GetPercent() != 100 || len(list.GetEntries()) != 3 {
		return "", fmt.Errorf("the village is told %v", &list)
	}
	page, err := s.anybody().page(ctx, "/"+s.voting().votes["contribution"].GetName())
	if err != nil {
		return "", err
	}
	return "thu 6.000.000 đồng, chi 4.500.000 đồng, 100 %; on the page of the vote too", page.says(s.contribution().GetTitle(), "6.000.000")
}

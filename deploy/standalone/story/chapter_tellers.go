package story

import (
	"context"
	"fmt"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
)

// tally is what one teller counts.
func (s *Stage) tally(ctx context.Context, who, place string, counts []*votingv1.OptionCount, invalid int32) (*votingv1.PaperBallotBox, error) {
	roll, err := s.households(ctx, "papers")
	if err != nil {
		return nil, err
	}
	box := &votingv1.PaperBallotBox{}
	return box, s.onVote(ctx, who, "papers", place, "/paper:enterTally", box, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.EnterTallyRequest{Vote: v.GetName(), Counts: counts, Invalid: invalid, Witnesses: numbered(roll, 4, 5), RequestId: id}
	})
}

func tallyTooEarly(ctx context.Context, s *Stage) (string, error) {
	_, err := s.tally(ctx, villageHead, "tally too early", lines(8, 1, 0), 1)
	return refused(err, refusal("STATE_NOT_ALLOWED"), refusal("VOTING_STILL_OPEN"))
}

func closePapers(ctx context.Context, s *Stage) (string, error) {
	if err := s.closeAtItsHour(ctx, "papers"); err != nil {
		return "", err
	}
	return "10 of 12 came back", nil
}

func firstTeller(ctx context.Context, s *Stage) (string, error) {
	if _, err := s.tally(ctx, villageHead, "first teller", lines(8, 1, 0), 1); err != nil {
		return "", err
	}
	b, err := s.as(ctx, villageFront)
	if err != nil {
		return "", err
	}
	var box votingv1.PaperBallotBox
	if err := b.get(ctx, "/v1/"+s.voting().votes["papers"].GetName()+"/paper", nil, &box); err != nil {
		return "", err
	}
	if len(box.GetTallies()) != 1 || !box.GetTallies()[0].GetEntered() || len(box.GetTallies()[0].GetCounts()) != 0 {
		return "", fmt.Errorf("the second teller sees %v", box.GetTallies())
	}
	return "entered, and hidden from the other", nil
}

func sameTeller(ctx context.Context, s *Stage) (string, error) {
	_, err := s.tally(ctx, villageHead, "same teller", lines(8, 1, 0), 1)
	return refusedBy(err, "Điều 4", refusal("SAME_TELLER"), want{status: http.StatusConflict, reason: "SAME_TELLER"})
}

func secondTeller(ctx context.Context, s *Stage) (string, error) {
	box, err := s.tally(ctx, villageFront, "second teller", lines(8, 2, 0), 0)
	if err != nil {
		return "", err
	}
	if box.GetAgreed() || len(box.GetTallies()) != 2 {
		return "", fmt.Errorf("the box is %v", box)
	}
	return refused(s.settle(ctx, villageHead, "papers", "settle while tellers differ"), refusal("TELLERS_DISAGREE"), refusal("VILLAGE_MISSING"))
}

func resolveTally(ctx context.Context, s *Stage) (string, error) {
	roll, err := s.households(ctx, "papers")
	if err != nil {
		return "", err
	}
	box := &votingv1.PaperBallotBox{}
	err = s.onVote(ctx, villageHead, "papers", "resolve", "/paper:resolve", box, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.ResolveTallyRequest{
			Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(8, 1, 0), Invalid: 1, Witnesses: numbered(roll, 4, 5), RequestId: id,
			Reason: "Mở lại phiếu số 7: đánh dấu cả hai ô, là phiếu không hợp lệ",
		}
	})
	return box.GetResolution(), err
}

func settlePapers(ctx context.Context, s *Stage) (string, error) {
	if err := s.settle(ctx, villageHead, "papers", "papers settle"); err != nil {
		return "", err
	}
	r := s.voting().votes["papers"].GetResult()
	if !r.GetPassed() || r.GetParticipants() != 10 || r.GetInvalid() != 1 || r.GetNotReturned() != 2 {
		return "", fmt.Errorf("settled as %v", r)
	}
	return r.GetExplanation(), nil
}

func sendPapers(ctx context.Context, s *Stage) (string, error) {
	if err := s.writeDown(ctx, "papers", "Dọn vệ sinh chung vào chủ nhật đầu tháng."); err != nil {
		return "", err
	}
	if err := s.signAndSend(ctx, "papers"); err != nil {
		return "", err
	}
	return "in effect from " + shown(s.voting().votes["papers"].GetDecision().GetEffectiveDate()), s.inState("papers", votingv1.VoteState_VOTE_STATE_IN_EFFECT)
}

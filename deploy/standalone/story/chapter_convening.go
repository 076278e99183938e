package story

import (
	"context"
	"fmt"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// convening: a meeting too small to pass anything is followed by papers; a convention is recognised by the commune.
func convening() []Step {
	return []Step{
		{"four households come, and no meeting of four passes anything", tooFew},
		{"papers of today would come too early, papers in three days do not", fallBack},
		{"a convention whose draft hung for 29 days only is not announced", postedTooShort},
		{"announced after 31 days, and passed at the meeting of ten", passConvention},
		{"its decision waits for the commune", sendConvention},
		{"neither the Front of the commune nor the next commune recognises a convention", wrongRecogniser},
		{"the chairman recognises it, and it is in effect", recogniseConvention},
	}
}

func tooFew(ctx context.Context, s *Stage) (string, error) {
	err := s.draftVote(ctx, villageHead, "small", "small", func() *votingv1.CreateVoteRequest {
		ask := s.contribution()
		ask.Title = "Đóng góp sửa giếng làng " + s.mark
		return ask
	})
	if err != nil {
		return "", err
	}
	if err := s.agree(ctx, villageFront, "small", "small agree"); err != nil {
		return "", err
	}
	if err := s.announce(ctx, villageHead, "small", "small announce"); err != nil {
		return "", err
	}
	if err := s.open(ctx, villageHead, "small", "small open"); err != nil {
		return "", err
	}
	m, err := s.come(ctx, "small", "small come", 1, 4)
	if err != nil {
		return "", err
	}
	if m.GetPresent() != 4 || m.GetCanPass() {
		return "", fmt.Errorf("the meeting is %v", m)
	}
	return fmt.Sprintf("%d present, %d needed", m.GetPresent(), m.GetNeeded()), s.closeVote(ctx, villageHead, "small", "small close")
}

// onPaper puts the matter of the small meeting to every household on paper, so many days from now.
func (s *Stage) onPaper(ctx context.Context, place string, days int) error {
	team, err := s.team(ctx)
	if err != nil {
		return err
	}
	return s.moveVote(ctx, villageHead, "small", place, "fallBack", func(v *votingv1.Vote, id string) proto.Message {
		opens := time.Now().Add(time.Hour).AddDate(0, 0, days)
		return &votingv1.FallBackToPaperRequest{
			Name: v.GetName(), Etag: v.GetEtag(), Method: votingv1.Method_METHOD_SECRET_BALLOT, OpensTime: timestamppb.New(opens),
			ClosesTime: timestamppb.New(opens.AddDate(0, 0, 1)), Members: team, Reason: "Chỉ 4 trên 12 hộ dự họp", RequestId: id,
		}
	})
}

func fallBack(ctx context.Context, s *Stage) (string, error) {
	why, err := refusedBy(s.onPaper(ctx, "small papers today", 0), "Điều 19", refusal("NOTICE_TOO_SHORT"))
	if err != nil {
		return "", err
	}
	if err := s.onPaper(ctx, "small papers", 3); err != nil {
		return "", err
	}
	v := s.voting().votes["small"]
	if v.GetRound() != 2 || v.GetForm() != votingv1.Form_FORM_PAPER {
		return "", fmt.Errorf("round %d by %v", v.GetRound(), v.GetForm())
	}
	return why, nil
}

func (s *Stage) convention() *votingv1.CreateVoteRequest {
	ask := s.contribution()
	ask.Matter, ask.Act, ask.Title = votingv1.Matter_MATTER_CONVENTION, votingv1.Act_ACT_ADOPT, "Hương ước thôn Cự Bành "+s.mark
	ask.Question, ask.Explanation = "Thông qua hương ước của thôn?", "Dự thảo 12 điều về giữ vệ sinh, giúp nhau việc hiếu, việc hỷ, khuyến học."
	return ask
}

// posted records since when the draft of the convention has hung.
func (s *Stage) posted(ctx context.Context, place string, since int) error {
	return s.moveVote(ctx, villageHead, "convention", place, "recordStep", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecordStepRequest{
			Name: v.GetName(), Etag: v.GetEtag(), Kind: "voting.convention.posting", Date: today(since), Document: "Biên bản niêm yết " + s.mark, RequestId: id,
		}
	})
}

func postedTooShort(ctx context.Context, s *Stage) (string, error) {
	if err := s.draftVote(ctx, villageHead, "convention", "convention", s.convention); err != nil {
		return "", err
	}
	if err := s.agree(ctx, villageFront, "convention", "convention agree"); err != nil {
		return "", err
	}
	if err := s.posted(ctx, "convention posted too short", -29); err != nil {
		return "", err
	}
	return refusedBy(s.announce(ctx, villageHead, "convention", "convention announce too early"), "Nghị định 61/2023", refusal("POSTING_TOO_SHORT"))
}

func passConvention(ctx context.Context, s *Stage) (string, error) {
	if err := s.posted(ctx, "convention posted", -31); err != nil {
		return "", err
	}
	if err := s.announce(ctx, villageHead, "convention", "convention announce"); err != nil {
		return "", err
	}
	if err := s.open(ctx, villageHead, "convention", "convention open"); err != nil {
		return "", err
	}
	if _, err := s.come(ctx, "convention", "convention come", 1, 10); err != nil {
		return "", err
	}
	if err := s.procedure(ctx, "convention", 9); err != nil {
		return "", err
	}
	if err := s.count(ctx, "convention", "convention count", lines(8, 1, 1)); err != nil {
		return "", err
	}
	if err := s.closeVote(ctx, villageHead, "convention", "convention close"); err != nil {
		return "", err
	}
	if err := s.settle(ctx, villageHead, "convention", "convention settle"); err != nil {
		return "", err
	}
	return s.voting().votes["convention"].GetResult().GetExplanation(), s.inState("convention", votingv1.VoteState_VOTE_STATE_PASSED)
}

func sendConvention(ctx context.Context, s *Stage) (string, error) {
	if err := s.writeDown(ctx, "convention", "Thông qua hương ước thôn Cự Bành gồm 12 điều."); err != nil {
		return "", err
	}
	if err := s.signAndSend(ctx, "convention"); err != nil {
		return "", err
	}
	due := s.voting().votes["convention"].GetDecision().GetRecogniseDue()
	return fmt.Sprintf("trả lời trước %s, %s", shown(due.GetDate()), due.GetBasis().GetText()), s.inState("convention", votingv1.VoteState_VOTE_STATE_SENT)
}

// recognise is the answer of the body that the law names.
func (s *Stage) recognise(ctx context.Context, who, word, place, number string) error {
	return s.moveVote(ctx, who, word, place, "recognise", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecogniseDecisionRequest{Name: v.GetName(), Etag: v.GetEtag(), Number: number, Date: today(0), RequestId: id}
	})
}

var notTheirs = append([]want{refusal("RECOGNISER_WRONG")}, denied...)

func wrongRecogniser(ctx context.Context, s *Stage) (string, error) {
	if _, err := refused(s.recognise(ctx, siblingOfficer, "convention", "recognise by the next commune", "1"), denied...); err != nil {
		return "", err
	}
	return refused(s.recognise(ctx, communeFront, "convention", "recognise by the Front", "1"), notTheirs...)
}

func recogniseConvention(ctx context.Context, s *Stage) (string, error) {
	if err := s.recognise(ctx, chair, "convention", "recognise", "15-"+s.mark+"/QĐ-UBND"); err != nil {
		return "", err
	}
	d := s.voting().votes["convention"].GetDecision()
	return fmt.Sprintf("%s, hiệu lực từ %s", d.GetRecognisedNumber(), shown(d.GetEffectiveDate())), s.inState("convention", votingv1.VoteState_VOTE_STATE_IN_EFFECT)
}

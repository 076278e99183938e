package story

import (
	"context"
	"fmt"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// tomorrow drafts the same contribution for tomorrow, agreed on.
func (s *Stage) tomorrow(ctx context.Context) error {
	err := s.draftVote(ctx, villageHead, "tomorrow", "tomorrow", func() *votingv1.CreateVoteRequest {
		ask := s.contribution()
		ask.Title, ask.OpensTime = "Đóng góp sửa cổng làng "+s.mark, timestamppb.New(time.Now().AddDate(0, 0, 1))
		return ask
	})
	if err != nil {
		return err
	}
	return s.agree(ctx, villageFront, "tomorrow", "tomorrow agree")
}

func noticeTooShort(ctx context.Context, s *Stage) (string, error) {
	if err := s.tomorrow(ctx); err != nil {
		return "", err
	}
	err := s.moveVote(ctx, villageHead, "tomorrow", "tomorrow too late", "announce", func(v *votingv1.Vote, id string) proto.Message {
		late := told()
		late.Date, late.PostedDate, late.PapersDate = today(0), today(0), today(0)
		return &votingv1.AnnounceVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), Notice: late, RequestId: id}
	})
	return refusedBy(err, "Điều", refusal("NOTICE_TOO_SHORT"))
}

func openTooEarly(ctx context.Context, s *Stage) (string, error) {
	if err := s.announce(ctx, villageHead, "tomorrow", "tomorrow announce"); err != nil {
		return "", err
	}
	why, err := refused(s.open(ctx, villageHead, "tomorrow", "tomorrow open"), refusal("NOT_OPEN_YET"))
	if err != nil {
		return "", err
	}
	err = s.moveVote(ctx, villageHead, "tomorrow", "tomorrow cancel", "cancel", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.CancelVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), Reason: "Chuyển sang bàn cùng đường ngõ xóm 2", RequestId: id}
	})
	if err != nil {
		return "", err
	}
	return why, s.inState("tomorrow", votingv1.VoteState_VOTE_STATE_CANCELLED)
}

func (s *Stage) open(ctx context.Context, who, word, place string) error {
	return s.moveVote(ctx, who, word, place, "open", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.OpenVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
}

// come marks households from one number on the roll up to another as present.
func (s *Stage) come(ctx context.Context, word, place string, from, to int) (*votingv1.Meeting, error) {
	roll, err := s.households(ctx, word)
	if err != nil {
		return nil, err
	}
	m := &votingv1.Meeting{}
	return m, s.onVote(ctx, villageHead, word, place, "/meeting:recordAttendance", m, func(v *votingv1.Vote, id string) proto.Message {
		ask := &votingv1.RecordAttendanceRequest{Vote: v.GetName(), RequestId: id}
		for _, name := range numbered(roll, from, to) {
			ask.Attendances = append(ask.Attendances, &votingv1.Attendance{Household: name, Present: true})
		}
		return ask
	})
}

func assemble(ctx context.Context, s *Stage) (string, error) {
	if err := s.open(ctx, villageHead, "contribution", "open"); err != nil {
		return "", err
	}
	if _, err := s.come(ctx, "contribution", "come", 1, 9); err != nil {
		return "", err
	}
	m, err := s.come(ctx, "contribution", "come late", 10, 10)
	if err != nil {
		return "", err
	}
	var screen votingv1.Meeting
	if err := s.anybody().get(ctx, "/v1/"+m.GetVote()+"/meeting", nil, &screen); err != nil {
		return "", err
	}
	if screen.GetPresent() != 10 || screen.GetNeeded() != 8 || !screen.GetCanPass() || screen.GetSecretary() != "" {
		return "", fmt.Errorf("the screen in the room shows %v", &screen)
	}
	return fmt.Sprintf("%d of %d, one of them late; %d needed", screen.GetPresent(), screen.GetHouseholds(), screen.GetNeeded()), nil
}

func (s *Stage) count(ctx context.Context, word, place string, counts []*votingv1.OptionCount) error {
	return s.onVote(ctx, villageHead, word, place, "/meeting:recordCount", &votingv1.Meeting{}, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecordMeetingCountRequest{Vote: v.GetName(), Etag: v.GetEtag(), Counts: counts, RequestId: id}
	})
}

func (s *Stage) motion(ctx context.Context, word, place string, motion *votingv1.RecordMotionRequest) error {
	m := &votingv1.Meeting{}
	err := s.onVote(ctx, villageHead, word, place, "/meeting/motions", m, func(v *votingv1.Vote, id string) proto.Message {
		motion.Vote, motion.RequestId = v.GetName(), id
		return motion
	})
	if err == nil && !m.GetMotions()[len(m.GetMotions())-1].GetCarried() {
		err = fmt.Errorf("the motion on the %s is not carried", motion.GetSubject())
	}
	return err
}

// procedure lets those present choose their secretary and to raise hands.
func (s *Stage) procedure(ctx context.Context, word string, hands int32) error {
	err := s.motion(ctx, word, word+" secretary", &votingv1.RecordMotionRequest{Subject: "secretary", Text: "Cử thư ký cuộc họp", People: []string{"Hà Văn Chiến"}, For: hands})
	if err != nil {
		return err
	}
	return s.motion(ctx, word, word+" method", &votingv1.RecordMotionRequest{
		Subject: "method", Text: "Biểu quyết bằng giơ tay", Method: votingv1.Method_METHOD_SHOW_OF_HANDS, For: hands,
	})
}

func countTooSoon(ctx context.Context, s *Stage) (string, error) {
	return refused(s.count(ctx, "contribution", "count too soon", lines(9, 1, 0)), refusal("SECRETARY_MISSING"), refusal("METHOD_NOT_CHOSEN"))
}

func tooManyHands(ctx context.Context, s *Stage) (string, error) {
	err := s.motion(ctx, "contribution", "too many hands", &votingv1.RecordMotionRequest{Subject: "secretary", Text: "Cử thư ký cuộc họp", People: []string{"Hà Văn Chiến"}, For: 11})
	return refused(err, refusal("COUNT_ABOVE_PRESENT"))
}

func countHands(ctx context.Context, s *Stage) (string, error) {
	if err := s.procedure(ctx, "contribution", 9); err != nil {
		return "", err
	}
	if _, err := refused(s.count(ctx, "contribution", "count too many", lines(9, 1, 1)), refusal("COUNT_ABOVE_PRESENT")); err != nil {
		return "", err
	}
	return "9 for, 1 against; 11 were refused before", s.count(ctx, "contribution", "count", lines(9, 1, 0))
}

func (s *Stage) closeVote(ctx context.Context, who, word, place string) error {
	return s.moveVote(ctx, who, word, place, "close", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.CloseVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
}

func (s *Stage) settle(ctx context.Context, who, word, place string) error {
	return s.moveVote(ctx, who, word, place, "settle", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.SettleVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
}

func settleContribution(ctx context.Context, s *Stage) (string, error) {
	if err := s.closeVote(ctx, villageHead, "contribution", "close"); err != nil {
		return "", err
	}
	if err := s.settle(ctx, villageHead, "contribution", "settle"); err != nil {
		return "", err
	}
	r := s.voting().votes["contribution"].GetResult()
	if !r.GetPassed() || r.GetParticipants() != 10 {
		return "", fmt.Errorf("settled as %v", r)
	}
	return r.GetExplanation(), s.inState("contribution", votingv1.VoteState_VOTE_STATE_PASSED)
}

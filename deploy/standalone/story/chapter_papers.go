package story

import (
	"context"
	"fmt"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// papering: a matter is put to every household on paper. It begins before the meeting, so that its hour is over when the tellers come.
func papering() []Step {
	return []Step{
		{"a convention cannot go on paper at once: the meeting comes first", conventionOnPaper},
		{"a matter of self-government is drafted for papers to every household, with a team of three", draftPapers},
		{"nothing is handed out before the plan of the papers is with the commune", unplanned},
		{"the plan of the papers goes to the commune", planPapers},
	}
}

// handing: the papers are out and come back.
func handing() []Step {
	return []Step{
		{"every household is handed a paper", handOut},
		{"ten papers come back; a household gives one", takeBack},
		{"nobody marks papers for the next village", otherHeadTakesBack},
		{"nothing is counted while papers may come back", tallyTooEarly},
	}
}

// telling: two tellers count, in the open where they differ.
func telling() []Step {
	return []Step{
		{"the papers are closed at their hour", closePapers},
		{"the first teller counts; the second does not see the numbers", firstTeller},
		{"one person is not two tellers", sameTeller},
		{"the second reads one paper otherwise: nothing is settled", secondTeller},
		{"it is settled in the open, before two households", resolveTally},
		{"more than half of all households: it passed on paper", settlePapers},
		{"its decision is signed, sent and in effect", sendPapers},
	}
}

// papers is the draft on paper.
func (s *Stage) papers() *votingv1.CreateVoteRequest {
	ask := s.contribution()
	opens, closes := s.window()
	ask.Matter, ask.Form, ask.Method, ask.Place = votingv1.Matter_MATTER_SELF_GOVERNING, votingv1.Form_FORM_PAPER, votingv1.Method_METHOD_SECRET_BALLOT, ""
	ask.Title, ask.Question, ask.Explanation = "Lịch dọn vệ sinh chung "+s.mark, "Dọn vệ sinh chung vào chủ nhật đầu tháng?", "Mỗi hộ một người, từ 6 giờ đến 8 giờ."
	ask.OpensTime, ask.ClosesTime = timestamppb.New(opens), timestamppb.New(closes)
	return ask
}

func conventionOnPaper(ctx context.Context, s *Stage) (string, error) {
	err := s.draftVote(ctx, villageHead, "", "convention on paper", func() *votingv1.CreateVoteRequest {
		ask := s.papers()
		ask.Matter, ask.Act = votingv1.Matter_MATTER_CONVENTION, votingv1.Act_ACT_ADOPT
		return ask
	})
	return refusedBy(err, "Điều 19", refusal("FORM_NOT_ALLOWED"))
}

func draftPapers(ctx context.Context, s *Stage) (string, error) {
	if err := s.draftVote(ctx, villageHead, "papers", "papers", s.papers); err != nil {
		return "", err
	}
	if err := s.agree(ctx, villageFront, "papers", "papers agree"); err != nil {
		return "", err
	}
	team, err := s.team(ctx)
	if err != nil {
		return "", err
	}
	if err := s.appoint(ctx, "papers", "papers team", votingv1.TeamKind_TEAM_KIND_BALLOT, team); err != nil {
		return "", err
	}
	if err := s.announce(ctx, villageHead, "papers", "papers announce"); err != nil {
		return "", err
	}
	t := s.voting().votes["papers"].GetThreshold()
	return fmt.Sprintf("%d of %d needed (%s)", t.GetNeeded(), t.GetTotal(), t.GetBasis().GetText()), nil
}

func unplanned(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.open(ctx, villageHead, "papers", "papers open without plan"), "Điều 4", refusal("STEP_MISSING"))
}

func planPapers(ctx context.Context, s *Stage) (string, error) {
	return "02-" + s.mark + "/KH", s.onVote(ctx, villageHead, "papers", "papers plan", "/paper:recordPlan", &votingv1.Vote{}, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecordPlanRequest{Vote: v.GetName(), Etag: v.GetEtag(), Document: "02-" + s.mark + "/KH", IssuedDate: today(-3), SentDate: today(-3), RequestId: id}
	})
}

func handOut(ctx context.Context, s *Stage) (string, error) {
	if err := s.openAtItsHour(ctx, "papers"); err != nil {
		return "", err
	}
	box := &votingv1.PaperBallotBox{}
	err := s.onVote(ctx, villageHead, "papers", "papers issued", "/paper:issue", box, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.IssueBallotsRequest{Vote: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
	if err == nil && box.GetIssued() != everybody {
		err = fmt.Errorf("%d papers are out", box.GetIssued())
	}
	return fmt.Sprintf("%d papers", box.GetIssued()), err
}

// giveBack marks papers as returned.
func (s *Stage) giveBack(ctx context.Context, who, place string, from, to int) (*votingv1.PaperBallotBox, error) {
	roll, err := s.households(ctx, "papers")
	if err != nil {
		return nil, err
	}
	box := &votingv1.PaperBallotBox{}
	return box, s.onVote(ctx, who, "papers", place, "/paper:recordReturn", box, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecordReturnRequest{Vote: v.GetName(), Households: numbered(roll, from, to), RequestId: id}
	})
}

func takeBack(ctx context.Context, s *Stage) (string, error) {
	box, err := s.giveBack(ctx, officer, "papers back", 1, 10)
	if err != nil {
		return "", err
	}
	_, err = s.giveBack(ctx, villageHead, "a paper twice", 10, 10)
	why, err := refused(err, want{status: http.StatusConflict, reason: "VOTED_ALREADY"}, refusal("VOTED_ALREADY"))
	return fmt.Sprintf("%d back; %s", box.GetReturned(), why), err
}

func otherHeadTakesBack(ctx context.Context, s *Stage) (string, error) {
	_, err := s.giveBack(ctx, otherHead, "papers back by another", 11, 11)
	return refused(err, denied...)
}

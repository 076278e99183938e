package story

import (
	"context"
	"fmt"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
)

// electing: the village elects its People's Inspection board at a meeting, in secret, and the Front of the commune recognises it.
func electing() []Step {
	return []Step{
		{"the Front of the village drafts the election of the People's Inspection board and proposes two people", draftElection},
		{"the head of a village stays off that board, with the article", proposeHead},
		{"the head agrees, it is announced and opened, eleven households come", openElection},
		{"the meeting names one more, and who counts", nominate},
		{"a secret count without two households who watch is refused", countUnwatched},
		{"counted: two are elected by more than half of all households", elect},
		{"the chairman of UBND does not recognise a board", chairRecognisesBoard},
		{"the Front of the commune does, and the board is in office", recogniseBoard},
	}
}

func (s *Stage) election() *votingv1.CreateVoteRequest {
	ask := s.contribution()
	ask.Matter, ask.Act, ask.Board, ask.Seats = votingv1.Matter_MATTER_BOARD, votingv1.Act_ACT_ELECT, "people_inspection", 2
	ask.Title, ask.Question, ask.Explanation = "Bầu thành viên Ban Thanh tra nhân dân "+s.mark, "Bầu hai thành viên Ban Thanh tra nhân dân?", "Nhiệm kỳ mới của Ban Thanh tra nhân dân xã."
	return ask
}

func (s *Stage) proposeCandidate(ctx context.Context, place string, who *votingv1.ProposeCandidateRequest) error {
	return s.moveVote(ctx, villageFront, "board", place, "proposeCandidate", func(v *votingv1.Vote, id string) proto.Message {
		who.Name, who.Etag, who.RequestId = v.GetName(), v.GetEtag(), id
		return who
	})
}

func draftElection(ctx context.Context, s *Stage) (string, error) {
	if err := s.draftVote(ctx, villageFront, "board", "board", s.election); err != nil {
		return "", err
	}
	for _, name := range []string{"Trần Thị Thoa", "Lê Xuân Trường"} {
		if err := s.proposeCandidate(ctx, "propose "+name, &votingv1.ProposeCandidateRequest{FullName: name, Presentation: "Hội viên gương mẫu của thôn"}); err != nil {
			return "", err
		}
	}
	return "Trần Thị Thoa, Lê Xuân Trường", nil
}

func proposeHead(ctx context.Context, s *Stage) (string, error) {
	err := s.proposeCandidate(ctx, "propose the head", &votingv1.ProposeCandidateRequest{FullName: "Nguyễn Văn Toản", Posts: []string{"village_head"}})
	return refusedBy(err, "Điều", refusal("CANDIDATE_NOT_ELIGIBLE"))
}

func openElection(ctx context.Context, s *Stage) (string, error) {
	if err := s.agree(ctx, villageHead, "board", "board agree"); err != nil {
		return "", err
	}
	if err := s.announce(ctx, villageHead, "board", "board announce"); err != nil {
		return "", err
	}
	if err := s.open(ctx, villageHead, "board", "board open"); err != nil {
		return "", err
	}
	m, err := s.come(ctx, "board", "board come", 1, 11)
	return fmt.Sprintf("%d of %d", m.GetPresent(), everybody), err
}

func nominate(ctx context.Context, s *Stage) (string, error) {
	for _, motion := range []*votingv1.RecordMotionRequest{
		{Subject: "secretary", Text: "Cử thư ký cuộc họp", People: []string{"Hà Văn Chiến"}, For: 11},
		{Subject: "method", Text: "Bỏ phiếu kín", Method: votingv1.Method_METHOD_SECRET_BALLOT, For: 10},
		{Subject: "counters", Text: "Bầu ban kiểm phiếu", People: []string{"Đinh Thị Mận", "Nguyễn Đình Quyền", "Bùi Thị Nga"}, For: 11},
	} {
		if err := s.motion(ctx, "board", "board "+motion.GetSubject(), motion); err != nil {
			return "", err
		}
	}
	err := s.moveVote(ctx, villageHead, "board", "nominate", "nominateCandidate", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.NominateCandidateRequest{Name: v.GetName(), Etag: v.GetEtag(), FullName: "Hoàng Thị Hạnh", Self: true, RequestId: id}
	})
	return fmt.Sprintf("%d stand", len(s.voting().votes["board"].GetCandidates())), err
}

func (s *Stage) countNames(ctx context.Context, place string, witnesses []string) error {
	return s.onVote(ctx, villageHead, "board", place, "/meeting:recordCount", &votingv1.Meeting{}, func(v *votingv1.Vote, id string) proto.Message {
		ask := &votingv1.RecordMeetingCountRequest{Vote: v.GetName(), Etag: v.GetEtag(), Ballots: 11, Invalid: 1, Witnesses: witnesses, RequestId: id}
		for i, votes := range []int32{9, 7, 4} {
			if i < len(v.GetCandidates()) {
				ask.Counts = append(ask.Counts, &votingv1.OptionCount{Option: v.GetCandidates()[i].GetId(), Votes: votes})
			}
		}
		return ask
	})
}

func countUnwatched(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.countNames(ctx, "count unwatched", nil), "Điều", refusal("WITNESSES_MISSING"))
}

func elect(ctx context.Context, s *Stage) (string, error) {
	roll, err := s.households(ctx, "board")
	if err != nil {
		return "", err
	}
	if err := s.countNames(ctx, "count names", numbered(roll, 8, 9)); err != nil {
		return "", err
	}
	if err := s.closeVote(ctx, villageHead, "board", "board close"); err != nil {
		return "", err
	}
	if err := s.settle(ctx, villageHead, "board", "board settle"); err != nil {
		return "", err
	}
	r := s.voting().votes["board"].GetResult()
	if !r.GetPassed() || len(r.GetElected()) != 2 {
		return "", fmt.Errorf("elected: %v", r)
	}
	return r.GetExplanation(), nil
}

func chairRecognisesBoard(ctx context.Context, s *Stage) (string, error) {
	if err := s.writeDown(ctx, "board", "Bầu Trần Thị Thoa, Lê Xuân Trường vào Ban Thanh tra nhân dân."); err != nil {
		return "", err
	}
	if err := s.signAndSend(ctx, "board"); err != nil {
		return "", err
	}
	return refused(s.recognise(ctx, chair, "board", "board by the chairman", "1"), notTheirs...)
}

func recogniseBoard(ctx context.Context, s *Stage) (string, error) {
	if err := s.recognise(ctx, communeFront, "board", "board recognised", "07-"+s.mark+"/MTTQ"); err != nil {
		return "", err
	}
	return s.voting().votes["board"].GetDecision().GetRecognisedNumber(), s.inState("board", votingv1.VoteState_VOTE_STATE_IN_EFFECT)
}

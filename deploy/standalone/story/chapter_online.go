package story

import (
	"context"
	"encoding/base64"
	"fmt"
	"strconv"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/voting/ballot"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// online: a village decides online and in secret. It begins early in the story, so that the ballot's hour is over when the last
// chapters come to it.
func online() []Step {
	return []Step{
		{"a matter of self-government is drafted for a secret vote online", draftOnline},
		{"a team of two is refused, one without the Front at its head too", wrongTeams},
		{"announced with a team of three, led by the Front", announceOnline},
		{"it is not opened before the households were asked whether they want it", openWithoutPoll},
		{"six of twelve households are not more than half", pollTooSmall},
		{"the seventh carries the poll", pollReached},
		{"no credential is drawn before the hour", drawTooEarly},
		{"open at its hour", openOnline},
		{"nine households draw a credential each and cast without a name", castAll},
		{"the same ballot again gets the same receipt, another choice is refused", castTwice},
		{"a second credential for a household is refused", drawTwice},
		{"a ballot with somebody's session is refused", castWithName},
		{"a stranger of another village draws none", strangerDraws},
		{"every receipt is proved by the log", receiptsProved},
		{"it is not closed before its hour", closeTooEarly},
		{"the page of the vote shows turnout and no choice", turnoutPage},
	}
}

func draftOnline(ctx context.Context, s *Stage) (string, error) {
	err := s.draftVote(ctx, villageHead, "online", "online", func() *votingv1.CreateVoteRequest {
		opens, closes := s.window()
		return &votingv1.CreateVoteRequest{
			Unit: "units/" + village, Matter: votingv1.Matter_MATTER_SELF_GOVERNING, Act: votingv1.Act_ACT_DECIDE, Scope: votingv1.Scope_SCOPE_VILLAGE,
			Form: votingv1.Form_FORM_ONLINE, Method: votingv1.Method_METHOD_SECRET_BALLOT, Title: "Giờ tắt loa truyền thanh buổi tối " + s.mark,
			Question: "Tắt loa truyền thanh của thôn từ 20 giờ?", Explanation: "Nhiều gia đình có người già, trẻ nhỏ; loa hiện tắt lúc 21 giờ 30.",
			OpensTime: timestamppb.New(opens), ClosesTime: timestamppb.New(closes),
		}
	})
	if err != nil {
		return "", err
	}
	if err := s.agree(ctx, villageFront, "online", "online agree"); err != nil {
		return "", err
	}
	v := s.voting().votes["online"]
	return fmt.Sprintf("from %s to %s, %s", v.GetOpensTime().AsTime().In(vietnam).Format(time.TimeOnly), v.GetClosesTime().AsTime().In(vietnam).Format(time.TimeOnly), v.GetThreshold().GetShare()), nil
}

func (s *Stage) appoint(ctx context.Context, word, place string, kind votingv1.TeamKind, members []*votingv1.TeamMember) error {
	return s.moveVote(ctx, villageHead, word, place, "appointTeam", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.AppointTeamRequest{Name: v.GetName(), Etag: v.GetEtag(), Kind: kind, Members: members, RequestId: id}
	})
}

func wrongTeams(ctx context.Context, s *Stage) (string, error) {
	led, err := s.team(ctx)
	if err != nil {
		return "", err
	}
	if _, err := refused(s.appoint(ctx, "online", "team of two", votingv1.TeamKind_TEAM_KIND_ONLINE, led[:2]), refusal("TEAM_SIZE")); err != nil {
		return "", err
	}
	led[0].Front = false
	return refused(s.appoint(ctx, "online", "team without the Front", votingv1.TeamKind_TEAM_KIND_ONLINE, led), refusal("TEAM_NOT_LED_BY_FRONT"))
}

func announceOnline(ctx context.Context, s *Stage) (string, error) {
	team, err := s.team(ctx)
	if err != nil {
		return "", err
	}
	if err := s.appoint(ctx, "online", "online team", votingv1.TeamKind_TEAM_KIND_ONLINE, team); err != nil {
		return "", err
	}
	if err := s.announce(ctx, villageHead, "online", "online announce"); err != nil {
		return "", err
	}
	v, err := s.vote(ctx, "online")
	if err != nil {
		return "", err
	}
	log := v.GetLog()
	if log.GetVerifierKey() == "" || log.GetBallotKey() == "" {
		return "", fmt.Errorf("the proof of the vote is at %v", log)
	}
	return log.GetOrigin(), s.inState("online", votingv1.VoteState_VOTE_STATE_ANNOUNCED)
}

func openWithoutPoll(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.open(ctx, villageHead, "online", "online open without the poll"), "Điều 5", refusal("OPT_IN_MISSING"))
}

// optIn lets a household say whether it wants to vote online.
func (s *Stage) optIn(ctx context.Context, number int) (*votingv1.OptIn, error) {
	poll := &votingv1.OptIn{}
	return poll, s.onVote(ctx, representative(number), "online", "opt in "+strconv.Itoa(number), "/optIn:answer", poll, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.AnswerOptInRequest{Vote: v.GetName(), Agree: true, RequestId: id}
	})
}

func (s *Stage) endPoll(ctx context.Context, place string) (*votingv1.OptIn, error) {
	poll := &votingv1.OptIn{}
	return poll, s.onVote(ctx, villageHead, "online", place, "/optIn:record", poll, func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.RecordOptInRequest{Vote: v.GetName(), ReportNumber: "03-" + s.mark + "/BC", ReportDate: today(-1), Close: true, RequestId: id}
	})
}

func pollTooSmall(ctx context.Context, s *Stage) (string, error) {
	for number := 1; number <= 6; number++ {
		if _, err := s.optIn(ctx, number); err != nil {
			return "", err
		}
	}
	_, err := s.endPoll(ctx, "poll too small")
	return refusedBy(err, "Điều 5", refusal("OPT_IN_NOT_REACHED"))
}

func pollReached(ctx context.Context, s *Stage) (string, error) {
	if _, err := s.optIn(ctx, 7); err != nil {
		return "", err
	}
	poll, err := s.endPoll(ctx, "poll")
	if err != nil {
		return "", err
	}
	if poll.GetAgreed() != 7 || !poll.GetReached() {
		return "", fmt.Errorf("the poll counts %v", poll)
	}
	return fmt.Sprintf("%d of %d", poll.GetAgreed(), everybody), nil
}

func drawTooEarly(ctx context.Context, s *Stage) (string, error) {
	_, err := s.draw(ctx, 1)
	return refused(err, refusal("NOT_OPEN_YET"))
}

// openAtItsHour opens a ballot as soon as its hour has come, unless the instance has done so itself.
func (s *Stage) openAtItsHour(ctx context.Context, word string) error {
	try := 0
	_, err := s.await(ctx, closingTime, func(ctx context.Context) error {
		v, err := s.vote(ctx, word)
		if err != nil || v.GetState() == votingv1.VoteState_VOTE_STATE_OPEN {
			return err
		}
		if wait := time.Until(v.GetOpensTime().AsTime()); wait > 0 {
			return fmt.Errorf("%s is open in %s", v.GetName(), wait)
		}
		try++
		return s.open(ctx, villageHead, word, word+" open "+strconv.Itoa(try)+" "+v.GetEtag())
	})
	if err != nil {
		return err
	}
	return s.inState(word, votingv1.VoteState_VOTE_STATE_OPEN)
}

func openOnline(ctx context.Context, s *Stage) (string, error) {
	if err := s.openAtItsHour(ctx, "online"); err != nil {
		return "", err
	}
	v := s.voting().votes["online"]
	return "until " + v.GetClosesTime().AsTime().In(vietnam).Format(time.TimeOnly), nil
}

// voterOf is the voter's side of the vote, with the key the vote was announced with.
func (s *Stage) voterOf(ctx context.Context, word string) (*ballot.Voter, error) {
	v, err := s.vote(ctx, word)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(v.GetLog().GetBallotKey())
	if err != nil {
		return nil, err
	}
	return ballot.NewVoter(key)
}

func closeTooEarly(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.closeVote(ctx, villageHead, "online", "online close too early"), "Điều 19", refusal("VOTING_STILL_OPEN"))
}

func turnoutPage(ctx context.Context, s *Stage) (string, error) {
	v, err := s.vote(ctx, "online")
	if err != nil {
		return "", err
	}
	if v.GetParticipants() != castBallots || v.GetResult() != nil {
		return "", fmt.Errorf("%d took part, result %v", v.GetParticipants(), v.GetResult())
	}
	page, err := s.anybody().page(ctx, "/"+v.GetName())
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d of %d households", v.GetParticipants(), v.GetHouseholds()), page.says(v.GetTitle(), v.GetQuestion())
}

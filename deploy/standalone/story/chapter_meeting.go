package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// meeting: a village decides at a meeting what its households contribute, as the law says it, from the draft to the money spent.
func meeting() []Step {
	return []Step{
		{"which forms the law opens for a contribution, and by which article the others are closed", lawfulForms},
		{"voting online on a contribution is refused, with the article", onlineContribution},
		{"the head of the next village may not draft for this one", otherHeadDrafts},
		{"the head drafts a contribution for a meeting of the village", draftContribution},
		{"nobody outside sees the draft", draftHidden},
		{"announcing it without the Front is refused, with the article", announceAlone},
		{"the head does not agree with the head", agreeWithSelf},
		{"the Front of the village agrees", frontAgrees},
		{"the head of the next village may not announce it", otherHeadAnnounces},
		{"announced: law and roll are frozen, the people were told in time", announceContribution},
		{"a meeting called for tomorrow with a notice of today is refused", noticeTooShort},
		{"nor is a meeting of tomorrow opened today; it is called off, with the reason", openTooEarly},
		{"the meeting is opened and ten households come", assemble},
		{"nothing is counted before the meeting has chosen its secretary and how to vote", countTooSoon},
		{"more hands than people are refused", tooManyHands},
		{"the meeting chooses its secretary and raises hands, and is counted", countHands},
		{"two thirds of all households, absent ones too: it passed", settleContribution},
		{"the decision is not sent without the signatures", unsigned},
		{"drawn up, signed by the head, the Front and two households, sent in time, in effect", sendContribution},
		{"what is collected and spent is told to the village", followUp},
	}
}

// refusedBy checks a refusal that must name an article.
func refusedBy(err error, article string, any ...want) (string, error) {
	why, wrong := refused(err, any...)
	if wrong != nil {
		return "", wrong
	}
	var r *Refusal
	if errors.As(err, &r); !strings.Contains(r.Basis, article) {
		return "", fmt.Errorf("refused with %w, whose article is %q and not %s", err, r.Basis, article)
	}
	return why + ", " + r.Basis, nil
}

func refusal(reason string) want { return want{status: http.StatusBadRequest, reason: reason} }

func lawfulForms(ctx context.Context, s *Stage) (string, error) {
	var forms votingv1.ListLawfulFormsResponse
	if err := s.anybody().get(ctx, "/v1/votes:lawfulForms", url.Values{"matter": {"MATTER_CONTRIBUTION"}, "scope": {"SCOPE_VILLAGE"}}, &forms); err != nil {
		return "", err
	}
	what := ""
	for _, one := range forms.GetForms() {
		if one.GetLawful() != (one.GetForm() == votingv1.Form_FORM_MEETING) || one.GetBasis().GetText() == "" {
			return "", fmt.Errorf("%v is lawful: %v, by %q", one.GetForm(), one.GetLawful(), one.GetBasis().GetText())
		}
		what += fmt.Sprintf("%s %v (%s), ", strings.ToLower(strings.TrimPrefix(one.GetForm().String(), "FORM_")), one.GetLawful(), one.GetBasis().GetText())
	}
	return what + forms.GetThreshold().GetShare(), nil
}

func (s *Stage) contribution() *votingv1.CreateVoteRequest {
	return &votingv1.CreateVoteRequest{
		Unit: "units/" + village, Matter: votingv1.Matter_MATTER_CONTRIBUTION, Act: votingv1.Act_ACT_DECIDE, Scope: votingv1.Scope_SCOPE_VILLAGE,
		Form: votingv1.Form_FORM_MEETING, Method: votingv1.Method_METHOD_SHOW_OF_HANDS, Title: "Đóng góp làm đường ngõ xóm 2 " + s.mark,
		Question:    "Mỗi hộ đóng góp 500.000 đồng làm 300 m đường bê tông ngõ xóm 2?",
		Explanation: "Dự toán 180 triệu đồng; Nhà nước hỗ trợ xi măng, Nhân dân góp công và tiền cát, sỏi.",
		OpensTime:   timestamppb.New(time.Now()), Place: "Nhà văn hóa thôn Cự Bành",
	}
}

func onlineContribution(ctx context.Context, s *Stage) (string, error) {
	err := s.draftVote(ctx, villageHead, "", "contribution online", func() *votingv1.CreateVoteRequest {
		ask := s.contribution()
		opens, closes := s.window()
		ask.Form, ask.Method, ask.OpensTime, ask.ClosesTime = votingv1.Form_FORM_ONLINE, votingv1.Method_METHOD_SECRET_BALLOT, timestamppb.New(opens), timestamppb.New(closes)
		return ask
	})
	return refusedBy(err, "Điều", refusal("FORM_NOT_ALLOWED"))
}

func otherHeadDrafts(ctx context.Context, s *Stage) (string, error) {
	return refused(s.draftVote(ctx, otherHead, "", "contribution by another", s.contribution), denied...)
}

func draftContribution(ctx context.Context, s *Stage) (string, error) {
	if err := s.draftVote(ctx, villageHead, "contribution", "contribution", s.contribution); err != nil {
		return "", err
	}
	v := s.voting().votes["contribution"]
	return v.GetUnitName() + ", " + v.GetThreshold().GetShare(), s.inState("contribution", votingv1.VoteState_VOTE_STATE_DRAFTED)
}

func draftHidden(ctx context.Context, s *Stage) (string, error) {
	v := s.voting().votes["contribution"]
	if v == nil {
		return "", errMissing
	}
	return refused(s.anybody().get(ctx, "/v1/"+v.GetName(), nil, &votingv1.Vote{}), denied...)
}

func (s *Stage) announce(ctx context.Context, who, word, place string) error {
	return s.moveVote(ctx, who, word, place, "announce", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.AnnounceVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), Notice: told(), RequestId: id}
	})
}

func (s *Stage) agree(ctx context.Context, who, word, place string) error {
	return s.moveVote(ctx, who, word, place, "agree", func(v *votingv1.Vote, id string) proto.Message {
		return &votingv1.AgreeVoteRequest{Name: v.GetName(), Etag: v.GetEtag(), RequestId: id}
	})
}

func announceAlone(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.announce(ctx, villageHead, "contribution", "announce alone"), "Điều 16", refusal("AGREEMENT_MISSING"))
}

func agreeWithSelf(ctx context.Context, s *Stage) (string, error) {
	return refusedBy(s.agree(ctx, villageHead, "contribution", "agree with self"), "Điều 16", refusal("SAME_PERSON"), refusal("OFFICE_NOT_COMPETENT"),
		want{status: http.StatusForbidden, reason: "SAME_PERSON"}, want{status: http.StatusForbidden, reason: "OFFICE_NOT_COMPETENT"})
}

func frontAgrees(ctx context.Context, s *Stage) (string, error) {
	if err := s.agree(ctx, villageFront, "contribution", "agree"); err != nil {
		return "", err
	}
	a := s.voting().votes["contribution"].GetAgreements()
	if len(a) != 1 || !a[0].GetGiven() {
		return "", fmt.Errorf("agreements: %v", a)
	}
	return "Đinh Thị Sửu, " + a[0].GetBasis().GetText(), s.inState("contribution", votingv1.VoteState_VOTE_STATE_AGREED)
}

func otherHeadAnnounces(ctx context.Context, s *Stage) (string, error) {
	return refused(s.announce(ctx, otherHead, "contribution", "announce by another"), denied...)
}

func announceContribution(ctx context.Context, s *Stage) (string, error) {
	if err := s.announce(ctx, villageHead, "contribution", "announce"); err != nil {
		return "", err
	}
	v := s.voting().votes["contribution"]
	t := v.GetThreshold()
	if v.GetHouseholds() != everybody || t.GetNeeded() != 8 || len(v.GetRules().GetSha256()) != 64 {
		return "", fmt.Errorf("%d households, %d needed, rules %q", v.GetHouseholds(), t.GetNeeded(), v.GetRules().GetSha256())
	}
	var seen votingv1.Vote
	if err := s.anybody().get(ctx, "/v1/"+v.GetName(), nil, &seen); err != nil {
		return "", err
	}
	return fmt.Sprintf("%d of %d households needed (%s, %s), rules %.12s…", t.GetNeeded(), t.GetTotal(), t.GetShare(), t.GetBasis().GetText(), v.GetRules().GetSha256()),
		s.inState("contribution", votingv1.VoteState_VOTE_STATE_ANNOUNCED)
}

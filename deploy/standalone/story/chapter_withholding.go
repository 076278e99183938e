package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// withholding: what lawfully is not disclosed is an entry of its own, counted and never described.
func withholding() []Step {
	return []Step{
		{"something is proposed to be withheld, with ground and review date", propose},
		{"the officer does not decide about it", officerWithholds},
		{"the chairman does not approve a proposal of his own", chairWithholdsAlone},
		{"the chairman approves the withholding", approveWithholding},
		{"the public sees that it exists, and nothing of what it is", countedWithheld},
		{"it is lifted when the ground is gone", lift},
	}
}

func (s *Stage) proposal(place string) *disclosurev1.ProposeWithholdingRequest {
	return &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Item: "catalogueItems/communes.10.inspections",
		Ground:        disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC,
		SubjectMatter: "Hồ sơ đang xác minh " + s.mark + " " + place, Justification: "Chưa có kết luận của cơ quan có thẩm quyền.",
		ReviewDate: today(90), RequestId: s.id(place),
	}
}

func (s *Stage) propose(ctx context.Context, who, place string) (*disclosurev1.Withholding, error) {
	b, err := s.as(ctx, who)
	if err != nil {
		return nil, err
	}
	made := &disclosurev1.Withholding{}
	ask := s.proposal(place)
	return made, b.do(ctx, change{method: http.MethodPost, path: "/v1/withholdings", id: ask.GetRequestId(), mark: ask.GetSubjectMatter(), ask: ask, into: made, named: made.GetName, seen: made.GetEtag})
}

func propose(ctx context.Context, s *Stage) (string, error) {
	var err error
	if s.secret, err = s.propose(ctx, officer, "withhold"); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, xem lại ngày %s", s.secret.GetBasis().GetText(), shown(s.secret.GetReviewDate())), nil
}

func (s *Stage) decide(ctx context.Context, who string, w *disclosurev1.Withholding, verb string, ask protoMessage) (*disclosurev1.Withholding, error) {
	b, err := s.as(ctx, who)
	if err != nil {
		return nil, err
	}
	now := &disclosurev1.Withholding{}
	return now, b.do(ctx, change{method: http.MethodPost, path: "/v1/" + w.GetName() + ":" + verb, id: ask.GetRequestId(), ask: ask, into: now, named: now.GetName, seen: now.GetEtag})
}

func officerWithholds(ctx context.Context, s *Stage) (string, error) {
	if s.secret == nil {
		return "", errMissing
	}
	_, err := s.decide(ctx, officer, s.secret, "approve", &disclosurev1.ApproveWithholdingRequest{Name: s.secret.GetName(), Etag: s.secret.GetEtag(), RequestId: s.id("officer withholds")})
	return refused(err, want{status: http.StatusForbidden})
}

func chairWithholdsAlone(ctx context.Context, s *Stage) (string, error) {
	own, err := s.propose(ctx, chair, "withhold alone")
	if err != nil {
		return "", err
	}
	_, err = s.decide(ctx, chair, own, "approve", &disclosurev1.ApproveWithholdingRequest{Name: own.GetName(), Etag: own.GetEtag(), RequestId: s.id("approve alone")})
	return refused(err, want{status: http.StatusBadRequest, reason: "FOUR_EYES"})
}

func approveWithholding(ctx context.Context, s *Stage) (string, error) {
	if s.secret == nil {
		return "", errMissing
	}
	now, err := s.decide(ctx, chair, s.secret, "approve", &disclosurev1.ApproveWithholdingRequest{Name: s.secret.GetName(), Etag: s.secret.GetEtag(), RequestId: s.id("approve withholding")})
	if err != nil {
		return "", err
	}
	s.secret = now
	return "by " + now.GetApprover().GetDisplayName() + ", proposed by " + now.GetAuthor().GetDisplayName(), nil
}

func countedWithheld(ctx context.Context, s *Stage) (string, error) {
	if s.secret == nil {
		return "", errMissing
	}
	var list disclosurev1.ListWithholdingsResponse
	if err := s.anybody().get(ctx, "/v1/withholdings", url.Values{"unit": {"units/" + commune}, "page_size": {"100"}}, &list); err != nil {
		return "", err
	}
	for _, one := range list.GetWithholdings() {
		if strings.Contains(one.String(), s.mark) || one.GetAuthor() != nil || one.GetSubjectMatter() != "" {
			return "", fmt.Errorf("the public learns what is withheld: %v", one)
		}
		if one.GetName() == s.secret.GetName() {
			return fmt.Sprintf("%d in force in the commune; this one by %s until %s", list.GetInForce(), one.GetBasis().GetText(), shown(one.GetReviewDate())), nil
		}
	}
	return "", fmt.Errorf("none of %d entries is the one approved", len(list.GetWithholdings()))
}

func lift(ctx context.Context, s *Stage) (string, error) {
	if s.secret == nil {
		return "", errMissing
	}
	now, err := s.decide(ctx, chair, s.secret, "lift", &disclosurev1.LiftWithholdingRequest{
		Name: s.secret.GetName(), Etag: s.secret.GetEtag(), Reason: "Đã có kết luận.", RequestId: s.id("lift"),
	})
	if err != nil {
		return "", err
	}
	s.secret = now
	return now.GetState().String(), nil
}

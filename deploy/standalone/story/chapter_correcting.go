package story

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// correcting: what is public can be corrected, never quietly.
func correcting() []Step {
	return []Step{
		{"a correction that changes nothing is refused", correctNothing},
		{"the officer of another commune may not correct", siblingCorrects},
		{"the officer corrects a number, and says so; nothing public changes yet", proposeCorrection},
		{"the officer may not approve the officer's own correction", officerApprovesCorrection},
		{"the chairman approves it", correct},
		{"the public sees what was changed", seeDifference},
		{"both versions are kept, each with its digest", versions},
	}
}

func (s *Stage) corrected() *disclosurev1.PublicationContent {
	content := s.decision()
	content.Body = strings.Replace(content.GetBody(), "45 hộ nghèo", "46 hộ nghèo", 1)
	return content
}

func (s *Stage) correction(content *disclosurev1.PublicationContent, place string) func(*disclosurev1.Publication) protoMessage {
	return func(p *disclosurev1.Publication) protoMessage {
		content.Attachments = p.GetAttachments()
		return &disclosurev1.CorrectPublicationRequest{
			Name: p.GetName(), Etag: p.GetEtag(), Content: content, DeclareNoSecrets: true, RequestId: s.id(place),
			CorrectionNote: "Sửa số hộ từ 45 thành 46 theo biên bản họp thôn " + s.mark,
		}
	}
}

const isPublic = disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED

func correctNothing(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, officer, "correct", s.correction(s.decision(), "correct nothing"), isPublic),
		want{status: http.StatusBadRequest, reason: "NOTHING_CHANGED"})
}

func siblingCorrects(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, siblingOfficer, "correct", s.correction(s.corrected(), "sibling corrects"), isPublic), want{status: http.StatusForbidden})
}

func proposeCorrection(ctx context.Context, s *Stage) (string, error) {
	if err := s.roadMove(ctx, officer, "correct", s.correction(s.corrected(), "correct"), isPublic); err != nil {
		return "", err
	}
	if s.road.GetVersion() != 1 || s.road.GetPendingCorrection() == nil {
		return "", fmt.Errorf("version %d, waiting: %v", s.road.GetVersion(), s.road.GetPendingCorrection())
	}
	var seen disclosurev1.Publication
	if err := s.anybody().get(ctx, "/v1/"+s.road.GetName(), nil, &seen); err != nil {
		return "", err
	}
	if seen.GetVersion() != 1 || seen.GetPendingCorrection() != nil {
		return "", fmt.Errorf("the public sees version %d, waiting: %v", seen.GetVersion(), seen.GetPendingCorrection())
	}
	return "phiên bản 1 vẫn công khai", nil
}

func approval(s *Stage, place string) func(*disclosurev1.Publication) protoMessage {
	return func(p *disclosurev1.Publication) protoMessage {
		return &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: s.id(place)}
	}
}

func officerApprovesCorrection(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, officer, "approveCorrection", approval(s, "officer approves correction"), isPublic), want{status: http.StatusForbidden})
}

func correct(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	before := s.road.GetDigest()
	if err := s.roadMove(ctx, chair, "approveCorrection", approval(s, "approve correction"), isPublic); err != nil {
		return "", err
	}
	if s.road.GetVersion() != 2 || s.road.GetDigest() == before {
		return "", fmt.Errorf("version %d with digest %s, before %s", s.road.GetVersion(), s.road.GetDigest(), before)
	}
	return fmt.Sprintf("phiên bản 2, %.12s… → %.12s…", before, s.road.GetDigest()), nil
}

func seeDifference(ctx context.Context, s *Stage) (string, error) {
	address, err := s.roadPage()
	if err != nil {
		return "", err
	}
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, address)
		if err != nil {
			return err
		}
		return page.says("46 hộ nghèo", "Sửa số hộ từ 45 thành 46")
	})
	if err != nil {
		return "", err
	}
	compare, err := s.anybody().page(ctx, address+"?version=2")
	if err != nil {
		return "", err
	}
	if compare.elements("ins", nil) == 0 || compare.elements("del", nil) == 0 {
		return "", fmt.Errorf("%s marks nothing as put in or taken out", address+"?version=2")
	}
	var difference disclosurev1.GetPublicationDifferenceResponse
	if err := s.anybody().get(ctx, "/v1/"+s.road.GetName()+":difference", nil, &difference); err != nil {
		return "", err
	}
	if len(difference.GetFields()) != 1 || difference.GetFields()[0].GetField() != "body" {
		return "", fmt.Errorf("the versions differ in %v, want the body only", difference.GetFields())
	}
	return fmt.Sprintf("45 struck out, 46 put in, after %d ms", took.Milliseconds()), nil
}

func versions(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	var kept disclosurev1.ListPublicationVersionsResponse
	if err := s.anybody().get(ctx, "/v1/"+s.road.GetName()+"/versions", nil, &kept); err != nil {
		return "", err
	}
	v := kept.GetVersions()
	if len(v) != 2 || v[0].GetDigest() != s.road.GetDigest() || v[1].GetDigest() == v[0].GetDigest() || !strings.Contains(v[1].GetBody(), "45 hộ") {
		return "", fmt.Errorf("%d versions are kept", len(v))
	}
	return fmt.Sprintf("2: %.12s…, 1: %.12s…", v[0].GetDigest(), v[1].GetDigest()), nil
}

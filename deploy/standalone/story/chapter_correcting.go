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
		{"the officer cannot change what is public", officerCorrects},
		{"a correction that changes nothing is refused", correctNothing},
		{"the chairman corrects a number, and says so", correct},
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

func officerCorrects(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, officer, "correct", s.correction(s.corrected(), "officer corrects"), isPublic), want{status: http.StatusForbidden})
}

func correctNothing(ctx context.Context, s *Stage) (string, error) {
	return refused(s.roadMove(ctx, chair, "correct", s.correction(s.decision(), "correct nothing"), isPublic),
		want{status: http.StatusBadRequest, reason: "NOTHING_CHANGED"})
}

func correct(ctx context.Context, s *Stage) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	before := s.road.GetDigest()
	if err := s.roadMove(ctx, chair, "correct", s.correction(s.corrected(), "correct"), isPublic); err != nil {
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

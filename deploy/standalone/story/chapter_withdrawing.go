package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// withdrawing: what had to go leaves a stone with its name, its dates and the reason.
func withdrawing() []Step {
	return []Step{
		{"a withdrawal without a reason is refused", withdrawSilently},
		{"the chairman withdraws the text full of markup", withdrawMarkup},
		{"its page is a tombstone with the reason", tombstone},
		{"its text is nowhere any more", noContent},
		{"it cannot be published again", noReturn},
	}
}

const why = "Công bố nhầm biểu phí của năm trước"

func (s *Stage) withdraw(ctx context.Context, place, reason string) error {
	b, err := s.as(ctx, chair)
	if err != nil {
		return err
	}
	if s.fees == nil {
		return errMissing
	}
	return s.move(ctx, b, &s.fees, "withdraw", &disclosurev1.WithdrawPublicationRequest{
		Name: s.fees.GetName(), Etag: s.fees.GetEtag(), Reason: reason, RequestId: s.id(place),
	})
}

func withdrawSilently(ctx context.Context, s *Stage) (string, error) {
	return refused(s.withdraw(ctx, "withdraw silently", ""), want{status: http.StatusBadRequest, field: "reason"})
}

func withdrawMarkup(ctx context.Context, s *Stage) (string, error) {
	return "“" + why + "”", s.withdraw(ctx, "withdraw", why)
}

func tombstone(ctx context.Context, s *Stage) (string, error) {
	if s.fees == nil {
		return "", errMissing
	}
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, "/disclosures/"+strings.TrimPrefix(s.fees.GetName(), "publications/"))
		if err != nil {
			return err
		}
		if strings.Contains(page.Text(), "Thu theo tháng "+s.mark) {
			return fmt.Errorf("the text is still there")
		}
		return page.says(why, s.fees.GetRegisterNumber())
	})
	return fmt.Sprintf("after %d ms", took.Milliseconds()), err
}

func noContent(ctx context.Context, s *Stage) (string, error) {
	if s.fees == nil {
		return "", errMissing
	}
	var public disclosurev1.Publication
	if err := s.anybody().get(ctx, "/v1/"+s.fees.GetName(), nil, &public); err != nil {
		return "", err
	}
	var kept disclosurev1.ListPublicationVersionsResponse
	if err := s.anybody().get(ctx, "/v1/"+s.fees.GetName()+"/versions", nil, &kept); err != nil {
		return "", err
	}
	for _, v := range kept.GetVersions() {
		if !v.GetHidden() || v.GetBody() != "" {
			return "", fmt.Errorf("version %d still says %q", v.GetVersion(), v.GetBody())
		}
	}
	found, err := s.anybody().search(ctx, "muc thu phi cho "+s.mark)
	if err != nil {
		return "", err
	}
	if public.GetBody() != "" || public.GetDigest() == "" || len(found) > 0 {
		return "", fmt.Errorf("text %q, digest %q, found %d times", public.GetBody(), public.GetDigest(), len(found))
	}
	_, data, err := s.anybody().read(ctx, "/open-data/publications.csv?"+url.Values{"unit": {commune}}.Encode())
	if err != nil {
		return "", err
	}
	if strings.Contains(string(data), "Thu theo tháng "+s.mark) {
		return "", fmt.Errorf("open data still carries the text")
	}
	return fmt.Sprintf("not by REST, versions, search or open data; the digest %.12s… stays", public.GetDigest()), nil
}

func noReturn(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, chair)
	if err != nil {
		return "", err
	}
	if s.fees == nil {
		return "", errMissing
	}
	err = s.move(ctx, b, &s.fees, "publish", &disclosurev1.PublishPublicationRequest{Name: s.fees.GetName(), Etag: s.fees.GetEtag(), RequestId: s.id("publish withdrawn")})
	return refused(err, want{status: http.StatusBadRequest, reason: "STATE_NOT_ALLOWED"})
}

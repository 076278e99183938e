package story

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// The citizen reads the answer: the last steps of the chapter "asking".

func readAnswer(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	page, err := b.page(ctx, "/requests/"+strings.TrimPrefix(s.asked.GetName(), "informationRequests/"))
	if err != nil {
		return "", err
	}
	address, _ := s.roadPage()
	if _, err := page.link(address); err != nil {
		return "", err
	}
	return "“" + given + "”", page.says(given)
}

func inbox(ctx context.Context, s *Stage) (string, error) {
	if s.asked == nil {
		return "", errMissing
	}
	b, err := s.as(ctx, citizen)
	if err != nil {
		return "", err
	}
	subject := ""
	took, err := s.await(ctx, 10*time.Second, func(ctx context.Context) error {
		var list disclosurev1.ListNoticesResponse
		if err := b.get(ctx, "/v1/notices", url.Values{"page_size": {"100"}}, &list); err != nil {
			return err
		}
		for _, one := range list.GetNotices() {
			if one.GetResource() == s.asked.GetName() {
				subject = one.GetSubject()
				return nil
			}
		}
		return errors.New("no notice of the answer")
	})
	if err != nil {
		return "", err
	}
	page, err := b.page(ctx, "/inbox")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("“%s”, after %d ms", subject, took.Milliseconds()), page.says(subject)
}

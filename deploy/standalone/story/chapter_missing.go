package story

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// What is missing is seen by the officer, by everybody and by the province: steps of the chapter "late".

func matrixPage(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	page, err := b.page(ctx, "/console/obligations/matrix")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("“thiếu”, among %d cells of /console/obligations/matrix", page.elements("td", nil)), page.says("thiếu")
}

func oneClick(ctx context.Context, s *Stage) (string, error) {
	if s.duty == nil {
		return "", errMissing
	}
	above, err := s.anybody().page(ctx, "/units/"+province)
	if err != nil {
		return "", err
	}
	if _, err := above.link("/units/" + commune); err != nil {
		return "", err
	}
	if _, err := above.link("obligation="); err != nil {
		return "", err
	}
	var ask string
	took, err := s.await(ctx, shortly, func(ctx context.Context) error {
		page, err := s.anybody().page(ctx, "/units/"+commune)
		if err != nil {
			return err
		}
		ask, err = page.link("obligation=" + strings.TrimPrefix(s.duty.GetName(), "obligations/"))
		return err
	})
	return fmt.Sprintf("the province leads to the commune, the commune names it after %d ms: %s", took.Milliseconds(), ask), err
}

func remind(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, provinceWatch)
	if err != nil {
		return "", err
	}
	if s.duty == nil {
		return "", errMissing
	}
	ask := func(place string) error {
		return b.do(ctx, change{
			method: http.MethodPost, path: "/v1/" + s.duty.GetName() + ":remind", id: s.id(place), into: s.duty, named: s.duty.GetName, seen: s.duty.GetEtag,
			ask: &disclosurev1.RemindObligationRequest{Name: s.duty.GetName(), Message: "Đề nghị công khai.", RequestId: s.id(place)},
		})
	}
	if err := ask("remind"); err != nil {
		return "", err
	}
	return refused(ask("remind again"), want{status: http.StatusBadRequest, reason: "REMINDED_TODAY"})
}

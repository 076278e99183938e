package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// opening: a visitor who has never been here finds their commune, as it is and as it was.
func opening() []Step {
	return []Step{
		{"the instance is alive and ready", ready},
		{"the demo province is whole", demoWhole},
		{"the province's front page", frontPage},
		{"find the commune by typing “vo mieu”", findCommune},
		{"the page of the commune", communePage},
		{"the same code in an earlier era is another unit", earlierEra},
		{"the old commune leads to its successor", successor},
	}
}

func ready(ctx context.Context, s *Stage) (string, error) {
	took, err := s.await(ctx, 30*time.Second, func(ctx context.Context) error {
		for _, path := range []string{"/healthz", "/readyz"} {
			response, body, err := s.anybody().read(ctx, path)
			if err != nil {
				return err
			}
			if response.StatusCode != http.StatusOK {
				return fmt.Errorf("%s answered %d: %s", path, response.StatusCode, excerpt(body))
			}
		}
		return nil
	})
	return fmt.Sprintf("/healthz and /readyz say yes, after %d ms", took.Milliseconds()), err
}

func demoWhole(ctx context.Context, s *Stage) (string, error) {
	took, err := AwaitDemo(ctx, s, 2*time.Minute)
	return fmt.Sprintf("people have their roles, documents are public, after %d ms", took.Milliseconds()), err
}

func frontPage(ctx context.Context, s *Stage) (string, error) {
	page, err := s.anybody().page(ctx, "/")
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("“Tỉnh Phú Thọ”, %d bytes, readable without JavaScript", len(page.raw)), page.says("Tỉnh Phú Thọ")
}

func findCommune(ctx context.Context, s *Stage) (string, error) {
	page, err := s.anybody().page(ctx, "/units?q=vo+mieu")
	if err != nil {
		return "", err
	}
	address, err := page.link("/units/" + commune)
	if err != nil {
		return "", err
	}
	return "Xã Võ Miếu at " + address, page.says("Xã Võ Miếu")
}

func communePage(ctx context.Context, s *Stage) (string, error) {
	page, err := s.anybody().page(ctx, "/units/"+commune)
	if err != nil {
		return "", err
	}
	s.unit = &directoryv1.Unit{}
	if err := s.anybody().get(ctx, "/v1/units/"+commune, nil, s.unit); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s, %s, since %s", s.unit.GetFullName(), s.unit.GetName(), shown(s.unit.GetValidFrom())), page.says("Xã Võ Miếu", "Tỉnh Phú Thọ")
}

func earlierEra(ctx context.Context, s *Stage) (string, error) {
	if s.unit == nil {
		return "", errMissing
	}
	var before directoryv1.Unit
	if err := s.anybody().get(ctx, "/v1/units/"+commune, url.Values{"as_of": {"2025-06-30"}}, &before); err != nil {
		return "", err
	}
	if before.GetName() == s.unit.GetName() || before.GetCode() != s.unit.GetCode() {
		return "", fmt.Errorf("before 01/07/2025 the code %s was %s, now it is %s", commune, before.GetName(), s.unit.GetName())
	}
	var above directoryv1.ListUnitAncestorsResponse
	if err := s.anybody().get(ctx, "/v1/"+before.GetName()+"/ancestors", nil, &above); err != nil {
		return "", err
	}
	if len(above.GetAncestors()) != 2 {
		return "", fmt.Errorf("%s had %d units above it, want district and province", before.GetName(), len(above.GetAncestors()))
	}
	return fmt.Sprintf("on 30/06/2025 %s was in %s, %s", before.GetName(), above.GetAncestors()[0].GetFullName(), above.GetAncestors()[1].GetFullName()), nil
}

func successor(ctx context.Context, s *Stage) (string, error) {
	if s.unit == nil {
		return "", errMissing
	}
	var before directoryv1.ListPredecessorsResponse
	if err := s.anybody().get(ctx, "/v1/"+s.unit.GetName()+"/predecessors", nil, &before); err != nil {
		return "", err
	}
	if len(before.GetUnits()) < 3 {
		return "", fmt.Errorf("%s came out of %d units, want three communes merged", s.unit.GetName(), len(before.GetUnits()))
	}
	var names []string
	for _, one := range before.GetUnits() {
		names = append(names, one.GetFullName())
	}
	page, err := s.anybody().page(ctx, "/units/"+before.GetUnits()[0].GetKey())
	if err != nil {
		return "", err
	}
	_, err = page.link("/units/" + s.unit.GetKey())
	return strings.Join(names, ", ") + " → " + s.unit.GetFullName(), err
}

package story

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// closing: what a program reads first, and the last thing a person does.
func closing() []Step {
	return []Step{
		{"the OpenAPI document", openAPI},
		{"the readable page of the API", apiPage},
		{"an address that does not exist", noSuchPage},
		{"signing out", signedOut},
	}
}

func openAPI(ctx context.Context, s *Stage) (string, error) {
	response, body, err := s.anybody().read(ctx, "/openapi.json")
	if err != nil {
		return "", err
	}
	var document struct {
		Swagger, Openapi string
		Paths            map[string]map[string]any
	}
	if err := json.Unmarshal(body, &document); err != nil || response.StatusCode != http.StatusOK {
		return "", fmt.Errorf("%d: %w", response.StatusCode, err)
	}
	calls := 0
	for _, one := range document.Paths {
		calls += len(one)
	}
	if document.Paths["/v1/publications:search"] == nil || document.Paths["/v1/units"] == nil {
		return "", fmt.Errorf("%d calls, but not the search", calls)
	}
	return fmt.Sprintf("%d calls, %d bytes", calls, len(body)), nil
}

func apiPage(ctx context.Context, s *Stage) (string, error) {
	page, err := s.anybody().page(ctx, "/api")
	if err != nil {
		return "", err
	}
	link, err := page.link("/api/PublicationService")
	if err != nil {
		return "", err
	}
	service, err := s.anybody().page(ctx, link)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("/api, and %s with %d bytes", link, len(service.raw)), service.says("/v1/publications:search", ":approve", "FOUR_EYES")
}

func noSuchPage(ctx context.Context, s *Stage) (string, error) {
	response, body, err := s.anybody().read(ctx, "/khong-co-trang-nay", "Accept", "text/html")
	if err != nil {
		return "", err
	}
	page, err := readPage(response.Request.URL, body)
	if err != nil {
		return "", err
	}
	if response.StatusCode != http.StatusNotFound || page.elements("h1", nil) != 1 {
		return "", fmt.Errorf("answered %d", response.StatusCode)
	}
	text := page.Text()
	if strings.Contains(strings.ToLower(text), "goroutine") {
		return "", errors.New("the page tells of the inside")
	}
	return "404, in words, with the way back", nil
}

func signedOut(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	if err := b.signOut(ctx); err != nil {
		return "", err
	}
	err = b.get(ctx, "/v1/me", nil, &directoryv1.Me{})
	why, err := refused(err, want{status: http.StatusUnauthorized})
	if err == nil {
		delete(s.people, officer)
	}
	return why, err
}

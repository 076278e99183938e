package story

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// strangers: who has no business with the draft gets nothing of it.
func strangers() []Step {
	return []Step{
		{"nobody who has not signed in sees the draft", anonymousSeesNothing},
		{"the officer of a sibling commune gets nothing of the draft", siblingSeesNothing},
		{"the village head does not reach upward", headReachesUp},
		{"the operator of the installation has no right to data", operatorSeesNothing},
		{"the province watches, and drafts for nobody", provinceDraftsNothing},
		{"a forged token opens nothing", forgedToken},
		{"a change sent by another site is not carried out", crossOrigin},
	}
}

// hidden checks that a caller gets nothing of the draft, neither by name nor from the desk nor by search.
func (s *Stage) hidden(ctx context.Context, b *Browser) (string, error) {
	if s.road == nil {
		return "", errMissing
	}
	unwanted := append([]want{{status: http.StatusUnauthorized}}, denied...)
	shown, err := refused(b.get(ctx, "/v1/"+s.road.GetName(), nil, &disclosurev1.Publication{}), unwanted...)
	if err != nil {
		return "", fmt.Errorf("asking for the draft: %w", err)
	}
	if _, err := refused(b.get(ctx, "/v1/publications", url.Values{"unit": {"units/" + commune}}, &disclosurev1.ListPublicationsResponse{}), unwanted...); err != nil {
		return "", fmt.Errorf("asking for the desk: %w", err)
	}
	found, err := b.search(ctx, s.mark)
	if err != nil {
		return "", err
	}
	if len(found) > 0 {
		return "", errors.New("the search finds the draft")
	}
	return shown, nil
}

func (b *Browser) search(ctx context.Context, words string) ([]*disclosurev1.Publication, error) {
	var found disclosurev1.SearchPublicationsResponse
	err := b.get(ctx, "/v1/publications:search", url.Values{"query": {words}}, &found)
	return found.GetPublications(), err
}

func anonymousSeesNothing(ctx context.Context, s *Stage) (string, error) {
	return s.hidden(ctx, s.anybody())
}

func siblingSeesNothing(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, siblingOfficer)
	if err != nil {
		return "", err
	}
	return s.hidden(ctx, b)
}

// cannotDraft checks that a caller cannot draft for the commune.
func (s *Stage) cannotDraft(ctx context.Context, b *Browser) (string, error) {
	err := b.do(ctx, change{method: http.MethodPost, path: "/v1/publications", ask: &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + commune, Item: roadItem, Content: &disclosurev1.PublicationContent{Title: "Không được phép " + s.mark, DecisionDate: today(-1)},
	}})
	return refused(err, denied...)
}

func headReachesUp(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, villageHead)
	if err != nil {
		return "", err
	}
	if _, err := s.hidden(ctx, b); err != nil {
		return "", err
	}
	if _, err := s.cannotDraft(ctx, b); err != nil {
		return "", err
	}
	err = b.do(ctx, change{method: http.MethodPost, path: "/v1/roleBindings", ask: &directoryv1.RoleBinding{
		Subject: "story#" + s.mark, Role: directoryv1.Role_ROLE_COMMUNE_OFFICER, Unit: "units/" + commune, ValidFrom: today(0),
	}})
	shown, err := refused(err, denied...)
	return "no draft, no desk, no roles: " + shown, err
}

func operatorSeesNothing(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, operator)
	if err != nil {
		return "", err
	}
	if _, err := s.hidden(ctx, b); err != nil {
		return "", err
	}
	err = b.get(ctx, "/v1/units/"+commune+".001/households", nil, &directoryv1.ListHouseholdsResponse{})
	shown, err := refused(err, denied...)
	return "no draft, no desk, no households: " + shown, err
}

func provinceDraftsNothing(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, provinceWatch)
	if err != nil {
		return "", err
	}
	return s.cannotDraft(ctx, b)
}

func forgedToken(ctx context.Context, s *Stage) (string, error) {
	const forged = "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCJ9.eyJpc3MiOiJkYW5jaHUtZ2F0ZXdheSIsInN1YiI6IngjeSIsImV4cCI6OTk5OTk5OTk5OX0.AAAA"
	response, body, err := s.anybody().read(ctx, "/v1/me", "Authorization", "Bearer "+forged)
	if err != nil {
		return "", err
	}
	return refused(decode(answer{response.StatusCode, body}, &directoryv1.Me{}), want{status: http.StatusUnauthorized})
}

func crossOrigin(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, officer)
	if err != nil {
		return "", err
	}
	if s.road == nil {
		return "", errMissing
	}
	response, body, err := b.call(ctx, http.MethodPost, "/v1/"+s.road.GetName()+":discard", http.Header{
		"Content-Type": {"application/json"}, "Origin": {"https://elsewhere.example"}, "Sec-Fetch-Site": {"cross-site"},
	}, []byte(`{"etag":"`+s.road.GetEtag()+`"}`))
	if err != nil {
		return "", err
	}
	return refused(decode(answer{response.StatusCode, body}, nil), want{status: http.StatusForbidden})
}

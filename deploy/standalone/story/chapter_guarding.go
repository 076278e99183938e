package story

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// guarding: what cannot be understood is refused by name, and the calendar is everybody's to read and one's to set.
func guarding() []Step {
	return []Step{
		{"an unknown field is refused by name", unknownField},
		{"an unknown parameter is refused by name", unknownParameter},
		{"a body that is not JSON is refused", notJSON},
		{"a page of a million is refused", hugePage},
		{"a page token of another question is refused", foreignToken},
		{"a refusal in English when English is asked for", inEnglish},
		{"the calendar of working days, decided or provisional", calendar},
		{"a commune does not set the calendar", setCalendar},
	}
}

// sendRaw posts what no honest client sends.
func (s *Stage) sendRaw(ctx context.Context, address, media, body string) error {
	b, err := s.as(ctx, officer)
	if err != nil {
		return err
	}
	response, got, err := b.call(ctx, http.MethodPost, address, http.Header{"Content-Type": {media}}, []byte(body))
	if err != nil {
		return err
	}
	return decode(answer{response.StatusCode, got}, nil)
}

func unknownField(ctx context.Context, s *Stage) (string, error) {
	return refused(s.sendRaw(ctx, "/v1/publications", "application/json", `{"unit":"units/`+commune+`","titel":"x"}`), want{http.StatusBadRequest, "UNKNOWN_FIELD", "titel"})
}

func unknownParameter(ctx context.Context, s *Stage) (string, error) {
	return refused(s.anybody().get(ctx, "/v1/publications:search", url.Values{"qurey": {"x"}}, &disclosurev1.SearchPublicationsResponse{}), want{http.StatusBadRequest, "UNKNOWN_PARAMETER", "qurey"})
}

func notJSON(ctx context.Context, s *Stage) (string, error) {
	if _, err := refused(s.sendRaw(ctx, "/v1/publications", "text/xml", "<unit/>"), want{status: http.StatusUnsupportedMediaType}); err != nil {
		return "", err
	}
	return refused(s.sendRaw(ctx, "/v1/publications", "application/json", `{"unit": `), want{status: http.StatusBadRequest, reason: "MALFORMED_JSON"})
}

func hugePage(ctx context.Context, s *Stage) (string, error) {
	return refused(s.anybody().get(ctx, "/v1/units", url.Values{"page_size": {"1000000"}}, &directoryv1.ListUnitsResponse{}), want{status: http.StatusBadRequest, field: "page_size"})
}

func foreignToken(ctx context.Context, s *Stage) (string, error) {
	var first directoryv1.ListUnitsResponse
	if err := s.anybody().get(ctx, "/v1/units", url.Values{"page_size": {"2"}, "parent": {"units/" + province}}, &first); err != nil {
		return "", err
	}
	return refused(s.anybody().get(ctx, "/v1/units", url.Values{"page_size": {"2"}, "query": {"an"}, "page_token": {first.GetNextPageToken()}}, &directoryv1.ListUnitsResponse{}),
		want{status: http.StatusBadRequest, reason: "PAGE_TOKEN_INVALID"})
}

func inEnglish(ctx context.Context, s *Stage) (string, error) {
	read := func(language string) (string, error) {
		response, body, err := s.anybody().read(ctx, "/v1/units/99999", "Accept-Language", language)
		if err != nil {
			return "", err
		}
		return refused(decode(answer{response.StatusCode, body}, nil), want{status: http.StatusNotFound})
	}
	vietnamese, err := read("vi")
	if err != nil {
		return "", err
	}
	english, err := read("en")
	if err == nil && vietnamese == english {
		err = fmt.Errorf("both are %s", english)
	}
	return vietnamese + " = " + english, err
}

func calendar(ctx context.Context, s *Stage) (string, error) {
	var years directoryv1.ListCalendarYearsResponse
	if err := s.anybody().get(ctx, "/v1/calendarYears", nil, &years); err != nil {
		return "", err
	}
	var words []string
	for _, one := range years.GetYears() {
		if one.GetStatus() == directoryv1.CalendarStatus_CALENDAR_STATUS_DECIDED && one.GetLegalBasis() == "" {
			return "", fmt.Errorf("%d is decided by nothing", one.GetYear())
		}
		if one.GetWorkingDays() < 230 || one.GetWorkingDays() > 262 {
			return "", fmt.Errorf("%d has %d working days", one.GetYear(), one.GetWorkingDays())
		}
		words = append(words, fmt.Sprintf("%d: %d", one.GetYear(), one.GetWorkingDays()))
	}
	if len(words) < 3 {
		return "", fmt.Errorf("only %d years are known", len(words))
	}
	return "working days " + strings.Join(words[max(0, len(words)-4):], ", "), nil
}

func setCalendar(ctx context.Context, s *Stage) (string, error) {
	b, err := s.as(ctx, communeAdmin)
	if err != nil {
		return "", err
	}
	return refused(b.do(ctx, change{method: http.MethodPut, path: "/v1/calendarYears/" + year(), ask: &directoryv1.SetCalendarYearRequest{
		Name: "calendarYears/" + year(), Status: directoryv1.CalendarStatus_CALENDAR_STATUS_PROVISIONAL,
	}}), denied...)
}

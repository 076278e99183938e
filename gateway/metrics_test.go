package gateway_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// Every answer is counted by its pattern: no id, no query, no host is a label.
func TestAnswersAreMeasuredByRoute(t *testing.T) {
	registry := telemetry.NewRegistry()
	shutdown, err := telemetry.Setup(context.Background(), telemetry.Config{Service: "gateway", Version: "test", Registry: registry})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = shutdown(context.Background()) })
	s := newStage(t)
	s.get("/units/08584?as_of=nguyen-thi-ngot")
	s.get("/units/08584")
	s.get("/units/08584")
	s.get("/khong-co/0912345678")
	s.get("/v1/units/08584?as_of=bad", "X-Forwarded-Host", "evil.example")
	s.get("/v1/units/99999")
	s.do("BREW", "/units/08584", nil)
	w := httptest.NewRecorder()
	telemetry.MetricsHandler(registry).ServeHTTP(w, httptest.NewRequest("GET", "/metrics", nil))
	var lines []string
	for line := range strings.Lines(w.Body.String()) {
		if strings.HasPrefix(line, "http_server_request_duration_seconds_count") {
			lines = append(lines, line)
		}
	}
	all := strings.Join(lines, "")
	for _, want := range []string{
		`http_request_method="GET",http_response_status_code="200",http_route="GET /units/{unit}"`,
		`http_route="kept page"`, `http_response_status_code="404",http_route="/"`, `http_route="GET /v1/{name=units/*}"`, `http_request_method="other"`,
	} {
		if !strings.Contains(all, want) {
			t.Errorf("no %s in\n%s", want, all)
		}
	}
	for _, personal := range []string{"08584", "ngot", "0912345678", "evil", "127.0.0.1"} {
		if strings.Contains(all, personal) {
			t.Errorf("%q is a label in\n%s", personal, all)
		}
	}
}

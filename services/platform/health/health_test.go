package health_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/health"
)

func ask(s *health.State, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	return w
}

func TestReadyWhenEachPartSaidSo(t *testing.T) {
	t.Parallel()
	s := health.New("database", "bus")
	if s.Serving() {
		t.Fatal("ready before any part reported")
	}
	s.Ready("database")
	if w := ask(s, "/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "bus: starting") {
		t.Fatalf("readyz = %d %q, want 503 naming the bus", w.Code, w.Body)
	}
	s.Ready("bus")
	if w := ask(s, "/readyz"); w.Code != http.StatusOK {
		t.Fatalf("readyz = %d %q, want 200", w.Code, w.Body)
	}
	s.NotReady("database", "connection refused")
	if w := ask(s, "/readyz"); w.Code != http.StatusServiceUnavailable || !strings.Contains(w.Body.String(), "database: connection refused") {
		t.Fatalf("readyz = %d %q, want 503 naming the database", w.Code, w.Body)
	}
	if w := ask(s, "/healthz"); w.Code != http.StatusOK {
		t.Fatalf("healthz = %d: a part that is down is no reason to be killed", w.Code)
	}
}

func TestDrainIsForGood(t *testing.T) {
	t.Parallel()
	s := health.New("database")
	s.Ready("database")
	changed := s.Changed()
	s.Drain()
	<-changed
	s.Ready("database")
	if s.Serving() {
		t.Fatal("serving again after draining")
	}
	if got := s.Waiting()["program"]; got != "draining" {
		t.Fatalf("reason %q, want draining", got)
	}
}

func TestProbesAreReadOnlyAndUncached(t *testing.T) {
	t.Parallel()
	s := health.New()
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/readyz", nil))
	if w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST /readyz = %d, want 405", w.Code)
	}
	if got := ask(s, "/readyz").Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control = %q, want no-store", got)
	}
}

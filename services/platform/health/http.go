package health

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
)

// Handler answers GET /healthz (200 as long as the program turns) and GET /readyz (200 when serving, 503 with the
// parts that are not ready, one a line). The answers are never cached.
func (s *State) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, "ok\n")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if s.Serving() {
			write(w, http.StatusOK, "ready\n")
			return
		}
		body, waiting := "not ready\n", s.Waiting()
		for _, part := range slices.Sorted(maps.Keys(waiting)) {
			body += fmt.Sprintf("%s: %s\n", part, waiting[part])
		}
		write(w, http.StatusServiceUnavailable, body)
	})
	return mux
}

func write(w http.ResponseWriter, status int, body string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(body)) // a prober that went away is no news
}

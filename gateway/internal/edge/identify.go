package edge

import (
	"context"
	"crypto/rand"
	"net/http"

	"github.com/danchu-platform/danchu/services/platform/telemetry"
)

// Identify gives each request an id, answered in X-Request-Id and shown on error
// pages so that a caller can quote it. An id sent from outside is not taken over:
// it would let a stranger write into our logs.
func Identify() Link {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			id := rand.Text()[:16]
			w.Header()["X-Request-Id"] = []string{id}
			next.ServeHTTP(w, r.WithContext(telemetry.WithRequest(r.Context(), id)))
		})
	}
}

// RequestID is the id of the request, or "" outside one.
func RequestID(ctx context.Context) string { return telemetry.Request(ctx) }

package edge

import (
	"context"
	"net/http"
	"time"
)

// Bound caps the body and the time of a request. Uploads set their own, larger
// bounds (package upload) and are mounted outside this link.
func Bound(body int64, within time.Duration) Link {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			r.Body = http.MaxBytesReader(w, r.Body, body)
			ctx, cancel := context.WithTimeout(r.Context(), within)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

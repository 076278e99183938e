package edge

import (
	"context"
	"net/http"
	"time"
)

// Bound caps the body and the time of a request. What may take long by its nature
// (uploads, downloads, exports) is named by long and sets bounds of its own.
func Bound(body int64, within time.Duration, long func(*http.Request) bool) Link {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if long(r) {
				next.ServeHTTP(w, r)
				return
			}
			r.Body = http.MaxBytesReader(w, r.Body, body)
			ctx, cancel := context.WithTimeout(r.Context(), within)
			defer cancel()
			next.ServeHTTP(w, r.WithContext(ctx))
		})
	}
}

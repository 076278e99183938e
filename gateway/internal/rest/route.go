package rest

import (
	"context"
	"net/http"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc/metadata"

	"github.com/danchu-platform/danchu/gateway/internal/edge"
)

type routeKey struct{}

// routed names each call by its pattern for the measures of the edge; the router
// before it knows only /v1/.
func routed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var pattern string
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), routeKey{}, &pattern)))
		if pattern != "" {
			edge.SetRoute(w, r.Method+" "+pattern)
		}
	})
}

// noteRoute is asked for the metadata of each call, when its pattern is known. It
// adds none.
func noteRoute(ctx context.Context, r *http.Request) metadata.MD {
	if into, ok := r.Context().Value(routeKey{}).(*string); ok {
		*into, _ = runtime.HTTPPathPattern(ctx)
	}
	return nil
}

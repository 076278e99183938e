package seed

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// longest is how long the seed believes that news may still be on its way.
const longest = 5 * time.Minute

// patiently repeats what is refused because a service has not heard yet of the
// unit, the role or the agency it is about: an installation that was empty a
// moment ago has fourteen thousand facts to tell. Everything else fails at once.
func patiently[T any](ctx context.Context, act func() (T, error)) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, longest)
	defer cancel()
	ticker := time.NewTicker(100 * time.Millisecond)
	defer ticker.Stop()
	for {
		answer, err := act()
		switch status.Code(err) {
		case codes.PermissionDenied, codes.NotFound, codes.Unavailable, codes.FailedPrecondition:
		default:
			return answer, err
		}
		select {
		case <-ctx.Done():
			return answer, err
		case <-ticker.C:
		}
	}
}

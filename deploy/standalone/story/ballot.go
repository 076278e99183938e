package story

import (
	"context"
	"time"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// OpenBallot carries a secret vote online to its opening, for those who walk the pages. Every household of the demo's village may
// cast for so long.
func OpenBallot(ctx context.Context, s *Stage, lasting time.Duration) (*votingv1.Vote, error) {
	s.lasting = lasting
	for _, step := range []func(context.Context, *Stage) (string, error){draftOnline, announceOnline, pollTooSmall, pollReached, openOnline} {
		if _, err := step(ctx, s); err != nil {
			return nil, err
		}
	}
	return s.vote(ctx, "online")
}

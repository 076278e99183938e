package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// RecordMotion records a procedural vote of those present. What carries takes effect at once.
func (a *Actions) RecordMotion(ctx context.Context, cause change.Cause, vote, session string, motion domain.Motion) (MeetingView, error) {
	return a.inSession(ctx, "RecordMotion", cause, vote, session, func(ctx context.Context, _ Tx, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, []Arrival, error) {
		m, err := a.begin(ctx, v, m, with)
		if err != nil {
			return m, nil, err
		}
		if motion.Kind == domain.MotionMethod {
			motion.Vote = v.ID
		}
		m, err = m.Move(motion, v.Pack, v.Standing(), with)
		return m, nil, err
	})
}

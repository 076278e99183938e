package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// SettleVote draws the result from what the circles counted. Whoever has to write the decision is told by when it is to be
// sent.
func (a *Actions) SettleVote(ctx context.Context, cause change.Cause, id, seen string) (Vote, error) {
	return a.moveVote(ctx, "SettleVote", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		counts, err := tx.Counts(ctx, v.ID, v.Current().Number)
		if err != nil {
			return Moved{}, err
		}
		var tallies []domain.VillageTally
		for _, count := range counts {
			if count.Tally != nil {
				tallies = append(tallies, domain.VillageTally{Village: count.Circle, Tally: *count.Tally})
			}
		}
		var facts, result []domain.Fact
		if v.Vote, facts, err = v.Count(tallies, with); err != nil {
			return Moved{}, err
		}
		if v.Vote, result, err = v.Decide(with); err != nil {
			return Moved{}, err
		}
		moved := Moved{Vote: v, Facts: append(facts, result...)}
		if v.State == domain.Passed && !v.SendDue.IsZero() {
			moved.Notices = a.tell(a.organisers(v, with), "decision_to_send", v, map[string]string{"due": v.SendDue.Date.Format()})
		}
		return moved, nil
	})
}

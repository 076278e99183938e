package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// SendDecision records that the document went to UBND and the Front today, and tells who is to answer by when.
func (a *Actions) SendDecision(ctx context.Context, cause change.Cause, id, seen string) (Vote, error) {
	return a.moveVote(ctx, "SendDecision", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by := a.actor(ctx, v.Body, v.headOffices()...)
		if err := v.headed(by); err != nil {
			return Moved{}, err
		}
		var facts []domain.Fact
		var err error
		if v.Vote, facts, err = v.Send(with); err != nil {
			return Moved{}, err
		}
		template, params := "decision_received", map[string]string(nil)
		if !v.Recognition.Due.IsZero() {
			template, params = "recognition_waiting", map[string]string{"due": v.Recognition.Due.Date.Format()}
		}
		to := a.answerers(v)
		if len(to) == 0 {
			to = a.holders(v.Body, domain.CommuneChair, domain.CommuneFrontChair)
		}
		moved := Moved{Vote: v, Facts: facts, Notices: a.tell(others(to, by), template, v, params)}
		return a.inForce(ctx, tx, moved, with)
	})
}

// inForce ends the decision that this one takes the place of, as soon as this one is in force itself (Điều 22.3).
func (a *Actions) inForce(ctx context.Context, tx Tx, moved Moved, with domain.Setting) (Moved, error) {
	v := moved.Vote
	if v.State != domain.InEffect || v.Replaces == "" {
		return moved, nil
	}
	before, err := tx.Vote(ctx, v.Replaces)
	if err != nil || before.State == domain.Amended {
		return moved, err
	}
	var facts []domain.Fact
	if before.Vote, facts, err = before.Replace(v.Vote, with); err != nil {
		return moved, err
	}
	before.Revision++
	moved.Facts = append(moved.Facts, facts...)
	return moved, tx.PutVote(ctx, before, before.NextDue(with))
}

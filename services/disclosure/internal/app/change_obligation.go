package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// moveObligation is the way of every change to an obligation that exists. An empty etag is not compared.
func (a *Actions) moveObligation(ctx context.Context, action string, cause change.Cause, id, seen string,
	move func(domain.Obligation, domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error),
) (domain.Obligation, error) {
	before, err := a.Store.Obligation(ctx, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, action, obligationResource(before)); err != nil {
		return before, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		o, err := tx.Obligation(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if seen != "" {
			if err := fresh(seen, o.Revision); err != nil {
				return Outcome{}, err
			}
		}
		return a.moveLocked(ctx, tx, o, move)
	})
	return a.recallObligation(ctx, answer, err)
}

func (a *Actions) moveLocked(ctx context.Context, tx Tx, o domain.Obligation,
	move func(domain.Obligation, domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error),
) (Outcome, error) {
	with, err := a.settingOfObligation(o)
	if err != nil {
		return Outcome{}, err
	}
	o, facts, notices, err := move(o, with)
	if err != nil {
		return Outcome{}, err
	}
	o.Revision++
	outcome := Outcome{Answer: Answer{ID: o.ID, Obligation: &o}, Resource: obligationName(o.ID), Unit: o.Body.Unit, Facts: facts, Notices: notices}
	return outcome, tx.PutObligation(ctx, o)
}

func (a *Actions) settingOfObligation(o domain.Obligation) (domain.Setting, error) {
	return a.settingOf(domain.Publication{Body: o.Body, Item: o.Item})
}

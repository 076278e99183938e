package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// StartInitiative begins collecting consents in the village of the caller's household.
func (a *Actions) StartInitiative(ctx context.Context, cause change.Cause, title, text string) (InitiativeView, error) {
	if err := a.Policy.Allow(ctx, "StartInitiative", authz.Installation()); err != nil {
		return InitiativeView{}, err
	}
	mine, err := a.speaker(ctx)
	if err != nil {
		return InitiativeView{}, err
	}
	by := domain.Actor{Subject: authn.From(ctx).Subject, Office: domain.Household}
	return recallInitiative(a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		with := a.setting()
		i, err := domain.NewInitiative(newID(), domain.Body{Unit: mine.Village}, brought, title, text, by, with)
		if err != nil {
			return Outcome{}, err
		}
		total, err := tx.VillageSize(ctx, mine.Village)
		if err != nil {
			return Outcome{}, err
		}
		return a.keptInitiative(ctx, tx, Initiative{Initiative: i, Revision: 1}, total, mine.Entry.Household, with)
	}))
}

// ConsentToInitiative is the consent of the caller's household. What has lost its value may be given again.
func (a *Actions) ConsentToInitiative(ctx context.Context, cause change.Cause, id string) (InitiativeView, error) {
	mine, err := a.neighbour(ctx, "ConsentToInitiative", id)
	if err != nil {
		return InitiativeView{}, err
	}
	household := mine.Entry.Household
	return a.onInitiative(ctx, cause, id, household, func(ctx context.Context, tx Tx, i domain.Initiative, total int, with domain.Setting) (domain.Initiative, []domain.Fact, error) {
		if total == 0 {
			return i, nil, domain.Refuse(domain.RollEmpty, "village").On("Điều 21 khoản 1 Luật 10/2022/QH15")
		}
		i, facts, err := i.Consent(mine.Entry, household, domain.OtherWay, total, with)
		if err != nil {
			return i, nil, err
		}
		return i, facts, tx.PutConsent(ctx, id, i.Consents[len(i.Consents)-1])
	})
}

// WithdrawConsent takes the consent of the caller's household back.
func (a *Actions) WithdrawConsent(ctx context.Context, cause change.Cause, id string) (InitiativeView, error) {
	mine, err := a.neighbour(ctx, "WithdrawConsent", id)
	if err != nil {
		return InitiativeView{}, err
	}
	household := mine.Entry.Household
	return a.onInitiative(ctx, cause, id, household, func(ctx context.Context, tx Tx, i domain.Initiative, _ int, with domain.Setting) (domain.Initiative, []domain.Fact, error) {
		i, err := i.WithdrawConsent(household, household, with)
		if err != nil {
			return i, nil, err
		}
		return i, nil, tx.DeleteConsent(ctx, id, household)
	})
}

// neighbour is the caller's household where it belongs to the village of the initiative.
func (a *Actions) neighbour(ctx context.Context, action, id string) (Household, error) {
	if err := a.Policy.Allow(ctx, action, authz.Installation()); err != nil {
		return Household{}, err
	}
	i, err := a.Store.Initiative(ctx, id)
	if err != nil {
		return Household{}, err
	}
	mine, err := a.speaker(ctx)
	if err == nil && mine.Village != i.Body.Unit {
		err = domain.Refuse(domain.HouseholdNotOnRoll, "household").On("Điều 16 khoản 3 Luật 10/2022/QH15")
	}
	return mine, err
}

// EndorseInitiative lets the Front's working committee carry an initiative short of its share.
func (a *Actions) EndorseInitiative(ctx context.Context, cause change.Cause, id, reason string) (InitiativeView, error) {
	before, err := a.Store.Initiative(ctx, id)
	if err != nil {
		return InitiativeView{}, err
	}
	if err := a.Policy.Allow(ctx, "EndorseInitiative", initiativeResource(before.Initiative)); err != nil {
		return InitiativeView{}, err
	}
	return a.onInitiative(ctx, cause, id, "", func(ctx context.Context, _ Tx, i domain.Initiative, total int, with domain.Setting) (domain.Initiative, []domain.Fact, error) {
		return i.Endorse(a.actor(ctx, i.Body, domain.FrontHead), reason, total, with)
	})
}

// CloseInitiative ends an initiative on the word of whoever began it.
func (a *Actions) CloseInitiative(ctx context.Context, cause change.Cause, id, reason string) (InitiativeView, error) {
	if err := a.Policy.Allow(ctx, "CloseInitiative", authz.Installation()); err != nil {
		return InitiativeView{}, err
	}
	return a.onInitiative(ctx, cause, id, "", func(ctx context.Context, _ Tx, i domain.Initiative, _ int, with domain.Setting) (domain.Initiative, []domain.Fact, error) {
		i, err := i.Withdraw(reason, domain.Actor{Subject: authn.From(ctx).Subject}, with)
		return i, nil, err
	})
}

package app

import (
	"context"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Decision is a decision that has to be disclosed.
type Decision struct {
	Unit, Agency, Item string
	DocumentNumber     string
	Date               workday.Date
	Period             string // empty: found by the date
}

// OpenObligation starts the clock of a decision before anybody has begun to write. The same decision recorded twice is one.
func (a *Actions) OpenObligation(ctx context.Context, cause change.Cause, d Decision) (domain.Obligation, error) {
	unit, err := a.acting(d.Unit)
	if err != nil {
		return domain.Obligation{}, err
	}
	body := domain.Body{Unit: string(unit.Key), Agency: d.Agency}
	if err := a.Policy.Allow(ctx, "OpenObligation", obligationResource(domain.Obligation{Body: body})); err != nil {
		return domain.Obligation{}, err
	}
	with, err := a.setting(body, d.Item)
	if err != nil {
		return domain.Obligation{}, err
	}
	if with.Item.Heading {
		return domain.Obligation{}, domain.Refuse(domain.ItemNotOfUnit, "item", "item", d.Item)
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		o, fresh, err := a.forDecision(ctx, tx, body, d, with)
		if err != nil {
			return Outcome{}, err
		}
		outcome := Outcome{Answer: Answer{ID: o.ID, Obligation: &o}, Resource: obligationName(o.ID), Unit: body.Unit, Detail: map[string]string{"item": d.Item}}
		if o.State == domain.ObligationOpen && o.DecisionDate == d.Date && o.DocumentNumber == d.DocumentNumber {
			outcome.Silent = true
			return outcome, nil
		}
		if o, outcome.Facts, err = o.Open(d.DocumentNumber, d.Date, with); err != nil {
			return Outcome{}, err
		}
		if !fresh {
			o.Revision++
		}
		return outcome, tx.PutObligation(ctx, o)
	})
	return a.recallObligation(ctx, answer, err)
}

func (a *Actions) forDecision(ctx context.Context, tx Tx, body domain.Body, d Decision, with domain.Setting) (domain.Obligation, bool, error) {
	if d.Period == "" {
		return a.findByDecision(ctx, tx, body, d.Item, domain.Content{DocumentNumber: d.DocumentNumber, DecisionDate: d.Date}, with)
	}
	year, _, _ := strings.Cut(d.Period, "-")
	number, err := strconv.Atoi(year)
	if err != nil {
		return domain.Obligation{}, false, domain.Refuse(domain.DateInvalid, "period")
	}
	for _, period := range domain.Periods(with.Item.Frequency, number) {
		if period.Name != d.Period {
			continue
		}
		o, found, err := tx.ObligationOfPeriod(ctx, body, d.Item, d.Period)
		if err != nil || found {
			return o, false, err
		}
		return first(newObligation(body, d.Item, period, with)), true, nil
	}
	return domain.Obligation{}, false, domain.Refuse(domain.DateInvalid, "period", "frequency", string(with.Item.Frequency))
}

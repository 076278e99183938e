package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// MarkNotArisen records that nothing of the kind happened in the period.
func (a *Actions) MarkNotArisen(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Obligation, error) {
	return a.moveObligation(ctx, "MarkNotArisen", cause, id, seen,
		func(o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, facts, err := o.MarkNotArisen(reason, with)
			return o, facts, nil, err
		})
}

// DecideDueProposal accepts or declines a recomputed due date.
func (a *Actions) DecideDueProposal(ctx context.Context, cause change.Cause, id, seen string, accept bool, reason string) (domain.Obligation, error) {
	return a.moveObligation(ctx, "DecideDueProposal", cause, id, seen,
		func(o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, facts, err := o.DecideProposal(accept, reason, with)
			return o, facts, nil, err
		})
}

// RemindObligation sends a reminder to the staff of the body.
func (a *Actions) RemindObligation(ctx context.Context, cause change.Cause, id, message string) (domain.Obligation, error) {
	return a.moveObligation(ctx, "RemindObligation", cause, id, "",
		func(o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, err := o.Remind(with)
			return o, nil, a.reminder(o, "obligation_reminder", message), err
		})
}

func (a *Actions) reminder(o domain.Obligation, template, message string) []Notice {
	item, _ := a.Item(o.Item)
	params := map[string]string{
		"item": item.Title, "period": o.Period, "due": o.Due.Date.Format(), "basis": o.Due.Basis.String(), "message": message,
		"link": "/console/" + obligationName(o.ID),
	}
	return a.tell(a.staff(o.Body), template, obligationName(o.ID), o.Revision+1, params)
}

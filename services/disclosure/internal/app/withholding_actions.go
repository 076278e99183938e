package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ProposeWithholding proposes an entry of the withheld. The basis of a known ground comes from the law book.
func (a *Actions) ProposeWithholding(ctx context.Context, cause change.Cause, unitName string, w domain.Withholding) (domain.Withholding, error) {
	unit, err := a.acting(unitName)
	if err != nil {
		return w, err
	}
	w.Body.Unit = string(unit.Key)
	if err := a.Policy.Allow(ctx, "ProposeWithholding", bodyResource("Withholding", w.Body)); err != nil {
		return w, err
	}
	with, err := a.setting(w.Body, w.Item)
	if err != nil {
		return w, err
	}
	for _, ground := range a.Book.Grounds(law.GroundWithhold, with.Today()) {
		if ground.ID == w.Ground {
			w.Basis = ground.Basis
		}
	}
	w.ID, w.Revision, w.Author = newID(), 1, actor(ctx)
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		w, err := w.Propose(with)
		if err != nil {
			return Outcome{}, err
		}
		if w.Obligation != "" {
			o, err := tx.Obligation(ctx, w.Obligation)
			if err != nil {
				return Outcome{}, err
			}
			if o.Body != w.Body || o.Item != w.Item {
				return Outcome{}, domain.Refuse(domain.ObligationMismatch, "obligation")
			}
		}
		outcome := withholdingOutcome(w, nil)
		outcome.Notices = a.tell(a.approvers(w.Body, nil), "withholding_proposed", withholdingName(w.ID), w.Revision, nil)
		return outcome, tx.PutWithholding(ctx, w)
	})
	return a.recallWithholding(ctx, answer, err)
}

func withholdingOutcome(w domain.Withholding, facts []domain.Fact) Outcome {
	return Outcome{
		Answer: Answer{ID: w.ID, Withholding: &w}, Resource: withholdingName(w.ID), Unit: w.Body.Unit, Facts: facts,
		Detail: map[string]string{"ground": w.Ground, "item": w.Item},
	}
}

// ApproveWithholding puts it in force and covers the duty.
func (a *Actions) ApproveWithholding(ctx context.Context, cause change.Cause, id, seen string) (domain.Withholding, error) {
	return a.moveWithholding(ctx, "ApproveWithholding", cause, id, seen,
		func(ctx context.Context, w domain.Withholding, o *domain.Obligation, with domain.Setting) (domain.Withholding, []domain.Fact, error) {
			w, facts, err := w.Approve(actor(ctx), with)
			if err == nil && o != nil {
				*o, err = o.Withhold(w.ID, with)
			}
			return w, facts, err
		})
}

// DeclineWithholding refuses it; the duty stays.
func (a *Actions) DeclineWithholding(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Withholding, error) {
	return a.moveWithholding(ctx, "DeclineWithholding", cause, id, seen,
		func(ctx context.Context, w domain.Withholding, _ *domain.Obligation, with domain.Setting) (domain.Withholding, []domain.Fact, error) {
			w, err := w.Decline(actor(ctx), reason, with)
			return w, nil, err
		})
}

// ReviewWithholding prolongs it.
func (a *Actions) ReviewWithholding(ctx context.Context, cause change.Cause, id, seen string, date workday.Date, reason string) (domain.Withholding, error) {
	return a.moveWithholding(ctx, "ReviewWithholding", cause, id, seen,
		func(_ context.Context, w domain.Withholding, _ *domain.Obligation, with domain.Setting) (domain.Withholding, []domain.Fact, error) {
			w, err := w.Review(date, reason, with)
			return w, nil, err
		})
}

// LiftWithholding ends it; the duty stands again.
func (a *Actions) LiftWithholding(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Withholding, error) {
	return a.moveWithholding(ctx, "LiftWithholding", cause, id, seen,
		func(_ context.Context, w domain.Withholding, o *domain.Obligation, with domain.Setting) (domain.Withholding, []domain.Fact, error) {
			w, facts, err := w.Lift(reason, with)
			if err == nil && o != nil && o.Withholding == w.ID {
				*o, err = o.Unwithhold(with)
			}
			return w, facts, err
		})
}

func (a *Actions) moveWithholding(ctx context.Context, action string, cause change.Cause, id, seen string,
	move func(context.Context, domain.Withholding, *domain.Obligation, domain.Setting) (domain.Withholding, []domain.Fact, error),
) (domain.Withholding, error) {
	before, err := a.Store.Withholding(ctx, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, action, withholdingResource(before)); err != nil {
		return before, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		w, err := tx.Withholding(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, w.Revision); err != nil {
			return Outcome{}, err
		}
		var covered *domain.Obligation
		var state domain.ObligationState
		if w.Obligation != "" {
			o, err := tx.Obligation(ctx, w.Obligation)
			if err != nil {
				return Outcome{}, err
			}
			covered, state = &o, o.State
		}
		w, facts, err := move(ctx, w, covered, a.plain())
		if err != nil {
			return Outcome{}, err
		}
		w.Revision++
		if covered != nil && covered.State != state {
			covered.Revision++
			if err := tx.PutObligation(ctx, *covered); err != nil {
				return Outcome{}, err
			}
		}
		return withholdingOutcome(w, facts), tx.PutWithholding(ctx, w)
	})
	return a.recallWithholding(ctx, answer, err)
}

// GetWithholding returns an entry; what it is about only to those who may know.
func (a *Actions) GetWithholding(ctx context.Context, id string) (domain.Withholding, error) {
	w, err := a.Store.Withholding(ctx, id)
	if err != nil {
		return w, err
	}
	if err := a.Policy.Allow(ctx, "GetWithholding", withholdingResource(w)); err != nil {
		return w, err
	}
	return a.discreet(ctx, w), nil
}

// SeesWithheld reports whether the caller may know what a body withholds: its staff and the inspectorate. For everybody else it is
// item, ground, approver and review date; the number and the day of the document would tell which one it is.
func (a *Actions) SeesWithheld(ctx context.Context, body domain.Body) bool {
	return a.Policy.Can(ctx, "GetWithholding", bodyResource("Withholding", body))
}

// discreet takes out what the caller may not know: what is withheld, why, and by which account.
func (a *Actions) discreet(ctx context.Context, w domain.Withholding) domain.Withholding {
	if !a.SeesWithheld(ctx, w.Body) {
		w.SubjectMatter, w.Justification, w.DecisionReason = "", "", ""
		w.Author, w.Approver, w.Obligation = domain.Actor{}, domain.Actor{Name: w.Approver.Name}, ""
	}
	return w
}

// ListWithholdings lists entries and counts those in force in the scope.
func (a *Actions) ListWithholdings(ctx context.Context, unitName string, subtree bool, q WithholdingQuery) ([]domain.Withholding, int, error) {
	if err := a.Policy.Allow(ctx, "ListWithholdings", authz.Installation()); err != nil {
		return nil, 0, err
	}
	var err error
	if q.Scope, err = a.scope(unitName, subtree, true); err != nil {
		return nil, 0, err
	}
	seen := []domain.WithholdingState{domain.WithholdingInForce, domain.WithholdingOver}
	if unitName != "" && !subtree {
		unit, _ := a.Unit(unitName)
		if q.OpenOf = a.innerOf(ctx, "GetWithholding", "Withholding", unit.Key); len(q.OpenOf) > 0 {
			seen = append(seen, domain.WithholdingProposed, domain.WithholdingDeclined)
		}
	}
	q.States = among(q.States, seen)
	found, err := a.Store.Withholdings(ctx, q)
	if err != nil {
		return nil, 0, err
	}
	for i, w := range found {
		found[i] = a.discreet(ctx, w)
	}
	count, err := a.Store.CountWithholdings(ctx, q.Scope)
	return found, count, err
}

// among keeps of the asked states those that may be seen; none asked means all of these.
func among(asked, seen []domain.WithholdingState) []domain.WithholdingState {
	if len(asked) == 0 {
		return seen
	}
	kept := []domain.WithholdingState{}
	for _, state := range asked {
		for _, may := range seen {
			if state == may {
				kept = append(kept, state)
			}
		}
	}
	return kept
}

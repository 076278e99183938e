package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
)

// tie links a draft with a decision date to the duty it answers: the one named, the open one of the same document, the
// expected one of the period, or a new one. The decision starts the clock at that moment, whether or not the draft is
// ever finished: that is what makes a forgotten draft show as missing. A document older than the rule answers no duty:
// it may be made public, and nobody can be late with it.
func (a *Actions) tie(ctx context.Context, tx Tx, p domain.Publication, named string, with domain.Setting) (domain.Publication, []domain.Fact, error) {
	decision, document := p.Content.DecisionDate, p.Content.DocumentNumber
	if decision.IsZero() || (p.Due.IsZero() && named == "" && p.Obligation == "") {
		return p, nil, nil
	}
	o, fresh, err := a.find(ctx, tx, p, named, with)
	if err != nil {
		return p, nil, err
	}
	var facts []domain.Fact
	switch {
	case o.State == domain.ObligationExpected, o.State == domain.ObligationOpen && o.DecisionDate.IsZero():
		o, facts, err = o.Open(document, decision, with)
	case o.State == domain.ObligationOpen && (o.DecisionDate != decision || o.DocumentNumber != document):
		o, facts, err = o.Redate(document, decision, with)
	default: // open with this very document, or answered: nothing to write down
		p.Obligation, p.Due, p.DueHistory = o.ID, o.Due, o.DueHistory
		return p, nil, nil
	}
	if err != nil {
		return p, nil, err
	}
	if !fresh {
		o.Revision++
	}
	p.Obligation, p.Due, p.DueHistory = o.ID, o.Due, o.DueHistory
	return p, facts, tx.PutObligation(ctx, o)
}

// correctObligation takes a corrected number or day of the decision over into the obligation that the publication answers: the due
// date that follows is proposed beside the one told, and those who decide about it are told. What answered none may answer one now.
func (a *Actions) correctObligation(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (domain.Publication, []domain.Fact, []Notice, error) {
	if p.Obligation == "" {
		p, facts, err := a.tie(ctx, tx, p, "", with)
		return p, facts, nil, err
	}
	o, err := tx.Obligation(ctx, p.Obligation)
	if err != nil || o.Publication != p.ID || o.DecisionDate == p.Content.DecisionDate && o.DocumentNumber == p.Content.DocumentNumber {
		return p, nil, nil, err
	}
	o, facts, err := o.Correct(p.Content.DocumentNumber, p.Content.DecisionDate, with)
	if err != nil {
		return p, nil, nil, err
	}
	o.Revision++
	p.Due, p.DueHistory = o.Due, o.DueHistory
	var notices []Notice
	if len(facts) > 0 {
		notices = a.tell(a.approvers(o.Body, nil), "due_proposed", obligationName(o.ID), o.Revision, nil)
	}
	return p, facts, notices, tx.PutObligation(ctx, o)
}

func (a *Actions) find(ctx context.Context, tx Tx, p domain.Publication, named string, with domain.Setting) (o domain.Obligation, fresh bool, err error) {
	if named == "" {
		named = p.Obligation
	}
	if named != "" {
		o, err = tx.Obligation(ctx, named)
		if err == nil && (o.Body != p.Body || o.Item != p.Item) {
			err = domain.Refuse(domain.ObligationMismatch, "obligation")
		}
		return o, false, err
	}
	return a.findByDecision(ctx, tx, p.Body, p.Item, p.Content, with)
}

// findByDecision takes up an obligation that is there already, or makes one.
func (a *Actions) findByDecision(ctx context.Context, tx Tx, body domain.Body, item string, c domain.Content, with domain.Setting) (o domain.Obligation, fresh bool, err error) {
	o, found, err := tx.ObligationOfDocument(ctx, body, item, c.DocumentNumber, c.DecisionDate)
	if err != nil || found {
		return o, false, err
	}
	if period, ok := domain.MatchPeriod(with.Item, c.DecisionDate); ok {
		o, found, err = tx.ObligationOfPeriod(ctx, body, item, period.Name)
		switch {
		case err != nil:
			return o, false, err
		case !found:
			return first(newObligation(body, item, period, with)), true, nil
		case o.State == domain.ObligationExpected, o.State == domain.ObligationOpen && o.DecisionDate.IsZero():
			return o, false, nil
		}
	}
	n, err := tx.NextNumber(ctx, body, "decision "+item, c.DecisionDate.Y)
	if err != nil {
		return o, false, err
	}
	return first(newObligation(body, item, domain.DecisionPeriod(c.DecisionDate, n), with)), true, nil
}

func newObligation(body domain.Body, item string, period domain.Period, with domain.Setting) domain.Obligation {
	return domain.NewObligation(newID(), body, item, period, with.Now)
}

func first(o domain.Obligation) domain.Obligation {
	o.Revision = 1
	return o
}

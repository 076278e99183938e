package domain

import (
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Recount counts the due date again with the law and the calendar of now: of an open obligation, and of an answered one
// whose date was still subject to the calendar being decided. A different day is written beside the one told, as a proposal.
func (o Obligation) Recount(with Setting) (Obligation, []Fact, error) {
	if o.Due.IsZero() || o.State != ObligationOpen && !(o.Answered() && o.Due.Provisional) {
		return o, nil, nil
	}
	return o.recountFrom(o.told().reckoned().Start, with)
}

// Correct takes over the corrected number and day of the decision of an answered obligation (Điều 14.1). The due date that the
// corrected day gives is proposed beside the one told; lateness counts from it at once.
func (o Obligation) Correct(documentNumber string, decision workday.Date, with Setting) (Obligation, []Fact, error) {
	if !o.Answered() {
		return o, nil, o.refuse("redate")
	}
	o.DocumentNumber, o.UpdatedAt = documentNumber, with.Now
	if o.DecisionDate == decision {
		return o, nil, nil
	}
	o.DecisionDate = decision
	return o.recountFrom(o.clockStart(decision, with), with)
}

func (o Obligation) recountFrom(start workday.Date, with Setting) (Obligation, []Fact, error) {
	again, err := DisclosureDue(with.Book, with.Calendar, with.Item, start)
	if err != nil {
		return o, nil, err
	}
	if again.IsZero() {
		return o, nil, beforeTheLaw(with)
	}
	after, changed, proposed := o.told().recount(again, with.Now)
	if !changed {
		return o, nil, nil
	}
	o.Due, o.DueHistory, o.UpdatedAt = after.due, after.history, with.Now
	if !proposed {
		return o, nil, nil
	}
	return o, []Fact{ObligationDueProposed{Obligation: o.ID, Body: o.Body, Due: o.Due.Date, Proposed: again.Date}}, nil
}

// DecideProposal accepts or declines the open proposal.
func (o Obligation) DecideProposal(accept bool, reason string, with Setting) (Obligation, []Fact, error) {
	after, err := o.told().decide(accept, reason)
	if err != nil {
		return o, nil, err
	}
	previous := o.Due.Date
	o.Due, o.DueHistory, o.UpdatedAt = after.due, after.history, with.Now
	if !accept {
		return o, nil, nil
	}
	o.OverdueTold = o.OverdueTold && with.Today().After(o.Due.Date)
	return o, []Fact{ObligationDueMoved{Obligation: o.ID, Body: o.Body, Previous: previous, Due: o.Due.Date}}, nil
}

// HasProposal reports whether somebody has to decide about a recomputed due date.
func (o Obligation) HasProposal() bool { return o.told().proposal() >= 0 }

// Answered reports whether the item is public, in all its forms or not yet.
func (o Obligation) Answered() bool {
	return o.State == ObligationInForms || o.State == ObligationStateMet
}

// ListedBy is the day by which lists sort it and counts weigh it: the date told; of what is public the one by which lateness
// counts; none for what is withheld, whose date would tell the day of the decision.
func (o Obligation) ListedBy() workday.Date {
	switch {
	case o.State == ObligationWithheld:
		return workday.Date{}
	case o.Answered():
		return o.told().reckoned().Date
	}
	return o.Due.Date
}

func (o Obligation) told() told { return told{o.Due, o.DueHistory} }

package domain

import (
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// count counts a time of the request from a day. A case keeps the law it began under: the rule and the conventions are those of the
// day it arrived, also for an extension that begins much later.
func (r Request) count(what string, start workday.Date, with Setting) (Due, error) {
	return r.countBy("access.request."+string(r.Channel)+"."+what, start, with)
}

func (r Request) countBy(rule string, start workday.Date, with Setting) (Due, error) {
	found, err := with.Book.AsOf(rule, r.ArrivedOn)
	if err != nil {
		return Due{}, fmt.Errorf("clock of a request: %w", err)
	}
	return countWith(with.Book.Conventions(r.ArrivedOn), with.Calendar, found, start)
}

// Recount counts the time to answer again with the calendar of now. A different day is written beside the one told, as a proposal.
func (r Request) Recount(with Setting) (Request, []Fact, error) {
	if !r.Open() || r.Due.IsZero() {
		return r, nil, nil
	}
	again, err := r.countBy(r.Due.RuleID, r.Due.Start, with)
	if err != nil {
		return r, nil, err
	}
	after, changed, proposed := r.told().recount(again, with.Now)
	if !changed {
		return r, nil, nil
	}
	r.Due, r.DueHistory, r.UpdatedAt = after.due, after.history, with.Now
	if !proposed {
		return r, nil, nil
	}
	return r, []Fact{RequestDueProposed{Request: r.ID, Unit: r.Unit, Due: r.Due.Date, Proposed: again.Date}}, nil
}

// DecideProposal accepts or declines the open proposal.
func (r Request) DecideProposal(accept bool, reason string, with Setting) (Request, []Fact, error) {
	if !r.Open() {
		return r, nil, r.refuse("decide_due")
	}
	after, err := r.told().decide(accept, reason)
	if err != nil {
		return r, nil, err
	}
	previous := r.Due.Date
	r.Due, r.DueHistory, r.UpdatedAt = after.due, after.history, with.Now
	if !accept {
		return r, nil, nil
	}
	return r, []Fact{RequestDueMoved{Request: r.ID, Unit: r.Unit, Previous: previous, Due: r.Due.Date}}, nil
}

// HasProposal reports whether somebody has to decide about a recomputed due date.
func (r Request) HasProposal() bool { return r.Open() && r.told().proposal() >= 0 }

// tell takes another time to answer than the one told before, in the open; a proposal about that one is overtaken.
func (r Request) tell(due Due, reason string, with Setting) Request {
	before := r.told().overtake()
	r.DueHistory = append(before.history, DueChange{
		Previous: r.Due, Recomputed: due, At: with.Now, Cause: CauseRule, Decision: DecisionAccepted, Reason: reason,
	})
	r.Due = due
	return r
}

func (r Request) told() told { return told{r.Due, r.DueHistory} }

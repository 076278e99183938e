package domain

import (
	"slices"
	"strings"
)

// Recount counts the due date of an open obligation again with the law and the calendar of now. A different day is
// written beside the one told, as a proposal; the one told stays in force. A proposal that is overtaken by a newer one, or
// that has become pointless because the days agree again, is closed as declined.
func (o Obligation) Recount(with Setting) (Obligation, []Fact, error) {
	if o.State != ObligationOpen || o.Due.IsZero() {
		return o, nil, nil
	}
	again, err := DisclosureDue(with.Book, with.Calendar, with.Item, o.Due.Start)
	if err != nil {
		return o, nil, err
	}
	at := o.proposal()
	if at >= 0 && o.DueHistory[at].Recomputed.Date == again.Date {
		return o, nil, nil
	}
	cause, differs := o.Due.Differs(again)
	if at < 0 && !differs && o.Due.Provisional && !again.Provisional && o.Due.RuleVersion == again.RuleVersion {
		o.Due, o.UpdatedAt = again, with.Now // the same day, no longer subject to the calendar being decided
		return o, nil, nil
	}
	if at < 0 && (!differs || o.declined(again)) {
		return o, nil, nil
	}
	o.DueHistory = slices.Clone(o.DueHistory)
	if at >= 0 {
		o.DueHistory[at].Decision, o.DueHistory[at].Reason = DecisionDeclined, overtaken
	}
	o.UpdatedAt = with.Now
	if !differs {
		return o, nil, nil
	}
	o.DueHistory = append(o.DueHistory, DueChange{Previous: o.Due, Recomputed: again, At: with.Now, Cause: cause, Decision: DecisionProposed})
	return o, []Fact{ObligationDueProposed{Obligation: o.ID, Body: o.Body, Due: o.Due.Date, Proposed: again.Date}}, nil
}

// DecideProposal accepts or declines the open proposal.
func (o Obligation) DecideProposal(accept bool, reason string, with Setting) (Obligation, []Fact, error) {
	at := o.proposal()
	switch {
	case at < 0:
		return o, nil, Refuse(NoDueProposal, "name")
	case strings.TrimSpace(reason) == "":
		return o, nil, Refuse(FieldRequired, "reason")
	}
	o.DueHistory = slices.Clone(o.DueHistory)
	o.DueHistory[at].Reason, o.UpdatedAt = strings.TrimSpace(reason), with.Now
	if !accept {
		o.DueHistory[at].Decision = DecisionDeclined
		return o, nil, nil
	}
	o.DueHistory[at].Decision = DecisionAccepted
	previous := o.Due.Date
	o.Due = o.DueHistory[at].Recomputed
	o.OverdueTold = o.OverdueTold && with.Today().After(o.Due.Date)
	return o, []Fact{ObligationDueMoved{Obligation: o.ID, Body: o.Body, Previous: previous, Due: o.Due.Date}}, nil
}

// overtaken is the reason of a proposal that nobody decided: a newer count took its place.
const overtaken = "recomputed"

// HasProposal reports whether somebody has to decide about a recomputed due date.
func (o Obligation) HasProposal() bool { return o.proposal() >= 0 }

func (o Obligation) proposal() int {
	return slices.IndexFunc(o.DueHistory, func(c DueChange) bool { return c.Decision == DecisionProposed })
}

// declined reports whether this very day was declined last: the same answer is not asked for twice.
func (o Obligation) declined(again Due) bool {
	n := len(o.DueHistory)
	return n > 0 && o.DueHistory[n-1].Decision == DecisionDeclined && o.DueHistory[n-1].Reason != overtaken && o.DueHistory[n-1].Recomputed.Date == again.Date
}

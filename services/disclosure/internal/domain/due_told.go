package domain

import (
	"slices"
	"strings"
	"time"
)

// told is a due date that somebody was told, with the history of what it might become. What the law, the calendar or a corrected
// day give now is written beside it as a proposal; the date told stays in force until somebody decides.
type told struct {
	due     Due
	history []DueChange
}

// overtaken is the reason of a proposal that nobody decided: a newer count took its place.
const overtaken = "recomputed"

// proposal is the place of the open proposal in the history, or -1.
func (d told) proposal() int {
	return slices.IndexFunc(d.history, func(c DueChange) bool { return c.Decision == DecisionProposed })
}

// reckoned is the due date by which lateness counts: the one told, or what a corrected day of the decision gives while that
// still waits for its decision.
func (d told) reckoned() Due {
	if at := d.proposal(); at >= 0 && d.history[at].Cause == CauseDecisionDate {
		return d.history[at].Recomputed
	}
	return d.due
}

// recount holds another count against the date told. A different day becomes a proposal; one that is overtaken by a newer
// count, or has become pointless because the days agree again, is closed as declined. The same day no longer subject
// to the calendar being decided, or counted from a corrected day, takes the place of the one told.
func (d told) recount(again Due, now time.Time) (after told, changed, proposed bool) {
	at := d.proposal()
	if at >= 0 && d.history[at].Recomputed.Date == again.Date {
		if !d.history[at].Recomputed.Provisional || again.Provisional {
			return d, false, false
		}
		d.history = slices.Clone(d.history)
		d.history[at].Recomputed = again
		return d, true, false
	}
	cause, differs := d.due.Differs(again)
	if !differs && (d.due.confirmedBy(again) || d.due.Start != again.Start) {
		d.due, changed = again, true
	}
	if at < 0 && (!differs || d.declined(again)) {
		return d, changed, false
	}
	if d = d.overtake(); !differs {
		return d, true, false
	}
	d.history = append(d.history, DueChange{Previous: d.due, Recomputed: again, At: now, Cause: cause, Decision: DecisionProposed})
	return d, true, true
}

// overtake closes the open proposal, if any, because the date told is about to become another. The history is a new one.
func (d told) overtake() told {
	at := d.proposal()
	d.history = slices.Clone(d.history)
	if at >= 0 {
		d.history[at].Decision, d.history[at].Reason = DecisionDeclined, overtaken
	}
	return d
}

// decide accepts or declines the open proposal.
func (d told) decide(accept bool, reason string) (told, error) {
	at := d.proposal()
	switch {
	case at < 0:
		return d, Refuse(NoDueProposal, "name")
	case strings.TrimSpace(reason) == "":
		return d, Refuse(FieldRequired, "reason")
	}
	d.history = slices.Clone(d.history)
	d.history[at].Reason, d.history[at].Decision = strings.TrimSpace(reason), DecisionDeclined
	if accept {
		d.history[at].Decision = DecisionAccepted
		d.due = d.history[at].Recomputed
	}
	return d, nil
}

// declined reports whether this very day was declined last: the same answer is not asked for twice.
func (d told) declined(again Due) bool {
	n := len(d.history)
	return n > 0 && d.history[n-1].Decision == DecisionDeclined && d.history[n-1].Reason != overtaken && d.history[n-1].Recomputed.Date == again.Date
}

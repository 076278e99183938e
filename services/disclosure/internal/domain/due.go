package domain

import (
	"errors"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Due is a deadline as it was told: the day, and everything needed to count it again by hand.
type Due struct {
	Date        workday.Date   `json:"date"`
	NominalEnd  workday.Date   `json:"nominal_end"`
	Start       workday.Date   `json:"start"`
	RuleID      string         `json:"rule_id"`
	RuleFrom    workday.Date   `json:"rule_from"`
	RuleVersion string         `json:"rule_version"`
	Amount      int            `json:"amount"`
	Unit        law.Unit       `json:"unit"`
	Basis       law.Basis      `json:"basis"`
	Provisional bool           `json:"provisional,omitempty"`
	Steps       []workday.Step `json:"steps,omitempty"`
}

// IsZero reports whether there is no deadline.
func (d Due) IsZero() bool { return d.Date.IsZero() }

// CountDue counts a deadline by a rule from a day, with the counting conventions in force then (C3).
func CountDue(book *law.Book, calendar *workday.Calendar, rule law.Rule, start workday.Date) (Due, error) {
	return countWith(book.Conventions(start), calendar, rule, start)
}

func countWith(conventions workday.Conventions, calendar *workday.Calendar, rule law.Rule, start workday.Date) (Due, error) {
	counted, err := rule.Due(calendar, start, conventions)
	if err != nil {
		return Due{}, fmt.Errorf("counting %s from %s: %w", rule.ID, start, err)
	}
	return Due{
		Date: counted.Date, NominalEnd: counted.NominalEnd, Start: start,
		RuleID: rule.ID, RuleFrom: rule.From, RuleVersion: rule.Version(),
		Amount: rule.Value, Unit: rule.Unit, Basis: rule.Basis,
		Provisional: counted.Provisional, Steps: counted.Steps,
	}, nil
}

// DisclosureDue counts by when the item must be public: the sector law's rule where there is one, else the item's own
// (Điều 12.3, 47.2, 65.2), each as in force on the day the clock starts. A document older than the rule has no deadline:
// the law in force on its day set none, and a later one does not reach back.
func DisclosureDue(book *law.Book, calendar *workday.Calendar, item law.Item, start workday.Date) (Due, error) {
	rule, err := book.Deadline(item, start)
	if errors.Is(err, law.ErrNotInForce) {
		return Due{}, nil
	}
	if err != nil {
		return Due{}, fmt.Errorf("due rule of %s on %s: %w", item.ID, start, err)
	}
	return CountDue(book, calendar, rule, start)
}

// ClockStart is the day from which the clock of an item runs when a document of that day is made public: the day of the
// decision, or, for reports on a period, the last end of such a period up to that day.
func ClockStart(item law.Item, decision workday.Date) workday.Date {
	if item.CountsFrom != law.FromPeriodEnd {
		return decision
	}
	if period, ok := ReportedPeriod(item.Frequency, decision); ok {
		return period.End
	}
	return decision
}

// DaysLeft counts what is left on the day given, in the unit of the rule: 0 on the last day, negative afterwards.
func (d Due) DaysLeft(calendar *workday.Calendar, today workday.Date) int {
	switch {
	case d.IsZero():
		return 0
	case today.After(d.Date):
		return -d.Late(calendar, today)
	case d.Unit == law.WorkingDays:
		return calendar.WorkingDaysUntil(today, d.Date)
	default:
		return today.DaysUntil(d.Date)
	}
}

// Late counts by how many days something done on the day given was late, in the unit of the rule. It is at least 1 for
// anything after the last day: done on the Saturday after a Friday is late, though no working day lies between.
func (d Due) Late(calendar *workday.Calendar, done workday.Date) int {
	if d.IsZero() || !done.After(d.Date) {
		return 0
	}
	if d.Unit == law.WorkingDays {
		return max(1, calendar.WorkingDaysUntil(d.Date, done))
	}
	return d.Date.DaysUntil(done)
}

// DueChange is one entry in the history of a due date.
type DueChange struct {
	Previous   Due       `json:"previous"`
	Recomputed Due       `json:"recomputed"`
	At         time.Time `json:"at"`
	Cause      string    `json:"cause"`    // calendar, rule or decision_date
	Decision   string    `json:"decision"` // proposed, accepted or declined
	Reason     string    `json:"reason,omitempty"`
}

// Causes and decisions of a DueChange.
const (
	CauseCalendar     = "calendar"
	CauseRule         = "rule"
	CauseDecisionDate = "decision_date"

	DecisionProposed = "proposed"
	DecisionAccepted = "accepted"
	DecisionDeclined = "declined"
)

// Differs tells whether a recomputed due date is worth telling, and because of what.
func (d Due) Differs(recomputed Due) (cause string, differs bool) {
	switch {
	case d.Date == recomputed.Date:
		return "", false
	case d.Start != recomputed.Start:
		return CauseDecisionDate, true
	case d.RuleVersion != recomputed.RuleVersion:
		return CauseRule, true
	default:
		return CauseCalendar, true
	}
}

// confirmedBy reports whether the same day, by the same rule, is no longer subject to the calendar being decided.
func (d Due) confirmedBy(again Due) bool {
	return d.Provisional && !again.Provisional && d.Date == again.Date && d.RuleVersion == again.RuleVersion
}

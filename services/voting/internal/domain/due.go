package domain

import (
	"fmt"
	"strconv"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Due is a day as it was told: the day, and everything needed to count it again by hand. For a rule counted backwards
// Start is the event and Date the latest day before it; for a minimum duration Date is the first day after it.
type Due struct {
	Date        workday.Date   `json:"date"`
	NominalEnd  workday.Date   `json:"nominal_end"`
	Start       workday.Date   `json:"start"`
	RuleID      string         `json:"rule_id"`
	RuleVersion string         `json:"rule_version"`
	Amount      int            `json:"amount"`
	Unit        law.Unit       `json:"unit"`
	Counting    law.Counting   `json:"counting"`
	Basis       law.Basis      `json:"basis"`
	Provisional bool           `json:"provisional,omitempty"`
	Steps       []workday.Step `json:"steps,omitempty"`
}

// IsZero reports whether there is no such day.
func (d Due) IsZero() bool { return d.Date.IsZero() }

// Count counts a rule of time of the pack from a day, in the way the rule is counted (within, before, at least), with
// the conventions frozen in the pack.
func (p Pack) Count(calendar *workday.Calendar, rule law.Rule, from workday.Date) (Due, error) {
	due := Due{
		Start: from, RuleID: rule.ID, RuleVersion: rule.Version(), Amount: rule.Value, Unit: rule.Unit,
		Counting: rule.Counting, Basis: rule.Basis,
	}
	switch rule.Counting {
	case law.AtLeast:
		span, err := rule.Span(calendar, from, p.Conventions)
		if err != nil {
			return Due{}, fmt.Errorf("counting %s from %s: %w", rule.ID, from, err)
		}
		due.Date, due.NominalEnd, due.Provisional, due.Steps = span.RemovableFrom, span.Through, span.Provisional, span.Steps
		return due, nil
	case law.Before, law.Within:
		count := rule.Due
		if rule.Counting == law.Before {
			count = rule.Latest
		}
		counted, err := count(calendar, from, p.Conventions)
		if err != nil {
			return Due{}, fmt.Errorf("counting %s from %s: %w", rule.ID, from, err)
		}
		due.Date, due.NominalEnd, due.Provisional, due.Steps = counted.Date, counted.NominalEnd, counted.Provisional, counted.Steps
		return due, nil
	}
	return Due{}, fmt.Errorf("rule %s is not of time", rule.ID)
}

// Late counts by how many days something done on the day given was late, in the unit of the rule; 0 when in time.
func (d Due) Late(calendar *workday.Calendar, done workday.Date) int {
	switch {
	case d.IsZero() || !done.After(d.Date):
		return 0
	case d.Unit == law.WorkingDays:
		return max(1, calendar.WorkingDaysUntil(d.Date, done))
	}
	return d.Date.DaysUntil(done)
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
	}
	return today.DaysUntil(d.Date)
}

func tooLong(field string, longest int) error {
	return Refuse(FieldTooLong, field, "longest", strconv.Itoa(longest))
}

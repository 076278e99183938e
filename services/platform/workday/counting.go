package workday

import "fmt"

// Unit is a unit of time the law counts in.
type Unit string

// Units of time. "Ngày" without "làm việc" is CalendarDays.
const (
	WorkingDays  Unit = "working_days"
	CalendarDays Unit = "calendar_days"
	Months       Unit = "months"
	Hours        Unit = "hours"
)

// Conventions settles what the law leaves open. The zero value is the
// project's reading of the law. It is an Option of the counting methods.
type Conventions struct {
	NoRollForward       bool `json:"no_roll_forward,omitempty"`       // C3: leave an end on a day off where it is
	FullDaysBetween     bool `json:"full_days_between,omitempty"`     // C5: demand N full days before the event
	InclusiveMinimum    bool `json:"inclusive_minimum,omitempty"`     // C6: the first day counts as day one
	SuspensionDayCounts bool `json:"suspension_day_counts,omitempty"` // C11: the day of the suspension runs
}

// Suspension stops the clock: the days from From up to the day before To are
// not counted; the clock runs again on To, the day of the decision to continue
// (C11). Without To the clock still stands. It is an Option of Deadline.
type Suspension struct {
	From Date `json:"from"`
	To   Date `json:"to,omitzero"`
}

// Option changes how a period is counted: Conventions or a Suspension.
type Option interface{ apply(*counting) }

type counting struct {
	Conventions
	suspensions []Suspension
}

func (c Conventions) apply(to *counting) { to.Conventions = c }
func (s Suspension) apply(to *counting)  { to.suspensions = append(to.suspensions, s) }

func settle(options []Option) counting {
	var how counting
	for _, option := range options {
		option.apply(&how)
	}
	return how
}

// suspended tells whether the clock stands on d, and whether for good.
func (c counting) suspended(d Date) (stands, open bool) {
	for _, s := range c.suspensions {
		from := s.From
		if c.SuspensionDayCounts {
			from = from.AddDays(1)
		}
		if d.Before(from) {
			continue
		}
		if s.To.IsZero() {
			return true, true
		}
		if d.Before(s.To) {
			return true, false
		}
	}
	return false, false
}

// Due is the last day of a period and the way there. It is stored with what it
// is the due date of: a later change of rule or calendar does not move it.
type Due struct {
	Start       Date   `json:"start"`                 // the day of the event, not counted
	NominalEnd  Date   `json:"nominal_end,omitzero"`  // where counting ended
	Date        Date   `json:"date,omitzero"`         // the last day in time, after C3
	Provisional bool   `json:"provisional,omitempty"` // a year not yet decided was looked at
	Suspended   bool   `json:"suspended,omitempty"`   // the clock stands: there is no date yet
	Steps       []Step `json:"steps,omitempty"`
}

// StepKind names one kind of step of the counting.
type StepKind string

// Steps in the order in which they can occur.
const (
	StepStart         StepKind = "start"          // the day of the event, not counted
	StepCounted       StepKind = "counted"        // days counted
	StepWorkedWeekend StepKind = "worked_weekend" // weekend day counted because it is worked
	StepWeekend       StepKind = "weekend"        // weekend days passed over
	StepHoliday       StepKind = "holiday"        // listed day off passed over
	StepSuspended     StepKind = "suspended"      // days on which the clock stood
	StepMonths        StepKind = "months"         // months added
	StepMonthEnd      StepKind = "month_end"      // no such day number in the month: its last day
	StepRolled        StepKind = "rolled"         // moved to the next working day
	StepBackward      StepKind = "backward"       // days counted backwards
	StepEvent         StepKind = "event"          // the event counted backwards from
)

// Step is one line of the explanation: consecutive days treated alike.
type Step struct {
	Kind StepKind `json:"kind"`
	From Date     `json:"from"`
	To   Date     `json:"to"`
	Days int      `json:"days"`           // days (or months) this step covers
	Sum  int      `json:"sum,omitempty"`  // days counted so far
	Name string   `json:"name,omitempty"` // name of the day off or worked
}

// trail collects steps, joining neighbours of one kind and name.
type trail struct{ steps []Step }

func (t *trail) add(s Step) {
	if n := len(t.steps); n > 0 {
		last := &t.steps[n-1]
		if last.Kind == s.Kind && last.Name == s.Name && joins(last, s) {
			last.To, last.Days, last.Sum = s.To, last.Days+s.Days, s.Sum
			return
		}
	}
	t.steps = append(t.steps, s)
}

func joins(last *Step, s Step) bool {
	return last.To.AddDays(1) == s.From || last.To.AddDays(-1) == s.From
}

const longest = 100_000 // units; keeps a mistyped rule from running for ever

func check(what string, start Date, n int) {
	if start.IsZero() {
		panic("workday: " + what + " without a date to count from")
	}
	if n < 0 || n > longest {
		panic(fmt.Sprintf("workday: %s of %d units", what, n))
	}
}

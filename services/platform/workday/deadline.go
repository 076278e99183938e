package workday

import (
	"fmt"
	"time"
)

// Deadline returns the last day of a period of n units that starts with an
// event on start: C1 (the day of the event is not counted), C3 (an end on a
// day off moves to the next working day), C4, C8, C11.
//
// It panics when start is no date, n is negative, or unit is not WorkingDays,
// CalendarDays or Months: rules are checked when they are loaded. Hours have
// their own method, DeadlineHours.
func (c *Calendar) Deadline(start Date, n int, unit Unit, options ...Option) Due {
	check("deadline", start, n)
	how := settle(options)
	run := counter{calendar: c, how: how, due: Due{Start: start}}
	run.trail.add(Step{Kind: StepStart, From: start, To: start, Days: 1})
	switch unit {
	case WorkingDays:
		run.days(n, true)
	case CalendarDays:
		run.days(n, false)
	case Months:
		run.months(n)
	default:
		panic(fmt.Sprintf("workday: a deadline cannot be counted in %q", unit))
	}
	run.roll()
	run.due.Steps = run.trail.steps
	return run.due
}

// DeadlineHours returns the moment n hours after start: hours run from the
// exact minute, through nights and days off (C9).
func DeadlineHours(start time.Time, n int) time.Time {
	return start.Add(time.Duration(n) * time.Hour)
}

type counter struct {
	calendar *Calendar
	how      counting
	due      Due
	trail    trail
}

// look asks the calendar for a day and remembers whether its year is settled.
func (r *counter) look(d Date) bool {
	if r.calendar.Status(d.Y) == Provisional {
		r.due.Provisional = true
	}
	return r.calendar.IsWorking(d)
}

func (r *counter) days(n int, working bool) {
	d, counted := r.due.Start, 0
	for counted < n {
		d = d.AddDays(1)
		if stands, open := r.how.suspended(d); stands {
			r.trail.add(Step{Kind: StepSuspended, From: d, To: d, Days: 1, Sum: counted})
			if open {
				r.due.Suspended = true
				return
			}
			continue
		}
		if working && !r.look(d) {
			r.trail.add(r.passedOver(d, counted))
			continue
		}
		counted++
		r.trail.add(r.counted(d, counted, working))
	}
	r.due.NominalEnd = d
}

func (r *counter) counted(d Date, sum int, working bool) Step {
	s := Step{Kind: StepCounted, From: d, To: d, Days: 1, Sum: sum}
	if day, listed := r.calendar.Day(d); working && listed {
		s.Kind, s.Name = StepWorkedWeekend, day.Name
	}
	return s
}

func (r *counter) passedOver(d Date, sum int) Step {
	s := Step{Kind: StepWeekend, From: d, To: d, Days: 1, Sum: sum}
	if day, listed := r.calendar.Day(d); listed {
		s.Kind, s.Name = StepHoliday, day.Name
	}
	return s
}

// months counts by C8 and then adds the days on which the clock stood.
func (r *counter) months(n int) {
	start := r.due.Start
	end := start.AddMonths(n)
	r.trail.add(Step{Kind: StepMonths, From: start, To: end, Days: n, Sum: n})
	if end.D != start.D {
		r.trail.add(Step{Kind: StepMonthEnd, From: end, To: end, Days: 1, Sum: n})
	}
	for d := start.AddDays(1); !d.After(end); d = d.AddDays(1) {
		stands, open := r.how.suspended(d)
		if open {
			r.trail.add(Step{Kind: StepSuspended, From: d, To: d, Days: 1, Sum: n})
			r.due.Suspended = true
			return
		}
		if stands {
			r.trail.add(Step{Kind: StepSuspended, From: d, To: d, Days: 1, Sum: n})
			end = end.AddDays(1)
		}
	}
	r.due.NominalEnd = end
}

// roll moves an end on a day off to the next working day (C3).
func (r *counter) roll() {
	d := r.due.NominalEnd
	if r.due.Suspended {
		return
	}
	for !r.how.NoRollForward && !r.look(d) {
		r.trail.add(r.passedOver(d, 0))
		d = d.AddDays(1)
	}
	if d != r.due.NominalEnd {
		r.trail.add(Step{Kind: StepRolled, From: r.due.NominalEnd, To: d, Days: r.due.NominalEnd.DaysUntil(d)})
	}
	r.due.Date = d
}

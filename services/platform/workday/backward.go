package workday

import "fmt"

// Backward returns the latest day on which something must be done that is due
// at least n days before an event ("chậm nhất", "ít nhất N ngày trước"), C5:
// the event minus n days, or the n-th working day before it. The result is
// never moved later, even when it is a day off. With FullDaysBetween n full
// days must lie between.
//
// Due.Start is the event. It panics as Deadline does; only WorkingDays,
// CalendarDays and Months can be counted backwards.
func (c *Calendar) Backward(event Date, n int, unit Unit, options ...Option) Due {
	check("backward count", event, n)
	run := counter{calendar: c, how: settle(options), due: Due{Start: event}}
	run.trail.add(Step{Kind: StepEvent, From: event, To: event, Days: 1})
	if run.how.FullDaysBetween && unit != Months {
		n++
	}
	switch unit {
	case WorkingDays:
		run.back(n, true)
	case CalendarDays:
		run.back(n, false)
	case Months:
		run.due.NominalEnd = event.AddMonths(-n)
		run.trail.add(Step{Kind: StepMonths, From: event, To: run.due.NominalEnd, Days: n, Sum: n})
		if run.how.FullDaysBetween {
			run.due.NominalEnd = run.due.NominalEnd.AddDays(-1)
		}
	default:
		panic(fmt.Sprintf("workday: %q cannot be counted backwards", unit))
	}
	run.due.Date = run.due.NominalEnd
	run.due.Steps = run.trail.steps
	return run.due
}

func (r *counter) back(n int, working bool) {
	d := r.due.Start
	for counted := 0; counted < n; {
		d = d.AddDays(-1)
		if working && !r.look(d) {
			r.trail.add(r.passedOver(d, counted))
			continue
		}
		counted++
		r.trail.add(Step{Kind: StepBackward, From: d, To: d, Days: 1, Sum: counted})
	}
	r.due.NominalEnd = d
}

// Span is a minimum duration: something must stay from Start through Through
// and may be taken down from RemovableFrom on.
type Span struct {
	Start         Date   `json:"start"`
	Through       Date   `json:"through"`
	RemovableFrom Date   `json:"removable_from"`
	Provisional   bool   `json:"provisional,omitempty"`
	Steps         []Step `json:"steps,omitempty"`
}

// KeptUntil reports whether a removal on the day given respects the minimum.
// No date means it is still in place, which never breaks a minimum.
func (s Span) KeptUntil(removed Date) bool {
	return removed.IsZero() || !removed.Before(s.RemovableFrom)
}

// MinimumDuration returns how long something must last that must last "ít nhất
// n ngày liên tục kể từ ngày" start, C6: through the end of start + n, first
// removal the day after; no roll to a working day. With InclusiveMinimum the
// first day counts as day one. It panics as Deadline does.
func (c *Calendar) MinimumDuration(start Date, n int, unit Unit, options ...Option) Span {
	how := settle(options).Conventions
	how.NoRollForward = true
	if how.InclusiveMinimum && unit != Months {
		n = max(n-1, 0)
	}
	due := c.Deadline(start, n, unit, how)
	through := due.Date
	if how.InclusiveMinimum && unit == Months {
		through = through.AddDays(-1)
	}
	return Span{
		Start: start, Through: through, RemovableFrom: through.AddDays(1),
		Provisional: due.Provisional, Steps: due.Steps,
	}
}

// Consecutive looks for n consecutive dates among those given, in any order
// and with repetitions, as a loudspeaker item needs (C7). It returns the first
// such run, grown to its full length.
func Consecutive(dates []Date, n int) (from, to Date, found bool) {
	aired := make(map[Date]bool, len(dates))
	for _, d := range dates {
		aired[d] = true
	}
	for d := range aired {
		if d.IsZero() || aired[d.AddDays(-1)] {
			continue
		}
		last := d
		for aired[last.AddDays(1)] {
			last = last.AddDays(1)
		}
		if d.DaysUntil(last)+1 >= n && (!found || d.Before(from)) {
			from, to, found = d, last, true
		}
	}
	return from, to, found
}

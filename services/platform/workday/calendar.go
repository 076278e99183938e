package workday

import (
	"fmt"
	"maps"
	"slices"
)

// Status tells whether the days off of a year are settled.
type Status string

// The Prime Minister settles Tết and the second National Day day each year
// (Điều 112.3 Bộ luật Lao động 2019); until then a year is provisional.
const (
	Decided     Status = "decided"
	Provisional Status = "provisional"
)

// Kind tells why a listed day is off or worked.
type Kind string

// Kinds of listed days. Only SwappedWorking makes a day a working day.
const (
	Statutory      Kind = "statutory"       // nghỉ lễ, tết theo luật
	Compensatory   Kind = "compensatory"    // nghỉ bù
	SwappedOff     Kind = "swapped-off"     // nghỉ hoán đổi
	SwappedWorking Kind = "swapped-working" // làm bù
)

// Day is one listed day of the calendar with its name and its source.
type Day struct {
	Date      Date   `json:"date"`
	Name      string `json:"name"`
	Kind      Kind   `json:"kind"`
	Source    string `json:"source,omitempty"`
	Projected bool   `json:"projected,omitempty"`
	Note      string `json:"note,omitempty"`
}

// Calendar knows which days the civil service works. It never changes once
// made and may be used by many goroutines; an edit makes another one (With).
type Calendar struct {
	years map[int]Status
	days  map[Date]Day
}

// NewCalendar checks and keeps the years and days given. Refused: a day listed
// twice, an unknown kind or status, a day of a year without status, a worked
// day that is not a weekend day.
func NewCalendar(years map[int]Status, days []Day) (*Calendar, error) {
	c := &Calendar{years: maps.Clone(years), days: make(map[Date]Day, len(days))}
	for year, status := range years {
		if status != Decided && status != Provisional {
			return nil, fmt.Errorf("workday: year %d: unknown status %q", year, status)
		}
	}
	for _, day := range days {
		if err := c.add(day); err != nil {
			return nil, err
		}
	}
	return c, nil
}

func (c *Calendar) add(day Day) error {
	if day.Date.IsZero() {
		return fmt.Errorf("workday: %q has no date", day.Name)
	}
	if _, known := c.years[day.Date.Y]; !known {
		return fmt.Errorf("workday: %s: the calendar has no year %d", day.Date, day.Date.Y)
	}
	if _, twice := c.days[day.Date]; twice {
		return fmt.Errorf("workday: %s is listed twice", day.Date)
	}
	switch day.Kind {
	case Statutory, Compensatory, SwappedOff:
	case SwappedWorking:
		if !day.Date.IsWeekend() {
			return fmt.Errorf("workday: %s is worked anyway, it cannot be a swapped working day", day.Date)
		}
	default:
		return fmt.Errorf("workday: %s: unknown kind %q", day.Date, day.Kind)
	}
	c.days[day.Date] = day
	return nil
}

// With returns a calendar with one year replaced by the status and days given.
// A due date already told to somebody is not moved by this: callers keep it.
func (c *Calendar) With(year int, status Status, days []Day) (*Calendar, error) {
	years := maps.Clone(c.years)
	if years == nil {
		years = map[int]Status{}
	}
	years[year] = status
	var all []Day
	for _, day := range c.Days() {
		if day.Date.Y != year {
			all = append(all, day)
		}
	}
	for _, day := range days {
		if day.Date.Y != year {
			return nil, fmt.Errorf("workday: %s is not a day of %d", day.Date, year)
		}
	}
	return NewCalendar(years, append(all, days...))
}

// IsWorking reports whether the civil service works on d (C4).
func (c *Calendar) IsWorking(d Date) bool {
	if day, listed := c.days[d]; listed {
		return day.Kind == SwappedWorking
	}
	return !d.IsWeekend()
}

// Day returns what is listed for d.
func (c *Calendar) Day(d Date) (Day, bool) {
	day, listed := c.days[d]
	return day, listed
}

// Status returns the status of a year; a year the calendar does not know is provisional.
func (c *Calendar) Status(year int) Status {
	if status, known := c.years[year]; known {
		return status
	}
	return Provisional
}

// Years lists the years the calendar knows, in order.
func (c *Calendar) Years() []int { return slices.Sorted(maps.Keys(c.years)) }

// Days lists all listed days in order.
func (c *Calendar) Days() []Day {
	return slices.SortedFunc(maps.Values(c.days), func(a, b Day) int { return a.Date.Compare(b.Date) })
}

// WorkingDaysIn counts the working days of a year.
func (c *Calendar) WorkingDaysIn(year int) int {
	return c.WorkingDaysUntil(New(year-1, 12, 31), New(year, 12, 31))
}

// WorkingDaysUntil counts the working days after from up to and including to:
// what "còn 3 ngày làm việc" says. It is negative when to is before from.
func (c *Calendar) WorkingDaysUntil(from, to Date) int {
	if to.Before(from) {
		return -c.WorkingDaysUntil(to, from)
	}
	n := 0
	for d := from; d != to; {
		d = d.AddDays(1)
		if c.IsWorking(d) {
			n++
		}
	}
	return n
}

// NextWorking returns d itself when it is a working day, else the next one.
func (c *Calendar) NextWorking(d Date) Date {
	for !c.IsWorking(d) {
		d = d.AddDays(1)
	}
	return d
}

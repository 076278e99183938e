package domain

import (
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Counts sums up obligations. Total = Met + InForms + Open + Expected + NotArisen + Withheld.
type Counts struct {
	Total, Met, InForms, Open, Expected, NotArisen, Withheld int
	Late, Missing                                            int
}

// Add counts one obligation as it stands on the day given.
func (c *Counts) Add(o Obligation, calendar *workday.Calendar, today workday.Date) {
	c.Total++
	switch o.State {
	case ObligationStateMet:
		c.Met++
	case ObligationInForms:
		c.InForms++
	case ObligationOpen:
		c.Open++
	case ObligationExpected:
		c.Expected++
	case ObligationNone:
		c.NotArisen++
	case ObligationWithheld:
		c.Withheld++
	}
	switch o.Standing(calendar, today) {
	case Late:
		c.Late++
	case Overdue:
		c.Missing++
	}
}

// Plus adds two sums.
func (c Counts) Plus(d Counts) Counts {
	return Counts{
		Total: c.Total + d.Total, Met: c.Met + d.Met, InForms: c.InForms + d.InForms, Open: c.Open + d.Open, Expected: c.Expected + d.Expected,
		NotArisen: c.NotArisen + d.NotArisen, Withheld: c.Withheld + d.Withheld, Late: c.Late + d.Late, Missing: c.Missing + d.Missing,
	}
}

// Completeness is the share of what had to be public by now that is public, in hundredths of a percent. What is expected
// and not yet due, what did not arise and what is lawfully withheld did not have to be. It is 10000 when nothing had to be.
func (c Counts) Completeness() int {
	public := c.Met + c.InForms
	due := public + c.Missing
	if due == 0 {
		return 10_000
	}
	return public * 10_000 / due
}

// Worst is the standing to show for the sum: what is missing comes before what was late.
func (c Counts) Worst(dueSoon bool) Standing {
	switch {
	case c.Missing > 0:
		return Overdue
	case dueSoon:
		return DueSoon
	case c.Late > 0:
		return Late
	case c.Met+c.InForms > 0:
		return InTime
	}
	return Quiet
}

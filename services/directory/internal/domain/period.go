package domain

import "github.com/danchu-platform/danchu/services/platform/workday"

// Date is a civil date in Vietnam.
type Date = workday.Date

// Period is the days from From up to, not including, To. No To means that no
// end is known.
type Period struct {
	From Date
	To   Date
}

// Contains reports whether the day lies in the period.
func (p Period) Contains(day Date) bool {
	return !day.Before(p.From) && (p.To.IsZero() || day.Before(p.To))
}

// Overlaps reports whether the periods share a day.
func (p Period) Overlaps(other Period) bool {
	return !p.endsBy(other.From) && !other.endsBy(p.From)
}

// Within reports whether every day of p is a day of outer.
func (p Period) Within(outer Period) bool {
	if p.From.Before(outer.From) {
		return false
	}
	return outer.To.IsZero() || p.endsBy(outer.To)
}

// Ended reports whether the period is over on the day.
func (p Period) Ended(day Date) bool { return p.endsBy(day) }

func (p Period) endsBy(day Date) bool { return !p.To.IsZero() && !p.To.After(day) }

func (p Period) check(field string) error {
	if p.From.IsZero() {
		return refuse(Malformed, InvalidValue, field+"from", "value", "")
	}
	if !p.To.IsZero() && !p.To.After(p.From) {
		return refuse(Malformed, PeriodEmpty, field+"to", "from", p.From.Format(), "to", p.To.Format())
	}
	return nil
}

package workday

import (
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the zone must exist in images without a zone database
)

// Date is a civil date: a day on the calendar, without time or zone.
// Dates compare with ==, and the zero value means "no date".
type Date struct {
	Y int
	M time.Month
	D int
}

// Zone is Asia/Ho_Chi_Minh, the only zone in which the product names days.
var Zone = mustZone("Asia/Ho_Chi_Minh")

func mustZone(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		panic("workday: the embedded zone database lacks " + name)
	}
	return zone
}

// New returns the date with the given numbers. Numbers outside their range
// carry over as in time.Date: New(2026, 2, 30) is 2 March 2026.
func New(year int, month time.Month, day int) Date {
	return fromTime(time.Date(year, month, day, 0, 0, 0, 0, time.UTC))
}

// Today returns the date on the wall calendar in Vietnam at the moment now.
func Today(now time.Time) Date { return fromTime(now.In(Zone)) }

func fromTime(t time.Time) Date {
	y, m, d := t.Date()
	return Date{Y: y, M: m, D: d}
}

// Parse reads "2026-11-25" or "25/11/2026" (also "5/1/2026"). Days that do not
// exist, two-digit years and anything after the date are refused.
func Parse(text string) (Date, error) {
	layout := time.DateOnly
	if strings.Contains(text, "/") {
		layout = "2/1/2006"
	}
	t, err := time.Parse(layout, text)
	if err != nil || t.Year() < 1 {
		return Date{}, &ParseError{Text: text}
	}
	return fromTime(t), nil
}

// MustParse is Parse for dates written in source code; it panics on a bad one.
func MustParse(text string) Date {
	d, err := Parse(text)
	if err != nil {
		panic(err)
	}
	return d
}

// ParseError tells that a text is not a date of the calendar.
type ParseError struct{ Text string }

func (e *ParseError) Error() string {
	text := []rune(e.Text)
	if len(text) > 40 {
		text = append(text[:40], '…')
	}
	return fmt.Sprintf("workday: %q is not a date; write 2026-11-25 or 25/11/2026", string(text))
}

// IsZero reports whether d is the absence of a date.
func (d Date) IsZero() bool { return d == Date{} }

// String returns the ISO form "2026-11-25", or "" for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Y, int(d.M), d.D)
}

// Format returns the Vietnamese form "25/11/2026", or "" for no date.
func (d Date) Format() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.D, int(d.M), d.Y)
}

var weekdayNames = [...]string{"Chủ nhật", "thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy"}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.utc().Weekday() }

// WeekdayName returns the Vietnamese name of the weekday: "thứ Tư", "Chủ nhật".
func (d Date) WeekdayName() string { return weekdayNames[d.Weekday()] }

// Long returns "thứ Tư 25/11/2026", or "" for no date.
func (d Date) Long() string {
	if d.IsZero() {
		return ""
	}
	return d.WeekdayName() + " " + d.Format()
}

// IsWeekend reports whether d is a Saturday or a Sunday.
func (d Date) IsWeekend() bool {
	w := d.Weekday()
	return w == time.Saturday || w == time.Sunday
}

// AddDays returns the date n days later, earlier when n is negative.
func (d Date) AddDays(n int) Date {
	if day := d.D + n; day >= 1 && day <= 28 { // no month is shorter; counting days one by one is mostly this
		return Date{Y: d.Y, M: d.M, D: day}
	}
	return fromTime(d.utc().AddDate(0, 0, n))
}

// AddMonths returns the same day number n months later; where that month is
// shorter, its last day (Điều 148.3 Bộ luật Dân sự 2015).
func (d Date) AddMonths(n int) Date {
	first := New(d.Y, d.M+time.Month(n), 1)
	return Date{Y: first.Y, M: first.M, D: min(d.D, daysIn(first.Y, first.M))}
}

func daysIn(year int, month time.Month) int { return New(year, month+1, 0).D }

// DaysUntil returns how many days later than d the date other is; negative
// when it is earlier.
func (d Date) DaysUntil(other Date) int {
	return int(other.utc().Sub(d.utc()) / (24 * time.Hour))
}

// Compare returns -1, 0 or +1 as d is before, equal to or after other.
func (d Date) Compare(other Date) int { return d.utc().Compare(other.utc()) }

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Start is the first moment of the day in Vietnam.
func (d Date) Start() time.Time { return time.Date(d.Y, d.M, d.D, 0, 0, 0, 0, Zone) }

// End is the moment a period ending on d ends: 24:00, which is the first
// moment of the next day (Điều 148.6 Bộ luật Dân sự 2015).
func (d Date) End() time.Time { return d.AddDays(1).Start() }

// Quarter returns 1 to 4.
func (d Date) Quarter() int { return (int(d.M)-1)/3 + 1 }

func (d Date) utc() time.Time { return time.Date(d.Y, d.M, d.D, 0, 0, 0, 0, time.UTC) }

package law

import (
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Unit says what a rule's value counts.
type Unit string

// Units. The first four are units of time and have the words of package workday.
const (
	WorkingDays  Unit = "working_days"
	CalendarDays Unit = "calendar_days"
	Months       Unit = "months"
	Hours        Unit = "hours"
	ShareOf      Unit = "share" // Rule.Share holds the value
	Count        Unit = "count" // people, households, times
	Flag         Unit = "flag"  // 1 is yes, 0 is no
)

// Time returns the unit for package workday; false when it is no unit of time.
func (u Unit) Time() (workday.Unit, bool) {
	switch u {
	case WorkingDays, CalendarDays, Months, Hours:
		return workday.Unit(u), true
	}
	return "", false
}

// Counting says how a rule of time is counted.
type Counting string

// Ways of counting. A rule that is not of time has none.
const (
	Within      Counting = "within"      // at most so long after the start: a deadline
	Before      Counting = "before"      // at least so long before an event
	AtLeast     Counting = "at_least"    // must last at least so long
	Consecutive Counting = "consecutive" // on at least so many consecutive dates
)

// Mark says how sure the project is of a rule.
type Mark string

// Marks, from read in the source to open.
const (
	Verified  Mark = "V"  // read in the text of the document
	Secondary Mark = "V2" // read in a secondary source only
	Known     Mark = "K"  // common knowledge of the field or of this project
	Unsettled Mark = "U"  // to be confirmed by the province before use
)

// Overlay says how far a province or a sector law may go away from a rule.
type Overlay string

// What an overlay may do. Điều 35.2.c Luật 10/2022/QH15: local rules may widen
// the people's rights, never narrow them.
const (
	Fixed   Overlay = "fixed"   // nothing: the law leaves no room
	Free    Overlay = "free"    // anything: a special law goes first (Điều 12.3, 13.6)
	Longer  Overlay = "longer"  // only a value at least as high
	Shorter Overlay = "shorter" // only a value at most as high
)

// Rule is one version of one rule.
type Rule struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	TitleEn   string   `json:"title_en"`
	Basis     Basis    `json:"basis"`
	Value     int      `json:"value"`
	Unit      Unit     `json:"unit"`
	Share     Share    `json:"share,omitzero"`
	Of        Whole    `json:"of,omitempty"` // what the share is a part of
	Counting  Counting `json:"counting,omitempty"`
	AppliesTo []string `json:"applies_to,omitempty"`
	Overlay   Overlay  `json:"overlay"`
	Mark      Mark     `json:"mark"`
	Notes     string   `json:"notes,omitempty"`

	From workday.Date `json:"from"`        // first day in force
	To   workday.Date `json:"to,omitzero"` // last day in force; no date: until changed

	Layer string `json:"layer"` // "" for the national rules, else the overlay's name
	Place string `json:"-"`     // file and line it was read from, for errors
}

// InForce reports whether this version is in force on the day given.
func (r Rule) InForce(on workday.Date) bool {
	return !on.Before(r.From) && (r.To.IsZero() || !on.After(r.To))
}

// Version names this version for ever: "id@first day", with the overlay's name
// in front when it is not national. Store it beside what was computed.
func (r Rule) Version() string {
	version := r.ID + "@" + r.From.String()
	if r.Layer != "" {
		version = r.Layer + ":" + version
	}
	return version
}

// Due counts the deadline that starts with an event on start. It fails when the
// rule is not a deadline in days or months, or start is no date.
func (r Rule) Due(calendar *workday.Calendar, start workday.Date, options ...workday.Option) (workday.Due, error) {
	unit, err := r.counted(Within, start)
	if err != nil {
		return workday.Due{}, err
	}
	return calendar.Deadline(start, r.Value, unit, options...), nil
}

// Latest counts the latest day before an event. It fails as Due does.
func (r Rule) Latest(calendar *workday.Calendar, event workday.Date, options ...workday.Option) (workday.Due, error) {
	unit, err := r.counted(Before, event)
	if err != nil {
		return workday.Due{}, err
	}
	return calendar.Backward(event, r.Value, unit, options...), nil
}

// Span counts how long something that began on start must last. It fails as Due does.
func (r Rule) Span(calendar *workday.Calendar, start workday.Date, options ...workday.Option) (workday.Span, error) {
	unit, err := r.counted(AtLeast, start)
	if err != nil {
		return workday.Span{}, err
	}
	return calendar.MinimumDuration(start, r.Value, unit, options...), nil
}

func (r Rule) counted(how Counting, date workday.Date) (workday.Unit, error) {
	unit, timed := r.Unit.Time()
	switch {
	case r.Counting != how || !timed || unit == workday.Hours:
		return "", fmt.Errorf("law: rule %s (%s, %s) is not counted %q", r.ID, r.Unit, r.Counting, how)
	case date.IsZero():
		return "", fmt.Errorf("law: rule %s needs a date to count from", r.ID)
	}
	return unit, nil
}

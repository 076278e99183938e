package domain

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// CalendarYear is one revision of the working days of one year.
type CalendarYear struct {
	Year       int
	Status     workday.Status
	Days       []workday.Day
	LegalBasis string
	Revision   int64
	SetAt      time.Time
}

// WorkingDays counts the working days of the year.
func (y CalendarYear) WorkingDays() int {
	c, err := workday.NewCalendar(map[int]workday.Status{y.Year: y.Status}, y.Days)
	if err != nil {
		return 0
	}
	return c.WorkingDaysIn(y.Year)
}

// SetCalendarYear replaces a year whole. old is the present revision, its
// Revision 0 when the year is new. The same year again changes nothing.
func SetCalendarYear(old, y CalendarYear) (CalendarYear, []Fact, error) {
	y.LegalBasis = strings.TrimSpace(y.LegalBasis)
	if y.Status != workday.Decided && y.Status != workday.Provisional {
		return CalendarYear{}, nil, refuse(Malformed, InvalidValue, "status", "value", string(y.Status))
	}
	if y.Year < 2000 || y.Year > 2200 {
		return CalendarYear{}, nil, refuse(Malformed, InvalidValue, "name", "value", strconv.Itoa(y.Year))
	}
	y.Days = slices.Clone(y.Days)
	slices.SortFunc(y.Days, func(a, b workday.Day) int { return a.Date.Compare(b.Date) })
	for i, day := range y.Days {
		misplaced := day.Date.Y != y.Year || (i > 0 && y.Days[i-1].Date == day.Date) ||
			(day.Kind == workday.SwappedWorking) != day.Date.IsWeekend() && !weekendHoliday(day)
		if misplaced {
			return CalendarYear{}, nil, refuse(Malformed, CalendarDayMisplaced, "days",
				"date", day.Date.Format(), "weekday", day.Date.WeekdayName())
		}
	}
	if y.Status == workday.Decided && y.LegalBasis == "" {
		return CalendarYear{}, nil, refuse(Malformed, CalendarBasisMissing, "legal_basis").
			by("Điều 112 khoản 3 Bộ luật Lao động 45/2019/QH14")
	}
	if old.Status == workday.Decided && y.Status == workday.Provisional {
		return CalendarYear{}, nil, refuse(Refused, CalendarYearDecided, "status", "year", strconv.Itoa(y.Year))
	}
	if old.Revision > 0 && old.Status == y.Status && old.LegalBasis == y.LegalBasis && sameDays(old.Days, y.Days) {
		return old, nil, nil
	}
	y.Revision = old.Revision + 1
	return y, []Fact{CalendarChanged{Year: y}}, nil
}

// weekendHoliday allows a statutory holiday that falls on a rest day: it is
// listed for its name and changes nothing.
func weekendHoliday(d workday.Day) bool { return d.Kind == workday.Statutory && d.Date.IsWeekend() }

func sameDays(a, b []workday.Day) bool {
	return slices.EqualFunc(a, b, func(x, y workday.Day) bool {
		return x.Date == y.Date && x.Kind == y.Kind && x.Name == y.Name
	})
}

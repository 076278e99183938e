package domain

import (
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Period is a span of the year in which an item is owed once: "2026", "2026-H1", "2026-Q3", "2026-M07".
type Period struct {
	Name  string
	Begin workday.Date
	End   workday.Date
}

// Periods returns the periods of a year in which an item of that frequency is owed. What falls due only by a decision
// has none.
func Periods(frequency law.Frequency, year int) []Period {
	switch frequency {
	case law.Monthly:
		return split(year, "M", 12)
	case law.Quarterly:
		return split(year, "Q", 4)
	case law.HalfYearly:
		return split(year, "H", 2)
	case law.Yearly, law.Permanent:
		return []Period{{Name: fmt.Sprint(year), Begin: workday.New(year, 1, 1), End: workday.New(year, 12, 31)}}
	}
	return nil
}

func split(year int, letter string, parts int) []Period {
	months := 12 / parts
	all := make([]Period, parts)
	for i := range all {
		name := fmt.Sprintf("%d-%s%d", year, letter, i+1)
		if parts > 9 {
			name = fmt.Sprintf("%d-%s%02d", year, letter, i+1) // so that names sort as time does
		}
		first := workday.New(year, time.Month(i*months+1), 1)
		all[i] = Period{Name: name, Begin: first, End: workday.New(year, time.Month((i+1)*months+1), 0)}
	}
	return all
}

// PeriodOf returns the period of the frequency in which a day lies.
func PeriodOf(frequency law.Frequency, day workday.Date) (Period, bool) {
	for _, period := range Periods(frequency, day.Y) {
		if !day.Before(period.Begin) && !day.After(period.End) {
			return period, true
		}
	}
	return Period{}, false
}

// ReportedPeriod returns the period that a report signed on the day given is about: the last one that had ended.
func ReportedPeriod(frequency law.Frequency, signed workday.Date) (Period, bool) {
	var last Period
	for _, year := range []int{signed.Y - 1, signed.Y} {
		for _, period := range Periods(frequency, year) {
			if !period.End.After(signed) {
				last = period
			}
		}
	}
	return last, last.Name != ""
}

// MatchPeriod returns the period of the obligation that a document of that day answers.
func MatchPeriod(item law.Item, decision workday.Date) (Period, bool) {
	if item.CountsFrom == law.FromPeriodEnd {
		return ReportedPeriod(item.Frequency, decision)
	}
	return PeriodOf(item.Frequency, decision)
}

// DecisionPeriod names the obligation of the n-th decision of a year outside the rhythm of the item.
func DecisionPeriod(decision workday.Date, n int) Period {
	return Period{Name: fmt.Sprintf("%d-D%d", decision.Y, n), Begin: decision, End: decision}
}

package workday_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func anyDate() *rapid.Generator[workday.Date] {
	return rapid.Custom(func(t *rapid.T) workday.Date {
		return workday.New(2024, 1, 1).AddDays(rapid.IntRange(0, 1826).Draw(t, "day"))
	})
}

var anyUnit = rapid.SampledFrom([]workday.Unit{workday.WorkingDays, workday.CalendarDays, workday.Months})

func TestDeadlineProperties(t *testing.T) {
	cal := workday.Default()
	rapid.Check(t, func(t *rapid.T) {
		start, n, unit := anyDate().Draw(t, "start"), rapid.IntRange(1, 120).Draw(t, "n"), anyUnit.Draw(t, "unit")
		due := cal.Deadline(start, n, unit)
		if !cal.IsWorking(due.Date) || due.Date.Before(due.NominalEnd) || !due.Date.After(start) {
			t.Fatalf("due %+v", due)
		}
		if unit == workday.WorkingDays && (cal.WorkingDaysUntil(start, due.Date) != n || due.Date != due.NominalEnd) {
			t.Fatalf("%d working days counted as %d", n, cal.WorkingDaysUntil(start, due.Date))
		}
		if unit == workday.CalendarDays && start.DaysUntil(due.NominalEnd) != n {
			t.Fatalf("%d days counted as %d", n, start.DaysUntil(due.NominalEnd))
		}
		if later := cal.Deadline(start.AddDays(1), n, unit); later.Date.Before(due.Date) {
			t.Fatalf("a later start is due earlier: %s, then %s", due.Date, later.Date)
		}
		if longer := cal.Deadline(start, n+1, unit); longer.Date.Before(due.Date) {
			t.Fatalf("a longer period is due earlier: %s, then %s", due.Date, longer.Date)
		}
		checkTrail(t, due)
	})
}

// checkTrail walks the steps: they must cover the days without gap or overlap.
func checkTrail(t *rapid.T, due workday.Due) {
	next := due.Start
	for _, step := range due.Steps {
		switch step.Kind {
		case workday.StepMonths:
			next = step.To
			continue
		case workday.StepMonthEnd, workday.StepRolled:
			continue
		}
		if step.Kind == workday.StepStart {
			next = next.AddDays(1)
			continue
		}
		if step.From.After(next) || step.From.DaysUntil(step.To)+1 != step.Days {
			t.Fatalf("a gap before %+v in %+v", step, due.Steps)
		}
		next = step.To.AddDays(1)
	}
}

func TestBackwardUndoesDeadline(t *testing.T) {
	cal := workday.Default()
	rapid.Check(t, func(t *rapid.T) {
		start, n := cal.NextWorking(anyDate().Draw(t, "start")), rapid.IntRange(1, 60).Draw(t, "n")
		if back := cal.Backward(cal.Deadline(start, n, workday.WorkingDays).Date, n, workday.WorkingDays); back.Date != start {
			t.Fatalf("from %s and back to %s", start, back.Date)
		}
		full := cal.Backward(start, n, workday.CalendarDays, workday.Conventions{FullDaysBetween: true})
		if full.Date.DaysUntil(start)-1 != n {
			t.Fatalf("%d full days between, want %d", full.Date.DaysUntil(start)-1, n)
		}
	})
}

func TestSuspensionMovesTheEndByWhatItTook(t *testing.T) {
	cal := workday.Default()
	rapid.Check(t, func(t *rapid.T) {
		start, n := anyDate().Draw(t, "start"), rapid.IntRange(2, 90).Draw(t, "n")
		from := start.AddDays(rapid.IntRange(1, n-1).Draw(t, "after"))
		length := rapid.IntRange(1, 60).Draw(t, "length")
		plain := cal.Deadline(start, n, workday.CalendarDays)
		due := cal.Deadline(start, n, workday.CalendarDays, workday.Suspension{From: from, To: from.AddDays(length)})
		if plain.NominalEnd.DaysUntil(due.NominalEnd) != length {
			t.Fatalf("suspended %d days, moved %d", length, plain.NominalEnd.DaysUntil(due.NominalEnd))
		}
	})
}

func TestDateRoundTrips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := workday.New(rapid.IntRange(1, 9999).Draw(t, "y"), 1, rapid.IntRange(1, 365).Draw(t, "d"))
		for _, text := range []string{d.String(), d.Format()} {
			if back, err := workday.Parse(text); err != nil || back != d {
				t.Fatalf("%s came back as %s, %v", text, back, err)
			}
		}
		n := rapid.IntRange(-5000, 5000).Draw(t, "n")
		if moved := d.AddDays(n); d.DaysUntil(moved) != n {
			t.Fatalf("%d days became %d", n, d.DaysUntil(moved))
		}
		m := rapid.IntRange(-60, 60).Draw(t, "m")
		if moved := d.AddMonths(m); moved.D > d.D || (moved.D < d.D && moved.AddDays(1).D != 1) {
			t.Fatalf("%s and %d months make %s", d, m, moved)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("25/11/2026")
	f.Add("2026-11-25")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := workday.Parse(text)
		if err != nil {
			return
		}
		if again, err := workday.Parse(d.String()); err != nil || again != d {
			t.Fatalf("%q is %s, read again as %s, %v", text, d, again, err)
		}
	})
}

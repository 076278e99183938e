package workday_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func TestDefaultCalendarTotals(t *testing.T) {
	cal := workday.Default()
	for year, want := range map[int]int{2024: 251, 2025: 250, 2026: 249} {
		if got := cal.WorkingDaysIn(year); got != want {
			t.Errorf("%d has %d working days, want %d", year, got, want)
		}
		if cal.Status(year) != workday.Decided {
			t.Errorf("%d is decided", year)
		}
	}
	for _, year := range []int{2027, 2028, 2023, 2040} {
		if cal.Status(year) != workday.Provisional {
			t.Errorf("%d is not decided", year)
		}
	}
}

// The lists of weekdays off and weekend days worked, typed a second time from
// the notices: the two sources must agree.
func TestDefaultCalendarAgreesWithTheLists(t *testing.T) {
	off := map[int]string{
		2024: "01-01 02-08 02-09 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
		2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
		2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
	}
	worked := map[int]string{2024: "05-04", 2025: "04-26", 2026: "01-10 08-22"}
	cal := workday.Default()
	for _, year := range slices.Sorted(maps.Keys(off)) {
		var isOff, isWorked []string
		for d := workday.New(year, 1, 1); d.Y == year; d = d.AddDays(1) {
			switch {
			case d.IsWeekend() && cal.IsWorking(d):
				isWorked = append(isWorked, d.String()[5:])
			case !d.IsWeekend() && !cal.IsWorking(d):
				isOff = append(isOff, d.String()[5:])
			}
		}
		if got := strings.Join(isOff, " "); got != off[year] {
			t.Errorf("%d off: %s", year, got)
		}
		if got := strings.Join(isWorked, " "); got != worked[year] {
			t.Errorf("%d worked: %s", year, got)
		}
	}
	for _, certain := range []string{"2027-01-01", "2027-04-16", "2027-04-30", "2027-05-03", "2027-09-02", "2027-11-24"} {
		if cal.IsWorking(on(certain)) {
			t.Errorf("%s is off by law", certain)
		}
	}
}

func TestWithReplacesOneYear(t *testing.T) {
	was := workday.Default()
	now, err := was.With(2027, workday.Decided, []workday.Day{
		{Date: on("2027-02-11"), Name: "Nghỉ Tết", Kind: workday.Statutory},
		{Date: on("2027-02-20"), Name: "Làm bù", Kind: workday.SwappedWorking},
	})
	if err != nil {
		t.Fatal(err)
	}
	if now.IsWorking(on("2027-02-11")) || !now.IsWorking(on("2027-02-20")) || !now.IsWorking(on("2027-02-10")) {
		t.Error("the new list is not in force")
	}
	if now.Status(2027) != workday.Decided || was.Status(2027) != workday.Provisional || was.IsWorking(on("2027-02-10")) {
		t.Error("an edit must leave the calendar it came from alone")
	}
	if now.WorkingDaysIn(2026) != 249 {
		t.Error("an edit must leave the other years alone")
	}
}

func TestCalendarRefuses(t *testing.T) {
	years := map[int]workday.Status{2026: workday.Decided}
	cases := map[string]struct {
		years map[int]workday.Status
		days  []workday.Day
		says  string
	}{
		"a day listed twice": {years, []workday.Day{
			{Date: on("2026-01-01"), Kind: workday.Statutory}, {Date: on("2026-01-01"), Kind: workday.SwappedOff},
		}, "listed twice"},
		"a worked weekday":    {years, []workday.Day{{Date: on("2026-01-05"), Kind: workday.SwappedWorking}}, "worked anyway"},
		"an unknown kind":     {years, []workday.Day{{Date: on("2026-01-05"), Kind: "holiday"}}, "unknown kind"},
		"a year not declared": {years, []workday.Day{{Date: on("2027-01-05"), Kind: workday.Statutory}}, "no year 2027"},
		"an unknown status":   {map[int]workday.Status{2026: "maybe"}, nil, "unknown status"},
		"no date":             {years, []workday.Day{{Name: "Tết", Kind: workday.Statutory}}, "has no date"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := workday.NewCalendar(tc.years, tc.days); err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want %q", err, tc.says)
			}
		})
	}
	if _, err := workday.Default().With(2027, workday.Decided, []workday.Day{{Date: on("2028-01-05"), Kind: workday.Statutory}}); err == nil {
		t.Error("a day of another year was accepted")
	}
}

func TestReadCSVNamesTheLine(t *testing.T) {
	years := "year,status\n2026,decided\n"
	for name, tc := range map[string]struct{ years, days, says string }{
		"bad date":       {years, "date,name_vi,kind\n2026-01-01,Tết,statutory\n2026-02-31,Tết,statutory\n", "days line 3"},
		"missing column": {years, "date,name_vi\n2026-01-01,Tết\n", `column "kind" is missing`},
		"ragged":         {years, "date,name_vi,kind\n2026-01-01,Tết\n", "line 2"},
		"bad year":       {"year,status\nMMXXVI,decided\n", "date,name_vi,kind\n", "years line 2"},
		"year twice":     {"year,status\n2026,decided\n2026,decided\n", "date,name_vi,kind\n", "years line 3"},
		"empty":          {"", "", "reading the header"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := workday.ReadCSV(strings.NewReader(tc.years), strings.NewReader(tc.days))
			if err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want %q", err, tc.says)
			}
		})
	}
}

func TestWorkingDaysUntil(t *testing.T) {
	cal := workday.Default()
	if n := cal.WorkingDaysUntil(on("20/11/2026"), on("25/11/2026")); n != 2 {
		t.Errorf("còn %d ngày làm việc, want 2 (23 and 25)", n)
	}
	if n := cal.WorkingDaysUntil(on("25/11/2026"), on("20/11/2026")); n != -2 {
		t.Errorf("%d, want -2: two working days late", n)
	}
	if d := cal.NextWorking(on("14/02/2026")); d != on("23/02/2026") {
		t.Errorf("next working day %s", d)
	}
}

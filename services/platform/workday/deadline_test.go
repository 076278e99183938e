package workday_test

import (
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func on(text string) workday.Date { return workday.MustParse(text) }

func TestDeadline(t *testing.T) {
	cal := workday.Default()
	noRoll := workday.Conventions{NoRollForward: true}
	cases := []struct {
		why         string
		start       string
		n           int
		unit        workday.Unit
		options     []workday.Option
		nominal     string
		due         string
		provisional bool
	}{
		{"Điều 12.3 Luật 10/2022: decision of Monday 09/3/2026, 5 working days", "09/03/2026", 5, workday.WorkingDays, nil, "16/03/2026", "16/03/2026", false},
		{"Điều 40.1.c Luật 10/2022: recommendation received 02/3/2026, 15 days", "02/03/2026", 15, workday.CalendarDays, nil, "17/03/2026", "17/03/2026", false},
		{"Điều 12.3: decision on the last working day before Tết 2026", "13/02/2026", 5, workday.WorkingDays, nil, "27/02/2026", "27/02/2026", false},
		{"Điều 12.3: decision on Saturday 21/02/2026 inside the Tết weekend", "21/02/2026", 1, workday.WorkingDays, nil, "23/02/2026", "23/02/2026", false},
		{"Điều 12.3: Tết 2025, five days off in a row", "24/01/2025", 5, workday.WorkingDays, nil, "07/02/2025", "07/02/2025", false},
		{"Điều 147 BLDS, C4: the swapped Saturday 10/01/2026 is worked", "08/01/2026", 2, workday.WorkingDays, nil, "10/01/2026", "10/01/2026", false},
		{"C4: Saturday 22/8/2026 is worked for Monday 31/8/2026", "20/08/2026", 2, workday.WorkingDays, nil, "22/08/2026", "22/08/2026", false},
		{"C4: over 31/8 to 02/9/2026", "28/08/2026", 1, workday.WorkingDays, nil, "03/09/2026", "03/09/2026", false},
		{"C4: 26/4/2025 is worked, 30/4 to 02/5/2025 are off", "25/04/2025", 5, workday.WorkingDays, nil, "06/05/2025", "06/05/2025", false},
		{"NQ 28/2026/QH16 Điều 2: 24/11/2026 is off", "23/11/2026", 1, workday.WorkingDays, nil, "25/11/2026", "25/11/2026", false},
		{"NQ 28/2026/QH16: the same day of 2025 was worked", "21/11/2025", 2, workday.WorkingDays, nil, "25/11/2025", "25/11/2025", false},
		{"Điều 111.3 BLLĐ: Giỗ Tổ on Sunday 26/4/2026 is made up on Monday", "24/04/2026", 1, workday.WorkingDays, nil, "28/04/2026", "28/04/2026", false},
		{"Điều 148.5 BLDS: an end on Saturday rolls to Monday", "06/03/2026", 15, workday.CalendarDays, nil, "21/03/2026", "23/03/2026", false},
		{"Điều 148.5: an end on the worked Saturday 22/8/2026 stays", "07/08/2026", 15, workday.CalendarDays, nil, "22/08/2026", "22/08/2026", false},
		{"Điều 148.5: an end inside Tết rolls over the holiday and the weekend", "02/02/2026", 15, workday.CalendarDays, nil, "17/02/2026", "23/02/2026", false},
		{"C3 switched off", "06/03/2026", 15, workday.CalendarDays, []workday.Option{noRoll}, "21/03/2026", "21/03/2026", false},
		{"Điều 65.2 Luật 10/2022: state enterprise, 15 days", "10/03/2026", 15, workday.CalendarDays, nil, "25/03/2026", "25/03/2026", false},
		{"Điều 9 Luật Khiếu nại: 90 days", "01/04/2026", 90, workday.CalendarDays, nil, "30/06/2026", "30/06/2026", false},
		{"Điều 148.3 BLDS: a month from 31/01 ends on the last of February", "31/01/2026", 1, workday.Months, nil, "28/02/2026", "02/03/2026", false},
		{"Điều 148.3: the same in a leap year", "31/01/2024", 1, workday.Months, nil, "29/02/2024", "29/02/2024", false},
		{"Điều 148.3: three months from 30/11 end in February", "30/11/2025", 3, workday.Months, nil, "28/02/2026", "02/03/2026", false},
		{"Điều 16.3 Luật 10/2022: consent valid three months", "15/05/2026", 3, workday.Months, []workday.Option{noRoll}, "15/08/2026", "15/08/2026", false},
		{"Điều 51.1 Luật 10/2022: three months into the work year", "31/12/2025", 3, workday.Months, nil, "31/03/2026", "31/03/2026", false},
		{"the turn of the year into an undecided year", "28/12/2026", 5, workday.WorkingDays, nil, "05/01/2027", "05/01/2027", true},
		{"calendar days ending on a working day of an undecided year", "25/12/2026", 15, workday.CalendarDays, nil, "09/01/2027", "11/01/2027", true},
		{"a year the calendar does not know is provisional", "02/01/2031", 1, workday.WorkingDays, nil, "03/01/2031", "03/01/2031", true},
		{"no days at all: the day of the event, rolled", "14/02/2026", 0, workday.CalendarDays, nil, "14/02/2026", "23/02/2026", false},
		{
			"Điều 34.2 Luật Tố cáo: suspended 09 to 15/3, resumed 16/3", "02/03/2026", 10, workday.CalendarDays,
			[]workday.Option{workday.Suspension{From: on("09/03/2026"), To: on("16/03/2026")}},
			"19/03/2026", "19/03/2026", false,
		},
		{
			"C11 with the day of suspension counted", "02/03/2026", 10, workday.CalendarDays,
			[]workday.Option{workday.Conventions{SuspensionDayCounts: true}, workday.Suspension{From: on("09/03/2026"), To: on("16/03/2026")}},
			"18/03/2026", "18/03/2026", false,
		},
		{
			"C11 in working days, the suspension covering a weekend", "02/03/2026", 5, workday.WorkingDays,
			[]workday.Option{workday.Suspension{From: on("05/03/2026"), To: on("10/03/2026")}},
			"12/03/2026", "12/03/2026", false,
		},
		{
			"C11 in months", "02/03/2026", 1, workday.Months,
			[]workday.Option{workday.Suspension{From: on("09/03/2026"), To: on("16/03/2026")}},
			"09/04/2026", "09/04/2026", false,
		},
	}
	for _, tc := range cases {
		t.Run(tc.why, func(t *testing.T) {
			got := cal.Deadline(on(tc.start), tc.n, tc.unit, tc.options...)
			if got.NominalEnd != on(tc.nominal) || got.Date != on(tc.due) || got.Provisional != tc.provisional {
				t.Errorf("nominal %s due %s provisional %v; want %s %s %v\nsteps %+v",
					got.NominalEnd, got.Date, got.Provisional, on(tc.nominal), on(tc.due), tc.provisional, got.Steps)
			}
		})
	}
}

func TestDeadlineWhileTheClockStands(t *testing.T) {
	for _, unit := range []workday.Unit{workday.WorkingDays, workday.CalendarDays, workday.Months} {
		due := workday.Default().Deadline(on("02/03/2026"), 7, unit, workday.Suspension{From: on("04/03/2026")})
		if !due.Suspended || !due.Date.IsZero() {
			t.Errorf("%s: %+v; want a standing clock and no date", unit, due)
		}
	}
}

func TestDeadlineExplains(t *testing.T) {
	got := workday.Default().Deadline(on("13/02/2026"), 5, workday.WorkingDays).Steps
	want := []workday.Step{
		{Kind: workday.StepStart, From: on("13/02/2026"), To: on("13/02/2026"), Days: 1},
		{Kind: workday.StepWeekend, From: on("14/02/2026"), To: on("15/02/2026"), Days: 2},
		{Kind: workday.StepHoliday, From: on("16/02/2026"), To: on("16/02/2026"), Days: 1, Name: "Tết Nguyên đán (giao thừa)"},
		{Kind: workday.StepHoliday, From: on("17/02/2026"), To: on("17/02/2026"), Days: 1, Name: "Tết Nguyên đán (mùng 1)"},
		{Kind: workday.StepHoliday, From: on("18/02/2026"), To: on("18/02/2026"), Days: 1, Name: "Tết Nguyên đán (mùng 2)"},
		{Kind: workday.StepHoliday, From: on("19/02/2026"), To: on("19/02/2026"), Days: 1, Name: "Tết Nguyên đán (mùng 3)"},
		{Kind: workday.StepHoliday, From: on("20/02/2026"), To: on("20/02/2026"), Days: 1, Name: "Tết Nguyên đán (mùng 4)"},
		{Kind: workday.StepWeekend, From: on("21/02/2026"), To: on("22/02/2026"), Days: 2},
		{Kind: workday.StepCounted, From: on("23/02/2026"), To: on("27/02/2026"), Days: 5, Sum: 5},
	}
	if len(got) != len(want) {
		t.Fatalf("%d steps, want %d: %+v", len(got), len(want), got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("step %d: %+v, want %+v", i, got[i], want[i])
		}
	}
	last := workday.Default().Deadline(on("06/03/2026"), 15, workday.CalendarDays).Steps
	if end := last[len(last)-1]; end.Kind != workday.StepRolled || end.From != on("21/03/2026") || end.To != on("23/03/2026") || end.Days != 2 {
		t.Errorf("the roll is told as %+v", end)
	}
}

func TestHoursRunThroughDaysOff(t *testing.T) {
	// Luật 91/2025/QH15 Điều 23.1: a breach is notified within 72 hours.
	start := time.Date(2026, 2, 16, 22, 15, 0, 0, workday.Zone)
	want := time.Date(2026, 2, 19, 22, 15, 0, 0, workday.Zone)
	if got := workday.DeadlineHours(start, 72); !got.Equal(want) {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestBackward(t *testing.T) {
	cal := workday.Default()
	full := workday.Conventions{FullDaysBetween: true}
	cases := []struct {
		why     string
		event   string
		n       int
		unit    workday.Unit
		options []workday.Option
		want    string
	}{
		{"NĐ 59/2023 Điều 3.3: notice two days before a meeting", "14/06/2026", 2, workday.CalendarDays, nil, "12/06/2026"},
		{"C5 stricter reading: two full days between", "14/06/2026", 2, workday.CalendarDays, []workday.Option{full}, "11/06/2026"},
		{"the latest day is a Sunday and is not moved later", "17/03/2026", 2, workday.CalendarDays, nil, "15/03/2026"},
		{"Luật Tiếp công dân Điều 24.4: five working days before, over Tết", "24/02/2026", 5, workday.WorkingDays, nil, "10/02/2026"},
		{"the same, five full working days between", "24/02/2026", 5, workday.WorkingDays, []workday.Option{full}, "09/02/2026"},
		{"NĐ 59/2023 Điều 6.1.a: twenty days before", "20/12/2026", 20, workday.CalendarDays, nil, "30/11/2026"},
		{"Điều 45.1.b Luật 10/2022: forty-five days before", "15/04/2026", 45, workday.CalendarDays, nil, "01/03/2026"},
		{"C8 backwards: a month before 31/3", "31/03/2026", 1, workday.Months, nil, "28/02/2026"},
	}
	for _, tc := range cases {
		t.Run(tc.why, func(t *testing.T) {
			got := cal.Backward(on(tc.event), tc.n, tc.unit, tc.options...)
			if got.Date != on(tc.want) || got.NominalEnd != got.Date || got.Provisional {
				t.Errorf("%s, want %s; %+v", got.Date, tc.want, got)
			}
		})
	}
	if !cal.Backward(on("04/01/2027"), 3, workday.WorkingDays).Provisional {
		t.Error("counting back from an undecided year must be provisional")
	}
}

func TestMinimumDuration(t *testing.T) {
	cal := workday.Default()
	cases := []struct {
		why       string
		options   []workday.Option
		start     string
		n         int
		unit      workday.Unit
		through   string
		removable string
	}{
		{"Điều 13.2 Luật 10/2022: thirty days posted from 02/3/2026", nil, "02/03/2026", 30, workday.CalendarDays, "01/04/2026", "02/04/2026"},
		{"C6 inclusive reading", []workday.Option{workday.Conventions{InclusiveMinimum: true}}, "02/03/2026", 30, workday.CalendarDays, "31/03/2026", "01/04/2026"},
		{"Điều 48 Luật 10/2022: twenty days on the internal site, ending on a Sunday, no roll", nil, "09/03/2026", 20, workday.CalendarDays, "29/03/2026", "30/03/2026"},
		{"Điều 28.2: twenty days of consultation", nil, "01/06/2026", 20, workday.CalendarDays, "21/06/2026", "22/06/2026"},
		{"in working days", nil, "13/02/2026", 2, workday.WorkingDays, "24/02/2026", "25/02/2026"},
		{"in months", nil, "31/01/2026", 1, workday.Months, "28/02/2026", "01/03/2026"},
		{"in months, inclusive", []workday.Option{workday.Conventions{InclusiveMinimum: true}}, "15/01/2026", 1, workday.Months, "14/02/2026", "15/02/2026"},
	}
	for _, tc := range cases {
		t.Run(tc.why, func(t *testing.T) {
			span := cal.MinimumDuration(on(tc.start), tc.n, tc.unit, tc.options...)
			if span.Through != on(tc.through) || span.RemovableFrom != on(tc.removable) {
				t.Fatalf("through %s removable %s, want %s %s", span.Through, span.RemovableFrom, tc.through, tc.removable)
			}
			if span.KeptUntil(span.Through) || !span.KeptUntil(span.RemovableFrom) || !span.KeptUntil(workday.Date{}) {
				t.Error("KeptUntil disagrees with the span")
			}
		})
	}
}

func TestConsecutive(t *testing.T) {
	dates := func(texts ...string) (out []workday.Date) {
		for _, text := range texts {
			out = append(out, on(text))
		}
		return out
	}
	cases := []struct {
		why      string
		dates    []workday.Date
		n        int
		from, to string
		found    bool
	}{
		{"Điều 13.3: three days running, over a month end and given unsorted", dates("01/03/2026", "27/02/2026", "28/02/2026"), 3, "27/02/2026", "01/03/2026", true},
		{"twice on a day is one day", dates("01/03/2026", "01/03/2026", "02/03/2026"), 3, "", "", false},
		{"a gap breaks the run", dates("01/03/2026", "02/03/2026", "04/03/2026"), 3, "", "", false},
		{"the first run that is long enough", dates("01/03/2026", "05/03/2026", "06/03/2026", "07/03/2026", "20/03/2026", "21/03/2026", "22/03/2026"), 3, "05/03/2026", "07/03/2026", true},
		{"nothing aired", nil, 3, "", "", false},
	}
	for _, tc := range cases {
		t.Run(tc.why, func(t *testing.T) {
			from, to, found := workday.Consecutive(tc.dates, tc.n)
			if found != tc.found || (found && (from != on(tc.from) || to != on(tc.to))) {
				t.Errorf("%s to %s %v", from, to, found)
			}
		})
	}
}

func TestMisuseStopsLoudly(t *testing.T) {
	cal := workday.Default()
	for name, call := range map[string]func(){
		"no start":      func() { cal.Deadline(workday.Date{}, 5, workday.WorkingDays) },
		"negative":      func() { cal.Deadline(on("01/03/2026"), -1, workday.WorkingDays) },
		"unknown unit":  func() { cal.Deadline(on("01/03/2026"), 1, "fortnights") },
		"hours":         func() { cal.Deadline(on("01/03/2026"), 1, workday.Hours) },
		"back in hours": func() { cal.Backward(on("01/03/2026"), 1, workday.Hours) },
		"too long":      func() { cal.Deadline(on("01/03/2026"), 1_000_000, workday.CalendarDays) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			call()
		})
	}
}

package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func TestDisclosureDue(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		catalogue, item, decision, due, basis string
		provisional                           bool
	}{
		"Điều 12.3: five working days, not ten":     {law.Communes, "communes.12", "2026-03-09", "2026-03-16", "Điều 12 khoản 3 Luật 10/2022/QH15", false},
		"Điều 12.3: over Tết":                       {law.Communes, "communes.12", "2026-02-12", "2026-02-26", "Điều 12 khoản 3 Luật 10/2022/QH15", false},
		"Điều 12.3: over 24/11":                     {law.Communes, "communes.12", "2026-11-20", "2026-11-30", "Điều 12 khoản 3 Luật 10/2022/QH15", false},
		"Điều 12.3: a worked Saturday counts":       {law.Communes, "communes.12", "2026-08-19", "2026-08-25", "Điều 12 khoản 3 Luật 10/2022/QH15", false},
		"Điều 12.3: into a year not decided":        {law.Communes, "communes.12", "2026-12-29", "2027-01-06", "Điều 12 khoản 3 Luật 10/2022/QH15", true},
		"Điều 47.2: agencies, five working days":    {law.Agencies, "agencies.01", "2026-03-09", "2026-03-16", "Điều 47 khoản 2 Luật 10/2022/QH15", false},
		"Điều 65.2: enterprises, 15 calendar days":  {law.StateEnterprises, "state_enterprises.rules", "2026-03-02", "2026-03-17", "Điều 65 khoản 2 Luật 10/2022/QH15", false},
		"Điều 65.2: a Sunday rolls to Monday (C3)":  {law.StateEnterprises, "state_enterprises.rules", "2026-03-07", "2026-03-23", "Điều 65 khoản 2 Luật 10/2022/QH15", false},
		"a quarter's budget: from the period's end": {law.Communes, "communes.02.quarterly", "2026-03-31", "2026-04-15", "Điều 15 khoản 3 Luật Ngân sách nhà nước 83/2015/QH13", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			due, err := domain.DisclosureDue(book(t), workday.Default(), item(t, tc.catalogue, tc.item), day(tc.decision))
			if err != nil {
				t.Fatal(err)
			}
			if due.Date != day(tc.due) || due.Basis.String() != tc.basis || due.Provisional != tc.provisional || due.Start != day(tc.decision) || due.RuleVersion == "" {
				t.Errorf("%s (%s, provisional %v), want %s (%s, %v)", due.Date, due.Basis, due.Provisional, tc.due, tc.basis, tc.provisional)
			}
		})
	}
}

// A law does not reach back: what was decided before 01/7/2023 (Điều 90) has no deadline under it.
func TestNoDueBeforeTheLaw(t *testing.T) {
	t.Parallel()
	for decision, wanted := range map[string]bool{"2022-11-10": false, "2023-06-30": false, "2023-07-01": true} {
		due, err := domain.DisclosureDue(book(t), workday.Default(), item(t, law.Communes, "communes.12"), day(decision))
		if err != nil {
			t.Fatal(err)
		}
		if due.IsZero() == wanted {
			t.Errorf("decided %s: due %q, want a deadline: %v", decision, due.Date, wanted)
		}
	}
}

func TestLateIsComputed(t *testing.T) {
	t.Parallel()
	calendar := workday.Default()
	due := must[domain.Due](t)(domain.DisclosureDue(book(t), calendar, item(t, law.Communes, "communes.12"), day("2026-03-06"))) // Friday → Friday 13/3
	for done, want := range map[string]int{"2026-03-13": 0, "2026-03-14": 1, "2026-03-16": 1, "2026-03-17": 2, "2026-03-01": 0} {
		if got := due.Late(calendar, day(done)); got != want {
			t.Errorf("done on %s: %d days late, want %d", done, got, want)
		}
	}
	for today, want := range map[string]int{"2026-03-13": 0, "2026-03-12": 1, "2026-03-09": 4, "2026-03-17": -2} {
		if got := due.DaysLeft(calendar, day(today)); got != want {
			t.Errorf("on %s: %d days left, want %d", today, got, want)
		}
	}
	if (domain.Due{}).Late(calendar, day("2026-03-17")) != 0 {
		t.Error("nothing due is never late")
	}
}

func TestPeriods(t *testing.T) {
	t.Parallel()
	for frequency, want := range map[law.Frequency]int{law.Monthly: 12, law.Quarterly: 4, law.HalfYearly: 2, law.Yearly: 1, law.Permanent: 1, law.OnDecision: 0} {
		if got := len(domain.Periods(frequency, 2026)); got != want {
			t.Errorf("%s: %d periods, want %d", frequency, got, want)
		}
	}
	quarterly := item(t, law.Communes, "communes.02.quarterly")
	for signed, want := range map[string]string{"2026-04-10": "2026-Q1", "2026-03-31": "2026-Q1", "2026-01-05": "2025-Q4"} {
		if period, ok := domain.MatchPeriod(quarterly, day(signed)); !ok || period.Name != want {
			t.Errorf("a report signed on %s is about %s, want %s", signed, period.Name, want)
		}
	}
	if period, _ := domain.PeriodOf(law.Quarterly, day("2026-02-28")); period.Name != "2026-Q1" || period.End != day("2026-03-31") {
		t.Errorf("%+v", period)
	}
}

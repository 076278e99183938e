package domain_test

import (
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func opened(t testing.TB, decision, today string, calendar *workday.Calendar) domain.Obligation {
	t.Helper()
	period := domain.DecisionPeriod(day(decision), 1)
	with := setting(t, "communes.12", today)
	with.Calendar = calendar
	o, _, err := domain.NewObligation("id", domain.Body{Unit: "u"}, "communes.12", period, with.Now).Open("45/QĐ-UBND", day(decision), with)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// A corrected date of the decision moves the due date in the open: history, fact, and a new day to be late on.
func TestACorrectedDecisionDateIsTold(t *testing.T) {
	t.Parallel()
	o := opened(t, "2026-03-02", "2026-03-02", workday.Default()) // due Monday 9/3
	o, _ = o.TellOverdue(setting(t, "communes.12", "2026-03-10"))
	o, facts, err := o.Redate("45/QĐ-UBND", day("2026-03-06"), setting(t, "communes.12", "2026-03-10"))
	if err != nil || o.Due.Date != day("2026-03-13") || len(o.DueHistory) != 1 || len(facts) != 1 {
		t.Fatalf("due %s, history %v, facts %v (%v)", o.Due.Date, o.DueHistory, facts, err)
	}
	if moved := facts[0].(domain.ObligationDueMoved); moved.Previous != day("2026-03-09") || moved.Due != o.Due.Date {
		t.Errorf("told %+v", moved)
	}
	if _, facts := o.TellOverdue(setting(t, "communes.12", "2026-03-14")); len(facts) != 1 {
		t.Error("the new day passed and nobody was told")
	}
}

// The year is decided as expected: the day stays, and is no longer called provisional.
func TestADecidedYearSettlesTheDueDate(t *testing.T) {
	t.Parallel()
	o := opened(t, "2026-12-30", "2026-12-30", workday.Default())
	if !o.Due.Provisional {
		t.Fatal("2027 is not decided")
	}
	var days []workday.Day
	for _, one := range workday.Default().Days() {
		if one.Date.Y == 2027 {
			days = append(days, one)
		}
	}
	decided, err := workday.Default().With(2027, workday.Decided, days)
	if err != nil {
		t.Fatal(err)
	}
	with := setting(t, "communes.12", "2027-01-04")
	with.Calendar = decided
	after, facts, err := o.Recount(with)
	if err != nil || after.Due.Provisional || after.Due.Date != o.Due.Date || len(after.DueHistory) != 0 || len(facts) != 0 {
		t.Errorf("%+v, facts %v (%v)", after.Due, facts, err)
	}
}

// A calendar that goes there and back and there again is proposed again: nobody has declined it.
func TestAnOvertakenProposalCanComeBack(t *testing.T) {
	t.Parallel()
	o := opened(t, "2026-03-09", "2026-03-09", workday.Default()) // due 16/3
	other, err := workday.Default().With(2026, workday.Decided, []workday.Day{{Date: day("2026-03-12"), Name: "Nghỉ hoán đổi", Kind: workday.SwappedOff}})
	if err != nil {
		t.Fatal(err)
	}
	for _, calendar := range []*workday.Calendar{other, workday.Default(), other} {
		with := setting(t, "communes.12", "2026-03-10")
		with.Calendar = calendar
		if o, _, err = o.Recount(with); err != nil {
			t.Fatal(err)
		}
	}
	if !o.HasProposal() || o.Due.Date != day("2026-03-16") {
		t.Errorf("history %v", o.DueHistory)
	}
}

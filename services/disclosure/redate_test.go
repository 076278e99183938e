package disclosure_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// A corrected day of the decision moves nothing silently: the due date told stays, the other one is proposed beside it, and
// lateness counts from the corrected day, everywhere the same.
func TestACorrectedDecisionDate(t *testing.T) {
	t.Parallel()
	for name, accept := range map[string]bool{"accepted": true, "declined": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := open(t)
			h.on("2026-03-17")
			p := h.publish(t, fees, draftContent()) // decided on Monday 9/3, due on 16/3
			if p.GetLateDays() != 1 {
				t.Fatalf("%d days late, want 1", p.GetLateDays())
			}
			changed := draftContent()
			changed.DecisionDate = "2026-03-10"
			p = h.correct(t, p, changed)
			o := h.obligation(t, p.GetObligation())
			for what, due := range map[string]string{"publication": p.GetDue().GetDate(), "obligation": o.GetDue().GetDate()} {
				if due != "2026-03-16" {
					t.Errorf("the %s says %s: a date told moves only when somebody decides", what, due)
				}
			}
			if last := p.GetDueHistory(); len(last) != 1 || last[0].GetDecision() != "proposed" || last[0].GetCause() != "decision_date" || last[0].GetRecomputed().GetDate() != "2026-03-17" {
				t.Errorf("proposed %v", last)
			}
			if p.GetLateDays() != 0 || o.GetLateDays() != 0 || o.GetStanding() != disclosurev1.Standing_STANDING_IN_TIME || o.GetDecisionDate() != "2026-03-10" || h.late(t) != 0 {
				t.Errorf("late by %d and %d days, %s, %d in the counts; want in time by the corrected day", p.GetLateDays(), o.GetLateDays(), o.GetStanding(), h.late(t))
			}
			if !waits(h.tasks(t, chair), disclosurev1.TaskKind_TASK_KIND_DUE_PROPOSAL, o.GetName()) {
				t.Error("nobody is asked to decide")
			}
			must(t, h.service.Actions().Recount(t.Context()))
			o, err := h.DecideDueProposal(h.as(t, chair), &disclosurev1.DecideDueProposalRequest{Name: o.GetName(), Etag: o.GetEtag(), Accept: accept, Reason: "Đối chiếu bản gốc"})
			must(t, err)
			p, err = h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: p.GetName()})
			must(t, err)
			due, late := "2026-03-17", int32(0)
			if !accept {
				due, late = "2026-03-16", 1
			}
			if o.GetDue().GetDate() != due || p.GetDue().GetDate() != due || o.GetLateDays() != late || p.GetLateDays() != late || h.late(t) != late {
				t.Errorf("due %s and %s, late by %d, %d and %d; want %s and %d", o.GetDue().GetDate(), p.GetDue().GetDate(), o.GetLateDays(), p.GetLateDays(), h.late(t), due, late)
			}
		})
	}
}

// late is how many the counts call late.
func (h *house) late(t testing.TB) int32 {
	t.Helper()
	c, err := h.GetCompleteness(t.Context(), &disclosurev1.GetCompletenessRequest{Unit: "units/" + commune, Year: 2026})
	must(t, err)
	return c.GetTotal().GetCounts().GetLate()
}

// The calendar year is decided as expected: the publication's copy of the date is settled too, also when it is long public.
func TestADecidedYearSettlesThePublication(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.on("2026-12-30")
	c := draftContent()
	c.DecisionDate = "2026-12-30"
	p := h.publish(t, fees, c)
	if !p.GetDue().GetProvisional() {
		t.Fatal("2027 is not decided")
	}
	decided := &directoryv1.CalendarChanged{Year: 2027, Status: directoryv1.CalendarChanged_STATUS_DECIDED}
	for _, one := range workday.Default().Days() {
		if one.Date.Y == 2027 {
			decided.DaysOff = append(decided.DaysOff, &directoryv1.CalendarChanged_Day{Date: one.Date.String(), Name: one.Name, Kind: string(one.Kind)})
		}
	}
	h.tell(t, "calendar_changed", decided)
	must(t, h.units.Refresh(t.Context()))
	must(t, h.service.Actions().Recount(t.Context()))
	settled, err := h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: p.GetName()})
	must(t, err)
	if settled.GetDue().GetProvisional() || settled.GetDue().GetDate() != p.GetDue().GetDate() || len(settled.GetDueHistory()) != 0 {
		t.Errorf("due %v, history %v", settled.GetDue(), settled.GetDueHistory())
	}
}

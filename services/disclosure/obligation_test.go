package disclosure_test

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (h *house) form(t testing.TB, p *disclosurev1.Publication, req *disclosurev1.RecordFormRequest) *disclosurev1.Publication {
	t.Helper()
	req.Publication, req.Etag = p.GetName(), p.GetEtag()
	p, err := h.RecordForm(h.as(t, officer), req)
	must(t, err)
	return p
}

func (h *house) obligation(t testing.TB, name string) *disclosurev1.Obligation {
	t.Helper()
	o, err := h.GetObligation(t.Context(), &disclosurev1.GetObligationRequest{Name: name})
	must(t, err)
	return o
}

// A duty is met when every form the law asks for was done, with evidence, for as long as it must last.
func TestAnObligationIsMetByItsForms(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.publish(t, fees, draftContent())
	o := h.obligation(t, p.GetObligation())
	if o.GetState() != disclosurev1.ObligationState_OBLIGATION_STATE_IN_FORMS || o.GetStanding() != disclosurev1.Standing_STANDING_IN_TIME || o.GetPublication() != p.GetName() {
		t.Fatalf("after publishing: %v", o)
	}
	h.on("2026-03-12")
	for _, place := range []string{"office", "community"} {
		p = h.form(t, p, &disclosurev1.RecordFormRequest{
			Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING, PlaceKind: place, Place: "Nhà văn hóa thôn Quyết Tiến", From: "2026-03-10",
			Evidence: []*typev1.Attachment{h.file(t, officer, "bang-tin.jpg")},
		})
	}
	p = h.form(t, p, &disclosurev1.RecordFormRequest{
		Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO, From: "2026-03-10", BroadcastDates: []string{"2026-03-10", "2026-03-11", "2026-03-12"},
	})
	p = h.form(t, p, &disclosurev1.RecordFormRequest{Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_VILLAGE_HEAD, From: "2026-03-12", Note: "Thông báo tại cuộc họp thôn"})
	for _, record := range p.GetForms() {
		last := record.GetForm() == disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING
		if record.GetSatisfied() == last || (record.GetShortfall() != "") != last || last && record.GetEarliestEnd() != "2026-04-10" {
			t.Errorf("%s: satisfied %v, %q, not before %s", record.GetForm(), record.GetSatisfied(), record.GetShortfall(), record.GetEarliestEnd())
		}
	}
	_, err := h.ArchivePublication(h.as(t, chair), &disclosurev1.ArchivePublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	refused(t, err, fault.Refused, "FORM_STILL_RUNNING")

	h.on("2026-04-09")
	must(t, h.service.Actions().WeighForms(t.Context()))
	if got := h.obligation(t, p.GetObligation()).GetState(); got != disclosurev1.ObligationState_OBLIGATION_STATE_IN_FORMS {
		t.Errorf("on day 30: %s", got)
	}
	h.on("2026-04-10")
	for range 2 { // the second time changes nothing
		must(t, h.service.Actions().WeighForms(t.Context()))
	}
	if got := h.obligation(t, p.GetObligation()).GetState(); got != disclosurev1.ObligationState_OBLIGATION_STATE_MET {
		t.Errorf("after 30 days: %s", got)
	}
	if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%obligation_met'`); n != 1 {
		t.Errorf("told %d times that it is met", n)
	}
}

// What nobody has begun to write is owed all the same, and shows as missing once its day has passed; told once.
func TestADecisionStartsTheClock(t *testing.T) {
	t.Parallel()
	h := open(t)
	decision := &disclosurev1.OpenObligationRequest{Unit: "units/" + commune, Item: fees, DocumentNumber: "45/QĐ-UBND", DecisionDate: "2026-03-09"}
	o, err := h.OpenObligation(h.as(t, officer), decision)
	must(t, err)
	again, err := h.OpenObligation(h.as(t, officer), decision)
	must(t, err)
	if o.GetName() != again.GetName() || o.GetDue().GetDate() != "2026-03-16" || o.GetDaysLeft() != 5 {
		t.Errorf("%v and %v", o, again)
	}
	draft := h.draft(t, officer, commune, fees, draftContent())
	if draft.GetObligation() != o.GetName() {
		t.Errorf("the draft answers %q, not %q", draft.GetObligation(), o.GetName())
	}
	tasks, err := h.ListTasks(h.as(t, officer), &disclosurev1.ListTasksRequest{})
	must(t, err)
	if tasks.GetTotal() != 1 || tasks.GetTasks()[0].GetDue().GetDate() != "2026-03-16" || !strings.Contains(tasks.GetTasks()[0].GetReason(), "Điều 12") {
		t.Errorf("tasks %v", tasks)
	}
	h.on("2026-03-17")
	for range 2 {
		must(t, h.service.Actions().TellOverdue(t.Context()))
	}
	if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%obligation_overdue'`); n != 1 {
		t.Errorf("told %d times", n)
	}
	c, err := h.GetCompleteness(t.Context(), &disclosurev1.GetCompletenessRequest{Unit: "units/" + province, Year: 2026})
	must(t, err)
	if c.GetTotal().GetCounts().GetMissing() != 1 || c.GetTotal().GetCounts().GetCompletenessBasisPoints() != 0 || c.GetUnits()[0].GetUnit() != "units/"+commune || len(c.GetMissing()) != 1 {
		t.Errorf("completeness %v", c)
	}
	missing, err := h.ListObligations(t.Context(), &disclosurev1.ListObligationsRequest{Unit: "units/" + commune, Standing: disclosurev1.Standing_STANDING_OVERDUE})
	must(t, err)
	if len(missing.GetObligations()) != 1 || missing.GetObligations()[0].GetDaysLeft() != -1 {
		t.Errorf("missing %v", missing)
	}
}

// The year's duties are made once, however often the job comes by; reports on a period start by themselves at its end.
func TestRollOver(t *testing.T) {
	t.Parallel()
	h := open(t)
	if bodies := h.service.Actions().Bodies(); bodies == 0 {
		t.Error("nobody is there to owe anything")
	}
	must(t, h.service.Actions().RollOver(t.Context()))
	n := h.count(t, `SELECT count(*) FROM obligation`)
	must(t, h.service.Actions().RollOver(t.Context()))
	if again := h.count(t, `SELECT count(*) FROM obligation`); n == 0 || again != n {
		t.Errorf("%d duties, then %d", n, again)
	}
	h.on("2026-04-01")
	must(t, h.service.Actions().OpenEndedPeriods(t.Context()))
	found, err := h.ListObligations(t.Context(), &disclosurev1.ListObligationsRequest{
		Unit: "units/" + commune, Item: "catalogueItems/communes.02.quarterly", States: []disclosurev1.ObligationState{disclosurev1.ObligationState_OBLIGATION_STATE_OPEN},
	})
	must(t, err)
	if len(found.GetObligations()) != 1 || found.GetObligations()[0].GetPeriod() != "2026-Q1" || found.GetObligations()[0].GetDue().GetDate() != "2026-04-15" {
		t.Errorf("open: %v", found)
	}
	matrix, err := h.GetObligationMatrix(t.Context(), &disclosurev1.GetObligationMatrixRequest{Unit: "units/" + province, Year: 2026, PageSize: 1})
	must(t, err)
	if len(matrix.GetRows()) != 1 || len(matrix.GetRows()[0].GetCells()) != len(matrix.GetItems()) || matrix.GetNextPageToken() == "" {
		t.Errorf("%d rows, %d cells, %d items", len(matrix.GetRows()), len(matrix.GetRows()[0].GetCells()), len(matrix.GetItems()))
	}
	yearly := h.count(t, `SELECT count(*) FROM obligation WHERE unit = $1 AND item = 'communes.01.plan' AND state = 'expected'`, commune)
	if yearly != 1 {
		t.Errorf("%d yearly plans are expected", yearly)
	}
	_, err = h.MarkNotArisen(h.as(t, officer), &disclosurev1.MarkNotArisenRequest{Name: h.expected(t, "communes.01.plan"), Etag: "1", Reason: "Không phát sinh"})
	refused(t, err, fault.Refused, "PERIOD_NOT_ENDED")
}

func (h *house) expected(t testing.TB, item string) string {
	t.Helper()
	var id string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT id FROM obligation WHERE unit = $1 AND item = $2 AND state = 'expected'`, commune, item).Scan(&id))
	return "obligations/" + id
}

// A day off decided later never moves a due date that was told: it becomes a proposal, and moves only when accepted.
func TestACalendarChangeIsAProposal(t *testing.T) {
	t.Parallel()
	h := open(t)
	o, err := h.OpenObligation(h.as(t, officer), &disclosurev1.OpenObligationRequest{Unit: "units/" + commune, Item: fees, DocumentNumber: "45/QĐ-UBND", DecisionDate: "2026-03-09"})
	must(t, err)
	h.tell(t, "calendar_changed", &directoryv1.CalendarChanged{
		Year: 2026, Status: directoryv1.CalendarChanged_STATUS_DECIDED, DaysOff: []*directoryv1.CalendarChanged_Day{{Date: "2026-03-12", Name: "Nghỉ hoán đổi", Kind: "swapped-off"}},
	})
	must(t, h.units.Refresh(t.Context()))
	for range 2 {
		must(t, h.service.Actions().Recount(t.Context()))
	}
	o = h.obligation(t, o.GetName())
	if o.GetDue().GetDate() != "2026-03-16" || len(o.GetDueHistory()) != 1 || o.GetDueHistory()[0].GetRecomputed().GetDate() != "2026-03-17" || o.GetDueHistory()[0].GetCause() != "calendar" {
		t.Fatalf("%v", o)
	}
	decide := &disclosurev1.DecideDueProposalRequest{Name: o.GetName(), Etag: o.GetEtag(), Accept: true, Reason: "Theo lịch nghỉ mới"}
	_, err = h.DecideDueProposal(h.as(t, officer), decide)
	refused(t, err, fault.Forbidden, "")
	o, err = h.DecideDueProposal(h.as(t, chair), decide)
	must(t, err)
	if o.GetDue().GetDate() != "2026-03-17" || o.GetDueHistory()[0].GetPrevious().GetDate() != "2026-03-16" {
		t.Errorf("%v", o)
	}
}

func TestReminders(t *testing.T) {
	t.Parallel()
	h := open(t)
	o, err := h.OpenObligation(h.as(t, officer), &disclosurev1.OpenObligationRequest{Unit: "units/" + commune, Item: fees, DocumentNumber: "45/QĐ-UBND", DecisionDate: "2026-03-09"})
	must(t, err)
	_, err = h.RemindObligation(h.as(t, sibling), &disclosurev1.RemindObligationRequest{Name: o.GetName()})
	refused(t, err, fault.Forbidden, "")
	_, err = h.RemindObligation(h.as(t, inspector), &disclosurev1.RemindObligationRequest{Name: o.GetName(), Message: "Đề nghị công khai sớm"})
	must(t, err)
	_, err = h.RemindObligation(h.as(t, inspector), &disclosurev1.RemindObligationRequest{Name: o.GetName()})
	refused(t, err, fault.Refused, "REMINDED_TODAY")
	h.on("2026-03-11") // three working days before
	for range 2 {
		must(t, h.service.Actions().RemindDue(t.Context()))
	}
	if n := h.count(t, `SELECT count(*) FROM platform_notice WHERE template = 'obligation_reminder' AND recipient = $1`, officer); n != 2 {
		t.Errorf("%d reminders, want one by hand and one by the job", n)
	}
}

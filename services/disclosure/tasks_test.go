package disclosure_test

import (
	"slices"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// What is overdue comes first, dated before undated, then the rest in the same order; periods and requests have names people use.
func TestTheOrderOfTheDay(t *testing.T) {
	t.Parallel()
	h := open(t)
	h.on("2026-04-20")
	must(t, h.service.Actions().RollOver(t.Context()))
	_, err := h.db.Pool().Exec(t.Context(), `UPDATE obligation SET period_end = '2026-03-31' WHERE unit = $1 AND item = 'communes.01.plan'`, commune)
	must(t, err)                                               // a period is over, and nobody has said a word
	must(t, h.service.Actions().OpenEndedPeriods(t.Context())) // the report of the first quarter was due on 15/4
	c := draftContent()
	c.DecisionDate = "2026-04-20"
	draft := h.draft(t, officer, commune, fees, c) // due on 27/4
	undated := h.draft(t, officer, commune, fees, &disclosurev1.PublicationContent{Title: "Chưa có ngày"})
	late := draftContent() // due on 16/3
	late.DocumentNumber = "44/QĐ-UBND"
	overdue := h.draft(t, officer, commune, fees, late)
	question := ask()
	question.Content = "Danh mục các dự án đầu tư công do Ủy ban nhân dân xã quyết định đầu tư năm 2026 và tiến độ giải ngân\nXin gửi qua thư"
	asked, err := h.CreateInformationRequest(h.as(t, citizen), question)
	must(t, err)

	found, err := h.ListTasks(h.as(t, officer), &disclosurev1.ListTasksRequest{PageSize: 200})
	must(t, err)
	tasks := found.GetTasks()
	place := func(resource string) int {
		at := slices.IndexFunc(tasks, func(task *disclosurev1.Task) bool { return task.GetResource() == resource })
		if at < 0 {
			t.Fatalf("%s is no task", resource)
		}
		return at
	}
	quarter := slices.IndexFunc(tasks, func(task *disclosurev1.Task) bool {
		return task.GetItem() == "catalogueItems/communes.02.quarterly" && task.GetKind() == disclosurev1.TaskKind_TASK_KIND_DRAFT
	})
	expected := slices.IndexFunc(tasks, func(task *disclosurev1.Task) bool {
		return task.GetKind() == disclosurev1.TaskKind_TASK_KIND_EXPECTED && task.GetDue() == nil
	})
	order := []int{place(overdue.GetName()), quarter, expected, place(asked.GetName()), place(draft.GetName()), place(undated.GetName())}
	if quarter < 0 || expected < 0 || !slices.IsSorted(order) {
		t.Errorf("overdue, of the quarter, expected, asked, drafted, undated come at %v", order)
	}
	for i, task := range tasks[1:] {
		if task.GetStanding() == disclosurev1.Standing_STANDING_OVERDUE && tasks[i].GetStanding() != disclosurev1.Standing_STANDING_OVERDUE {
			t.Errorf("%q, overdue, comes after %q", task.GetTitle(), tasks[i].GetTitle())
		}
	}
	if got := tasks[quarter].GetTitle(); !hasSuffix(got, " – Quý I năm 2026") {
		t.Errorf("the period is called %q", got)
	}
	if got := tasks[place(asked.GetName())].GetTitle(); got != "Danh mục các dự án đầu tư công do Ủy ban nhân dân xã quyết định đầu tư năm 2026…" {
		t.Errorf("the request is called %q", got)
	}
}

func hasSuffix(text, end string) bool {
	return len(text) >= len(end) && text[len(text)-len(end):] == end
}

// Agencies and state enterprises of the province owe like those of a commune, from the day they began.
func TestTheProvincesAgenciesOweToo(t *testing.T) {
	t.Parallel()
	h := open(t)
	before := h.service.Actions().Bodies()
	for id, kind := range map[string]string{"0198c0de-0000-7000-8000-0000000000a1": "agency", "0198c0de-0000-7000-8000-0000000000a2": "state_enterprise"} {
		h.tell(t, "agency_registered", &directoryv1.AgencyRegistered{Agency: &directoryv1.AgencyState{
			Id: id, Name: "Sở Nội vụ", Kind: kind, Unit: province, ValidFrom: "2025-07-01",
		}})
	}
	must(t, h.units.Refresh(t.Context()))
	if got := h.service.Actions().Bodies(); got != before+2 {
		t.Errorf("%d bodies, want two more than %d", got, before)
	}
	must(t, h.service.Actions().RollOver(t.Context()))
	const owed = `SELECT count(*) FROM obligation WHERE unit = $1 AND agency = $2 AND state = 'expected' AND item LIKE $3`
	if n := h.count(t, owed, province, "0198c0de-0000-7000-8000-0000000000a1", "agencies.%"); n != 17 {
		t.Errorf("the agency owes %d plans, want one yearly, four quarterly and twelve monthly (Điều 46.2)", n)
	}
	if n := h.count(t, owed, province, "0198c0de-0000-7000-8000-0000000000a2", "%"); n != 0 {
		t.Errorf("the enterprise owes %d, but Điều 64 knows decisions only", n)
	}
	if n := h.count(t, `SELECT count(*) FROM obligation WHERE unit = $1 AND agency = ''`, province); n != 0 {
		t.Errorf("the province itself owes %d", n)
	}
}

package disclosure_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// What is withheld is counted for everybody and described to nobody but those who may know.
func TestWithheldIsCounted(t *testing.T) {
	t.Parallel()
	h := open(t)
	o, err := h.OpenObligation(h.as(t, officer), &disclosurev1.OpenObligationRequest{Unit: "units/" + commune, Item: fees, DocumentNumber: "9/QĐ", DecisionDate: "2026-03-09"})
	must(t, err)
	propose := &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Item: fees, Obligation: o.GetName(), Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC,
		SubjectMatter: "Phương án đang thẩm định", Justification: "Chưa được phép công khai", ReviewDate: "2026-09-09",
	}
	_, err = h.ProposeWithholding(h.as(t, sibling), propose)
	refused(t, err, fault.Forbidden, "")
	propose.ReviewDate = "2026-03-09"
	_, err = h.ProposeWithholding(h.as(t, officer), propose)
	refused(t, err, fault.Invalid, "DATE_TOO_EARLY")
	propose.ReviewDate = "2026-09-09"
	w, err := h.ProposeWithholding(h.as(t, chair), propose)
	must(t, err)
	if !strings.Contains(w.GetBasis().GetText(), "Điều 11") {
		t.Errorf("basis %v", w.GetBasis())
	}
	_, err = h.ApproveWithholding(h.as(t, chair), &disclosurev1.ApproveWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")
	_, err = h.GetWithholding(t.Context(), &disclosurev1.GetWithholdingRequest{Name: w.GetName()})
	refused(t, err, fault.NotFound, "")
	w, err = h.ApproveWithholding(h.as(t, deputy), &disclosurev1.ApproveWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag()})
	must(t, err)

	seen, err := h.ListWithholdings(t.Context(), &disclosurev1.ListWithholdingsRequest{Unit: "units/" + province, IncludeSubtree: true})
	must(t, err)
	if seen.GetInForce() != 1 || len(seen.GetWithholdings()) != 1 || strings.Contains(protojson.Format(seen), "thẩm định") || seen.GetWithholdings()[0].GetAuthor() != nil || seen.GetWithholdings()[0].GetApprover().GetDisplayName() == "" || strings.Contains(protojson.Format(seen), issuer) {
		t.Errorf("the public sees %v", seen)
	}
	for _, who := range []string{"", citizen, sibling, alone, front, principal} {
		ctx := t.Context()
		if who != "" {
			ctx = h.as(t, who)
		}
		one, err := h.GetObligation(ctx, &disclosurev1.GetObligationRequest{Name: o.GetName()})
		must(t, err)
		list, err := h.ListObligations(ctx, &disclosurev1.ListObligationsRequest{Unit: "units/" + commune, Year: 2026, PageSize: 1})
		must(t, err)
		for _, message := range []proto.Message{one, list} {
			if text := protojson.Format(message); strings.Contains(text, "9/QĐ") || strings.Contains(text, "2026-03-09") || strings.Contains(text, "2026-03-16") {
				t.Errorf("%q sees which document is withheld: %s", who, text)
			}
		}
		if one.GetItem() != fees || one.GetState() != disclosurev1.ObligationState_OBLIGATION_STATE_WITHHELD {
			t.Errorf("%q does not see that something is withheld: %v", who, one)
		}
	}
	for _, who := range []string{officer, inspector} {
		if one, err := h.GetObligation(h.as(t, who), &disclosurev1.GetObligationRequest{Name: o.GetName()}); err != nil || one.GetDocumentNumber() == "" || one.GetDue() == nil {
			t.Errorf("%q sees %v, %v", who, one, err)
		}
	}
	if n := h.count(t, `SELECT count(*) FROM obligation WHERE state = 'withheld' AND due_date IS NOT NULL`); n != 0 {
		t.Error("the order of lists tells the day of what is withheld")
	}
	if inspected, err := h.GetWithholding(h.as(t, inspector), &disclosurev1.GetWithholdingRequest{Name: w.GetName()}); err != nil || inspected.GetSubjectMatter() == "" {
		t.Errorf("the inspector sees %v, %v", inspected, err)
	}
	c, err := h.GetCompleteness(t.Context(), &disclosurev1.GetCompletenessRequest{Unit: "units/" + commune, Year: 2026})
	must(t, err)
	if c.GetTotal().GetCounts().GetWithheld() != 1 || c.GetTotal().GetCounts().GetMissing() != 0 {
		t.Errorf("counts %v", c.GetTotal())
	}
	quarter, err := h.GetQuarterlyList(t.Context(), &disclosurev1.GetQuarterlyListRequest{Unit: "units/" + commune, Year: 2026, Quarter: 1})
	must(t, err)
	if quarter.GetWithheld() != 1 {
		t.Errorf("%d withheld in the quarterly list", quarter.GetWithheld())
	}
	_, err = h.LiftWithholding(h.as(t, chair), &disclosurev1.LiftWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag(), Reason: "Đã được công khai"})
	must(t, err)
	if back := h.obligation(t, o.GetName()); back.GetState() != disclosurev1.ObligationState_OBLIGATION_STATE_OPEN || back.GetDue().GetDate() != "2026-03-16" {
		t.Errorf("lifted: %v", back)
	}
}

func TestPlans(t *testing.T) {
	t.Parallel()
	h := open(t)
	must(t, h.service.Actions().RollOver(t.Context()))
	row := &disclosurev1.PlanLine{
		Item: "catalogueItems/communes.01.plan", Content: "Kế hoạch phát triển kinh tế - xã hội", PlannedDate: "2026-05-05", DurationDays: 30, Responsible: "Công chức Văn phòng",
		Forms: []disclosurev1.DisclosureForm{disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL, disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING},
	}
	plan, err := h.CreatePlan(h.as(t, officer), &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Year: 2026})
	must(t, err)
	_, err = h.CreatePlan(h.as(t, officer), &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Year: 2026})
	refused(t, err, fault.Exists, "PLAN_EXISTS")
	_, err = h.AdoptPlan(h.as(t, chair), &disclosurev1.AdoptPlanRequest{Name: plan.GetName(), Etag: plan.GetEtag(), DocumentNumber: "1/KH", AdoptedDate: "2026-03-09"})
	refused(t, err, fault.Refused, "PLAN_EMPTY")
	row.DurationDays = 29
	_, err = h.AddPlanLine(h.as(t, officer), &disclosurev1.AddPlanLineRequest{Plan: plan.GetName(), Etag: plan.GetEtag(), Line: row})
	refused(t, err, fault.Invalid, "PLAN_DURATION_TOO_SHORT")
	row.DurationDays, row.Forms = 30, row.Forms[:1]
	_, err = h.AddPlanLine(h.as(t, officer), &disclosurev1.AddPlanLineRequest{Plan: plan.GetName(), Etag: plan.GetEtag(), Line: row})
	refused(t, err, fault.Invalid, "PLAN_FORM_MISSING")
	row.Forms = append(row.Forms, disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING)
	plan, err = h.AddPlanLine(h.as(t, officer), &disclosurev1.AddPlanLineRequest{Plan: plan.GetName(), Etag: plan.GetEtag(), Line: row})
	must(t, err)
	_, err = h.GetPlan(h.as(t, citizen), &disclosurev1.GetPlanRequest{Name: plan.GetName()})
	refused(t, err, fault.NotFound, "")
	_, err = h.AdoptPlan(h.as(t, officer), &disclosurev1.AdoptPlanRequest{Name: plan.GetName(), Etag: plan.GetEtag(), DocumentNumber: "1/KH", AdoptedDate: "2026-03-09"})
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	plan, err = h.AdoptPlan(h.as(t, chair), &disclosurev1.AdoptPlanRequest{Name: plan.GetName(), Etag: plan.GetEtag(), DocumentNumber: "1/KH-UBND", AdoptedDate: "2026-03-09"})
	must(t, err)
	if _, err := h.GetPlan(t.Context(), &disclosurev1.GetPlanRequest{Name: plan.GetName()}); err != nil || len(plan.GetUnplannedItems()) == 0 {
		t.Errorf("adopted plan: %v", err)
	}
	if planned := h.obligation(t, h.expected(t, "communes.01.plan")).GetPlannedDate(); planned != "2026-05-05" {
		t.Errorf("planned for %q", planned)
	}
	again, err := h.CreatePlan(h.as(t, officer), &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Year: 2026, Lines: []*disclosurev1.PlanLine{row}})
	must(t, err)
	_, err = h.AdoptPlan(h.as(t, chair), &disclosurev1.AdoptPlanRequest{Name: again.GetName(), Etag: again.GetEtag(), DocumentNumber: "2/KH-UBND", AdoptedDate: "2026-03-09"})
	must(t, err)
	all, err := h.ListPlans(t.Context(), &disclosurev1.ListPlansRequest{Unit: "units/" + commune})
	must(t, err)
	if len(all.GetPlans()) != 2 || all.GetPlans()[1].GetState() != disclosurev1.PlanState_PLAN_STATE_REPLACED {
		t.Errorf("plans %v", all)
	}
}

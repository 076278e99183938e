package disclosure_test

import (
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// An agency's desk is not the commune's: neither sees what the other has not made public yet.
func TestInnerPapersStayWithTheirBody(t *testing.T) {
	t.Parallel()
	h := open(t)
	const rules = "catalogueItems/agencies.09"
	draft, err := h.CreatePublication(h.as(t, principal), &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + commune, Agency: "agencies/" + agency, Item: rules, Content: draftContent(),
	})
	must(t, err)
	plan, err := h.CreatePlan(h.as(t, principal), &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Agency: "agencies/" + agency, Year: 2026})
	must(t, err)
	proposed, err := h.ProposeWithholding(h.as(t, principal), &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Agency: "agencies/" + agency, Item: rules, Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_WORK_SECRET,
		SubjectMatter: "Phương án", Justification: "Chưa được phép", ReviewDate: "2026-09-09",
	})
	must(t, err)
	own := h.draft(t, officer, commune, fees, draftContent())

	for who, want := range map[string][2]string{officer: {own.GetName(), ""}, principal: {draft.GetName(), "agencies/" + agency}} {
		desk, err := h.ListPublications(h.as(t, who), &disclosurev1.ListPublicationsRequest{Unit: "units/" + commune, Agency: want[1]})
		must(t, err)
		if found := desk.GetPublications(); len(found) != 1 || found[0].GetName() != want[0] {
			t.Errorf("%s sees on the desk %v", who, found)
		}
	}
	for who, sees := range map[string]int{principal: 1, officer: 0, chair: 0, sibling: 0, citizen: 0} {
		plans, err := h.ListPlans(h.as(t, who), &disclosurev1.ListPlansRequest{Unit: "units/" + commune})
		must(t, err)
		withheld, err := h.ListWithholdings(h.as(t, who), &disclosurev1.ListWithholdingsRequest{Unit: "units/" + commune})
		must(t, err)
		if len(plans.GetPlans()) != sees || len(withheld.GetWithholdings()) != sees {
			t.Errorf("%s sees %d plans of %s and %d entries of %s, want %d", who, len(plans.GetPlans()), plan.GetName(), len(withheld.GetWithholdings()), proposed.GetName(), sees)
		}
	}
}

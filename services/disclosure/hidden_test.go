package disclosure_test

import (
	"context"
	"testing"

	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// To whoever may not know of a thing it is answered to the letter like a thing that was never there.
func TestWhatIsHiddenIsAnsweredLikeNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := h.draft(t, officer, commune, fees, draftContent())
	plan, err := h.CreatePlan(h.as(t, officer), &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Year: 2026})
	must(t, err)
	withheld, err := h.ProposeWithholding(h.as(t, officer), &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Item: fees, Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC,
		SubjectMatter: "Phương án", Justification: "Chưa được phép", ReviewDate: "2026-09-09",
	})
	must(t, err)
	request, err := h.CreateInformationRequest(h.as(t, citizen), ask())
	must(t, err)
	const nothing = "/0198c0de-0000-7000-8000-000000000000"
	for name, call := range map[string]struct {
		there, none string
		ask         func(context.Context, string) error
	}{
		"a draft": {draft.GetName(), "publications" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: name})
			return err
		}},
		"its versions": {draft.GetName(), "publications" + nothing, func(ctx context.Context, name string) error {
			_, err := h.ListPublicationVersions(ctx, &disclosurev1.ListPublicationVersionsRequest{Publication: name})
			return err
		}},
		"its difference": {draft.GetName(), "publications" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetPublicationDifference(ctx, &disclosurev1.GetPublicationDifferenceRequest{Publication: name})
			return err
		}},
		"its approval": {draft.GetName(), "publications" + nothing, func(ctx context.Context, name string) error {
			_, err := h.ApprovePublication(ctx, &disclosurev1.ApprovePublicationRequest{Name: name, Etag: "1"})
			return err
		}},
		"its end": {draft.GetName(), "publications" + nothing, func(ctx context.Context, name string) error {
			_, err := h.DiscardPublication(ctx, &disclosurev1.DiscardPublicationRequest{Name: name, Etag: "1"})
			return err
		}},
		"a plan": {plan.GetName(), "plans" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetPlan(ctx, &disclosurev1.GetPlanRequest{Name: name})
			return err
		}},
		"a proposal to withhold": {withheld.GetName(), "withholdings" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetWithholding(ctx, &disclosurev1.GetWithholdingRequest{Name: name})
			return err
		}},
		"a request": {request.GetName(), "informationRequests" + nothing, func(ctx context.Context, name string) error {
			_, err := h.GetInformationRequest(ctx, &disclosurev1.GetInformationRequestRequest{Name: name})
			return err
		}},
	} {
		for who, ctx := range map[string]context.Context{"nobody": t.Context(), sibling: h.as(t, sibling), operator: h.as(t, operator), principal: h.as(t, principal)} {
			hidden, none := status.Convert(call.ask(ctx, call.there)).Proto(), status.Convert(call.ask(ctx, call.none)).Proto()
			if !proto.Equal(hidden, none) {
				t.Errorf("%s, asked by %s: %v, but of nothing %v", name, who, hidden, none)
			}
		}
	}
}

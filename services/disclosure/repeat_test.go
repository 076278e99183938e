package disclosure_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// repeater sends a request, and once more after everything has moved on.
type repeater struct {
	h     *house
	n     int
	again []func(*testing.T)
}

func (r *repeater) id() string {
	r.n++
	return fmt.Sprintf("0198c0de-0000-7000-8000-%012d", r.n)
}

// once asks, and promises the same answer later.
func once[Q, A proto.Message](t *testing.T, r *repeater, who string, call func(context.Context, Q, ...grpc.CallOption) (A, error), ask Q) A {
	t.Helper()
	first, err := call(r.h.as(t, who), ask)
	must(t, err)
	r.again = append(r.again, func(t *testing.T) {
		second, err := call(r.h.as(t, who), ask)
		if err != nil {
			t.Errorf("%T again: %v", ask, err)
			return
		}
		if !proto.Equal(first, second) {
			t.Errorf("%T is answered with\n%s\nthen with\n%s", ask, protojson.Format(first), protojson.Format(second))
		}
	})
	return first
}

// The same request_id is answered as the first time, whatever has become of the resource since.
func TestARepeatIsAnsweredAsTheFirstTime(t *testing.T) {
	t.Parallel()
	h := open(t)
	r := &repeater{h: h}
	attached := draftContent()
	attached.Attachments = []*typev1.Attachment{h.file(t, officer, "a.jpg")}
	create := func(c *disclosurev1.PublicationContent) *disclosurev1.CreatePublicationRequest {
		return &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: fees, Content: c, RequestId: r.id()}
	}
	dropped := once(t, r, officer, h.CreatePublication, create(draftContent()))
	dropped = once(t, r, officer, h.UpdatePublication, &disclosurev1.UpdatePublicationRequest{
		Publication: &disclosurev1.PublicationEdit{Name: dropped.GetName(), Content: cheaper()}, Etag: dropped.GetEtag(), RequestId: r.id(),
	})
	discard := &disclosurev1.DiscardPublicationRequest{Name: dropped.GetName(), Etag: dropped.GetEtag(), RequestId: r.id()}
	once(t, r, officer, h.DiscardPublication, discard)

	p := once(t, r, officer, h.CreatePublication, create(attached))
	p = once(t, r, officer, h.SubmitPublication, &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true, RequestId: r.id()})
	p = once(t, r, chair, h.ReturnPublication, &disclosurev1.ReturnPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Sửa", RequestId: r.id()})
	p = h.approve(t, chair, h.submit(t, officer, p))
	p = once(t, r, chair, h.PublishPublication, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: r.id()})
	p = once(t, r, officer, h.RecordForm, &disclosurev1.RecordFormRequest{
		Publication: p.GetName(), Etag: p.GetEtag(), Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO, Place: "Đài xã", From: "2026-03-09",
		BroadcastDates: []string{"2026-03-09"}, RequestId: r.id(),
	})
	p = once(t, r, officer, h.CorrectPublication, &disclosurev1.CorrectPublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), Content: cheaper(), CorrectionNote: "Sửa mức thu", DeclareNoSecrets: true, RequestId: r.id(),
	})
	p = once(t, r, chair, h.ApproveCorrection, &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag(), RequestId: r.id()})

	o := once(t, r, officer, h.OpenObligation, &disclosurev1.OpenObligationRequest{
		Unit: "units/" + commune, Item: fees, DocumentNumber: "46/QĐ-UBND", DecisionDate: "2026-03-09", RequestId: r.id(),
	})
	w := once(t, r, officer, h.ProposeWithholding, &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Item: fees, Obligation: o.GetName(), Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC,
		SubjectMatter: "Phương án", Justification: "Chưa được phép công khai", ReviewDate: "2026-09-09", RequestId: r.id(),
	})
	w = once(t, r, chair, h.ApproveWithholding, &disclosurev1.ApproveWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag(), RequestId: r.id()})
	plan := once(t, r, officer, h.CreatePlan, &disclosurev1.CreatePlanRequest{Unit: "units/" + commune, Year: 2026, RequestId: r.id()})
	once(t, r, officer, h.AddPlanLine, &disclosurev1.AddPlanLineRequest{Plan: plan.GetName(), Etag: plan.GetEtag(), RequestId: r.id(), Line: &disclosurev1.PlanLine{
		Item: "catalogueItems/communes.01.plan", Content: "Kế hoạch", Responsible: "Văn phòng", PlannedDate: "2026-05-05", DurationDays: 30,
		Forms: []disclosurev1.DisclosureForm{disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL, disclosurev1.DisclosureForm_DISCLOSURE_FORM_POSTING},
	}})
	q := once(t, r, citizen, h.CreateInformationRequest, &disclosurev1.CreateInformationRequestRequest{
		Unit: "units/" + commune, Content: "Xin quyết toán", RequesterName: "Đinh Văn Sỹ", RequesterContact: "0912345678", RequestId: r.id(),
	})
	q = once(t, r, officer, h.ReceiveInformationRequest, &disclosurev1.ReceiveInformationRequestRequest{
		Name: q.GetName(), Etag: q.GetEtag(), Complexity: disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_COMPLEX, RequestId: r.id(),
	})
	q = once(t, r, officer, h.ExtendInformationRequest, &disclosurev1.ExtendInformationRequestRequest{Name: q.GetName(), Etag: q.GetEtag(), Reason: "Nhiều tài liệu", RequestId: r.id()})
	once(t, r, officer, h.AnswerInformationRequest, &disclosurev1.AnswerInformationRequestRequest{Name: q.GetName(), Etag: q.GetEtag(), Answer: "Quyết toán đính kèm", RequestId: r.id()})

	_, err := h.WithdrawPublication(h.as(t, chair), &disclosurev1.WithdrawPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Bãi bỏ"})
	must(t, err)
	_, err = h.LiftWithholding(h.as(t, chair), &disclosurev1.LiftWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag(), Reason: "Đã được công khai"})
	must(t, err)
	h.set(start.Add(3 * time.Hour)) // handles of uploads have run out by now
	for _, again := range r.again {
		again(t)
	}
	other := proto.Clone(discard).(*disclosurev1.DiscardPublicationRequest)
	other.Etag = "7"
	_, err = h.DiscardPublication(h.as(t, officer), other)
	refused(t, err, fault.Exists, "REQUEST_ID_REUSED")
	_, err = h.DiscardPublication(h.as(t, sibling), discard) // the same words by somebody else are another request
	refused(t, err, fault.NotFound, "")
	for _, personal := range []string{"0912345678", "Đinh Văn Sỹ", "Xin quyết toán", "đính kèm"} {
		if n := h.count(t, `SELECT count(*) FROM platform_cause WHERE answer LIKE '%' || $1 || '%'`, personal); n != 0 {
			t.Errorf("%q is kept %d times beside the request it belongs to", personal, n)
		}
	}
}

package disclosure_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func ask() *disclosurev1.CreateInformationRequestRequest {
	return &disclosurev1.CreateInformationRequestRequest{
		Unit: "units/08584", Content: "Danh mục dự án đầu tư năm 2026", RequesterName: "Đỗ Thị Ngô", RequesterContact: "0912345678",
	}
}

// The clock of a request by network: 3 working days when simple, 15 when complex with a notice in 3, 15 calendar days more
// when extended once (Điều 30 Luật 104/2016/QH13).
func TestARequestForInformation(t *testing.T) {
	t.Parallel()
	h := open(t)
	_, err := h.CreateInformationRequest(t.Context(), ask())
	refused(t, err, fault.Unauthenticated, "")
	r, err := h.CreateInformationRequest(h.as(t, citizen), ask())
	must(t, err)
	if r.GetDue().GetDate() != "2026-03-12" || r.GetRegisterNumber() != "1/2026" {
		t.Errorf("simple: due %s", r.GetDue().GetDate())
	}
	for _, who := range []string{stranger, sibling, inspector, operator, head} {
		_, err := h.GetInformationRequest(h.as(t, who), &disclosurev1.GetInformationRequestRequest{Name: r.GetName()})
		refused(t, err, fault.NotFound, "")
		_, err = h.AnswerInformationRequest(h.as(t, who), &disclosurev1.AnswerInformationRequestRequest{Name: r.GetName(), Etag: r.GetEtag(), Answer: "x"})
		refused(t, err, fault.NotFound, "")
	}
	_, err = h.ListInformationRequests(h.as(t, citizen), &disclosurev1.ListInformationRequestsRequest{Unit: "units/08584"})
	refused(t, err, fault.Forbidden, "")
	mine, err := h.ListMyInformationRequests(h.as(t, citizen), &disclosurev1.ListMyInformationRequestsRequest{})
	must(t, err)
	others, err := h.ListMyInformationRequests(h.as(t, stranger), &disclosurev1.ListMyInformationRequestsRequest{})
	must(t, err)
	if len(mine.GetInformationRequests()) != 1 || len(others.GetInformationRequests()) != 0 {
		t.Errorf("mine %d, others' %d", len(mine.GetInformationRequests()), len(others.GetInformationRequests()))
	}

	extend := func() error {
		_, err := h.ExtendInformationRequest(h.as(t, officer), &disclosurev1.ExtendInformationRequestRequest{Name: r.GetName(), Etag: r.GetEtag(), Reason: "Chờ ý kiến Sở Tài chính"})
		return err
	}
	refused(t, extend(), fault.Refused, "STATE_NOT_ALLOWED")
	r, err = h.ReceiveInformationRequest(h.as(t, officer), &disclosurev1.ReceiveInformationRequestRequest{
		Name: r.GetName(), Etag: r.GetEtag(), Complexity: disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_COMPLEX,
	})
	must(t, err)
	if r.GetDue().GetDate() != "2026-03-30" || r.GetNotifyDue().GetDate() != "2026-03-12" {
		t.Errorf("complex: due %s, notice %s", r.GetDue().GetDate(), r.GetNotifyDue().GetDate())
	}
	r, err = h.ExtendInformationRequest(h.as(t, officer), &disclosurev1.ExtendInformationRequestRequest{Name: r.GetName(), Etag: r.GetEtag(), Reason: "Chờ ý kiến Sở Tài chính"})
	must(t, err)
	if r.GetDue().GetDate() != "2026-04-14" {
		t.Errorf("extended: due %s", r.GetDue().GetDate())
	}
	refused(t, extend(), fault.Refused, "ALREADY_EXTENDED")
	_, err = h.RefuseInformationRequest(h.as(t, officer), &disclosurev1.RefuseInformationRequestRequest{
		Name: r.GetName(), Etag: r.GetEtag(), Ground: disclosurev1.RefusalGround_REFUSAL_GROUND_ALREADY_PUBLIC, Reason: "Đã đăng",
	})
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	h.on("2026-04-15")
	r, err = h.AnswerInformationRequest(h.as(t, officer), &disclosurev1.AnswerInformationRequestRequest{Name: r.GetName(), Etag: r.GetEtag(), Answer: "Xin gửi kèm danh mục"})
	must(t, err)
	if r.GetState() != disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_ANSWERED || r.GetLateDays() != 1 {
		t.Errorf("answered: %v, %d late", r.GetState(), r.GetLateDays())
	}
	if n := h.count(t, `SELECT count(*) FROM platform_outbox WHERE encode(data, 'escape') LIKE '%0912345678%' OR encode(data, 'escape') LIKE '%Ng%'`); n != 0 {
		t.Error("an event carries personal data")
	}
	if n := h.count(t, `SELECT count(*) FROM platform_cause WHERE answer LIKE '%0912345678%'`); n != 0 {
		t.Error("personal data is kept with the cause")
	}
}

func TestRequestsByPostAreEnteredByStaff(t *testing.T) {
	t.Parallel()
	h := open(t)
	post := ask()
	post.Channel, post.ArrivalDate = disclosurev1.RequestChannel_REQUEST_CHANNEL_POST, "2026-03-06"
	_, err := h.CreateInformationRequest(h.as(t, citizen), post)
	refused(t, err, fault.Forbidden, "CHANNEL_NOT_ALLOWED")
	r, err := h.CreateInformationRequest(h.as(t, officer), post)
	must(t, err)
	if r.GetDue().GetDate() != "2026-03-13" {
		t.Errorf("by post, simple: due %s, want five working days after 6/3 (Điều 31)", r.GetDue().GetDate())
	}
	for _, nobody := range []string{village, province} { // nobody there would see it
		_, err = h.TransferInformationRequest(h.as(t, officer), &disclosurev1.TransferInformationRequestRequest{
			Name: r.GetName(), Etag: r.GetEtag(), ToUnit: "units/" + nobody, Reason: "Không thuộc thẩm quyền",
		})
		refused(t, err, fault.NotFound, "UNIT_NOT_FOUND")
	}
	moved, err := h.TransferInformationRequest(h.as(t, officer), &disclosurev1.TransferInformationRequestRequest{
		Name: r.GetName(), Etag: r.GetEtag(), ToUnit: "units/" + other, Reason: "Dự án trên địa bàn xã Hải Lựu",
	})
	must(t, err)
	there, err := h.GetInformationRequest(h.as(t, sibling), &disclosurev1.GetInformationRequestRequest{Name: moved.GetTransferredTo()})
	must(t, err)
	if there.GetUnit() != "units/"+other || there.GetDue().GetStartDate() != "2026-03-09" {
		t.Errorf("there: %v", there)
	}
	_, err = h.GetInformationRequest(h.as(t, officer), &disclosurev1.GetInformationRequestRequest{Name: moved.GetTransferredTo()})
	refused(t, err, fault.NotFound, "")
}

// A calendar that changes while a request is open moves nothing by itself: the chairman decides, and the requester is told.
func TestACalendarChangeAndARequest(t *testing.T) {
	t.Parallel()
	h := open(t)
	r, err := h.CreateInformationRequest(h.as(t, citizen), ask())
	must(t, err)
	h.tell(t, "calendar_changed", &directoryv1.CalendarChanged{
		Year: 2026, Status: directoryv1.CalendarChanged_STATUS_DECIDED, DaysOff: []*directoryv1.CalendarChanged_Day{{Date: "2026-03-11", Name: "Nghỉ hoán đổi", Kind: "swapped-off"}},
	})
	must(t, h.units.Refresh(t.Context()))
	for range 2 {
		must(t, h.service.Actions().Recount(t.Context()))
	}
	r, err = h.GetInformationRequest(h.as(t, citizen), &disclosurev1.GetInformationRequestRequest{Name: r.GetName()})
	must(t, err)
	if r.GetDue().GetDate() != "2026-03-12" || len(r.GetDueHistory()) != 1 || r.GetDueHistory()[0].GetRecomputed().GetDate() != "2026-03-13" || r.GetDueHistory()[0].GetDecision() != "proposed" {
		t.Fatalf("due %v, history %v", r.GetDue(), r.GetDueHistory())
	}
	if !waits(h.tasks(t, chair), disclosurev1.TaskKind_TASK_KIND_DUE_PROPOSAL, r.GetName()) || waits(h.tasks(t, officer), disclosurev1.TaskKind_TASK_KIND_DUE_PROPOSAL, r.GetName()) {
		t.Error("the chairman is to decide")
	}
	decide := &disclosurev1.DecideInformationRequestDueProposalRequest{Name: r.GetName(), Etag: r.GetEtag(), Accept: true, Reason: "Theo lịch nghỉ"}
	for _, who := range []string{citizen, officer} {
		_, err = h.DecideInformationRequestDueProposal(h.as(t, who), decide)
		refused(t, err, fault.Forbidden, "")
	}
	for _, who := range []string{stranger, sibling, alone, inspector} {
		_, err = h.DecideInformationRequestDueProposal(h.as(t, who), decide)
		refused(t, err, fault.NotFound, "")
	}
	r, err = h.DecideInformationRequestDueProposal(h.as(t, chair), decide)
	must(t, err)
	if r.GetDue().GetDate() != "2026-03-13" {
		t.Errorf("due %v", r.GetDue())
	}
	if n := h.count(t, `SELECT count(*) FROM platform_notice WHERE template = 'information_request_due_moved' AND recipient = $1`, citizen); n != 1 {
		t.Errorf("the requester is told %d times", n)
	}
	_, err = h.DecideInformationRequestDueProposal(h.as(t, chair), &disclosurev1.DecideInformationRequestDueProposalRequest{Name: r.GetName(), Etag: r.GetEtag(), Accept: true, Reason: "x"})
	refused(t, err, fault.Refused, "NO_DUE_PROPOSAL")
}

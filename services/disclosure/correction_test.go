package disclosure_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (h *house) propose(t testing.TB, who string, p *disclosurev1.Publication, c *disclosurev1.PublicationContent) *disclosurev1.Publication {
	t.Helper()
	p, err := h.CorrectPublication(h.as(t, who), &disclosurev1.CorrectPublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), Content: c, CorrectionNote: "Sửa mức thu theo đúng quyết định", DeclareNoSecrets: true,
	})
	must(t, err)
	return p
}

// correct is a correction by the officer that the chairman approves.
func (h *house) correct(t testing.TB, p *disclosurev1.Publication, c *disclosurev1.PublicationContent) *disclosurev1.Publication {
	t.Helper()
	p = h.propose(t, officer, p, c)
	p, err := h.ApproveCorrection(h.as(t, chair), &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	return p
}

func cheaper() *disclosurev1.PublicationContent {
	c := draftContent()
	c.Body = strings.Replace(c.GetBody(), "50.000", "40.000", 1)
	return c
}

func (h *house) tasks(t testing.TB, who string) []*disclosurev1.Task {
	t.Helper()
	found, err := h.ListTasks(h.as(t, who), &disclosurev1.ListTasksRequest{})
	must(t, err)
	return found.GetTasks()
}

func waits(tasks []*disclosurev1.Task, kind disclosurev1.TaskKind, resource string) bool {
	return slices.ContainsFunc(tasks, func(task *disclosurev1.Task) bool { return task.GetKind() == kind && task.GetResource() == resource })
}

// A correction waits for a second person like a draft; until then the public sees what it saw.
func TestACorrectionNeedsASecondPerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.publish(t, fees, draftContent())
	proposed := h.propose(t, chair, p, cheaper())
	if proposed.GetVersion() != 1 || proposed.GetDigest() != p.GetDigest() || proposed.GetPendingCorrection().GetAuthor().GetSubject() != chair {
		t.Fatalf("proposed %v", proposed)
	}
	for _, who := range []string{"", citizen, sibling, alone, inspector, front, principal} {
		ctx := t.Context()
		if who != "" {
			ctx = h.as(t, who)
		}
		seen, err := h.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: p.GetName()})
		must(t, err)
		if text := protojson.Format(seen); seen.GetPendingCorrection() != nil || strings.Contains(text, "40.000") || seen.GetVersion() != 1 {
			t.Errorf("%q sees what waits: %s", who, text)
		}
		refusal := fault.Forbidden
		if who == "" {
			refusal = fault.Unauthenticated
		}
		_, err = h.ApproveCorrection(ctx, &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: proposed.GetEtag()})
		refused(t, err, refusal, "")
		_, err = h.ReturnCorrection(ctx, &disclosurev1.ReturnCorrectionRequest{Name: p.GetName(), Etag: proposed.GetEtag(), Reason: "x"})
		refused(t, err, refusal, "")
		_, err = h.DiscardCorrection(ctx, &disclosurev1.DiscardCorrectionRequest{Name: p.GetName(), Etag: proposed.GetEtag()})
		refused(t, err, refusal, "")
		_, err = h.CorrectPublication(ctx, &disclosurev1.CorrectPublicationRequest{Name: p.GetName(), Etag: proposed.GetEtag(), Content: cheaper(), CorrectionNote: "x", DeclareNoSecrets: true})
		refused(t, err, refusal, "")
	}
	approve := &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: proposed.GetEtag()}
	_, err := h.ApproveCorrection(h.as(t, officer), approve)
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	_, err = h.ApproveCorrection(h.as(t, chair), approve)
	refused(t, err, fault.Refused, "FOUR_EYES")
	if waits(h.tasks(t, chair), disclosurev1.TaskKind_TASK_KIND_REVIEW, p.GetName()) || !waits(h.tasks(t, deputy), disclosurev1.TaskKind_TASK_KIND_REVIEW, p.GetName()) {
		t.Error("the review is to wait for the deputy, not for the author")
	}
	corrected, err := h.ApproveCorrection(h.as(t, deputy), approve)
	must(t, err)
	if corrected.GetVersion() != 2 || corrected.GetSinglePerson() || corrected.GetPendingCorrection() != nil || !strings.Contains(corrected.GetBody(), "40.000") {
		t.Errorf("approved %v", corrected)
	}
	_, err = h.ApproveCorrection(h.as(t, deputy), &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: corrected.GetEtag()})
	refused(t, err, fault.Refused, "NO_CORRECTION")
}

func TestACorrectionReturnedAndDropped(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.propose(t, officer, h.publish(t, fees, draftContent()), cheaper())
	p, err := h.ReturnCorrection(h.as(t, chair), &disclosurev1.ReturnCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Ghi rõ điều khoản"})
	must(t, err)
	if p.GetPendingCorrection().GetReturnReason() == "" || p.GetVersion() != 1 {
		t.Errorf("returned %v", p)
	}
	_, err = h.ApproveCorrection(h.as(t, chair), &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag()})
	refused(t, err, fault.Refused, "NO_CORRECTION")
	if !waits(h.tasks(t, officer), disclosurev1.TaskKind_TASK_KIND_REWORK, p.GetName()) {
		t.Error("nobody is told to change it")
	}
	p = h.propose(t, officer, p, cheaper())
	p, err = h.DiscardCorrection(h.as(t, officer), &disclosurev1.DiscardCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	if p.GetPendingCorrection() != nil || p.GetVersion() != 1 || waits(h.tasks(t, chair), disclosurev1.TaskKind_TASK_KIND_REVIEW, p.GetName()) {
		t.Errorf("dropped %v", p)
	}
	p = h.propose(t, officer, p, cheaper())
	p, err = h.WithdrawPublication(h.as(t, chair), &disclosurev1.WithdrawPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Bãi bỏ"})
	must(t, err)
	if p.GetPendingCorrection() != nil || h.count(t, `SELECT count(*) FROM publication WHERE correction IS NOT NULL`) != 0 {
		t.Error("a correction outlives the publication")
	}
}

// Where nobody else may approve, the correction is public at once, flagged, audited and told.
func TestACorrectionOfOnePerson(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.approve(t, alone, h.submit(t, alone, h.draft(t, alone, other, fees, draftContent())))
	p, err := h.PublishPublication(h.as(t, alone), &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	p = h.propose(t, alone, p, cheaper())
	if p.GetVersion() != 2 || !p.GetSinglePerson() || p.GetPendingCorrection() != nil {
		t.Errorf("corrected %v", p)
	}
	if n := h.count(t, `SELECT count(*) FROM platform_audit WHERE resource = $1 AND action = 'CorrectPublication' AND detail::jsonb ->> 'single_person' = 'true'`, p.GetName()); n != 1 {
		t.Errorf("%d audit entries say so", n)
	}
}

// Four eyes are two persons: one person with accounts at two issuers has only one pair.
func TestFourEyesArePersons(t *testing.T) {
	t.Parallel()
	h := open(t)
	const second = "https://vneid.example#hanh"
	person := "pk:" + strings.Repeat("ab", 32)
	h.tell(t, "role_bound", &directoryv1.RoleBound{
		Binding: "00000000-0000-0000-0000-0000000000f1", SubjectKey: second, Role: "commune_chair", Unit: commune, ValidFrom: "2025-07-01",
	})
	must(t, h.units.Refresh(t.Context()))
	first, again := h.asPerson(t, officer, person), h.asPerson(t, second, person)

	p, err := h.CreatePublication(first, &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: fees, Content: draftContent()})
	must(t, err)
	p, err = h.SubmitPublication(first, &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true})
	must(t, err)
	_, err = h.ApprovePublication(again, &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")
	tasks, err := h.ListTasks(again, &disclosurev1.ListTasksRequest{})
	must(t, err)
	if waits(tasks.GetTasks(), disclosurev1.TaskKind_TASK_KIND_REVIEW, p.GetName()) {
		t.Error("one is asked to review oneself")
	}
	p = h.approve(t, chair, p)
	p, err = h.PublishPublication(again, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	p, err = h.CorrectPublication(first, &disclosurev1.CorrectPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Content: cheaper(), CorrectionNote: "Sửa", DeclareNoSecrets: true})
	must(t, err)
	_, err = h.ApproveCorrection(again, &disclosurev1.ApproveCorrectionRequest{Name: p.GetName(), Etag: p.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")

	w, err := h.ProposeWithholding(first, &disclosurev1.ProposeWithholdingRequest{
		Unit: "units/" + commune, Item: "catalogueItems/communes.03.planning", Ground: disclosurev1.WithholdingGround_WITHHOLDING_GROUND_NOT_YET_PUBLIC,
		SubjectMatter: "Một đồ án", Justification: "Chưa đến hạn công khai", ReviewDate: "2026-09-09",
	})
	must(t, err)
	_, err = h.ApproveWithholding(again, &disclosurev1.ApproveWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")
	_, err = h.DeclineWithholding(again, &disclosurev1.DeclineWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag(), Reason: "x"})
	refused(t, err, fault.Refused, "FOUR_EYES")
	_, err = h.ApproveWithholding(h.as(t, chair), &disclosurev1.ApproveWithholdingRequest{Name: w.GetName(), Etag: w.GetEtag()})
	must(t, err)
}

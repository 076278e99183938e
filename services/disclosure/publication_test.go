package disclosure_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

const (
	fees  = "catalogueItems/communes.12"
	lists = "catalogueItems/communes.07.results"
)

func draftContent() *disclosurev1.PublicationContent {
	return &disclosurev1.PublicationContent{
		Title: "Mức thu phí vệ sinh môi trường năm 2026", Summary: "Mức thu áp dụng từ 01/4/2026", Body: "Hộ gia đình: 50.000 đồng/tháng\nCơ sở kinh doanh: 120.000 đồng/tháng",
		DocumentNumber: "45/QĐ-UBND", IssuingBody: "UBND xã Võ Miếu", DecisionDate: "2026-03-09",
	}
}

func (h *house) draft(t testing.TB, who, unit, item string, c *disclosurev1.PublicationContent) *disclosurev1.Publication {
	t.Helper()
	p, err := h.CreatePublication(h.as(t, who), &disclosurev1.CreatePublicationRequest{Unit: "units/" + unit, Item: item, Content: c})
	must(t, err)
	return p
}

func (h *house) submit(t testing.TB, who string, p *disclosurev1.Publication) *disclosurev1.Publication {
	t.Helper()
	p, err := h.SubmitPublication(h.as(t, who), &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true})
	must(t, err)
	return p
}

func (h *house) approve(t testing.TB, who string, p *disclosurev1.Publication) *disclosurev1.Publication {
	t.Helper()
	p, err := h.ApprovePublication(h.as(t, who), &disclosurev1.ApprovePublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	return p
}

func (h *house) publish(t testing.TB, item string, c *disclosurev1.PublicationContent) *disclosurev1.Publication {
	t.Helper()
	p := h.approve(t, chair, h.submit(t, officer, h.draft(t, officer, commune, item, c)))
	p, err := h.PublishPublication(h.as(t, chair), &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	return p
}

func (h *house) search(t testing.TB, ctx context.Context, req *disclosurev1.SearchPublicationsRequest) []string {
	t.Helper()
	found, err := h.SearchPublications(ctx, req)
	must(t, err)
	var names []string
	for _, p := range found.GetPublications() {
		names = append(names, p.GetName())
	}
	return names
}

// The whole way: draft, due date with its reason, review by another, public page, correction with a visible difference,
// withdrawal with a tombstone.
func TestAPublicationFromDraftToTombstone(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := h.draft(t, officer, commune, fees, draftContent())
	if due := draft.GetDue(); due.GetDate() != "2026-03-16" || due.GetAmount() != 5 || !strings.Contains(due.GetBasis().GetText(), "Điều 12 khoản 3") || len(due.GetSteps()) == 0 {
		t.Errorf("due %v, want Monday 2026-03-16 by Điều 12.3", due)
	}
	if draft.GetAuthor().GetSubject() != officer || draft.GetObligation() == "" {
		t.Errorf("author %v, obligation %q", draft.GetAuthor(), draft.GetObligation())
	}
	_, err := h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: draft.GetName()})
	refused(t, err, fault.NotFound, "")

	h.on("2026-03-17") // one working day late
	p := h.approve(t, chair, h.submit(t, officer, draft))
	p, err = h.PublishPublication(h.as(t, chair), &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	must(t, err)
	if p.GetRegisterNumber() != "1/2026" || p.GetVersion() != 1 || p.GetLateDays() != 1 || len(p.GetDigest()) != 64 {
		t.Errorf("published as %q v%d, %d late, digest %q", p.GetRegisterNumber(), p.GetVersion(), p.GetLateDays(), p.GetDigest())
	}

	public, err := h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: p.GetName()})
	must(t, err)
	if public.GetAuthor() != nil || public.GetApprover() != nil || public.GetSecrecyDeclared() {
		t.Error("internal fields are shown to the public")
	}
	changed := draftContent()
	changed.Body = strings.Replace(changed.GetBody(), "50.000", "40.000", 1)
	p = h.correct(t, p, changed)
	difference, err := h.GetPublicationDifference(t.Context(), &disclosurev1.GetPublicationDifferenceRequest{Publication: p.GetName()})
	must(t, err)
	if len(difference.GetFields()) != 1 || difference.GetFields()[0].GetField() != "body" || difference.GetFields()[0].GetLines()[0].GetKind() != disclosurev1.DifferenceKind_DIFFERENCE_KIND_REMOVED {
		t.Errorf("difference %v", difference)
	}
	versions, err := h.ListPublicationVersions(t.Context(), &disclosurev1.ListPublicationVersionsRequest{Publication: p.GetName(), PageSize: 1})
	must(t, err)
	if len(versions.GetVersions()) != 1 || versions.GetVersions()[0].GetVersion() != 2 || versions.GetNextPageToken() == "" {
		t.Errorf("versions %v", versions)
	}

	p, err = h.WithdrawPublication(h.as(t, chair), &disclosurev1.WithdrawPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), Reason: "Quyết định bị bãi bỏ"})
	must(t, err)
	stone, err := h.GetPublication(t.Context(), &disclosurev1.GetPublicationRequest{Name: p.GetName()})
	must(t, err)
	if stone.GetState() != disclosurev1.PublicationState_PUBLICATION_STATE_WITHDRAWN || stone.GetBody() != "" || stone.GetWithdrawalReason() == "" || stone.GetTitle() == "" {
		t.Errorf("tombstone %v", stone)
	}
	if names := h.search(t, t.Context(), &disclosurev1.SearchPublicationsRequest{Query: "vệ sinh"}); len(names) != 0 {
		t.Errorf("withdrawn content is found: %v", names)
	}
	_, err = h.GetPublicationDifference(t.Context(), &disclosurev1.GetPublicationDifferenceRequest{Publication: p.GetName()})
	refused(t, err, fault.Refused, "CONTENT_HIDDEN")
	if n := h.count(t, `SELECT count(*) FROM platform_audit WHERE resource = $1`, p.GetName()); n != 7 {
		t.Errorf("%d audit entries, want one for each of seven moves", n)
	}
}

func TestFourEyes(t *testing.T) {
	t.Parallel()
	h := open(t)
	own := h.submit(t, chair, h.draft(t, chair, commune, fees, draftContent()))
	_, err := h.ApprovePublication(h.as(t, chair), &disclosurev1.ApprovePublicationRequest{Name: own.GetName(), Etag: own.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")
	if approved := h.approve(t, deputy, own); approved.GetSinglePerson() {
		t.Error("two people were there")
	}
	// Whoever wrote it last is the author: editing an officer's draft and approving it is approving one's own words.
	edited, err := h.UpdatePublication(h.as(t, chair), &disclosurev1.UpdatePublicationRequest{
		Publication: &disclosurev1.PublicationEdit{Name: h.draft(t, officer, commune, fees, draftContent()).GetName(), Content: draftContent()}, Etag: "1",
	})
	must(t, err)
	edited = h.submit(t, chair, edited)
	_, err = h.ApprovePublication(h.as(t, chair), &disclosurev1.ApprovePublicationRequest{Name: edited.GetName(), Etag: edited.GetEtag()})
	refused(t, err, fault.Refused, "FOUR_EYES")
	single := h.approve(t, alone, h.submit(t, alone, h.draft(t, alone, other, fees, draftContent())))
	if !single.GetSinglePerson() {
		t.Error("approved by its author, but not flagged")
	}
}

func TestDraftsBelongToTheStaff(t *testing.T) {
	t.Parallel()
	h := open(t)
	draft := h.draft(t, officer, commune, fees, draftContent())
	for _, who := range []string{sibling, alone, front, head, inspector, operator, citizen, principal} {
		_, err := h.GetPublication(h.as(t, who), &disclosurev1.GetPublicationRequest{Name: draft.GetName()})
		refused(t, err, fault.NotFound, "")
		_, err = h.UpdatePublication(h.as(t, who), &disclosurev1.UpdatePublicationRequest{
			Publication: &disclosurev1.PublicationEdit{Name: draft.GetName(), Content: draftContent()}, Etag: draft.GetEtag(),
		})
		refused(t, err, fault.NotFound, "")
		_, err = h.CreatePublication(h.as(t, who), &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: fees, Content: draftContent()})
		refused(t, err, fault.Forbidden, "")
		_, err = h.ListPublications(h.as(t, who), &disclosurev1.ListPublicationsRequest{Unit: "units/" + commune})
		refused(t, err, fault.Forbidden, "")
	}
	_, err := h.ApprovePublication(h.as(t, officer), &disclosurev1.ApprovePublicationRequest{Name: draft.GetName(), Etag: draft.GetEtag()})
	refused(t, err, fault.Forbidden, "ROLE_REQUIRED")
	if names := h.search(t, t.Context(), &disclosurev1.SearchPublicationsRequest{}); len(names) != 0 {
		t.Errorf("a draft is found: %v", names)
	}
	desk, err := h.ListPublications(h.as(t, officer), &disclosurev1.ListPublicationsRequest{Unit: "units/" + commune})
	must(t, err)
	if len(desk.GetPublications()) != 1 {
		t.Errorf("%d on the desk", len(desk.GetPublications()))
	}
}

func TestStaleAndRepeated(t *testing.T) {
	t.Parallel()
	h := open(t)
	create := &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: fees, Content: draftContent(), RequestId: "0198c0de-0000-7000-8000-00000000abcd"}
	first, err := h.CreatePublication(h.as(t, officer), create)
	must(t, err)
	again, err := h.CreatePublication(h.as(t, officer), create)
	must(t, err)
	if first.GetName() != again.GetName() {
		t.Error("a repeat made another draft")
	}
	create.Content.Title = "Khác"
	_, err = h.CreatePublication(h.as(t, officer), create)
	refused(t, err, fault.Exists, "REQUEST_ID_REUSED")

	edit := &disclosurev1.UpdatePublicationRequest{Publication: &disclosurev1.PublicationEdit{Name: first.GetName(), Content: draftContent()}, Etag: first.GetEtag()}
	_, err = h.UpdatePublication(h.as(t, officer), edit)
	must(t, err)
	_, err = h.UpdatePublication(h.as(t, officer), edit)
	refused(t, err, fault.Conflict, "STALE_ETAG")
}

// Sixteen people press “publish” at once: one does, one number is spent, one fact is told.
func TestPublishingAtOnce(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.approve(t, chair, h.submit(t, officer, h.draft(t, officer, commune, fees, draftContent())))
	done := make(chan error, 16)
	for i := range 16 {
		ctx := h.as(t, []string{chair, deputy}[i%2])
		go func() {
			_, err := h.PublishPublication(ctx, &disclosurev1.PublishPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
			done <- err
		}()
	}
	succeeded := 0
	for range 16 {
		if err := <-done; err == nil {
			succeeded++
		} else {
			refused(t, err, fault.Conflict, "STALE_ETAG")
		}
	}
	if succeeded != 1 || h.count(t, `SELECT count(*) FROM platform_outbox WHERE type LIKE '%publication_published'`) != 1 || h.count(t, `SELECT last FROM counter WHERE name = 'publication'`) != 1 {
		t.Errorf("%d published", succeeded)
	}
}

func (h *house) count(t testing.TB, sql string, args ...any) (n int) {
	t.Helper()
	must(t, h.db.Pool().QueryRow(t.Context(), sql, args...).Scan(&n))
	return n
}

func TestBadInput(t *testing.T) {
	t.Parallel()
	h := open(t)
	for name, tc := range map[string]struct {
		change func(*disclosurev1.CreatePublicationRequest)
		kind   fault.Kind
		reason string
	}{
		"no title":                  {func(r *disclosurev1.CreatePublicationRequest) { r.Content.Title = " \u200b" }, fault.Invalid, "FIELD_REQUIRED"},
		"a decision of tomorrow":    {func(r *disclosurev1.CreatePublicationRequest) { r.Content.DecisionDate = "2026-03-10" }, fault.Invalid, "DATE_IN_FUTURE"},
		"a day that does not exist": {func(r *disclosurev1.CreatePublicationRequest) { r.Content.DecisionDate = "2026-02-31" }, fault.Invalid, "DATE_INVALID"},
		"a decision of 1026":        {func(r *disclosurev1.CreatePublicationRequest) { r.Content.DecisionDate = "1026-03-09" }, fault.Invalid, "DATE_TOO_EARLY"},
		"an item of another list":   {func(r *disclosurev1.CreatePublicationRequest) { r.Item = "catalogueItems/agencies.01" }, fault.Invalid, "ITEM_NOT_OF_UNIT"},
		"a heading":                 {func(r *disclosurev1.CreatePublicationRequest) { r.Item = "catalogueItems/communes.07" }, fault.Invalid, "ITEM_NOT_OF_UNIT"},
		"a unit that has ended":     {func(r *disclosurev1.CreatePublicationRequest) { r.Unit = "units/" + former }, fault.NotFound, "UNIT_NOT_FOUND"},
		"a forged attachment": {func(r *disclosurev1.CreatePublicationRequest) {
			r.Content.Attachments = append(r.Content.Attachments, h.file(t, stranger, "a.jpg"))
		}, fault.Invalid, "FILE_HANDLE_INVALID"},
		"an obligation that is none": {func(r *disclosurev1.CreatePublicationRequest) {
			r.Obligation = "obligations/0198c0de-0000-7000-8000-00000000abcd"
		}, fault.NotFound, "NOT_FOUND"},
	} {
		request := &disclosurev1.CreatePublicationRequest{Unit: "units/" + commune, Item: fees, Content: draftContent()}
		tc.change(request)
		t.Run(name, func(t *testing.T) {
			_, err := h.CreatePublication(h.as(t, officer), request)
			refused(t, err, tc.kind, tc.reason)
		})
	}
	if n := h.count(t, `SELECT count(*) FROM publication`); n != 0 {
		t.Errorf("%d drafts came of bad input", n)
	}
}

// Markup is text like any other: kept as typed, found by its words, never interpreted. Decomposed letters are composed.
func TestTextIsInert(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := draftContent()
	c.Title = "<script>alert(1)</script> Mư\u0301c thu"
	c.Body = "=HYPERLINK(\"http://x\")\n<img src=x onerror=alert(1)>\x00"
	p := h.publish(t, fees, c)
	if p.GetTitle() != "<script>alert(1)</script> Mức thu" || strings.ContainsRune(p.GetBody(), 0) {
		t.Errorf("title %q, body %q", p.GetTitle(), p.GetBody())
	}
	stream, err := h.ExportPublications(t.Context(), &disclosurev1.ExportPublicationsRequest{Format: disclosurev1.ExportFormat_EXPORT_FORMAT_CSV})
	must(t, err)
	csv := ""
	for {
		part, err := stream.Recv()
		if err != nil {
			break
		}
		csv += part.GetCsv()
	}
	if !strings.Contains(csv, "Mức thu") || strings.Contains(csv, "\"=HYPERLINK") || strings.Contains(csv, ",=HYPERLINK") {
		t.Errorf("csv %q", csv)
	}
}

func TestWarningsMustBeAcknowledged(t *testing.T) {
	t.Parallel()
	h := open(t)
	c := draftContent()
	c.Body += "\nTỐI MẬT"
	p := h.draft(t, officer, commune, fees, c)
	_, err := h.SubmitPublication(h.as(t, officer), &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag()})
	refused(t, err, fault.Refused, "SECRECY_NOT_DECLARED")
	_, err = h.SubmitPublication(h.as(t, officer), &disclosurev1.SubmitPublicationRequest{Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true})
	refused(t, err, fault.Refused, "WARNING_NOT_ACKNOWLEDGED")
	p, err = h.SubmitPublication(h.as(t, officer), &disclosurev1.SubmitPublicationRequest{
		Name: p.GetName(), Etag: p.GetEtag(), DeclareNoSecrets: true,
		Acknowledgements: []*disclosurev1.WarningAcknowledgement{{Code: disclosurev1.WarningCode_WARNING_CODE_CLASSIFICATION_MARK, Reason: "Trích tên một thể loại hồ sơ"}},
	})
	must(t, err)
	if len(p.GetWarnings()) != 1 || p.GetWarnings()[0].GetReason() == "" {
		t.Errorf("warnings %v", p.GetWarnings())
	}
}

func TestSearch(t *testing.T) {
	t.Parallel()
	h := open(t)
	p := h.publish(t, fees, draftContent())
	c := draftContent()
	c.Title, c.DocumentNumber = "Quyết toán ngân sách Thủy lợi", "46/QĐ-UBND"
	q := h.publish(t, "catalogueItems/communes.02.settlement", c)
	for name, tc := range map[string]struct {
		req  *disclosurev1.SearchPublicationsRequest
		want []string
	}{
		"with marks":               {&disclosurev1.SearchPublicationsRequest{Query: "phí vệ sinh"}, []string{p.GetName()}},
		"without marks":            {&disclosurev1.SearchPublicationsRequest{Query: "phi ve sinh"}, []string{p.GetName()}},
		"other marks":              {&disclosurev1.SearchPublicationsRequest{Query: "phì"}, nil},
		"old place of the mark":    {&disclosurev1.SearchPublicationsRequest{Query: "thuỷ lợi"}, []string{q.GetName()}},
		"a number":                 {&disclosurev1.SearchPublicationsRequest{Query: "46/QĐ-UBND"}, []string{q.GetName()}},
		"all words":                {&disclosurev1.SearchPublicationsRequest{Query: "phí quyết toán"}, nil},
		"the item":                 {&disclosurev1.SearchPublicationsRequest{Item: fees}, []string{p.GetName()}},
		"the commune":              {&disclosurev1.SearchPublicationsRequest{Unit: "units/08584"}, []string{q.GetName(), p.GetName()}},
		"an item of the commune":   {&disclosurev1.SearchPublicationsRequest{Unit: "units/08584", Item: fees}, []string{p.GetName()}},
		"the commune later":        {&disclosurev1.SearchPublicationsRequest{Unit: "units/08584", From: "2026-03-10"}, nil},
		"the commune by radio":     {&disclosurev1.SearchPublicationsRequest{Unit: "units/08584", Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO}, nil},
		"the province alone":       {&disclosurev1.SearchPublicationsRequest{Unit: "units/" + province}, nil},
		"the province with below":  {&disclosurev1.SearchPublicationsRequest{Unit: "units/" + province, IncludeSubtree: true}, []string{q.GetName(), p.GetName()}},
		"the other commune":        {&disclosurev1.SearchPublicationsRequest{Unit: "units/" + other}, nil},
		"a day without":            {&disclosurev1.SearchPublicationsRequest{From: "2026-03-10"}, nil},
		"the day":                  {&disclosurev1.SearchPublicationsRequest{From: "2026-03-09", To: "2026-03-09", Query: "phí"}, []string{p.GetName()}},
		"the portal":               {&disclosurev1.SearchPublicationsRequest{Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL, Item: fees}, []string{p.GetName()}},
		"a form not used":          {&disclosurev1.SearchPublicationsRequest{Form: disclosurev1.DisclosureForm_DISCLOSURE_FORM_RADIO}, nil},
		"injection is only a word": {&disclosurev1.SearchPublicationsRequest{Query: `phí' & !x | ('`}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := h.search(t, t.Context(), tc.req); !slices.Equal(got, tc.want) {
				t.Errorf("found %v, want %v", got, tc.want)
			}
		})
	}
	_, err := h.SearchPublications(t.Context(), &disclosurev1.SearchPublicationsRequest{Query: "…!?"})
	refused(t, err, fault.Invalid, "QUERY_EMPTY")
	_, err = h.SearchPublications(t.Context(), &disclosurev1.SearchPublicationsRequest{States: []disclosurev1.PublicationState{disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT}})
	refused(t, err, fault.Refused, "STATE_NOT_ALLOWED")
	first, err := h.SearchPublications(t.Context(), &disclosurev1.SearchPublicationsRequest{Unit: "units/08584", PageSize: 1})
	must(t, err)
	more := &disclosurev1.SearchPublicationsRequest{Unit: "units/08584", PageSize: 1, PageToken: first.GetNextPageToken()}
	if got := h.search(t, t.Context(), more); !slices.Equal(got, []string{p.GetName()}) {
		t.Errorf("second page of the commune %v", got)
	}
	page, err := h.SearchPublications(t.Context(), &disclosurev1.SearchPublicationsRequest{PageSize: 1})
	must(t, err)
	rest := &disclosurev1.SearchPublicationsRequest{PageSize: 1, PageToken: page.GetNextPageToken()}
	if got := h.search(t, t.Context(), rest); !slices.Equal(got, []string{p.GetName()}) {
		t.Errorf("second page %v", got)
	}
	foreign := proto.Clone(rest).(*disclosurev1.SearchPublicationsRequest)
	foreign.Query = "phí"
	_, err = h.SearchPublications(t.Context(), foreign)
	refused(t, err, fault.Invalid, "PAGE_TOKEN_INVALID")
}

package voting_test

import (
	"archive/zip"
	"bytes"
	"strings"
	"testing"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (h *house) render(t testing.TB, who string, v *votingv1.Vote, form, format string) (*votingv1.RenderedDocument, error) {
	t.Helper()
	return h.RenderVoteDocument(h.as(t, who), &votingv1.RenderVoteDocumentRequest{Vote: v.GetName(), Form: form, Format: format})
}

// The papers of a meeting are filled from what it recorded; the public gets the notice, lists with names only who holds the
// vote in that village.
func TestTheFormsOfAMeeting(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.assembled(t)
	_, err := h.render(t, head, v, "nd59-02", "html")
	refused(t, err, fault.Refused, "DOCUMENT_NOT_READY")
	h.come(t, head, v, "", names(village, 0, 90))
	h.procedure(t, head, v, "", votingv1.Method_METHOD_SECRET_BALLOT, 80)
	_, err = h.RecordMeetingCount(h.as(t, head), &votingv1.RecordMeetingCountRequest{
		Vote: v.GetName(), Etag: v.GetEtag(), Counts: lines(81, 5, 0), Invalid: 2, Witnesses: names(village, 0, 2), OtherOpinions: []string{"Nên làm sau vụ mùa"},
	})
	must(t, err)
	listed, err := h.ListVoteDocuments(t.Context(), &votingv1.ListVoteDocumentsRequest{Vote: v.GetName()})
	must(t, err)
	ready := map[string]bool{}
	for _, d := range listed.GetDocuments() {
		ready[d.GetForm()] = d.GetReady()
	}
	if !ready["nd59-01"] || !ready["nd59-02"] || ready["nd59-03"] || len(listed.GetDocuments()) != 4 {
		t.Errorf("forms: %v", ready)
	}
	notice, err := h.RenderVoteDocument(t.Context(), &votingv1.RenderVoteDocumentRequest{Vote: v.GetName(), Form: "nd59-01"})
	must(t, err)
	for _, want := range []string{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Mẫu số 01", "Thôn Quyết Tiến", "08 giờ 00, ngày 21/03/2026", "Nhà văn hóa thôn"} {
		if !strings.Contains(string(notice.GetData()), want) {
			t.Errorf("the notice lacks %q: %s", want, notice.GetData())
		}
	}
	minutes, err := h.render(t, head, v, "nd59-02", "")
	must(t, err)
	for _, want := range []string{"Lê Thị Thư", "Trần Văn Hai", "Người Đại Diện 2", "bỏ phiếu kín", "có đại diện dự họp: 90; vắng mặt: 30", ">81<", "Nên làm sau vụ mùa"} {
		if !strings.Contains(string(minutes.GetData()), want) {
			t.Errorf("the minutes lack %q: %s", want, minutes.GetData())
		}
	}
	for _, form := range []string{"nd59-01", "nd59-02", "attendance"} {
		document, err := h.render(t, villageMTTQ, v, form, "docx")
		must(t, err)
		if _, err := zip.NewReader(bytes.NewReader(document.GetData()), int64(len(document.GetData()))); err != nil {
			t.Errorf("%s is no document: %v", form, err)
		}
	}
	_, err = h.render(t, head, v, "nd59-01", "pdf")
	refused(t, err, fault.Invalid, "FIELD_INVALID")
	_, err = h.render(t, head, v, "nd59-04", "")
	refused(t, err, fault.NotFound, "")
	for _, who := range []string{otherHead, otherFront, sibling, officer, citizen} {
		for _, form := range []string{"attendance", "nd59-02", "no-such-form"} {
			_, err = h.render(t, who, v, form, "")
			refused(t, err, fault.Forbidden, "")
		}
	}
}

// A ballot leads to no household: no name, code, address or id stands on it, and there is one for each.
func TestBallotsTellNothing(t *testing.T) {
	t.Parallel()
	h := open(t)
	v := h.handedOut(t)
	printed, err := h.render(t, head, v, "ballots", "html")
	must(t, err)
	page := string(printed.GetData())
	if n := strings.Count(page, "data:image/png;base64,"); n != 120 {
		t.Errorf("%d ballots", n)
	}
	for _, secret := range []string{"Người Đại Diện", "Ngõ ", "households", "00000000-0000-7000"} {
		if strings.Contains(page, secret) {
			t.Errorf("%q stands on a ballot", secret)
		}
	}
	for _, table := range []string{"paper_ballot", "paper_issue"} {
		both := h.rows(t, `information_schema.columns WHERE table_name = '`+table+`' AND (column_name LIKE '%\_at' OR column_name IN ('serial', 'household') OR data_type LIKE 'timestamp%')`)
		if both != 1 { // a serial or a household, never both, never an hour
			t.Errorf("%s could tell which household got which ballot", table)
		}
	}
	for _, who := range []string{otherHead, citizen, officer} {
		_, err = h.render(t, who, v, "ballots", "")
		refused(t, err, fault.Forbidden, "")
	}
}

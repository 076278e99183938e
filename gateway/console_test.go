package gateway_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

func TestConsolePages(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	for _, c := range []struct {
		address, selector, text string
		state                   disclosurev1.PublicationState
	}{
		{address: "/console", selector: "td .state", text: "quá hạn 4 ngày làm việc"},
		{address: "/console", selector: "th .quiet", text: "Quyết định 61/QĐ-UBND"},
		{address: "/console/publications", selector: "h1", text: "Xã Võ Miếu"},
		{address: "/console/publications?unit=08542&state=draft", selector: "h1", text: "Xã Thanh Sơn"},
		{address: "/console/publications/new?item=commune.7", selector: "option[selected]", text: "7."},
		{address: "/console/publications/" + publicationID, selector: "button", text: "Gửi người duyệt", state: disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT},
		{address: "/console/publications/" + publicationID, selector: "button", text: "Trả lại người soạn", state: disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW},
		{address: "/console/publications/" + publicationID, selector: "button", text: "Đăng ngay", state: disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED},
		{address: "/console/publications/" + publicationID, selector: "button", text: "Rút"},
		{address: "/console/publications/" + publicationID + "/edit", selector: "label", text: "Bỏ tệp “quyet-dinh-45.pdf”"},
		{address: "/console/publications/" + publicationID + "/correct", selector: "label", text: "Đính chính điều gì, vì sao"},
	} {
		s.fixed.state = c.state
		w := s.get(c.address, "Cookie", cookie)
		keep(t, c.address+c.state.String(), w.Body.String())
		if w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("%s may be cached: %q", c.address, w.Header().Get("Cache-Control"))
		}
		p := s.page(w, 200)
		p.says(c.selector, c.text)
		p.lacks("[style], [onclick], script:not([src])")
		s.page(s.get(c.address), 401).says("h1", "Xin đăng nhập")
	}
}

// editorForm is the editor as a browser sends it.
func editorForm(t *testing.T, fields url.Values, fileName, file string) (*bytes.Buffer, string) {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, values := range fields {
		for _, value := range values {
			if err := form.WriteField(name, value); err != nil {
				t.Fatal(err)
			}
		}
	}
	part, err := form.CreateFormFile("file", fileName)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(file)); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	return &body, form.FormDataContentType()
}

func TestTheEditorLosesNothing(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	fields := url.Values{"item": {"commune.7"}, "title": {"Danh sách hộ được hỗ trợ <b>năm 2026</b>"}, "body": {"Điều 1.\n\nĐiều 2."}, "once": {"o"}}

	// A missing date: the form comes back with every word and with the file.
	body, kind := editorForm(t, fields, "biên bản.txt", "Biên bản niêm yết")
	p := s.page(s.do(http.MethodPost, "/console/publications/new", body, "Cookie", cookie, "Content-Type", kind), 422)
	p.says(".wrongness", "Hãy ghi ngày")
	p.has(`a[href="#decision_date"]`)
	p.has(`input[name=title][value="Danh sách hộ được hỗ trợ <b>năm 2026</b>"]`)
	p.says("textarea[name=body]", "Điều 1. Điều 2.")
	p.says("fieldset label", "biên bản.txt")

	// A file that is not what it says: refused in words, and again nothing is lost.
	body, kind = editorForm(t, fields, "quyet-dinh.pdf", "<script>alert(1)</script>")
	p = s.page(s.do(http.MethodPost, "/console/publications/new", body, "Cookie", cookie, "Content-Type", kind), 422)
	p.says("#refusal", "không phải là pdf")
	p.has(`input[name=title][value="Danh sách hộ được hỗ trợ <b>năm 2026</b>"]`)

	fields.Set("decision_date", "2026-11-17")
	body, kind = editorForm(t, fields, "", "")
	w := s.do(http.MethodPost, "/console/publications/new", body, "Cookie", cookie, "Content-Type", kind)
	if w.Code != http.StatusSeeOther || w.Header().Get("Location") != "/console/publications/"+publicationID {
		t.Fatalf("saving answered %d %q %.300s", w.Code, w.Header().Get("Location"), w.Body)
	}
	if got := s.fixed.created; got.GetUnit() != "units/08584@2025-07-01" || got.GetItem() != "catalogueItems/commune.7" || len(got.GetRequestId()) != 36 {
		t.Errorf("the service was asked %v", got)
	}
	s.page(s.get("/console/publications/"+publicationID, "Cookie", cookie+cookies(w)), 200).says("[role=status]", "Đã lưu")
}

func TestARefusedMoveSaysWhyOnTheSamePage(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	s.fixed.state = disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT
	form := url.Values{"etag": {"3"}, "once": {"o"}, "warning_WARNING_CODE_CLASSIFICATION_MARK": {"nói về cây trồng"}}
	p := s.page(s.post("/console/publications/"+publicationID+"/submit", form, "Cookie", cookie), 422)
	p.has("#refusal")
	p.has(`input[name^=warning_][value="nói về cây trồng"]`)
	form.Set("declare_no_secrets", "yes")
	if w := s.post("/console/publications/"+publicationID+"/submit", form, "Cookie", cookie); w.Code != http.StatusSeeOther {
		t.Errorf("submitting answered %d", w.Code)
	}
}

func TestAFormFromElsewhereIsRefused(t *testing.T) {
	i := newIssuer(t)
	s := withIssuer(t, i)
	cookie := s.signIn(i)
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Origin", "https://evil.example"}} {
		w := s.post("/console/publications/"+publicationID+"/withdraw", url.Values{"reason": {"x"}}, append(headers, "Cookie", cookie)...)
		s.page(w, 403).says("p", "gửi từ một trang web khác")
	}
	if w := s.post("/signout", nil, "Sec-Fetch-Site", "same-origin", "Cookie", cookie); w.Code != http.StatusSeeOther {
		t.Errorf("our own form was refused with %d", w.Code)
	}
	if strings.Contains(s.get("/", "Cookie", cookie).Header().Get("Cache-Control"), "public") {
		t.Error("a signed-in page may be cached")
	}
}

package gateway_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/cascadia"
)

// publicPages are all pages anybody may read, with what each must say.
var publicPages = []struct{ address, selector, text string }{
	{"/", "h1", "Bạn ở xã, phường nào?"},
	{"/units", "ul.columns a", "Xã Võ Miếu"},
	{"/units?q=vo+mieu", "h2", "2 kết quả"},
	{"/units?q=khong+co", "h2", "Không có xã, phường nào tên"},
	{"/units/25", "table th a", "Xã Cao Phong"},
	{"/units/08584", "h1", "Xã Võ Miếu"},
	{"/units/08584@2025-07-01", ".crumbs a", "Tỉnh Phú Thọ"},
	{"/units/08584/quarterly", "td", "Nhà văn hóa thôn Quyết Tiến: 19/11/2026–20/12/2026"},
	{"/disclosures", ".plainlist .state", "Công khai trễ 2 ngày làm việc"},
	{"/disclosures?item=commune.7&q=nha", "option[selected]", "7."},
	{"/disclosures/" + publicationID, "dd", "45/QĐ-UBND"},
	{"/disclosures/" + publicationID + "?version=2", "ins", "46 hộ"},
	{"/requests", "h1", "Yêu cầu cung cấp thông tin"},
	{"/about", "h1", "Giới thiệu"},
	{"/open-data", "h1", "Dữ liệu mở"},
	{"/units/08584.001", "#votes + .plainlist a.title", "làm đường bê tông"},
	{"/votes", ".plainlist .state", "Đang biểu quyết"},
	{"/votes?q=duong&state=open&matter=contribution", "option[selected]", "Đang biểu quyết"},
	{"/votes/" + voteID, "dd", "cần ít nhất 41/61 hộ đồng ý (≥ 2/3 tổng số hộ)"},
	{"/votes/" + voteID + "/participants", "th", "012"},
	{"/votes/" + voteID + "/check", "label", "Tệp biên nhận"},
	{"/votes/" + voteID + "/screen", ".figures b", "38"},
	{"/votes/" + voteID + "/receipts/" + commitment, "code", commitment},
	{"/initiatives?unit=08584.001", "a.title", "Lắp đèn đường"},
	{"/initiatives/" + someID, ".figures b", "4"},
	{"/api", "a.title", "PublicationService"},
}

func TestPublicPages(t *testing.T) {
	s := newStage(t)
	for _, c := range publicPages {
		w := s.get(c.address)
		keep(t, c.address, w.Body.String())
		if size := w.Body.Len(); size > 40_000 {
			t.Errorf("%s weighs %d bytes", c.address, size)
		}
		p := s.page(w, 200)
		p.says(c.selector, c.text)
		p.has("html[lang=vi]")
		p.has("a.skip[href='#main']")
		p.lacks("[style], [onclick], script:not([src])")
		english := s.page(s.get(c.address, "Cookie", "danchu-lang=en"), 200)
		english.has("html[lang=en]")
		english.says("a[lang=vi]", "Tiếng Việt")
	}
}

// keep writes a page where a person can look at it, when asked by
// DANCHU_PAGES_DIR: `make pages` opens them in a browser at 390 and 1280 px.
func keep(t *testing.T, address, body string) {
	t.Helper()
	dir := os.Getenv("DANCHU_PAGES_DIR")
	if dir == "" {
		return
	}
	name := strings.NewReplacer("/", "_", "?", "-", "=", "-", "&", "-", "+", "-").Replace(strings.TrimPrefix(address, "/"))
	if err := os.WriteFile(filepath.Join(dir, "page_"+name+".html"), []byte(body), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADueDateOpensToItsArticleAndCounting(t *testing.T) {
	s := newStage(t)
	p := s.page(s.get("/units/08584"), 200)
	p.says("details.why summary", "quá hạn 4 ngày làm việc — thứ Tư 25/11/2026")
	p.says("details.why div", "Điều 12 khoản 3 Luật 10/2022/QH15")
	p.says("details.why li", "Ngày Văn hóa Việt Nam")
}

func TestWhatLooksLikeMarkupIsShownAsTyped(t *testing.T) {
	s := newStage(t)
	p := s.page(s.get("/disclosures/"+publicationID), 200)
	p.says("article.document p", "<script>alert(1)</script>")
	p.lacks("article script")
}

func TestFaultPages(t *testing.T) {
	s := newStage(t)
	for _, c := range []struct {
		address string
		status  int
		title   string
	}{
		{"/khong-co", 404, "Không tìm thấy trang"},
		{"/units/99999", 404, "Không tìm thấy trang"},
		{"/disclosures/0193f2a0-7c11-7aaa-8bbb-000000000000", 404, "Không tìm thấy trang"},
		{"/disclosures?from=hom-qua", 400, "Nội dung gửi lên chưa hợp lệ"},
		{"/units/08584?as_of=31/02/2026", 400, "Nội dung gửi lên chưa hợp lệ"},
		{"/inbox", 401, "Xin đăng nhập"},
		{"/requests/new", 401, "Xin đăng nhập"},
		{"/requests/0193f2a0-7c11-7aaa-8bbb-0123456789ac", 401, "Xin đăng nhập"},
	} {
		w := s.get(c.address)
		keep(t, "fault"+c.address, w.Body.String())
		p := s.page(w, c.status)
		p.says("h1", c.title)
		p.says("p", "Mã yêu cầu: ")
	}
}

func TestTheAPIPageShowsEveryService(t *testing.T) {
	s := newStage(t)
	index := s.page(s.get("/api"), 200)
	for _, link := range cascadia.QueryAll(index.root, cascadia.MustCompile("a.title")) {
		for _, attribute := range link.Attr {
			if attribute.Key != "href" {
				continue
			}
			w := s.get(attribute.Val, "Accept-Encoding", "gzip")
			if w.Code != 200 || w.Body.Len() > 60_000 {
				t.Errorf("%s: status %d, %d bytes", attribute.Val, w.Code, w.Body.Len())
			}
		}
	}
	s.page(s.get("/api/PublicationService"), 200).says("h2 code", "POST /v1/publications/{id}:withdraw")
	s.page(s.get("/api/none"), 404)
}

func TestWhatOnlyHeadsOthersCannotBeChosen(t *testing.T) {
	p := newStage(t).page(newStage(t).get("/disclosures"), 200)
	p.has(`select[name=item] optgroup[label="2. Ngân sách"] > option[value="commune.2.quarterly"]`)
	p.has(`select[name=item] > option[value="commune.7"]`)
	p.lacks(`option[value="commune.2"]`)
}

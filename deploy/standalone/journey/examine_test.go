package journey_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/deploy/standalone/journey"
)

// badPage has one of everything that must be noticed.
const badPage = `<!DOCTYPE html><html><head><title></title><style>a, button { outline: none !important }</style></head><body>
<h2>Không có đề mục một</h2><h4>Nhảy bậc</h4><div style="width: 3000px">rộng</div><p id="x"></p><p id="x"></p>
<input name="q"><img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><a href="/"></a><a href="/">có tên</a>
<button style="width: 10px; height: 10px; padding: 0">x</button><table><tr><td>1</td></tr></table>
<script>throw new Error("hỏng")</script></body></html>`

func TestExamineNotices(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/good" {
			_, _ = w.Write([]byte(`<!DOCTYPE html><html lang="vi"><head><title>Tốt</title><link rel="icon" href="data:,"></head><body><main><h1>Tốt</h1><label>Tìm <input name="q"></label></main></body></html>`))
			return
		}
		_, _ = w.Write([]byte(badPage))
	}))
	t.Cleanup(server.Close)
	tab, err := journey.Open(t.Context(), server.URL, journey.Screen{Name: "phone", Width: 390, Height: 844, JavaScript: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(tab.Close)
	examine := func(path string) []string {
		if err := tab.Go(path); err != nil {
			t.Fatal(err)
		}
		wrong, err := tab.Examine()
		if err != nil {
			t.Fatal(err)
		}
		return wrong
	}
	all := strings.Join(examine("/bad"), "\n")
	for _, noticed := range []string{
		"wider than the screen", "the language of the page", "no title", "heading H4", "0 headings of the first level", "no label: input[name=q]",
		"no name: a", "no alternative text: img", "too small to hit", "two of id x", "not one main part", "a table without headings",
		"focus cannot be seen", "hỏng",
	} {
		if !strings.Contains(all, noticed) {
			t.Errorf("%q was not noticed in\n%s", noticed, all)
		}
	}
	if wrong := examine("/good"); len(wrong) > 0 {
		t.Errorf("a good page is found wrong: %v", wrong)
	}
}

package disclosure

import (
	"io/fs"
	"regexp"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/notify"
)

// Every template renders in both languages with what every notice carries, and says something in each.
func TestNoticesRender(t *testing.T) {
	t.Parallel()
	templates, err := notify.LoadTemplates(noticeFiles, "notices")
	if err != nil {
		t.Fatal(err)
	}
	params := map[string]string{
		"link": "/console/x", "resource": "x", "item": "Mức thu phí", "period": "2026-D1", "due": "16/03/2026", "basis": "Điều 12", "message": "", "number": "1/2026",
	}
	names, err := fs.Glob(noticeFiles, "notices/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no templates: %v", err)
	}
	blank := regexp.MustCompile(`\{\{|<no value>`)
	for _, file := range names {
		name, lang, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(file, "notices/"), ".txt"), ".")
		title, body, err := templates.Render(name, lang, params)
		if err != nil || title == "" || body == "" || blank.MatchString(title+body) {
			t.Errorf("%s in %s: %q %q %v", name, lang, title, body, err)
		}
	}
}

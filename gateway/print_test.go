package gateway_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

// Paper is narrower than a desk: a rule for phones that did not say "screen" would
// turn the tables of a printed list into cards. What is only for pressing is not printed.
func TestPaperIsNoPhone(t *testing.T) {
	narrow := regexp.MustCompile(`@media\s+\(max-width`)
	for _, name := range []string{"assets/site.css", "assets/desk.css"} {
		style, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if at := narrow.FindIndex(style); at != nil {
			t.Errorf("%s: %s applies to paper too; write @media screen and (max-width …)", name, style[at[0]:at[1]])
		}
		_, paper, found := strings.Cut(string(style), "@media print {")
		if !found {
			t.Fatalf("%s says nothing of paper", name)
		}
		if name == "assets/desk.css" {
			for _, rule := range []string{"@page wide", "page: wide", "max-height: none"} {
				if !strings.Contains(paper, rule) {
					t.Errorf("%s: a printed matrix needs %q", name, rule)
				}
			}
			continue
		}
		for _, rule := range []string{"size: A4", ".menu", ".filters", ".desk > nav", "display: none", "color: #000", "table-header-group", "break-inside: avoid"} {
			if !strings.Contains(paper, rule) {
				t.Errorf("%s: paper needs %q", name, rule)
			}
		}
		if strings.Contains(paper, "attr(href)") {
			t.Errorf("%s prints addresses behind links", name)
		}
	}
	s, cookie := deskStage(t)
	s.as(provinceOffice)
	s.page(s.get("/console/obligations/matrix", "Cookie", cookie), 200).has(".matrix-sheet table.matrix")
}

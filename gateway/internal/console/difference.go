package console

import (
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
)

// Change is one field a correction changes, line by line.
type Change struct {
	Field string
	Lines []ChangedLine
}

// ChangedLine is one line: "same", "added" or "removed".
type ChangedLine struct{ Kind, Text string }

// changes compares what is public with what would be. It is an orientation before
// the act; the comparison the public sees is the service's own.
func (c *Console) changes(lang string, old *disclosurev1.Publication, now *disclosurev1.PublicationContent) []Change {
	var out []Change
	compare := func(key, before, after string) {
		if before != after {
			out = append(out, Change{Field: c.Set.Text(lang, key, nil), Lines: compareLines(strings.Split(before, "\n"), strings.Split(after, "\n"))})
		}
	}
	compare("field.title", old.GetTitle(), now.GetTitle())
	compare("field.document_number", old.GetDocumentNumber(), now.GetDocumentNumber())
	compare("publication.issuer", old.GetIssuingBody(), now.GetIssuingBody())
	compare("field.decision_date", terms.Day(old.GetDecisionDate()).Format(), terms.Day(now.GetDecisionDate()).Format())
	compare("field.summary", old.GetSummary(), now.GetSummary())
	compare("field.body", old.GetBody(), now.GetBody())
	var before, after []string
	for _, one := range old.GetAttachments() {
		before = append(before, one.GetFileName()+about(one.GetDescription()))
	}
	for _, one := range now.GetAttachments() {
		after = append(after, one.GetFileName()+about(one.GetDescription()))
	}
	compare("field.attachments", strings.Join(before, "\n"), strings.Join(after, "\n"))
	return out
}

func about(text string) string {
	if text == "" {
		return ""
	}
	return " – " + text
}

// mostCells bounds the work of one comparison; beyond it the text is shown as
// taken out and put in as a whole.
const mostCells = 4_000_000

// compareLines finds the lines two texts have in common, the longest way.
func compareLines(a, b []string) []ChangedLine {
	var head, tail []ChangedLine
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head, a, b = append(head, ChangedLine{"same", a[0]}), a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append([]ChangedLine{{"same", a[len(a)-1]}}, tail...)
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return quiet(append(append(head, between(a, b)...), tail...))
}

func between(a, b []string) []ChangedLine {
	var out []ChangedLine
	if (len(a)+1)*(len(b)+1) > mostCells {
		return append(each("removed", a), each("added", b)...)
	}
	width := len(b) + 1
	common := make([]int32, (len(a)+1)*width)
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i*width+j] = common[(i+1)*width+j+1] + 1
			} else {
				common[i*width+j] = max(common[(i+1)*width+j], common[i*width+j+1])
			}
		}
	}
	i, j := 0, 0
	for i < len(a) && j < len(b) {
		switch {
		case a[i] == b[j]:
			out, i, j = append(out, ChangedLine{"same", a[i]}), i+1, j+1
		case common[(i+1)*width+j] >= common[i*width+j+1]:
			out, i = append(out, ChangedLine{"removed", a[i]}), i+1
		default:
			out, j = append(out, ChangedLine{"added", b[j]}), j+1
		}
	}
	return append(append(out, each("removed", a[i:])...), each("added", b[j:])...)
}

func each(kind string, lines []string) []ChangedLine {
	var out []ChangedLine
	for _, line := range lines {
		out = append(out, ChangedLine{kind, line})
	}
	return out
}

// around is how many unchanged lines are shown before and after a change.
const around = 2

// quiet leaves out empty lines and what lies far from any change.
func quiet(lines []ChangedLine) []ChangedLine {
	var full []ChangedLine
	for _, line := range lines {
		if strings.TrimSpace(line.Text) != "" {
			full = append(full, line)
		}
	}
	near := make([]bool, len(full))
	for i, line := range full {
		for j := max(0, i-around); line.Kind != "same" && j <= min(len(full)-1, i+around); j++ {
			near[j] = true
		}
	}
	var out []ChangedLine
	for i, line := range full {
		if near[i] {
			out = append(out, line)
		} else if i == 0 || near[i-1] {
			out = append(out, ChangedLine{"same", "…"})
		}
	}
	return out
}

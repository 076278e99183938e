package difference_test

import (
	"reflect"
	"testing"

	"github.com/danchu-platform/danchu/services/disclosure/internal/difference"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func TestLines(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		before, after string
		want          []difference.Line
	}{
		"a changed line": {
			"Mức thu\n50.000 đồng/hộ\nTừ 01/3", "Mức thu\n40.000 đồng/hộ\nTừ 01/3",
			[]difference.Line{{1, "Mức thu"}, {2, "50.000 đồng/hộ"}, {3, "40.000 đồng/hộ"}, {1, "Từ 01/3"}},
		},
		"something where nothing was": {"", "Phụ lục", []difference.Line{{3, "Phụ lục"}}},
		"nothing where something was": {"Phụ lục", "", []difference.Line{{2, "Phụ lục"}}},
		"an empty line added":         {"a\nb", "a\n\nb", []difference.Line{{1, "a"}, {3, ""}, {1, "b"}}},
		"the last line":               {"a\nb", "a\nc", []difference.Line{{1, "a"}, {2, "b"}, {3, "c"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := difference.Lines(tc.before, tc.after); !reflect.DeepEqual(got, tc.want) {
				t.Errorf("got %v, want %v", got, tc.want)
			}
		})
	}
}

func TestBetweenNamesOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	older := domain.Content{Title: "Thu phí", Body: "a", DecisionDate: workday.New(2026, 3, 9), Attachments: []domain.Attachment{{FileName: "a.pdf", SHA256: "1"}}}
	newer := older
	newer.Body = "b"
	newer.Attachments = []domain.Attachment{{FileName: "a.pdf", SHA256: "2"}}
	var names []string
	for _, field := range difference.Between(older, newer) {
		names = append(names, field.Name)
	}
	if !reflect.DeepEqual(names, []string{"body", "attachments"}) {
		t.Errorf("differing fields %v", names)
	}
	if len(difference.Between(older, older)) != 0 {
		t.Error("a version differs from itself")
	}
}

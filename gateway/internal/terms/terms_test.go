package terms

import (
	"testing"

	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// Every value of the contracts has a word in both languages.
func TestEveryValueHasAWord(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	for prefix, names := range map[string]map[int32]string{
		"publication_state.PUBLICATION_STATE_":     disclosurev1.PublicationState_name,
		"standing.STANDING_":                       disclosurev1.Standing_name,
		"disclosure_form.DISCLOSURE_FORM_":         disclosurev1.DisclosureForm_name,
		"request_state.INFORMATION_REQUEST_STATE_": disclosurev1.InformationRequestState_name,
		"task.TASK_KIND_":                          disclosurev1.TaskKind_name,
		"warning.WARNING_CODE_":                    disclosurev1.WarningCode_name,
	} {
		group, enum := cut(prefix)
		for _, name := range names {
			if key := group + "." + name[len(enum):]; !words.Has(key) {
				t.Errorf("%s has no word", key)
			}
		}
	}
}

func cut(prefix string) (group, enum string) {
	for i := range prefix {
		if prefix[i] == '.' {
			return prefix[:i], prefix[i+1:]
		}
	}
	return prefix, ""
}

func TestTimeInWords(t *testing.T) {
	words, err := Messages()
	if err != nil {
		t.Fatal(err)
	}
	say := New(words)
	due := &typev1.DueDate{Date: "2026-11-25", Unit: "working_days"}
	for days, want := range map[int32]string{3: "còn 3 ngày làm việc", 0: "hết hạn hôm nay", -4: "quá hạn 4 ngày làm việc"} {
		if got := say.Left("vi", due, days).Word; got != want {
			t.Errorf("%d days: %q, want %q", days, got, want)
		}
	}
	for period, want := range map[string]string{"2026": "năm 2026", "2026-Q1": "quý 1 năm 2026", "2026-D12": "văn bản thứ 12 trong năm 2026", "2026-X": "2026-X"} {
		if got := say.Period("vi", period); got != want {
			t.Errorf("%s: %q, want %q", period, got, want)
		}
	}
	if Day("2026-02-31") != Day("") || Day("25/11/2026").String() != "2026-11-25" || Code("units/08584.001@2026-07-01") != "08584.001" {
		t.Error("dates or codes are misread")
	}
}

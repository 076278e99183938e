package lawbook_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
)

const good = `document: Luật 10/2022/QH15
effective_from: 2023-07-01
rules:
  - id: a.first
    title: Một
    title_en: One
    basis: {article: 1}
    value: 5
    unit: working_days
    counting: within
    overlay: free
    mark: V
  - id: a.second
    title: Hai
    title_en: Two
    basis: {article: 2}
    unit: share
    share: {num: 2, den: 3}
    of: households
    overlay: fixed
    mark: V
`

func TestReadRefusesAndNamesThePlace(t *testing.T) {
	change := func(old, now string) string {
		if !strings.Contains(good, old) {
			t.Fatalf("%q is not in the sample", old)
		}
		return strings.Replace(good, old, now, 1)
	}
	cases := map[string]struct {
		text string
		says []string
	}{
		"an unknown word":    {change("overlay: fixed", "overly: fixed"), []string{"x.yaml", "line 20", "overly"}},
		"no basis":           {change("    basis: {article: 2}\n", ""), []string{"x.yaml:13", "a.second", "basis is missing"}},
		"an unknown unit":    {change("working_days", "weeks"), []string{"x.yaml:4", "a.first", "weeks"}},
		"a day that is none": {change("2023-07-01", "2023-06-31"), []string{"x.yaml", "2023-06-31"}},
		"versions overlap":   {change("a.second", "a.first"), []string{"x.yaml:13", "a.first", "still is"}},
		"text for a number":  {change("value: 5", "value: five"), []string{"x.yaml", "line 8"}},
		"two documents":      {good + "---\nrules: []\n", []string{"x.yaml", "one YAML document"}},
		"no YAML":            {"rules: [", []string{"x.yaml"}},
		"nothing":            {"", []string{"x.yaml"}},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			_, err := lawbook.Read(fstest.MapFS{"x.yaml": {Data: []byte(tc.text)}})
			if err == nil {
				t.Fatal("accepted")
			}
			for _, word := range tc.says {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q is not named in: %v", word, err)
				}
			}
		})
	}
	b, err := lawbook.Read(fstest.MapFS{"x.yaml": {Data: []byte(good)}, "notes.txt": {Data: []byte("no rule")}})
	if err != nil || len(b.IDs()) != 2 {
		t.Errorf("the sample itself: %v", err)
	}
}

const sound = `document: Luật 10/2022/QH15
effective_from: 2023-07-01
rules:
  - {id: c.deadline, title: a, title_en: b, basis: {article: 12}, value: 5, unit: working_days, counting: within, overlay: free, mark: V}
  - {id: c.posting, title: a, title_en: b, basis: {article: 13}, value: 30, unit: calendar_days, counting: at_least, overlay: free, mark: V}
form_sets:
  posted:
    - {form: posting, need: always, duration_rule: c.posting, basis: {article: 13}}
catalogue:
  id: communes
  title: a
  title_en: b
  basis: {article: 11}
  forms:
    - {code: posting, letter: a, title: a, title_en: b, basis: {article: 12}, mark: V}
  items:
    - {id: communes.01, number: 1, heading: true, title: a, title_en: b, basis: {article: 11}, mark: V}
    - {id: communes.01.plan, number: 1, parent: communes.01, title: a, title_en: b, basis: {article: 11}, mark: V, frequency: yearly, counts_from: decision, due_rule: c.deadline, form_set: posted}
`

func TestReadRefusesCatalogues(t *testing.T) {
	for name, tc := range map[string]struct{ old, now, says string }{
		"a rule that does not exist":  {"due_rule: c.deadline", "due_rule: c.dedline", "no such rule"},
		"a deadline that is none":     {"due_rule: c.deadline", "due_rule: c.posting", "is counted"},
		"a duration that is none":     {"duration_rule: c.posting", "duration_rule: c.deadline", "is counted"},
		"a form nobody defined":       {"- {form: posting", "- {form: radio", "does not define it"},
		"an unknown need":             {"need: always", "need: sometimes", "unknown need"},
		"an unknown frequency":        {"frequency: yearly", "frequency: often", "unknown frequency"},
		"an unknown start":            {"counts_from: decision", "counts_from: now", "counts_from"},
		"an unknown set of forms":     {"form_set: posted", "form_set: poster", "no form_set"},
		"no forms at all":             {", form_set: posted", "", "at least one form"},
		"a parent that is no heading": {"parent: communes.01,", "parent: communes.02,", "no heading"},
		"an item twice":               {"id: communes.01.plan", "id: communes.01", "given twice"},
		"a heading that owes":         {"heading: true,", "heading: true, frequency: yearly,", "a heading owes nothing"},
		"an item without basis":       {"title_en: b, basis: {article: 11}, mark: V, frequency", "title_en: b, mark: V, frequency", "basis"},
		"permanent with an end":       {"need: always,", "need: always, permanent: true,", "no minimum duration"},
	} {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(sound, tc.old) {
				t.Fatalf("%q is not in the sample", tc.old)
			}
			_, err := lawbook.Read(fstest.MapFS{"c.yaml": {Data: []byte(strings.Replace(sound, tc.old, tc.now, 1))}})
			if err == nil || !strings.Contains(err.Error(), tc.says) || !strings.Contains(err.Error(), "c.yaml") {
				t.Errorf("got %v, want %q", err, tc.says)
			}
		})
	}
	if _, err := lawbook.Read(fstest.MapFS{"c.yaml": {Data: []byte(sound)}}); err != nil {
		t.Error("the sample itself:", err)
	}
	if _, err := lawbook.Overlay(national(t), "c.yaml", []byte(sound)); err == nil {
		t.Error("an overlay brought a catalogue")
	}
}

func TestOpenLaysFilesOver(t *testing.T) {
	file := filepath.Join(t.TempDir(), "phu-tho.yaml")
	text := `document: Nghị quyết của HĐND tỉnh
effective_from: 2026-01-01
rules:
  - {id: commune.disclosure.radio, title: a, title_en: b, basis: {article: 4}, value: 5, unit: calendar_days, counting: consecutive, overlay: longer, mark: K}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := lawbook.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	rule, err := b.AsOf("commune.disclosure.radio", on("2026-11-21"))
	if err != nil || rule.Value != 5 || rule.Layer != "phu-tho" {
		t.Errorf("%+v, %v", rule, err)
	}
	if _, ok := b.Catalogue(law.Communes); !ok {
		t.Error("the overlaid book lost its catalogues")
	}
	if _, err := lawbook.Open(filepath.Join(t.TempDir(), "missing.yaml")); err == nil {
		t.Error("a missing overlay went unnoticed")
	}
	narrower := strings.Replace(text, "value: 5", "value: 2", 1)
	if err := os.WriteFile(file, []byte(narrower), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := lawbook.Open(file); err == nil || !strings.Contains(err.Error(), "phu-tho.yaml:4") {
		t.Errorf("Điều 35.2.c: an overlay may not narrow the law: %v", err)
	}
}

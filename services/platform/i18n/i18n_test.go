package i18n_test

import (
	"context"
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/danchu-platform/danchu/services/platform/i18n"
)

func files(vi, en string) fstest.MapFS {
	return fstest.MapFS{"messages.vi.yaml": {Data: []byte(vi)}, "messages.en.yaml": {Data: []byte(en)}}
}

func TestLoadRefusesFilesThatAreNotEachOthersTranslation(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ vi, en, want string }{
		"key missing in English":    {"A: một\nB: hai", "A: one", `B is missing in "en"`},
		"key missing in Vietnamese": {"A: một", "A: one\nB: two", `B is missing in "vi"`},
		"other placeholder":         {"A: \"{days} ngày\"", "A: \"{day} days\"", "A: "},
		"placeholder on one side":   {"A: \"ngày\"", "A: \"{day} days\"", "A: "},
		"empty sentence":            {"A: ''", "A: one", "A is empty"},
		"number instead of text":    {"A: 12", "A: one", "A is a int"},
		"brace left open":           {"A: \"{days ngày\"", "A: one", "never closed"},
		"bad placeholder":           {"A: \"{số ngày}\"", "A: one", "must be letters"},
		"not yaml":                  {"A: [", "A: one", "messages.vi.yaml"},
		"given twice":               {"A:\n  B: một\nA.B: hai", "A.B: one", "given twice"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := i18n.Load(files(c.vi, c.en), "messages.*.yaml")
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("got %v, want an error that says %q", err, c.want)
			}
		})
	}
}

func TestLoadNeedsAFilePerLanguageAndAStar(t *testing.T) {
	t.Parallel()
	if _, err := i18n.Load(fstest.MapFS{"messages.vi.yaml": {Data: []byte("A: một")}}, "messages.*.yaml"); err == nil {
		t.Error("loaded without an English file")
	}
	if _, err := i18n.Load(files("A: một", "A: one"), "messages.yaml"); err == nil {
		t.Error("loaded a pattern without a star")
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	c, err := i18n.Load(files(
		"unit:\n  missing: \"Không tìm thấy đơn vị {unit} ({unit}).\"\nplain: Xong",
		"unit:\n  missing: \"Unit {unit} was not found ({unit}).\"\nplain: Done",
	), "messages.*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	params := map[string]string{"unit": "08584"}
	for _, one := range []struct{ lang, key, want string }{
		{"vi", "unit.missing", "Không tìm thấy đơn vị 08584 (08584)."},
		{"en", "unit.missing", "Unit 08584 was not found (08584)."},
		{"fr", "plain", "Xong"},
		{"en", "plain", "Done"},
		{"en", "nobody.knows", "nobody.knows"},
	} {
		if got := c.Text(one.lang, one.key, params); got != one.want {
			t.Errorf("Text(%s, %s) = %q, want %q", one.lang, one.key, got, one.want)
		}
	}
	if got := c.Missing("plain", "other"); len(got) != 1 || got[0] != "other" {
		t.Errorf("Missing = %v, want [other]", got)
	}
	var none *i18n.Catalogue
	if none.Has("plain") || none.Text("vi", "plain", nil) != "plain" {
		t.Error("a nil catalogue should know nothing and answer with the key")
	}
}

// A code that has a word is said in it, in lists too; what has none, and the caller's own parameters, stay as they are.
func TestCodesAreSaidInWords(t *testing.T) {
	t.Parallel()
	words, err := i18n.Load(files(
		"A: \"Vai trò {role} tại {place}\"\nword:\n  role:\n    village_head: trưởng thôn\n    village_front: ban công tác Mặt trận",
		"A: \"The role {role} at {place}\"\nword:\n  role:\n    village_head: village head\n    village_front: Front committee",
	), "messages.*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ lang, role, want string }{
		{"vi", "village_head", "Vai trò trưởng thôn tại village_head"},
		{"en", "village_head, village_front", "The role village head, Front committee at village_head"},
		{"vi", "unheard_of", "Vai trò unheard_of tại village_head"},
		{"vi", "", "Vai trò  tại village_head"},
	} {
		params := map[string]string{"role": c.role, "place": "village_head"}
		if got := words.Text(c.lang, "A", params); got != c.want || params["role"] != c.role {
			t.Errorf("%q with %v, want %q", got, params, c.want)
		}
	}
}

func TestMergeRefusesTwoVoices(t *testing.T) {
	t.Parallel()
	load := func(vi, en string) *i18n.Catalogue {
		c, err := i18n.Load(files(vi, en), "messages.*.yaml")
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	a, b := load("A: một", "A: one"), load("B: hai", "B: two")
	both, err := a.Merge(nil, b)
	if err != nil || both.Text("en", "A", nil) != "one" || both.Text("vi", "B", nil) != "hai" {
		t.Fatalf("Merge = %v, %v", both, err)
	}
	if _, err := a.Merge(load("A: khác", "A: one")); err == nil {
		t.Error("merged two catalogues that say the same key in different words")
	}
	if _, err := a.Merge(a); err != nil {
		t.Errorf("the same words twice: %v", err)
	}
}

func TestNegotiate(t *testing.T) {
	t.Parallel()
	for accept, want := range map[string]string{
		"":                           "vi",
		"vi-VN,vi;q=0.9,en;q=0.8":    "vi",
		"en-GB,en;q=0.9,vi;q=0.5":    "en",
		"fr-FR,fr":                   "vi",
		"fr,en;q=0.5":                "en",
		";;;q=x":                     "vi",
		"*":                          "vi",
		strings.Repeat("en,", 1<<10): "vi",
	} {
		if got := i18n.Negotiate(accept); got != want {
			t.Errorf("Negotiate(%.40q) = %s, want %s", accept, got, want)
		}
	}
}

func TestLangOfAContext(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	if got := i18n.Lang(ctx); got != "vi" {
		t.Errorf("nobody said: %s, want vi", got)
	}
	if got := i18n.Lang(i18n.WithLang(ctx, "en")); got != "en" {
		t.Errorf("said en: %s", got)
	}
	if got := i18n.Lang(i18n.WithLang(ctx, "klingon")); got != "vi" {
		t.Errorf("said something unknown: %s, want vi", got)
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ got, want string }{
		{i18n.Date(2026, time.November, 5), "05/11/2026"},
		{i18n.LongDate("vi", 2026, time.November, 25), "thứ Tư 25/11/2026"},
		{i18n.LongDate("en", 2026, time.November, 25), "Wednesday 25/11/2026"},
		{i18n.Weekday("vi", time.Sunday), "Chủ nhật"},
		{i18n.Number("vi", 1234567), "1.234.567"},
		{i18n.Number("en", 1234567), "1,234,567"},
		{i18n.Number("vi", -1000), "-1.000"},
		{i18n.Number("vi", 999), "999"},
		{i18n.Number("vi", math.MinInt64), "-9.223.372.036.854.775.808"},
		{i18n.Decimal("vi", 1234.56, 1), "1.234,6"},
		{i18n.Decimal("en", 98.5, 1), "98.5"},
		{i18n.Decimal("vi", -0.5, 1), "-0,5"},
		{i18n.Decimal("vi", 12, 0), "12"},
		{i18n.Decimal("vi", math.NaN(), 1), "NaN"},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func FuzzNegotiate(f *testing.F) {
	f.Add("en-GB,en;q=0.9")
	f.Fuzz(func(t *testing.T, accept string) {
		if lang := i18n.Negotiate(accept); lang != "vi" && lang != "en" {
			t.Fatalf("Negotiate(%q) = %q", accept, lang)
		}
	})
}

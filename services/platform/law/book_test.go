package law_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func on(text string) workday.Date { return workday.MustParse(text) }

func days(id string, value int, from, to string) law.Rule {
	rule := law.Rule{
		ID: id, Title: "Thời hạn", TitleEn: "Deadline", Basis: law.Basis{Document: "Luật 10/2022/QH15", Article: "12", Clause: "3"},
		Value: value, Unit: law.WorkingDays, Counting: law.Within, Overlay: law.Free, Mark: law.Verified, From: on(from),
	}
	if to != "" {
		rule.To = on(to)
	}
	return rule
}

func book(t *testing.T, rules ...law.Rule) *law.Book {
	t.Helper()
	b, err := law.NewBook(law.Contents{Rules: rules})
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Khiếu nại: acceptance took 10 days until 30/6/2026 and takes 7 working days since.
func TestAsOfFollowsTheChangeOfLaw(t *testing.T) {
	old := days("complaint.accept", 10, "2012-07-01", "2026-06-30")
	old.Unit = law.CalendarDays
	b := book(t, days("complaint.accept", 7, "2026-07-01", ""), old)
	for day, want := range map[string]int{"2012-07-01": 10, "2026-06-30": 10, "2026-07-01": 7, "2031-01-01": 7} {
		rule, err := b.AsOf("complaint.accept", on(day))
		if err != nil || rule.Value != want {
			t.Errorf("on %s: %d, %v; want %d", day, rule.Value, err, want)
		}
	}
	if _, err := b.AsOf("complaint.accept", on("2012-06-30")); !errors.Is(err, law.ErrNotInForce) {
		t.Errorf("the day before: %v", err)
	}
	if _, err := b.AsOf("complaint.acept", on("2026-07-01")); !errors.Is(err, law.ErrUnknown) {
		t.Errorf("a misspelt id: %v", err)
	}
	if versions := b.Versions("complaint.accept"); len(versions) != 2 || versions[0].Value != 10 {
		t.Errorf("versions %+v", versions)
	}
}

func TestNewBookRefuses(t *testing.T) {
	change := func(edit func(*law.Rule)) []law.Rule {
		rule := days("commune.deadline", 5, "2023-07-01", "")
		rule.Place = "rules/x.yaml:7"
		edit(&rule)
		return []law.Rule{rule}
	}
	cases := map[string]struct {
		rules []law.Rule
		says  string
	}{
		"no basis":           {change(func(r *law.Rule) { r.Basis = law.Basis{} }), "basis is missing"},
		"no title":           {change(func(r *law.Rule) { r.TitleEn = "" }), "title_en"},
		"an id without dots": {change(func(r *law.Rule) { r.ID = "Deadline" }), "the id must be"},
		"no first day":       {change(func(r *law.Rule) { r.From = workday.Date{} }), "effective_from"},
		"ends before it is":  {change(func(r *law.Rule) { r.To = on("2023-06-30") }), "before effective_from"},
		"an unknown unit":    {change(func(r *law.Rule) { r.Unit = "weeks" }), `unknown unit "weeks"`},
		"an unknown mark":    {change(func(r *law.Rule) { r.Mark = "?" }), "unknown mark"},
		"an unknown overlay": {change(func(r *law.Rule) { r.Overlay = "" }), "unknown overlay"},
		"time not counted":   {change(func(r *law.Rule) { r.Counting = "" }), "needs counting"},
		"a negative value":   {change(func(r *law.Rule) { r.Value = -5 }), "out of range"},
		"an endless value":   {change(func(r *law.Rule) { r.Value = 10_000_000 }), "out of range"},
		"a share of nothing": {change(func(r *law.Rule) { r.Unit, r.Counting = law.ShareOf, "" }), "no share"},
		"a share above all":  {change(func(r *law.Rule) { r.Unit, r.Counting, r.Share = law.ShareOf, "", law.Share{Num: 3, Den: 2} }), "no share"},
		"a share of whom":    {change(func(r *law.Rule) { r.Unit, r.Counting, r.Share = law.ShareOf, "", law.Share{Num: 1, Den: 2} }), "needs of"},
		"a share of cattle": {change(func(r *law.Rule) {
			r.Unit, r.Counting, r.Share, r.Of = law.ShareOf, "", law.Share{Num: 1, Den: 2}, "cattle"
		}), "needs of"},
		"days of households":  {change(func(r *law.Rule) { r.Of = law.Households }), "has no share"},
		"days with a share":   {change(func(r *law.Rule) { r.Share = law.Share{Num: 1, Den: 2} }), "has no share"},
		"a flag of two":       {change(func(r *law.Rule) { r.Unit, r.Counting, r.Value = law.Flag, "", 2 }), "a flag is 0 or 1"},
		"a count within":      {change(func(r *law.Rule) { r.Unit = law.Count }), "not counted"},
		"two open versions":   {[]law.Rule{days("a.b", 5, "2023-07-01", ""), days("a.b", 7, "2026-07-01", "")}, "still is"},
		"versions overlap":    {[]law.Rule{days("a.b", 5, "2023-07-01", "2026-07-01"), days("a.b", 7, "2026-07-01", "")}, "still is"},
		"the same rule twice": {[]law.Rule{days("a.b", 5, "2023-07-01", ""), days("a.b", 5, "2023-07-01", "")}, "still is"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			b, err := law.NewBook(law.Contents{Rules: tc.rules})
			if err == nil || b != nil || !strings.Contains(err.Error(), tc.says) || !strings.Contains(err.Error(), tc.rules[0].ID) {
				t.Fatalf("got %v, want %q", err, tc.says)
			}
			if place := tc.rules[0].Place; !strings.Contains(err.Error(), place) {
				t.Errorf("%v does not name %s", err, place)
			}
		})
	}
}

func TestOverlayGoesFirstWhereItIsInForce(t *testing.T) {
	national := book(t, days("commune.deadline", 5, "2023-07-01", ""))
	with, err := national.Overlay("phu-tho", []law.Rule{days("commune.deadline", 3, "2026-01-01", "2026-12-31")})
	if err != nil {
		t.Fatal(err)
	}
	for day, want := range map[string]string{
		"2025-12-31": "commune.deadline@2023-07-01", "2026-01-01": "phu-tho:commune.deadline@2026-01-01",
		"2026-12-31": "phu-tho:commune.deadline@2026-01-01", "2027-01-01": "commune.deadline@2023-07-01",
	} {
		if rule, err := with.AsOf("commune.deadline", on(day)); err != nil || rule.Version() != want {
			t.Errorf("on %s: %s, %v; want %s", day, rule.Version(), err, want)
		}
	}
	if rule, _ := national.AsOf("commune.deadline", on("2026-06-01")); rule.Value != 5 {
		t.Error("an overlay must leave the book it lies on alone")
	}
	if n := len(with.Versions("commune.deadline")); n != 2 {
		t.Errorf("%d versions", n)
	}
}

func TestOverlayRefuses(t *testing.T) {
	rule := func(overlay law.Overlay) law.Rule {
		r := days("commune.posting", 30, "2023-07-01", "")
		r.Unit, r.Counting, r.Overlay = law.CalendarDays, law.AtLeast, overlay
		return r
	}
	value := func(n int) law.Rule {
		r := rule(law.Free)
		r.Value = n
		return r
	}
	cases := map[string]struct {
		base, over law.Rule
		says       string
	}{
		"another value of a fixed rule":                            {rule(law.Fixed), value(31), "no room"},
		"a shorter time where only longer is lawful (Điều 35.2.c)": {rule(law.Longer), value(29), "at least 30"},
		"a longer time where only shorter is lawful":               {rule(law.Shorter), value(31), "at most 30"},
		"another unit":           {rule(law.Longer), days("commune.posting", 60, "2024-01-01", ""), "counted in"},
		"a rule nobody asks for": {rule(law.Free), days("commune.postng", 40, "2024-01-01", ""), "no such rule"},
		"an item nobody knows":   {rule(law.Free), days("sector.communes.99", 40, "2024-01-01", ""), "no item"},
		"a sector rule backwards": {rule(law.Free), func() law.Rule {
			r := days("sector.communes.06", 4, "2024-01-01", "")
			r.Counting = law.Before
			return r
		}(), "counted within"},
	}
	for name, tc := range cases {
		t.Run(name, func(t *testing.T) {
			if _, err := book(t, tc.base).Overlay("province", []law.Rule{tc.over}); err == nil || !strings.Contains(err.Error(), tc.says) {
				t.Errorf("got %v, want %q", err, tc.says)
			}
		})
	}
	for _, fine := range []law.Rule{value(30), value(45)} {
		if _, err := book(t, rule(law.Longer)).Overlay("province", []law.Rule{fine}); err != nil {
			t.Error(err)
		}
	}
	if _, err := book(t, rule(law.Free)).Overlay("province", []law.Rule{days("province.reminder", 2, "2024-01-01", "")}); err != nil {
		t.Error("a province's own rule:", err)
	}
}

func TestRuleCountsOnlyItsOwnWay(t *testing.T) {
	cal := workday.Default()
	deadline := days("commune.deadline", 5, "2023-07-01", "")
	due, err := deadline.Due(cal, on("2026-03-09"))
	if err != nil || due.Date != on("2026-03-16") {
		t.Errorf("%+v, %v", due, err)
	}
	if _, err := deadline.Due(cal, workday.Date{}); err == nil {
		t.Error("counted from no date")
	}
	if _, err := deadline.Span(cal, on("2026-03-09")); err == nil {
		t.Error("a deadline is no minimum duration")
	}
	if _, err := deadline.Latest(cal, on("2026-03-09")); err == nil {
		t.Error("a deadline is not counted backwards")
	}
	before := deadline
	before.Counting = law.Before
	if due, err := before.Latest(cal, on("2026-03-16")); err != nil || due.Date != on("2026-03-09") {
		t.Errorf("%+v, %v", due, err)
	}
	least := deadline
	least.Counting, least.Unit, least.Value = law.AtLeast, law.CalendarDays, 30
	if span, err := least.Span(cal, on("2026-03-02")); err != nil || span.RemovableFrom != on("2026-04-02") {
		t.Errorf("%+v, %v", span, err)
	}
	hours := deadline
	hours.Unit = law.Hours
	if _, err := hours.Due(cal, on("2026-03-09")); err == nil {
		t.Error("hours run from a minute, not from a day")
	}
}

func TestBasisReadsAsTheLawIsCited(t *testing.T) {
	for want, basis := range map[string]law.Basis{
		"Điều 12 khoản 3 Luật 10/2022/QH15":        {Document: "Luật 10/2022/QH15", Article: "12", Clause: "3"},
		"Điều 12 khoản 1 điểm đ Luật 10/2022/QH15": {Document: "Luật 10/2022/QH15", Article: "12", Clause: "1", Point: "đ"},
		"Nghị định 59/2023/NĐ-CP":                  {Document: "Nghị định 59/2023/NĐ-CP"},
	} {
		if got := basis.String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

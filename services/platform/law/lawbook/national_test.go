package lawbook_test

import (
	"errors"
	"reflect"
	"slices"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/law/lawbook"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func national(t *testing.T) *law.Book {
	t.Helper()
	b, err := lawbook.National()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func on(text string) workday.Date { return workday.MustParse(text) }

// The numbers of the law, typed a second time from its articles.
func TestNationalRules(t *testing.T) {
	b := national(t)
	for id, want := range map[string]struct {
		value    int
		unit     law.Unit
		counting law.Counting
		basis    string
	}{
		"commune.disclosure.deadline":     {5, law.WorkingDays, law.Within, "Điều 12 khoản 3 Luật 10/2022/QH15"},
		"commune.disclosure.posting":      {30, law.CalendarDays, law.AtLeast, "Điều 13 khoản 2 Luật 10/2022/QH15"},
		"commune.disclosure.radio":        {3, law.CalendarDays, law.Consecutive, "Điều 13 khoản 3 Luật 10/2022/QH15"},
		"agency.disclosure.deadline":      {5, law.WorkingDays, law.Within, "Điều 47 khoản 2 Luật 10/2022/QH15"},
		"agency.disclosure.internal_site": {20, law.CalendarDays, law.AtLeast, "Điều 48 khoản 1 Luật 10/2022/QH15"},
		"agency.disclosure.posting":       {20, law.CalendarDays, law.AtLeast, "Điều 48 khoản 2 Luật 10/2022/QH15"},
		"enterprise.disclosure.deadline":  {15, law.CalendarDays, law.Within, "Điều 65 khoản 2 Luật 10/2022/QH15"},
		"enterprise.disclosure.duration":  {20, law.CalendarDays, law.AtLeast, "Điều 66 Luật 10/2022/QH15"},
		"access.publish":                  {5, law.WorkingDays, law.Within, "Điều 18 khoản 4 Luật 104/2016/QH13"},
		"access.correction.answer":        {15, law.CalendarDays, law.Within, "Điều 22 khoản 4 Luật 104/2016/QH13"},
		"access.request.office.complex":   {10, law.WorkingDays, law.Within, "Điều 29 khoản 2 Luật 104/2016/QH13"},
		"access.request.network.simple":   {3, law.WorkingDays, law.Within, "Điều 30 khoản 2 Luật 104/2016/QH13"},
		"access.request.network.complex":  {15, law.WorkingDays, law.Within, "Điều 30 khoản 3 Luật 104/2016/QH13"},
		"access.request.post.simple":      {5, law.WorkingDays, law.Within, "Điều 31 khoản 1 Luật 104/2016/QH13"},
		"privacy.breach.notice":           {72, law.Hours, law.Within, "Điều 23 khoản 1 Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15"},
		"platform.outage_notice":          {7, law.WorkingDays, law.Before, "Nghị định 224/2026/NĐ-CP"},
	} {
		rule, err := b.AsOf(id, on("2026-11-21"))
		if err != nil {
			t.Error(err)
			continue
		}
		if rule.Value != want.value || rule.Unit != want.unit || rule.Counting != want.counting || rule.Basis.String() != want.basis {
			t.Errorf("%s: %d %s %s, %s; want %+v", id, rule.Value, rule.Unit, rule.Counting, rule.Basis, want)
		}
	}
	if _, err := b.AsOf("commune.disclosure.deadline", on("2023-06-30")); !errors.Is(err, law.ErrNotInForce) {
		t.Errorf("the law came into force on 01/7/2023: %v", err)
	}
}

func TestNationalConventionsAreTheDefaults(t *testing.T) {
	b := national(t)
	if got := b.Conventions(on("2026-11-21")); got != (workday.Conventions{}) {
		t.Errorf("%+v", got)
	}
	strict, err := lawbook.Overlay(b, "province.yaml", []byte(`
document: Quyết định của UBND tỉnh
effective_from: 2026-01-01
rules:
  - {id: counting.inclusive_minimum, title: a, title_en: b, basis: {article: 1}, value: 1, unit: flag, overlay: free, mark: K}
  - {id: counting.roll_forward, title: a, title_en: b, basis: {article: 1}, value: 0, unit: flag, overlay: free, mark: K}
`))
	if err != nil {
		t.Fatal(err)
	}
	if got := strict.Conventions(on("2026-11-21")); got != (workday.Conventions{NoRollForward: true, InclusiveMinimum: true}) {
		t.Errorf("%+v", got)
	}
}

// Điều 13 Luật 10/2022/QH15: which clause of Điều 11 goes out in which form.
func TestCommuneForms(t *testing.T) {
	catalogue, ok := national(t).Catalogue(law.Communes)
	if !ok {
		t.Fatal("no catalogue of communes")
	}
	want := map[string][]string{}
	for _, clause := range []string{"1", "2", "3", "5", "6"} {
		want[clause] = []string{"portal", "posting"}
	}
	for _, clause := range []string{"7", "8", "9", "10", "11", "12"} {
		want[clause] = []string{"portal", "posting", "radio", "village_head"} // Điều 13.3 and 13.4
	}
	for _, clause := range []string{"4", "13"} {
		want[clause] = []string{"portal", "posting"} // permanently: Điều 13.2
	}
	want["14"] = []string{"portal"} // a posting only where the local regulation says so
	seen := map[string]bool{}
	for _, item := range catalogue.Items {
		seen[item.Number] = true
		if item.Heading {
			continue
		}
		var codes []string
		for _, form := range item.Owed(law.Facts{Portal: true, Radio: true}) {
			codes = append(codes, form.Form)
			permanent := slices.Contains([]string{"4", "13"}, item.Number)
			if form.Form == "posting" && (form.Permanent != permanent || (form.DurationRule == "commune.disclosure.posting") == permanent) {
				t.Errorf("%s: posting %+v", item.ID, form)
			}
		}
		if !slices.Equal(codes, want[item.Number]) {
			t.Errorf("%s owes %v, want %v", item.ID, codes, want[item.Number])
		}
		if personal := slices.Contains([]string{"7", "8", "9"}, item.Number); item.PersonalList && !personal {
			t.Errorf("%s is no personal list", item.ID)
		}
	}
	if len(seen) != 14 {
		t.Errorf("%d clauses of Điều 11, want 14", len(seen))
	}
}

func TestCommuneWithoutPortalOrRadio(t *testing.T) {
	catalogue, _ := national(t).Catalogue(law.Communes)
	item, ok := catalogue.Item("communes.07.results")
	if !ok {
		t.Fatal("no such item")
	}
	var codes []string
	for _, form := range item.Owed(law.Facts{}) {
		codes = append(codes, form.Form)
	}
	if !slices.Equal(codes, []string{"posting", "village_head"}) || !item.PersonalList {
		t.Errorf("%v, personal %v", codes, item.PersonalList)
	}
}

// Điều 12.1: ten forms with these letters and no others.
func TestCommuneFormLetters(t *testing.T) {
	catalogue, _ := national(t).Catalogue(law.Communes)
	var letters []string
	for _, form := range catalogue.Forms {
		letters = append(letters, form.Letter)
	}
	if !slices.Equal(letters, []string{"a", "b", "c", "d", "đ", "e", "g", "h", "i", "k"}) {
		t.Errorf("%v", letters)
	}
}

// Điều 48: the internal site for twenty days; a posting only without one.
func TestAgencyAndEnterpriseForms(t *testing.T) {
	b := national(t)
	for id, want := range map[string]struct {
		clauses int
		rule    string
	}{law.Agencies: {12, "agency.disclosure.deadline"}, law.StateEnterprises: {8, "enterprise.disclosure.deadline"}} {
		catalogue, ok := b.Catalogue(id)
		if !ok {
			t.Fatal("no catalogue", id)
		}
		clauses := map[string]bool{}
		for _, item := range catalogue.Items {
			clauses[item.Number] = true
			if item.Heading {
				continue
			}
			with, without := item.Owed(law.Facts{InternalSite: true}), item.Owed(law.Facts{})
			if len(with) != 1 || with[0].Form != "internal_site" || len(without) != 1 || without[0].Form != "posting" {
				t.Errorf("%s: with a site %+v, without %+v", item.ID, with, without)
			}
			if rule, err := b.Deadline(item, on("2026-11-21")); err != nil || rule.ID != want.rule {
				t.Errorf("%s: %s, %v", item.ID, rule.ID, err)
			}
		}
		if len(clauses) != want.clauses {
			t.Errorf("%s has %d clauses, want %d", id, len(clauses), want.clauses)
		}
	}
}

// Điều 12.3: the sector law goes before the five working days.
func TestSectorDeadlineGoesFirst(t *testing.T) {
	b, err := lawbook.Overlay(national(t), "budget.yaml", []byte(`
document: Luật chuyên ngành
rules:
  - id: sector.communes.02.decided
    title: Công khai dự toán đã quyết định
    title_en: Decided budget
    basis: {article: 15}
    value: 30
    unit: calendar_days
    counting: within
    overlay: free
    mark: U
    effective_from: 2026-01-01
`))
	if err != nil {
		t.Fatal(err)
	}
	catalogue, _ := b.Catalogue(law.Communes)
	decided, _ := catalogue.Item("communes.02.decided")
	if rule, err := b.Deadline(decided, on("2026-03-09")); err != nil || rule.Version() != "budget:sector.communes.02.decided@2026-01-01" {
		t.Errorf("%s, %v", rule.Version(), err)
	}
	if rule, err := b.Deadline(decided, on("2025-03-09")); err != nil || rule.ID != "commune.disclosure.deadline" {
		t.Errorf("before the overlay: %s, %v", rule.ID, err)
	}
	heading, _ := catalogue.Item("communes.02")
	if _, err := b.Deadline(heading, on("2026-03-09")); !errors.Is(err, law.ErrUnknown) {
		t.Errorf("a heading has no deadline: %v", err)
	}
}

func TestCatalogueAsOf(t *testing.T) {
	catalogue, _ := national(t).Catalogue(law.Communes)
	if before := catalogue.AsOf(on("2023-06-30")); len(before.Items)+len(before.Forms) != 0 {
		t.Error("items before the law came into force")
	}
	if now := catalogue.AsOf(on("2026-11-21")); len(now.Items) != len(catalogue.Items) || len(now.Items[1].Forms) == 0 {
		t.Error("items of the law in force are missing")
	}
	for _, day := range []string{"2023-06-30", "2023-07-01", "2026-11-21"} {
		whole := catalogue.AsOf(on(day))
		for _, item := range catalogue.Items {
			want, wanted := whole.Item(item.ID)
			if got, ok := catalogue.ItemAsOf(item.ID, on(day)); ok != wanted || !reflect.DeepEqual(got, want) {
				t.Errorf("%s on %s by itself is not what the catalogue of that day has", item.ID, day)
			}
		}
	}
}

func TestGrounds(t *testing.T) {
	b := national(t)
	if n := len(b.Grounds(law.GroundRefuse, on("2026-11-21"))); n != 6 {
		t.Errorf("%d grounds of refusal, want the six of Điều 28", n)
	}
	withhold := b.Grounds(law.GroundWithhold, on("2026-11-21"))
	if len(withhold) < 3 || withhold[0].ID != "state_secret" {
		t.Errorf("%+v", withhold)
	}
}

package units_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func TestOneCodeInTwoErasIsTwoUnits(t *testing.T) {
	t.Parallel()
	c, _ := told(t)
	before, _ := c.Current("08590", day(t, "2025-06-30"))
	after, _ := c.Current("08590", day(t, "2025-07-01"))
	if before.FullName != "Xã Cự Thắng" || after.FullName != "Xã Hương Cần" || before.Key == after.Key {
		t.Errorf("before %+v, after %+v", before, after)
	}
	if _, found := c.Current("08587", day(t, "2025-07-01")); found {
		t.Error("a unit that is no more is current")
	}
	if _, found := c.Current("99999", day(t, "2025-07-01")); found {
		t.Error("a code nobody bears is current")
	}
	if eras := c.Snapshot().Eras("08590"); len(eras) != 2 {
		t.Errorf("eras: %v", eras)
	}
}

func TestTheTreeAsOfADate(t *testing.T) {
	t.Parallel()
	c, _ := told(t)
	for _, test := range []struct{ name, key, asOf, want string }{
		{"three tiers before", "08584@2004-01-01", "2025-01-01", "230@2004-01-01 25@2004-01-01"},
		{"two tiers after", "08584@2025-07-01", "2025-07-01", "25@2025-07-01"},
		{"the province became a city", "08584@2025-07-01", "2026-11-21", "25@2026-04-30"},
		{"a village", "08584.001@2026-07-01", "2026-11-21", "08584@2025-07-01 25@2026-04-30"},
		{"a province", "25@2026-04-30", "2026-11-21", ""},
		{"nobody", "x@2026-04-30", "2026-11-21", ""},
	} {
		if got := keys(c.Ancestors(units.Key(test.key), day(t, test.asOf))); got != test.want {
			t.Errorf("ancestors, %s: got %q, want %q", test.name, got, test.want)
		}
	}
	for _, test := range []struct{ name, key, asOf, want string }{
		{"provinces", "", "2026-11-21", "25@2026-04-30"},
		{"communes under either name of the province", "25@2026-04-30", "2026-11-21", "08584@2025-07-01 08590@2025-07-01"},
		{"districts before", "25@2004-01-01", "2025-01-01", "230@2004-01-01"},
		{"no districts after", "25@2004-01-01", "2025-07-01", ""},
		{"a village not yet", "08584@2025-07-01", "2026-06-30", ""},
		{"a village", "08584@2025-07-01", "2026-07-01", "08584.001@2026-07-01"},
	} {
		if got := keys(c.Children(units.Key(test.key), day(t, test.asOf))); got != test.want {
			t.Errorf("children, %s: got %q, want %q", test.name, got, test.want)
		}
	}
	s := c.Snapshot()
	if got := keys(s.Descendants("25@2026-04-30", day(t, "2026-11-21"))); got != "08584@2025-07-01 08590@2025-07-01 08584.001@2026-07-01" {
		t.Errorf("descendants: %q", got)
	}
	if got := keys(s.InLevel(units.Commune, day(t, "2025-01-01"))); got != "08584@2004-01-01 08587@2004-01-01 08590@2004-01-01" {
		t.Errorf("communes of before: %q", got)
	}
}

func TestSuccessors(t *testing.T) {
	t.Parallel()
	c, _ := told(t)
	if got := keys(c.Successors("08590@2004-01-01", false)); got != "08584@2025-07-01 08590@2025-07-01" {
		t.Errorf("a divided commune: %q", got)
	}
	if got := keys(c.Predecessors("08584@2025-07-01", false)); got != "08584@2004-01-01 08587@2004-01-01 08590@2004-01-01" {
		t.Errorf("a merged commune: %q", got)
	}
	if got := keys(c.Successors("25@2004-01-01", false)); got != "25@2025-07-01" {
		t.Errorf("one step: %q", got)
	}
	if got := keys(c.Successors("25@2004-01-01", true)); got != "25@2025-07-01 25@2026-04-30" {
		t.Errorf("all steps: %q", got)
	}
	if got := keys(c.Predecessors("25@2026-04-30", true)); got != "25@2025-07-01 25@2004-01-01" {
		t.Errorf("all steps back: %q", got)
	}
	if u, ok := c.Snapshot().Continued("25@2025-07-01", day(t, "2026-11-21")); !ok || u.Key != "25@2026-04-30" {
		t.Errorf("the city is the province going on: %v", u)
	}
	if _, ok := c.Snapshot().Continued("08587@2004-01-01", day(t, "2026-11-21")); ok {
		t.Error("a merged commune does not go on")
	}
	out, in := c.Snapshot().Links("25@2025-07-01")
	if len(out) != 1 || out[0].Kind != units.Retype || len(in) != 1 || in[0].Kind != units.Merge {
		t.Errorf("links: %v %v", out, in)
	}
}

func TestAbove(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	contains := func(key, above units.Key) bool {
		for _, k := range c.Above(key) {
			if k == above {
				return true
			}
		}
		return false
	}
	for _, test := range []struct {
		name       string
		key, above units.Key
		want       bool
	}{
		{"itself", "08584@2025-07-01", "08584@2025-07-01", true},
		{"the province as it is now", "08584.001@2026-07-01", "25@2026-04-30", true},
		{"what a merged commune left, for its successor", "08587@2004-01-01", "08584@2025-07-01", true},
		{"and for the successor's province", "08587@2004-01-01", "25@2026-04-30", true},
		{"not what its successor has, for the merged one", "08584@2025-07-01", "08587@2004-01-01", false},
		{"not a neighbour", "08584@2025-07-01", "08590@2025-07-01", false},
		{"not downward", "08584@2025-07-01", "08584.001@2026-07-01", false},
	} {
		if got := contains(test.key, test.above); got != test.want {
			t.Errorf("%s: got %t", test.name, got)
		}
	}
	must(t, tell(t, db, c, linked("08584@2025-07-01", "08590@2025-07-01", directoryv1.UnitsLinked_KIND_TRANSFER, "2026-08-01")))
	if contains("08584@2025-07-01", "08590@2025-07-01") {
		t.Error("a hamlet's transfer gave the neighbour the whole commune's records")
	}
	// A mistaken link must not hang anybody.
	must(t, tell(t, db, c, linked("25@2026-04-30", "25@2025-07-01", directoryv1.UnitsLinked_KIND_RENAME, "2026-08-01"),
		linked("08584@2025-07-01", "08584@2004-01-01", directoryv1.UnitsLinked_KIND_MERGE, "2026-08-01")))
	_ = c.Above("08584.001@2026-07-01")
	_ = c.Successors("08584@2004-01-01", true)
	_ = c.Ancestors("08584.001@2026-07-01", day(t, "2026-11-21"))
}

func TestBindings(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	today := day(t, "2026-11-21")
	bound := func(id, role, unit, agency, from, to string) *directoryv1.RoleBound {
		return &directoryv1.RoleBound{Binding: id, SubjectKey: "iss#u", Role: role, Unit: unit, Agency: agency, ValidFrom: from, ValidTo: to}
	}
	agency := &directoryv1.AgencyState{Id: "a-1", Name: "Trạm Y tế", Kind: "public_service_unit", Unit: "08584@2025-07-01", ValidFrom: "2025-07-01"}
	must(t, tell(t, db, c,
		&directoryv1.AgencyRegistered{Agency: agency},
		bound("b1", "commune_officer", "08584@2025-07-01", "", "2026-01-01", ""),
		bound("b2", "province_officer", "25@2025-07-01", "", "2025-07-01", ""),
		bound("b3", "commune_officer", "08587@2004-01-01", "", "2020-01-01", ""),
		bound("b4", "commune_chair", "08584@2025-07-01", "", "2026-12-01", ""),
		bound("b5", "commune_admin", "08584@2025-07-01", "", "2026-01-01", "2026-11-21"),
		bound("b6", "agency_head", "08584@2025-07-01", "a-1", "2026-01-01", ""),
		bound("b7", "agency_head", "08584@2025-07-01", "gone", "2026-01-01", ""),
		bound("b8", "platform_operator", "", "", "2026-01-01", ""),
	))
	held := func(at workday.Date) map[string]units.Key {
		all := map[string]units.Key{}
		for _, b := range c.Bindings([]string{"pk:0", "iss#u"}, at) {
			all[b.ID] = b.Unit
		}
		return all
	}
	got := held(today)
	want := map[string]units.Key{"b1": "08584@2025-07-01", "b2": "25@2026-04-30", "b6": "08584@2025-07-01", "b8": ""}
	if len(got) != len(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for id, unit := range want {
		if at, ok := got[id]; !ok || at != unit {
			t.Errorf("%s: got %q %t, want %q", id, at, ok, unit)
		}
	}
	if len(c.Bindings([]string{"iss#other"}, today)) != 0 {
		t.Error("somebody else holds the roles too")
	}
	s := c.Snapshot()
	if h := s.Holders("25@2026-04-30", today); len(h) != 1 || h[0].ID != "b2" {
		t.Errorf("holders of the city: %v", h)
	}
	if h := s.AgencyHolders("a-1", today); len(h) != 1 || h[0].ID != "b6" {
		t.Errorf("holders at the agency: %v", h)
	}
	if a := s.Agencies("08584@2025-07-01", today); len(a) != 1 || a[0].Name != "Trạm Y tế" {
		t.Errorf("agencies: %v", a)
	}
	ended := &directoryv1.AgencyState{Id: "a-1", Name: "Trạm Y tế", Unit: "08584@2025-07-01", ValidFrom: "2025-07-01", ValidTo: "2026-11-01"}
	must(t, tell(t, db, c, &directoryv1.RoleEnded{Binding: "b1", ValidTo: "2026-11-21"}, &directoryv1.AgencyChanged{Agency: ended}))
	if got := held(today); len(got) != 2 {
		t.Errorf("a role that ended or whose agency ended is still held: %v", got)
	}
	if got := held(day(t, "2026-10-31")); len(got) != 5 {
		t.Errorf("it was held before: %v", got)
	}
}

func TestCalendar(t *testing.T) {
	t.Parallel()
	c, db := told(t)
	monday := day(t, "2026-11-23")
	before := c.Calendar()
	if !before.IsWorking(monday) {
		t.Fatal("an ordinary Monday is off")
	}
	days := &directoryv1.CalendarChanged{
		Year: 2026, Status: directoryv1.CalendarChanged_STATUS_DECIDED, Revision: 2,
		DaysOff:        []*directoryv1.CalendarChanged_Day{{Date: "2026-11-23", Name: "Nghỉ hoán đổi", Kind: "swapped-off"}},
		WorkedWeekends: []*directoryv1.CalendarChanged_Day{{Date: "2026-11-28", Name: "Làm bù"}},
	}
	must(t, tell(t, db, c, days))
	after := c.Calendar()
	if after.IsWorking(monday) || !after.IsWorking(day(t, "2026-11-28")) || after.Status(2026) != workday.Decided {
		t.Error("the decided year did not arrive")
	}
	if !before.IsWorking(monday) {
		t.Error("a calendar somebody holds changed under them")
	}
	if after.IsWorking(day(t, "2025-09-02")) {
		t.Error("the other years are gone")
	}
	must(t, tell(t, db, c, &directoryv1.CalendarChanged{Year: 2026, Status: directoryv1.CalendarChanged_STATUS_PROVISIONAL, Revision: 1}))
	if c.Calendar().IsWorking(monday) {
		t.Error("an older revision won")
	}
	bad := &directoryv1.CalendarChanged{
		Year: 2026, Status: directoryv1.CalendarChanged_STATUS_DECIDED, Revision: 3,
		DaysOff: []*directoryv1.CalendarChanged_Day{{Date: "2027-01-01", Name: "năm khác"}},
	}
	if err := tell(t, db, c, bad); err == nil {
		t.Error("a day of another year was taken in")
	}
	if c.Calendar().IsWorking(monday) {
		t.Error("a calendar that cannot be read replaced the good one")
	}
}

func TestKeys(t *testing.T) {
	t.Parallel()
	k := units.NewKey("08584", day(t, "2025-07-01"))
	if k != "08584@2025-07-01" || k.Code() != "08584" || k.From() != day(t, "2025-07-01") {
		t.Errorf("got %s", k)
	}
	if _, err := units.ParseKey("08584.001@2026-07-01"); err != nil {
		t.Error(err)
	}
	for _, bad := range []string{"", "08584", "@2025-07-01", "08584@hôm nay", "0858x@2025-07-01", "08584@2025-13-01"} {
		if _, err := units.ParseKey(bad); err == nil {
			t.Errorf("%q was taken for a key", bad)
		}
	}
}

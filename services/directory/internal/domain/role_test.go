package domain

import (
	"testing"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func commune() *Unit { return below("25@2025-07-01", "08584", "Võ Miếu", "xa", "2025-07-01") }

func TestBind(t *testing.T) {
	from := Period{From: day("2026-01-01")}
	admin := Granter{Keys: []string{"iss#admin"}, Held: []Role{CommuneAdmin}}
	top := Granter{Keys: []string{"iss#top"}, Held: []Role{ProvinceAdmin}}
	district := below("25@2025-03-01", "238", "Thanh Sơn", "huyen", "2025-03-01")
	district.Period.To = TwoTiers
	school := &Agency{ID: "a1", Period: Period{From: day("2025-07-01")}}
	for name, c := range map[string]struct {
		b      Binding
		unit   *Unit
		agency *Agency
		by     Granter
		others []Binding
		want   Reason
	}{
		"an officer, by the commune":       {b: Binding{SubjectKey: "s", Role: CommuneOfficer, Period: from}, unit: commune(), by: admin},
		"a chairman, by the commune":       {b: Binding{SubjectKey: "s", Role: CommuneChair, Period: from}, unit: commune(), by: admin, want: RoleAboveOwnPowers},
		"an administrator, by the commune": {b: Binding{SubjectKey: "s", Role: CommuneAdmin, Period: from}, unit: commune(), by: admin, want: RoleAboveOwnPowers},
		"a chairman, by the province":      {b: Binding{SubjectKey: "s", Role: CommuneChair, Period: from}, unit: commune(), by: top},
		"themselves":                       {b: Binding{SubjectKey: "iss#admin", Role: CommuneOfficer, Period: from}, unit: commune(), by: admin, want: RoleAboveOwnPowers},
		"an operator, by the province":     {b: Binding{SubjectKey: "s", Role: PlatformOperator, Period: from}, unit: province("25", "Phú Thọ", "2025-07-01"), by: top, want: RoleAboveOwnPowers},
		"by nobody":                        {b: Binding{SubjectKey: "s", Role: CommuneOfficer, Period: from}, unit: commune(), want: RoleAboveOwnPowers},
		"a village head of a commune":      {b: Binding{SubjectKey: "s", Role: VillageHead, Period: from}, unit: commune(), by: top, want: RoleLevelMismatch},
		"an unknown role":                  {b: Binding{SubjectKey: "s", Role: "king", Period: from}, unit: commune(), by: top, want: InvalidValue},
		"an agency role without agency":    {b: Binding{SubjectKey: "s", Role: AgencyHead, Period: from}, unit: commune(), by: top, want: RoleAgencyMismatch},
		"a unit's role with an agency":     {b: Binding{SubjectKey: "s", Role: CommuneOfficer, Period: from}, unit: commune(), agency: school, by: top, want: RoleAgencyMismatch},
		"an agency head":                   {b: Binding{SubjectKey: "s", Role: AgencyHead, Period: from}, unit: commune(), agency: school, by: top},
		"a district, today":                {b: Binding{SubjectKey: "s", Role: AgencyHead, Period: from}, unit: district, agency: school, by: top, want: DistrictAbolished},
		"before the unit":                  {b: Binding{SubjectKey: "s", Role: CommuneOfficer, Period: Period{From: day("2025-06-30")}}, unit: commune(), by: top, want: OutsidePeriod},
		"no subject":                       {b: Binding{Role: CommuneOfficer, Period: from}, unit: commune(), by: top, want: InvalidValue},
		"held already": {
			b: Binding{SubjectKey: "s", Role: CommuneOfficer, Period: from}, unit: commune(), by: top,
			others: []Binding{{Period: Period{From: day("2026-05-01")}}}, want: RoleAlreadyHeld,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got, _, err := Bind(c.b, c.unit, c.agency, c.by, c.others)
			if c.want != "" {
				wantReason(t, err, c.want)
			} else if err != nil || got.Unit != c.unit.Key() {
				t.Fatalf("%v %+v", err, got)
			}
		})
	}
}

func TestEndRole(t *testing.T) {
	top := Granter{Held: []Role{ProvinceAdmin}}
	b := Binding{Role: CommuneOfficer, Period: Period{From: day("2026-01-01")}}
	got, _, err := EndRole(b, day("2025-01-01"), top)
	if err != nil || got.Period.To != b.Period.From {
		t.Fatalf("a binding that never held: %v %+v", err, got)
	}
	_, _, err = EndRole(got, day("2026-06-01"), top)
	wantReason(t, err, AlreadyEnded)
	_, _, err = EndRole(b, day("2026-06-01"), Granter{Held: []Role{CommuneOfficer}})
	wantReason(t, err, RoleAboveOwnPowers)
}

func TestSetCalendarYear(t *testing.T) {
	off := func(date string, kind workday.Kind) workday.Day {
		return workday.Day{Date: day(date), Name: "Nghỉ", Kind: kind}
	}
	decided := CalendarYear{Year: 2026, Status: workday.Decided, LegalBasis: "TB", Days: []workday.Day{off("2026-01-01", workday.Statutory)}}
	for name, c := range map[string]struct {
		old, y CalendarYear
		want   Reason
	}{
		"a year":               {y: decided},
		"a day of next year":   {y: CalendarYear{Year: 2026, Status: workday.Provisional, Days: []workday.Day{off("2027-01-01", workday.Statutory)}}, want: CalendarDayMisplaced},
		"a day twice":          {y: CalendarYear{Year: 2026, Status: workday.Provisional, Days: []workday.Day{off("2026-01-01", workday.Statutory), off("2026-01-01", workday.SwappedOff)}}, want: CalendarDayMisplaced},
		"a worked weekday":     {y: CalendarYear{Year: 2026, Status: workday.Provisional, Days: []workday.Day{off("2026-01-05", workday.SwappedWorking)}}, want: CalendarDayMisplaced},
		"a swapped-off Sunday": {y: CalendarYear{Year: 2026, Status: workday.Provisional, Days: []workday.Day{off("2026-01-04", workday.SwappedOff)}}, want: CalendarDayMisplaced},
		"a Sunday holiday":     {y: CalendarYear{Year: 2026, Status: workday.Provisional, Days: []workday.Day{off("2026-01-04", workday.Statutory)}}},
		"decided by nobody":    {y: CalendarYear{Year: 2026, Status: workday.Decided}, want: CalendarBasisMissing},
		"undecided again":      {old: decided, y: CalendarYear{Year: 2026, Status: workday.Provisional}, want: CalendarYearDecided},
		"no status":            {y: CalendarYear{Year: 2026}, want: InvalidValue},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := SetCalendarYear(c.old, c.y)
			if c.want != "" {
				wantReason(t, err, c.want)
			} else if err != nil {
				t.Fatal(err)
			}
		})
	}
	first, _, _ := SetCalendarYear(CalendarYear{}, decided)
	again, facts, err := SetCalendarYear(first, decided)
	if err != nil || len(facts) != 0 || again.Revision != 1 {
		t.Fatalf("the same year again: %v %v %d", err, facts, again.Revision)
	}
}

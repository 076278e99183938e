package domain

import (
	"testing"
	"time"
)

func village() *Unit {
	return below("08584@2025-07-01", "08584.001", "Cự Bành", "thon", "2026-07-01")
}

func household(t *testing.T) Household {
	t.Helper()
	h, _, err := RegisterHousehold(Household{
		ID: "h1", Code: "001", Period: Period{From: day("2026-07-01")},
		Representative: &Representative{Person: Person{Name: "Nguyễn Văn An", BirthYear: 1970, Phone: "0912 345 678"}},
	}, village())
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestRegisterHouseholdRefuses(t *testing.T) {
	person := func(p Person) *Representative { return &Representative{Person: p} }
	for name, c := range map[string]struct {
		h       Household
		village *Unit
		want    Reason
	}{
		"no code":              {Household{Period: Period{From: day("2026-07-01")}}, village(), InvalidValue},
		"a commune":            {Household{Code: "1", Period: Period{From: day("2026-07-01")}}, below("25@2025-07-01", "08584", "Võ Miếu", "xa", "2025-07-01"), NotAVillage},
		"before the village":   {Household{Code: "1", Period: Period{From: day("2026-06-30")}}, village(), OutsidePeriod},
		"a number for a name":  {Household{Code: "1", Period: Period{From: day("2026-07-01")}, Representative: person(Person{Name: "0912345678"})}, village(), NameMalformed},
		"a script for a name":  {Household{Code: "1", Period: Period{From: day("2026-07-01")}, Representative: person(Person{Name: "<script>alert(1)</script>"})}, village(), NameMalformed},
		"a child":              {Household{Code: "1", Period: Period{From: day("2026-07-01")}, Representative: person(Person{Name: "Lê Na", BirthYear: 2009})}, village(), BirthYearImpossible},
		"born in 1800":         {Household{Code: "1", Period: Period{From: day("2026-07-01")}, Representative: person(Person{Name: "Lê Na", BirthYear: 1800})}, village(), BirthYearImpossible},
		"a phone that is none": {Household{Code: "1", Period: Period{From: day("2026-07-01")}, Representative: person(Person{Name: "Lê Na", Phone: "12345"})}, village(), PhoneMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, err := RegisterHousehold(c.h, c.village)
			wantReason(t, err, c.want)
		})
	}
}

func TestNormalisePhone(t *testing.T) {
	for text, want := range map[string]string{
		"0912345678": "+84912345678", "0912.345.678": "+84912345678", "+84 912 345 678": "+84912345678",
		"84912345678": "+84912345678", "912345678": "+84912345678", "024 3825 1234": "+842438251234",
		"(024) 38251234": "+842438251234", "+84 (0)912345678": "+84912345678",
		"": "", "0912": "", "0112345678": "", "0912345678x": "", "09123456789": "", "=1+1": "",
	} {
		got, ok := NormalisePhone(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

func TestChangeRepresentativeKeepsTheFormerOne(t *testing.T) {
	h, _, err := household(t).ChangeRepresentative(&Person{Name: "Trần Thị Bình"}, day("2026-09-01"), "chủ hộ mất")
	if err != nil {
		t.Fatal(err)
	}
	if len(h.Former) != 1 || h.Former[0].Period.To != day("2026-09-01") || h.Former[0].Person.Name != "Nguyễn Văn An" {
		t.Fatalf("former %+v", h.Former)
	}
	if h.Representative.Period.From != day("2026-09-01") {
		t.Fatalf("from %s", h.Representative.Period.From)
	}
	_, _, err = h.ChangeRepresentative(&Person{Name: "Lê Na"}, day("2026-08-01"), "")
	wantReason(t, err, OutsidePeriod)
}

func TestSplitMergeMoveEnd(t *testing.T) {
	h := household(t)
	h, begun, facts, err := h.Split([]Household{{ID: "h2", Code: "001a"}}, village(), day("2026-08-01"), "ra ở riêng")
	if err != nil || len(begun) != 1 || len(facts) != 2 {
		t.Fatalf("split: %v %+v %+v", err, begun, facts)
	}
	h, ended, _, err := h.Merge(begun, day("2026-10-01"), "về ở chung")
	if err != nil || ended[0].Period.To != day("2026-10-01") {
		t.Fatalf("merge: %v %+v", err, ended)
	}
	_, _, _, err = h.Merge(ended, day("2026-11-01"), "")
	wantReason(t, err, AlreadyEnded)
	_, _, _, err = h.Merge([]Household{h}, day("2026-11-01"), "")
	wantReason(t, err, InvalidValue)

	other := below("08584@2025-07-01", "08584.002", "Trại", "thon", "2026-07-01")
	_, _, _, err = h.Move(Household{ID: "h3", Code: "9"}, village(), day("2026-11-01"), "")
	wantReason(t, err, NothingChanges)
	old, there, _, err := h.Move(Household{ID: "h3", Code: "9"}, other, day("2026-11-01"), "chuyển nhà")
	if err != nil {
		t.Fatal(err)
	}
	if old.Period.To != there.Period.From || there.Representative.Person.Name != "Nguyễn Văn An" {
		t.Fatalf("moved %+v to %+v", old, there)
	}
	_, _, _, err = there.Merge([]Household{h}, day("2026-12-01"), "")
	wantReason(t, err, DifferentVillages)
	_, _, err = old.End(day("2026-12-01"), "")
	wantReason(t, err, AlreadyEnded)
	_, _, err = there.End(day("2026-11-01"), "")
	wantReason(t, err, PeriodEmpty)
}

func TestConfirmHappensOnce(t *testing.T) {
	at := time.Date(2026, 8, 1, 9, 0, 0, 0, time.UTC)
	h, changed := household(t).Confirm(at)
	if !changed || h.Representative.ConfirmedAt != at {
		t.Fatalf("confirmed %v %+v", changed, h.Representative)
	}
	if _, again := h.Confirm(at.Add(time.Hour)); again {
		t.Fatal("confirmed twice")
	}
}

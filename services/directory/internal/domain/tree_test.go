package domain

import (
	"errors"
	"testing"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

func day(text string) Date { return workday.MustParse(text) }

func wantReason(t *testing.T, err error, want Reason) *Refusal {
	t.Helper()
	var r *Refusal
	if !errors.As(err, &r) {
		t.Fatalf("want refusal %s, got %v", want, err)
	}
	if r.Reason != want {
		t.Fatalf("want refusal %s, got %s", want, r)
	}
	return r
}

func province(code, name, from string) *Unit {
	return &Unit{Code: code, Name: name, Type: "tinh", Period: Period{From: day(from)}}
}

func below(parent UnitKey, code, name string, kind UnitType, from string) *Unit {
	return &Unit{
		Code: code, Name: name, Type: kind, Period: Period{From: day(from)},
		Parents: []Parentage{{From: day(from), Parent: parent}},
	}
}

// phuTho is a province of two communes, one with two villages.
func phuTho(t *testing.T) *Tree {
	t.Helper()
	tree := NewTree(nil, nil)
	for _, u := range []*Unit{
		province("25", "Phú Thọ", "2025-07-01"),
		below("25@2025-07-01", "08584", "Võ Miếu", "xa", "2025-07-01"),
		below("25@2025-07-01", "08600", "Hải Lựu", "xa", "2025-07-01"),
		below("08584@2025-07-01", "08584.001", "Cự Bành", "thon", "2026-07-01"),
		below("08584@2025-07-01", "08584.002", "Trại", "thon", "2026-07-01"),
	} {
		if _, err := tree.Establish(u); err != nil {
			t.Fatalf("establishing %s: %v", u.Code, err)
		}
	}
	return tree
}

func TestEstablishRefuses(t *testing.T) {
	ended := func(u *Unit, to string) *Unit { u.Period.To = day(to); return u }
	for name, c := range map[string]struct {
		unit *Unit
		want Reason
	}{
		"a code in force":                         {below("25@2025-07-01", "08584", "Khác", "xa", "2026-01-01"), UnitCodeInForce},
		"a code of another level":                 {below("25@2025-07-01", "0858", "Khác", "xa", "2026-01-01"), UnitCodeMalformed},
		"an unknown type":                         {below("25@2025-07-01", "08999", "Khác", "tong", "2026-01-01"), InvalidValue},
		"no name":                                 {below("25@2025-07-01", "08999", " ", "xa", "2026-01-01"), InvalidValue},
		"a parent that is not there":              {below("26@2025-07-01", "08999", "Khác", "xa", "2026-01-01"), NotFound},
		"no parent":                               {&Unit{Code: "08999", Name: "Khác", Type: "xa", Period: Period{From: day("2026-01-01")}}, InvalidValue},
		"days before the parent":                  {below("25@2025-07-01", "08999", "Khác", "xa", "2025-06-30"), UnitOutsideParentPeriod},
		"a village under a province":              {below("25@2025-07-01", "08999.001", "Khác", "thon", "2026-01-01"), UnitLevelMisplaced},
		"a village with a foreign commune's code": {below("08600@2025-07-01", "08584.009", "Khác", "thon", "2026-07-01"), UnitCodeMalformed},
		"a province under a province":             {below("25@2025-07-01", "26", "Khác", "tinh", "2026-01-01"), UnitLevelMisplaced},
		"a district after 2025-06-30":             {below("25@2025-07-01", "238", "Thanh Sơn", "huyen", "2025-07-01"), DistrictAbolished},
		"a district without an end":               {below("25@2025-07-01", "238", "Thanh Sơn", "huyen", "2025-01-01"), DistrictAbolished},
		"a township after 2025-06-30":             {below("25@2025-07-01", "08999", "Thanh Sơn", "thi_tran", "2025-07-01"), DistrictAbolished},
		"a special zone before 2025-07-01":        {ended(below("25@2025-07-01", "08999", "Cồn Cỏ", "dac_khu", "2025-03-01"), "2025-07-01"), OutsidePeriod},
		"an end before the beginning":             {ended(below("25@2025-07-01", "08999", "Khác", "xa", "2026-01-01"), "2026-01-01"), PeriodEmpty},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := phuTho(t).Establish(c.unit)
			wantReason(t, err, c.want)
		})
	}
}

func TestTheSameCodeInTwoErasIsTwoUnits(t *testing.T) {
	tree := NewTree(nil, nil)
	old := province("25", "Phú Thọ", "2025-03-01")
	old.Period.To = day("2025-07-01")
	for _, u := range []*Unit{old, province("25", "Phú Thọ", "2025-07-01")} {
		if _, err := tree.Establish(u); err != nil {
			t.Fatal(err)
		}
	}
	before, _ := tree.Current("25", day("2025-06-30"))
	after, _ := tree.Current("25", day("2025-07-01"))
	if before.Key() != "25@2025-03-01" || after.Key() != "25@2025-07-01" {
		t.Fatalf("got %s and %s", before.Key(), after.Key())
	}
}

func TestEndRefusesAParentOfLivingChildren(t *testing.T) {
	tree := phuTho(t)
	_, err := tree.End("08584@2025-07-01", day("2027-01-01"), "NQ 1")
	wantReason(t, err, UnitHasChildren)
	if _, err := tree.End("08600@2025-07-01", day("2027-01-01"), "NQ 1"); err != nil {
		t.Fatal(err)
	}
	_, err = tree.End("08600@2025-07-01", day("2028-01-01"), "NQ 2")
	wantReason(t, err, AlreadyEnded)
}

func TestRetypingBeginsAUnitAndTakesTheChildrenAlong(t *testing.T) {
	tree := phuTho(t)
	key, facts, err := tree.Rename("08584@2025-07-01", "", "", "phuong", day("2026-10-01"), "NQ 237/NQ-UBTVQH16")
	if err != nil {
		t.Fatal(err)
	}
	if key != "08584@2026-10-01" {
		t.Fatalf("new key %s", key)
	}
	u, _ := tree.Unit(key)
	if u.FullName != "Phường Võ Miếu" {
		t.Errorf("full name %q", u.FullName)
	}
	if n := len(tree.Children(key, day("2026-10-01"))); n != 2 {
		t.Errorf("%d children went over, want 2", n)
	}
	if n := len(tree.Children("08584@2025-07-01", day("2026-09-30"))); n != 2 {
		t.Errorf("%d children before, want 2", n)
	}
	var linked, moved int
	for _, f := range facts {
		switch f := f.(type) {
		case UnitsLinked:
			linked++
			if f.Link.Kind != Retype {
				t.Errorf("link %s", f.Link.Kind)
			}
		case UnitTransferred:
			moved++
		}
	}
	if linked != 1 || moved != 2 {
		t.Errorf("%d links, %d transfers", linked, moved)
	}
}

func TestReorganiseVillages(t *testing.T) {
	tree := phuTho(t)
	facts, err := tree.Reorganise(Reorganisation{
		Date: day("2027-01-01"), LegalBasis: "NQ HĐND xã",
		Dissolved:   []UnitKey{"08584.001@2026-07-01", "08584.002@2026-07-01"},
		Established: []*Unit{below("08584@2025-07-01", "08584.003", "Cự Trại", "thon", "2027-01-01")},
		Links: []Link{
			{From: "08584.001@2026-07-01", To: "08584.003@2027-01-01", Kind: Merge},
			{From: "08584.002@2026-07-01", To: "08584.003@2027-01-01", Kind: Merge},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	last, ok := facts[len(facts)-1].(VillagesRearranged)
	if !ok || last.Commune != "08584@2025-07-01" || len(last.Ended) != 2 || len(last.Established) != 1 {
		t.Fatalf("announced %+v", last)
	}
}

func TestReorganiseRefuses(t *testing.T) {
	base := func() Reorganisation { return Reorganisation{Date: day("2027-01-01"), LegalBasis: "NQ"} }
	for name, c := range map[string]struct {
		change func(*Reorganisation)
		want   Reason
	}{
		"a dissolved unit without successor": {func(r *Reorganisation) { r.Dissolved = []UnitKey{"08600@2025-07-01"} }, UnitWithoutSuccessor},
		"a divided unit's child nobody placed": {func(r *Reorganisation) {
			r.Dissolved = []UnitKey{"08584@2025-07-01"}
			r.Links = []Link{{From: "08584@2025-07-01", To: "08600@2025-07-01", Kind: Split}}
		}, UnitHasChildren},
		"a merger of a unit that goes on": {func(r *Reorganisation) {
			r.Links = []Link{{From: "08584@2025-07-01", To: "08600@2025-07-01", Kind: Merge}}
		}, SuccessorBeforeEnd},
		"a successor of another level": {func(r *Reorganisation) {
			r.Links = []Link{{From: "08584@2025-07-01", To: "25@2025-07-01", Kind: Split}}
		}, UnitLevelMisplaced},
		"a unit that is not there": {func(r *Reorganisation) { r.Dissolved = []UnitKey{"09999@2025-07-01"} }, NotFound},
	} {
		t.Run(name, func(t *testing.T) {
			r := base()
			c.change(&r)
			_, err := phuTho(t).Reorganise(r)
			wantReason(t, err, c.want)
		})
	}
}

func TestChildrenOfAUnitMergedWholeGoWithIt(t *testing.T) {
	tree := phuTho(t)
	_, err := tree.Reorganise(Reorganisation{
		Date: day("2027-01-01"), LegalBasis: "NQ", Dissolved: []UnitKey{"08584@2025-07-01"},
		Links: []Link{{From: "08584@2025-07-01", To: "08600@2025-07-01", Kind: Merge}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if n := len(tree.Children("08600@2025-07-01", day("2027-01-01"))); n != 2 {
		t.Fatalf("%d villages went over, want 2", n)
	}
}

func TestCorrect(t *testing.T) {
	for name, c := range map[string]struct {
		old, new string
		want     Reason
	}{
		"a moved tone mark": {"Phục Hòa", "Phục Hoà", ""},
		"a wrong tone":      {"Phó Bảng", "Phố Bảng", ""},
		"another name":      {"Võ Miếu", "Hải Lựu", UnitCorrectionTooLarge},
		"a name added":      {"Võ Miếu", "Võ Miếu Thượng", UnitCorrectionTooLarge},
		"the same name":     {"Võ Miếu", "Võ Miếu", NothingChanges},
		"two moved marks":   {"Hòa Thủy", "Hoà Thuỷ", ""},
	} {
		t.Run(name, func(t *testing.T) {
			tree := NewTree(nil, nil)
			if _, err := tree.Establish(province("25", c.old, "2025-07-01")); err != nil {
				t.Fatal(err)
			}
			_, err := tree.Correct("25@2025-07-01", c.new, "", "r")
			if c.want != "" {
				wantReason(t, err, c.want)
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if u, _ := tree.Unit("25@2025-07-01"); u.FullName != "Tỉnh "+c.new {
				t.Errorf("full name %q", u.FullName)
			}
		})
	}
}

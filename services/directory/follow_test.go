package directory_test

import (
	"strings"
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

const trai = "units/08584.002@2026-07-01"

func newVillage(code, name string) *directoryv1.Unit {
	return &directoryv1.Unit{Code: code, DisplayName: name, Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01"}
}

func link(from, to string, kind directoryv1.LinkKind) *directoryv1.UnitLink {
	return &directoryv1.UnitLink{Predecessor: from, Successor: to, Kind: kind}
}

const (
	merged  = directoryv1.LinkKind_LINK_KIND_MERGE
	divided = directoryv1.LinkKind_LINK_KIND_SPLIT
)

// Two villages go into one: every household goes along, under its own code where
// that is free, its representative recognised as before, and every one is told.
func TestHouseholdsFollowTheirVillage(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	an := &directoryv1.Person{FullName: "Nguyễn Văn An", NationalId: "025070000001"}
	for _, r := range []*directoryv1.RegisterHouseholdRequest{register(cuBanh, "001", an), register(cuBanh, "002", nil), register(trai, "001", nil)} {
		_, err := h.RegisterHousehold(xa, r)
		must(t, err)
	}
	_, err := h.MatchMe(h.as(t, issuer+"an", "025070000001"), &directoryv1.MatchMeRequest{})
	must(t, err)
	heir := "units/08584.010@2026-11-01"
	_, err = h.ReorganiseUnits(h.as(t, admin), &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: "2026-11-01", LegalBasis: "NQ 12/NQ-HĐND", Dissolved: []string{cuBanh, trai},
		Established: []*directoryv1.Unit{newVillage("08584.010", "Bành Trại")}, Links: []*directoryv1.UnitLink{link(cuBanh, heir, merged), link(trai, heir, merged)},
	})
	must(t, err)
	var roll *directoryv1.ListHouseholdsResponse
	eventually(t, "the households follow", func() bool {
		roll, err = h.ListHouseholds(xa, &directoryv1.ListHouseholdsRequest{Parent: heir})
		must(t, err)
		return roll.GetTotalSize() == 3
	})
	var codes []string
	for _, one := range roll.GetHouseholds() {
		codes = append(codes, one.GetCode())
	}
	if got := strings.Join(codes, " "); got != "001 002 002-001" {
		t.Errorf("codes %s", got)
	}
	me, err := h.GetMe(h.as(t, issuer+"an", "025070000001"), &directoryv1.GetMeRequest{})
	must(t, err)
	if me.GetHousehold().GetVillage() != heir || me.GetConfirmedAt() == "" {
		t.Errorf("An represents %v", me)
	}
	before, err := h.ListHouseholds(xa, &directoryv1.ListHouseholdsRequest{Parent: cuBanh, AsOf: "2026-10-31"})
	must(t, err)
	if before.GetTotalSize() != 2 {
		t.Errorf("the old roll on its last day: %d", before.GetTotalSize())
	}
	for sql, want := range map[string]int{
		"platform_outbox WHERE type = 'danchu.directory.v1.household_registered'": 6,
		"platform_outbox WHERE type = 'danchu.directory.v1.household_changed'":    3,
		"household_event WHERE kind = 'moved' AND date = '2026-11-01'":            6,
		"household_roll WHERE households = 0":                                     2,
	} {
		if n := h.count(t, sql); n != want {
			t.Errorf("%s: %d, want %d", sql, n, want)
		}
	}
	h.sameAsRolls(t, "following", 1)
}

// A village is divided: nobody knows whose household goes where, so they stay
// counted on the old roll and are listed until an administrator has placed each.
func TestHouseholdsOfADividedVillageWaitToBePlaced(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	var names []string
	for _, code := range []string{"001", "002"} {
		made, err := h.RegisterHousehold(xa, register(cuBanh, code, nil))
		must(t, err)
		names = append(names, made.GetName())
	}
	one, two := "units/08584.011@2026-11-01", "units/08584.012@2026-11-01"
	_, err := h.ReorganiseUnits(h.as(t, admin), &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: "2026-11-01", LegalBasis: "NQ 12/NQ-HĐND", Dissolved: []string{cuBanh},
		Established: []*directoryv1.Unit{newVillage("08584.011", "Cự Bành Một"), newVillage("08584.012", "Cự Bành Hai")},
		Links:       []*directoryv1.UnitLink{link(cuBanh, one, divided), link(cuBanh, two, divided)},
	})
	must(t, err)
	eventually(t, "the job has looked", func() bool {
		return h.count(t, "river_job WHERE kind = 'directory_follow_villages' AND state NOT IN ('completed')") == 0
	})
	waiting := func(who, unit string) (*directoryv1.ListHouseholdsResponse, error) {
		return h.ListHouseholds(h.as(t, issuer+who), &directoryv1.ListHouseholdsRequest{Parent: unit, Unplaced: true})
	}
	for _, unit := range []string{"units/08584", one, cuBanh} {
		list, err := waiting("xa1", unit)
		must(t, err)
		if list.GetTotalSize() != 2 || len(list.GetHouseholds()) != 2 {
			t.Errorf("%s: %v", unit, list)
		}
	}
	_, err = waiting("xa2", "units/08584")
	want(t, err, fault.Forbidden, "")
	_, err = waiting("thon1", "units/08584")
	want(t, err, fault.Forbidden, "")
	if list, err := waiting("xa2", "units/08600"); err != nil || list.GetTotalSize() != 0 {
		t.Errorf("the neighbour has %v %v", list, err)
	}
	for i, to := range []string{one, two} {
		_, err := h.MoveHousehold(xa, &directoryv1.MoveHouseholdRequest{Name: names[i], Village: to, Code: "001", EffectiveDate: "2026-11-01"})
		must(t, err)
	}
	if list, err := waiting("xa1", "units/08584"); err != nil || list.GetTotalSize() != 0 {
		t.Errorf("still waiting: %v %v", list, err)
	}
}

// What was recorded of a unit after the day stands in the way of ending it then.
func TestABackdatedReorganisationMeetsFacts(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa := h.as(t, issuer+"xa1")
	backdated := func(date string) error {
		heir := "units/08584.010@" + date
		_, err := h.ReorganiseUnits(h.as(t, admin), &directoryv1.ReorganiseUnitsRequest{
			EffectiveDate: date, LegalBasis: "NQ 12/NQ-HĐND", Dissolved: []string{cuBanh, trai},
			Established: []*directoryv1.Unit{newVillage("08584.010", "Bành Trại")}, Links: []*directoryv1.UnitLink{link(cuBanh, heir, merged), link(trai, heir, merged)},
		})
		return err
	}
	made := register(trai, "007", nil)
	made.Household.ValidFrom = "2026-09-15"
	_, err := h.RegisterHousehold(xa, made)
	must(t, err)
	_, err = h.BindRole(h.as(t, admin), &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
		Subject: issuer + "front", Role: directoryv1.Role_ROLE_VILLAGE_FRONT, Unit: cuBanh, ValidFrom: "2026-10-05",
	}})
	must(t, err)
	says := func(err error, reason string, parts ...string) {
		t.Helper()
		want(t, err, fault.Refused, reason)
		for _, part := range parts {
			if !strings.Contains(fault.From(err).Message, part) {
				t.Errorf("%q does not name %q", fault.From(err).Message, part)
			}
		}
	}
	says(backdated("2026-09-01"), "ROLES_AFTER_DATE", "Thôn Cự Bành", "ban công tác Mặt trận", "05/10/2026")
	role, err := h.ListRoleBindings(h.as(t, admin), &directoryv1.ListRoleBindingsRequest{Unit: cuBanh, Subject: issuer + "front"})
	must(t, err)
	_, err = h.EndRole(h.as(t, admin), &directoryv1.EndRoleRequest{Name: role.GetBindings()[0].GetName(), ValidTo: "2026-10-05", Reason: "nhầm"})
	must(t, err)
	says(backdated("2026-09-01"), "FACTS_AFTER_DATE", "Thôn Trại", "hộ gia đình «007»", "15/09/2026")
	must(t, backdated("2026-10-01"))
}

package directory_test

import (
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func u2026() workday.Date { return workday.MustParse("2026-11-21") }

func register(village, code string, p *directoryv1.Person) *directoryv1.RegisterHouseholdRequest {
	h := &directoryv1.Household{Village: village, Code: code, ValidFrom: "2026-07-01"}
	if p != nil {
		h.Representative = &directoryv1.Representative{Person: p}
	}
	return &directoryv1.RegisterHouseholdRequest{Household: h}
}

const cuBanh = "units/08584.001@2026-07-01"

func TestTheRollIsForItsOwnPeople(t *testing.T) {
	t.Parallel()
	h := province(t)
	made, err := h.RegisterHousehold(h.as(t, issuer+"cc1"), register(cuBanh, "001", &directoryv1.Person{
		FullName: "Nguyễn Văn An", BirthYear: 1970, NationalId: "025070000001", Phone: "0912 345 678",
	}))
	must(t, err)
	if p := made.GetRepresentative().GetPerson(); p.GetNationalId() != "" || !p.GetIdentified() || p.GetPhone() != "+84912345678" {
		t.Fatalf("%v", p)
	}
	for who, sees := range map[string]bool{"thon1": true, "cc1": true, "xa1": true, "tinh": true, "xa2": false, "nobody": false} {
		_, listed := h.ListHouseholds(h.as(t, issuer+who), &directoryv1.ListHouseholdsRequest{Parent: cuBanh})
		_, read := h.GetHousehold(h.as(t, issuer+who), &directoryv1.GetHouseholdRequest{Name: made.GetName()})
		if sees {
			must(t, listed)
			must(t, read)
		} else {
			want(t, listed, fault.Forbidden, "")
			want(t, read, fault.NotFound, "") // not even that it exists
		}
	}
	// A village head sees neither the neighbouring village nor the commune.
	_, err = h.ListHouseholds(h.as(t, issuer+"thon1"), &directoryv1.ListHouseholdsRequest{Parent: "units/08584.002@2026-07-01"})
	want(t, err, fault.Forbidden, "")
	_, err = h.RegisterHousehold(h.as(t, issuer+"thon1"), register(cuBanh, "002", nil))
	want(t, err, fault.Forbidden, "")
	_, err = h.ListHouseholds(h.ctx, &directoryv1.ListHouseholdsRequest{Parent: cuBanh})
	want(t, err, fault.Unauthenticated, "")

	// Nothing that leaves the service, and nothing kept for repeats or audit, names the person.
	for _, query := range []string{
		`SELECT count(*) FROM platform_outbox WHERE position('An'::bytea IN data) > 0 AND type LIKE '%household%'`,
		`SELECT count(*) FROM platform_audit WHERE detail || resource LIKE '%Nguyễn Văn An%' OR detail LIKE '%912345678%'`,
		`SELECT count(*) FROM platform_cause WHERE answer LIKE '%Nguyễn Văn An%'`,
		`SELECT count(*) FROM household h WHERE h::text LIKE '%025070000001%'`,
	} {
		var n int
		must(t, h.db.Pool().QueryRow(t.Context(), query).Scan(&n))
		if n != 0 {
			t.Errorf("%d rows: %s", n, query)
		}
	}
}

func TestARepresentativeFindsTheOwnHousehold(t *testing.T) {
	t.Parallel()
	h := province(t)
	made, err := h.RegisterHousehold(h.as(t, issuer+"cc1"), register(cuBanh, "001", &directoryv1.Person{FullName: "Nguyễn Văn An", NationalId: "025070000001"}))
	must(t, err)
	an := h.as(t, issuer+"an", "025070000001")
	me, err := h.GetMe(an, &directoryv1.GetMeRequest{})
	must(t, err)
	if me.GetHousehold().GetName() != made.GetName() || me.GetConfirmedAt() != "" {
		t.Fatalf("%v", me)
	}
	for range 2 {
		if me, err = h.MatchMe(an, &directoryv1.MatchMeRequest{}); err != nil || me.GetConfirmedAt() == "" {
			t.Fatalf("%v %v", me, err)
		}
	}
	_, err = h.GetHousehold(an, &directoryv1.GetHouseholdRequest{Name: made.GetName()})
	must(t, err)
	_, err = h.ListHouseholds(an, &directoryv1.ListHouseholdsRequest{Parent: cuBanh})
	want(t, err, fault.Forbidden, "")
	_, err = h.MatchMe(h.as(t, issuer+"binh", "025070000002"), &directoryv1.MatchMeRequest{})
	want(t, err, fault.Refused, "PERSON_MATCHES_NO_HOUSEHOLD")
	_, err = h.MatchMe(h.as(t, issuer+"khach"), &directoryv1.MatchMeRequest{})
	want(t, err, fault.Refused, "PERSON_NOT_IDENTIFIED")
	_, err = h.GetMe(h.ctx, &directoryv1.GetMeRequest{})
	want(t, err, fault.Unauthenticated, "")
}

func TestHouseholdsOverTime(t *testing.T) {
	t.Parallel()
	h := province(t)
	cc := h.as(t, issuer+"cc1")
	first, err := h.RegisterHousehold(cc, register(cuBanh, "001", &directoryv1.Person{FullName: "Nguyễn Văn An", NationalId: "025070000001"}))
	must(t, err)
	_, err = h.RegisterHousehold(cc, register(cuBanh, "001", nil))
	want(t, err, fault.Exists, "HOUSEHOLD_CODE_IN_USE")
	_, err = h.RegisterHousehold(cc, register(cuBanh, "002", &directoryv1.Person{FullName: "Nguyễn Văn An", NationalId: "025070000001"}))
	want(t, err, fault.Exists, "PERSON_REPRESENTS_ANOTHER")
	_, err = h.RegisterHousehold(cc, register("units/08584@2025-07-01", "003", nil))
	want(t, err, fault.Refused, "NOT_A_VILLAGE")
	_, err = h.RegisterHousehold(cc, register(cuBanh, "003", &directoryv1.Person{FullName: "<img src=x onerror=alert(1)>"}))
	want(t, err, fault.Invalid, "PERSON_NAME_MALFORMED")

	changed, err := h.ChangeRepresentative(cc, &directoryv1.ChangeRepresentativeRequest{
		Name: first.GetName(), Representative: &directoryv1.Person{FullName: "Trần Thị Bình"}, EffectiveDate: "2026-09-01", Etag: first.GetEtag(),
	})
	must(t, err)
	_, err = h.ChangeRepresentative(cc, &directoryv1.ChangeRepresentativeRequest{Name: first.GetName(), EffectiveDate: "2026-10-01", Etag: first.GetEtag()})
	want(t, err, fault.Conflict, "STALE_ETAG")
	then, err := h.ListHouseholds(cc, &directoryv1.ListHouseholdsRequest{Parent: cuBanh, AsOf: "2026-08-31"})
	must(t, err)
	if name := then.GetHouseholds()[0].GetRepresentative().GetPerson().GetFullName(); name != "Nguyễn Văn An" {
		t.Errorf("on 31 August %q represented it", name)
	}
	split, err := h.SplitHousehold(cc, &directoryv1.SplitHouseholdRequest{
		Name: first.GetName(), EffectiveDate: "2026-09-15", Etag: changed.GetEtag(), RequestId: uuid.NewString(),
		Households: []*directoryv1.NewHousehold{{Code: "001a", Representative: &directoryv1.Person{FullName: "Nguyễn Văn An", NationalId: "025070000001"}}},
	})
	must(t, err)
	moved, err := h.MoveHousehold(cc, &directoryv1.MoveHouseholdRequest{
		Name: split.GetEstablished()[0].GetName(), Village: "units/08584.002@2026-07-01", Code: "017", EffectiveDate: "2026-10-01",
	})
	must(t, err)
	if moved.GetRepresentative().GetPerson().GetFullName() != "Nguyễn Văn An" {
		t.Errorf("moved %v", moved)
	}
	// To a sibling commune the officer of this one may not move it.
	_, err = h.MoveHousehold(cc, &directoryv1.MoveHouseholdRequest{
		Name: moved.GetName(), Village: "units/08600.001@2026-07-01", Code: "1", EffectiveDate: "2026-11-01",
	})
	want(t, err, fault.Forbidden, "")
	_, err = h.MergeHouseholds(cc, &directoryv1.MergeHouseholdsRequest{Name: first.GetName(), Merged: []string{moved.GetName()}, EffectiveDate: "2026-11-01"})
	want(t, err, fault.Refused, "HOUSEHOLDS_OF_DIFFERENT_VILLAGES")
	_, err = h.EndHousehold(cc, &directoryv1.EndHouseholdRequest{Name: moved.GetName(), ValidTo: "2026-11-01", Reason: "chuyển đi"})
	must(t, err)
	history, err := h.ListHouseholdHistory(cc, &directoryv1.ListHouseholdHistoryRequest{Name: first.GetName()})
	must(t, err)
	if len(history.GetEvents()) != 3 || len(history.GetRepresentatives()) != 2 {
		t.Errorf("history %v", history)
	}
	var households int64
	var digest string
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT households, digest FROM household_roll WHERE village = $1`,
		strings.TrimPrefix(cuBanh, "units/")).Scan(&households, &digest))
	if households != 1 || len(digest) != 64 {
		t.Errorf("roll %d %s", households, digest)
	}
}

func TestConcurrentRegistrationsOfOneHousehold(t *testing.T) {
	t.Parallel()
	h := province(t)
	cc := h.as(t, issuer+"cc1")
	same := uuid.NewString()
	var all sync.WaitGroup
	var mu sync.Mutex
	names := map[string]int{}
	for i := range 12 {
		all.Go(func() {
			req := register(cuBanh, "777", nil)
			if i%2 == 0 {
				req.RequestId = same
			}
			made, err := h.RegisterHousehold(cc, req)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				names[made.GetName()]++
			} else if fault.From(err).Reason != "HOUSEHOLD_CODE_IN_USE" {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if len(names) != 1 {
		t.Errorf("entered %v", names)
	}
}

package directory_test

import (
	"sync"
	"testing"

	"github.com/google/uuid"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func TestUnitsArePublicAndFoundWithAndWithoutDiacritics(t *testing.T) {
	t.Parallel()
	h := province(t)
	u, err := h.GetUnit(h.ctx, &directoryv1.GetUnitRequest{Name: "units/08584", AsOf: "2026-11-21"})
	must(t, err)
	if u.GetFullName() != "Xã Võ Miếu" || u.GetParent() != "units/25@2025-07-01" {
		t.Fatalf("%v", u)
	}
	for query, want := range map[string]int{
		"vo mieu": 1, "Võ Miếu": 1, "võ miếu": 1, "Vỏ Miếu": 0, "085": 3, "hai": 1, "xa": 2, "%": 0, "_": 0, "'; DROP TABLE unit": 0,
	} {
		found, err := h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{Query: query})
		must(t, err)
		if len(found.GetUnits()) != want {
			t.Errorf("%q: %d units, want %d", query, len(found.GetUnits()), want)
		}
	}
	below, err := h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{Parent: "units/25", Descendants: true, Level: directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE})
	must(t, err)
	if len(below.GetUnits()) != 3 {
		t.Errorf("%d villages, want 3", len(below.GetUnits()))
	}
	above, err := h.ListUnitAncestors(h.ctx, &directoryv1.ListUnitAncestorsRequest{Name: "units/08584.001"})
	must(t, err)
	if len(above.GetAncestors()) != 2 || above.GetAncestors()[1].GetCode() != "25" {
		t.Errorf("ancestors %v", above.GetAncestors())
	}
	_, err = h.GetUnit(h.ctx, &directoryv1.GetUnitRequest{Name: "units/08584", AsOf: "2025-06-30"})
	want(t, err, fault.NotFound, "NOT_FOUND")
	_, err = h.GetUnit(h.ctx, &directoryv1.GetUnitRequest{Name: "units/08584", AsOf: "2026-02-30"})
	want(t, err, fault.Invalid, "INVALID_VALUE")
}

func TestPagesOfUnits(t *testing.T) {
	t.Parallel()
	h := province(t)
	var codes []string
	req := &directoryv1.ListUnitsRequest{PageSize: 2}
	for {
		page, err := h.ListUnits(h.ctx, req)
		must(t, err)
		for _, u := range page.GetUnits() {
			codes = append(codes, u.GetCode())
		}
		if req.PageToken = page.GetNextPageToken(); req.GetPageToken() == "" {
			break
		}
	}
	if len(codes) != 6 {
		t.Fatalf("paged through %v", codes)
	}
	page, err := h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{PageSize: 2})
	must(t, err)
	_, err = h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{Query: "vo", PageToken: page.GetNextPageToken()})
	want(t, err, fault.Invalid, "PAGE_TOKEN_INVALID")
	_, err = h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{PageSize: 101})
	want(t, err, fault.Invalid, "")
}

func TestWhoMayChangeUnits(t *testing.T) {
	t.Parallel()
	h := province(t)
	village := &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Code: "08584.003", DisplayName: "Phú Hà", Type: directoryv1.UnitType_UNIT_TYPE_THON,
		Parent: "units/08584@2025-07-01", ValidFrom: "2026-10-01",
	}}
	_, err := h.CreateUnit(h.ctx, village)
	want(t, err, fault.Unauthenticated, "")
	for _, stranger := range []string{"xa2", "cc1", "thon1", "nobody"} {
		_, err := h.CreateUnit(h.as(t, issuer+stranger), village)
		want(t, err, fault.Forbidden, "")
	}
	_, err = h.CreateUnit(h.as(t, issuer+"xa1"), village)
	must(t, err)
	// A commune's administrator keeps its villages, not the commune itself.
	_, err = h.RenameUnit(h.as(t, issuer+"xa1"), &directoryv1.RenameUnitRequest{
		Name: "units/08584@2025-07-01", EffectiveDate: "2026-11-01", LegalBasis: "NQ", DisplayName: "Khác",
	})
	want(t, err, fault.Forbidden, "")
	// Nobody founds a province here.
	_, err = h.CreateUnit(h.as(t, admin), &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
		Code: "26", DisplayName: "Khác", Type: directoryv1.UnitType_UNIT_TYPE_TINH, ValidFrom: "2026-01-01",
	}})
	want(t, err, fault.Forbidden, "")
}

func TestRetypingACommuneKeepsItsOfficersAndVillages(t *testing.T) {
	t.Parallel()
	h := province(t)
	u, err := h.RenameUnit(h.as(t, admin), &directoryv1.RenameUnitRequest{
		Name: "units/08584@2025-07-01", EffectiveDate: "2026-11-01", LegalBasis: "NQ 237/NQ-UBTVQH16",
		Type: directoryv1.UnitType_UNIT_TYPE_PHUONG,
	})
	must(t, err)
	if u.GetName() != "units/08584@2026-11-01" || u.GetFullName() != "Phường Võ Miếu" {
		t.Fatalf("%v", u)
	}
	old, err := h.GetUnit(h.ctx, &directoryv1.GetUnitRequest{Name: "units/08584", AsOf: "2026-10-31"})
	must(t, err)
	if old.GetFullName() != "Xã Võ Miếu" || old.GetValidTo() != "2026-11-01" {
		t.Errorf("before: %v", old)
	}
	came, err := h.ListSuccessors(h.ctx, &directoryv1.ListSuccessorsRequest{Name: "units/08584@2025-07-01"})
	must(t, err)
	if len(came.GetLinks()) != 1 || came.GetLinks()[0].GetKind() != directoryv1.LinkKind_LINK_KIND_RETYPE {
		t.Errorf("links %v", came.GetLinks())
	}
	villages, err := h.ListUnits(h.ctx, &directoryv1.ListUnitsRequest{Parent: "units/08584"})
	must(t, err)
	if len(villages.GetUnits()) != 2 {
		t.Errorf("%d villages, want 2", len(villages.GetUnits()))
	}
	// The officer bound for the xã goes on for the phường.
	_, err = h.RegisterHousehold(h.as(t, issuer+"cc1"), register("units/08584.001@2026-07-01", "001", nil))
	must(t, err)
	_, err = h.BindRole(h.as(t, issuer+"xa1"), &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
		Subject: issuer + "new", Role: directoryv1.Role_ROLE_COMMUNE_OFFICER, Unit: "units/08584", ValidFrom: "2026-11-02",
	}})
	must(t, err)
}

func TestReorganisingVillages(t *testing.T) {
	t.Parallel()
	h := province(t)
	req := &directoryv1.ReorganiseUnitsRequest{
		EffectiveDate: "2027-01-01", LegalBasis: "NQ 30/NQ-HĐND xã Võ Miếu", RequestId: uuid.NewString(),
		Dissolved: []string{"units/08584.001@2026-07-01", "units/08584.002@2026-07-01"},
		Established: []*directoryv1.Unit{{
			Code: "08584.010", DisplayName: "Cự Trại", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01",
		}},
		Links: []*directoryv1.UnitLink{
			{Predecessor: "units/08584.001@2026-07-01", Successor: "units/08584.010@2027-01-01", Kind: directoryv1.LinkKind_LINK_KIND_MERGE},
			{Predecessor: "units/08584.002@2026-07-01", Successor: "units/08584.010@2027-01-01", Kind: directoryv1.LinkKind_LINK_KIND_MERGE},
		},
	}
	_, err := h.ReorganiseUnits(h.as(t, issuer+"xa2"), req)
	want(t, err, fault.Forbidden, "")
	done, err := h.ReorganiseUnits(h.as(t, issuer+"xa1"), req)
	must(t, err)
	if len(done.GetDissolved()) != 2 || len(done.GetEstablished()) != 1 || len(done.GetLinks()) != 2 {
		t.Fatalf("%v", done)
	}
	again, err := h.ReorganiseUnits(h.as(t, issuer+"xa1"), req)
	must(t, err)
	if again.GetEstablished()[0].GetEtag() != done.GetEstablished()[0].GetEtag() {
		t.Error("a repeat changed something")
	}
	before, err := h.ListPredecessors(h.ctx, &directoryv1.ListPredecessorsRequest{Name: "units/08584.010@2027-01-01"})
	must(t, err)
	if len(before.GetUnits()) != 2 {
		t.Errorf("predecessors %v", before.GetUnits())
	}
	// A reorganisation that reaches into the neighbouring commune is not the administrator's.
	req.RequestId, req.Established, req.Links = uuid.NewString(), nil, nil
	req.Dissolved = []string{"units/08600.001@2026-07-01"}
	_, err = h.ReorganiseUnits(h.as(t, issuer+"xa1"), req)
	want(t, err, fault.Forbidden, "")
}

func TestReplaysStaleEtagsAndConcurrentChanges(t *testing.T) {
	t.Parallel()
	h := province(t)
	top := h.as(t, admin)
	req := &directoryv1.UpdateUnitAttributesRequest{
		Name: "units/08600@2025-07-01", Attributes: &directoryv1.UnitAttributes{Radio: true}, RequestId: uuid.NewString(), Etag: "v1",
	}
	first, err := h.UpdateUnitAttributes(top, req)
	must(t, err)
	again, err := h.UpdateUnitAttributes(top, req)
	must(t, err)
	if first.GetEtag() != "v2" || again.GetEtag() != "v2" {
		t.Errorf("etags %s, %s", first.GetEtag(), again.GetEtag())
	}
	req.Attributes.Remote = true
	_, err = h.UpdateUnitAttributes(top, req)
	want(t, err, fault.Exists, "REQUEST_ID_REUSED")
	req.RequestId = uuid.NewString()
	_, err = h.UpdateUnitAttributes(top, req)
	want(t, err, fault.Conflict, "STALE_ETAG")

	// Of many who establish the same unit at the same time, one does.
	var won, lost int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := h.CreateUnit(top, &directoryv1.CreateUnitRequest{Unit: &directoryv1.Unit{
				Code: "08600.002", DisplayName: "Hòa Bình", Type: directoryv1.UnitType_UNIT_TYPE_THON,
				Parent: "units/08600@2025-07-01", ValidFrom: "2026-10-01",
			}})
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				won++
			case fault.From(err).Reason == "UNIT_CODE_IN_FORCE":
				lost++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if won != 1 || lost != 7 {
		t.Errorf("%d established it, %d were refused", won, lost)
	}
}

func TestOtherServicesHearOfEachFact(t *testing.T) {
	t.Parallel()
	h := province(t)
	eventually(t, "all events are delivered to both consumers", func() bool {
		var pending, taken int
		must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM platform_outbox_pending`).Scan(&pending))
		must(t, h.db.Pool().QueryRow(t.Context(), `SELECT count(*) FROM platform_inbox`).Scan(&taken))
		return pending == 0 && taken == 2*9
	})
	must(t, h.units.Refresh(t.Context()))
	if u, ok := h.units.Unit("08584.001@2026-07-01"); !ok || u.FullName != "Thôn Cự Bành" {
		t.Errorf("the copy knows %v", u)
	}
	if n := len(h.units.Bindings([]string{issuer + "xa1"}, u2026())); n != 1 {
		t.Errorf("%d roles in the copy, want 1", n)
	}
}

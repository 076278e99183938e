package gateway_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
)

// A merger ends the old villages, begins the new one and leads from each to it.
func TestVillagesAreMergedAsOneAct(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(communeAdmin)
	const address = "/console/units/08584/villages/merge"
	form := formOf("dissolved=08584.001@2025-07-01 dissolved=08584.002@2025-07-01 type=THON display_name=Cự+Sụ number=3 effective_date=01/12/2026 legal_basis=NQ")
	s.accepted(address, form, cookie, "ReorganiseUnits")
	ask := s.fixed.clerk.asked["ReorganiseUnits"].(*directoryv1.ReorganiseUnitsRequest)
	if len(ask.Dissolved) != 2 || len(ask.Links) != 2 || len(ask.Established) != 1 {
		t.Fatalf("asked for %v", ask)
	}
	for i, link := range ask.Links {
		if link.Predecessor != ask.Dissolved[i] || link.Successor != "units/08584.003@2026-12-01" || link.Kind != directoryv1.LinkKind_LINK_KIND_MERGE {
			t.Errorf("link %v", link)
		}
	}
	if whole := ask.Established[0]; whole.Code != "08584.003" || whole.Parent != communes[0].Name || whole.Type != directoryv1.UnitType_UNIT_TYPE_THON {
		t.Errorf("established %v", whole)
	}
	form["dissolved"] = form["dissolved"][:1]
	p := s.page(s.post(address, form, "Cookie", cookie), 422)
	p.says("#dissolved .wrongness", "ít nhất hai thôn")
	p.has(`input[value="08584.001@2025-07-01"][checked]`)
	p.keeps("display_name", "Cự Sụ")
	delete(form, "legal_basis")
	form["dissolved"] = []string{"08584.001@2025-07-01", "08584.002@2025-07-01"}
	s.page(s.post(address, form, "Cookie", cookie), 422).says("#legal_basis-wrong", "Hãy ghi mục này")
}

func TestADividedVillageLeadsToItsParts(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(communeAdmin)
	s.accepted("/console/units/08584.001/split", formOf("type1=THON display_name1=A number1=001 type2=THON display_name2=B number2=7 effective_date=2026-12-01 legal_basis=NQ"), cookie, "ReorganiseUnits")
	ask := s.fixed.clerk.asked["ReorganiseUnits"].(*directoryv1.ReorganiseUnitsRequest)
	if len(ask.Dissolved) != 1 || len(ask.Established) != 2 || ask.Established[1].Code != "08584.007" || ask.Links[1].Kind != directoryv1.LinkKind_LINK_KIND_SPLIT {
		t.Errorf("asked for %v", ask)
	}
}

func TestHouseholdsAreNamedByTheirCodes(t *testing.T) {
	s, cookie := deskStage(t)
	s.as(officer)
	at := "/console/households/" + someID
	s.accepted(at+"/merge", formOf("merge_codes=002 merge_from=2026-11-20"), cookie, "MergeHouseholds")
	if ask := s.fixed.clerk.asked["MergeHouseholds"].(*directoryv1.MergeHouseholdsRequest); len(ask.Merged) != 1 || ask.Merged[0] != "households/"+publicationID {
		t.Errorf("merged %v", ask.Merged)
	}
	p := s.page(s.post(at+"/merge", formOf("merge_codes=002,999 merge_from=2026-11-20"), "Cookie", cookie), 422)
	p.says("details[open] #merge_codes-wrong", "Không có hộ nào mang mã 999")
	p.keeps("merge_codes", "002,999")
	p = s.page(s.post(at+"/representative", formOf("person_full_name=Sỹ person_birth_year=62a person_from=2026-11-20"), "Cookie", cookie), 422)
	p.says("#person_birth_year-wrong", "bốn chữ số")
	s.page(s.post(at+"/move", formOf("move_code=1 move_from=2026-11-20"), "Cookie", cookie), 422).says("#move_to-wrong", "Hãy chọn")
	// Without a word about anybody the household has no representative for now.
	s.accepted(at+"/representative", formOf("person_from=2026-11-20"), cookie, "ChangeRepresentative")
	if ask := s.fixed.clerk.asked["ChangeRepresentative"].(*directoryv1.ChangeRepresentativeRequest); ask.Representative != nil {
		t.Errorf("represented by %v", ask.Representative)
	}
}

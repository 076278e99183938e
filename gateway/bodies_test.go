package gateway_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
)

// Agencies and state enterprises have duties, plans and withholdings of their own:
// each can be chosen.
func TestAgenciesCanBeChosen(t *testing.T) {
	s, cookie := deskStage(t)
	const theirs = "agencies/" + someID
	s.as(officer)
	for _, address := range []string{"/console/obligations", "/console/plans", "/console/withholdings"} {
		p := s.page(s.get(address+"?agency="+someID, "Cookie", cookie), 200)
		p.says(`select[name=agency] option[selected][value="`+someID+`"]`, "Công ty Thủy lợi Thanh Sơn")
		p.lacks(`select[name=agency] option:nth-child(3)`) // the committee discloses as the commune
	}
	if got := s.fixed.clerk.asked["ListObligations"].(*disclosurev1.ListObligationsRequest).GetAgency(); got != theirs {
		t.Errorf("the duties of %q were asked for", got)
	}
	s.fixed.clerk.answers["ListPlans"] = &disclosurev1.ListPlansResponse{Plans: []*disclosurev1.Plan{{Name: aPlan.Name, Unit: aPlan.Unit, Agency: theirs, Year: 2028}}}
	p := s.page(s.get("/console/plans?agency="+someID, "Cookie", cookie), 200)
	p.says("th a", "2028")
	p.lacks("form[method=post][action*=plans]") // nobody plans for an agency from the desk of the commune
	s.page(s.get("/console/plans", "Cookie", cookie), 200).lacks("th a")

	s.as(provinceOffice)
	for kind, want := range map[string]disclosurev1.ItemKind{"": 1, "COMMUNE": 1, "AGENCY": 2, "STATE_ENTERPRISE": 3, "UNSPECIFIED": 1, "MARS": 1} {
		s.page(s.get("/console/obligations/matrix?kind="+kind, "Cookie", cookie), 200).has("select[name=kind] option[selected]")
		if got := s.fixed.clerk.asked["GetObligationMatrix"].(*disclosurev1.GetObligationMatrixRequest).GetKind(); got != want {
			t.Errorf("kind %q asks for %v, want %v", kind, got, want)
		}
	}
	s.page(s.get("/console/obligations/completeness", "Cookie", cookie), 200).says("#agencies + ul a", "Công ty Thủy lợi")
}

// Who works for a state enterprise writes from the list of state enterprises.
func TestAnEnterpriseHasItsOwnItems(t *testing.T) {
	s, cookie := deskStage(t)
	s.fixed.clerk.answers["ListMyRoles"] = &directoryv1.ListMyRolesResponse{Bindings: []*directoryv1.RoleBinding{
		{Role: directoryv1.Role_ROLE_AGENCY_OFFICER, Unit: communes[0].Name, Agency: "agencies/" + someID},
	}}
	s.page(s.get("/console/publications/new", "Cookie", cookie), 200)
	if got := s.fixed.clerk.asked["ListCatalogueItems"].(*disclosurev1.ListCatalogueItemsRequest).GetKind(); got != disclosurev1.ItemKind_ITEM_KIND_STATE_ENTERPRISE {
		t.Errorf("the items of %v are offered", got)
	}
	s.page(s.get("/console/obligations", "Cookie", cookie), 200).has(`select[name=agency] option[selected][value="` + someID + `"]`)
}

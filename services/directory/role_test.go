package directory_test

import (
	"testing"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func bind(role directoryv1.Role, subject, unit string) *directoryv1.BindRoleRequest {
	return &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
		Subject: issuer + subject, Role: role, Unit: unit, ValidFrom: "2026-11-01",
	}}
}

func TestDelegatedAdministration(t *testing.T) {
	t.Parallel()
	h := province(t)
	xa1 := h.as(t, issuer+"xa1")
	head, err := h.BindRole(xa1, bind(directoryv1.Role_ROLE_VILLAGE_HEAD, "head2", "units/08584.002"))
	must(t, err)
	_, err = h.BindRole(xa1, bind(directoryv1.Role_ROLE_VILLAGE_HEAD, "head2", "units/08584.002"))
	want(t, err, fault.Exists, "ROLE_ALREADY_HELD")
	for name, c := range map[string]struct {
		req    *directoryv1.BindRoleRequest
		kind   fault.Kind
		reason string
	}{
		"in the sibling commune": {bind(directoryv1.Role_ROLE_COMMUNE_OFFICER, "x", "units/08600"), fault.Forbidden, ""},
		"in its village":         {bind(directoryv1.Role_ROLE_VILLAGE_HEAD, "x", "units/08600.001"), fault.Forbidden, ""},
		"upward":                 {bind(directoryv1.Role_ROLE_PROVINCE_OFFICER, "x", "units/25"), fault.Forbidden, ""},
		"above the own powers":   {bind(directoryv1.Role_ROLE_COMMUNE_CHAIR, "x", "units/08584"), fault.Refused, "ROLE_ABOVE_OWN_POWERS"},
		"to themselves":          {bind(directoryv1.Role_ROLE_COMMUNE_OFFICER, "xa1", "units/08584"), fault.Refused, "ROLE_ABOVE_OWN_POWERS"},
		"at the wrong level":     {bind(directoryv1.Role_ROLE_VILLAGE_HEAD, "x", "units/08584"), fault.Refused, "ROLE_LEVEL_MISMATCH"},
	} {
		_, err := h.BindRole(xa1, c.req)
		if e := fault.From(err); e == nil || e.Kind != c.kind || (c.reason != "" && e.Reason != c.reason) {
			t.Errorf("%s: %v", name, err)
		}
	}
	_, err = h.BindRole(h.as(t, issuer+"thon1"), bind(directoryv1.Role_ROLE_VILLAGE_FRONT, "x", "units/08584.001"))
	want(t, err, fault.Forbidden, "")
	_, err = h.EndRole(h.as(t, issuer+"xa2"), &directoryv1.EndRoleRequest{Name: head.GetName(), ValidTo: "2026-11-21"})
	want(t, err, fault.NotFound, "")
	ended, err := h.EndRole(xa1, &directoryv1.EndRoleRequest{Name: head.GetName(), ValidTo: "2026-11-21"})
	must(t, err)
	if ended.GetValidTo() != "2026-11-21" {
		t.Errorf("%v", ended)
	}
	// What was taken away is gone with the next call.
	_, err = h.ListHouseholds(h.as(t, issuer+"head2"), &directoryv1.ListHouseholdsRequest{Parent: "units/08584.002@2026-07-01"})
	want(t, err, fault.Forbidden, "")
	mine, err := h.ListMyRoles(xa1, &directoryv1.ListMyRolesRequest{})
	must(t, err)
	if len(mine.GetBindings()) != 1 {
		t.Errorf("%v", mine)
	}
	listed, err := h.ListRoleBindings(h.as(t, admin), &directoryv1.ListRoleBindingsRequest{Unit: "units/08584"})
	must(t, err)
	if len(listed.GetBindings()) != 3 {
		t.Errorf("%d bindings in force in the commune, want 3", len(listed.GetBindings()))
	}
}

// One person with accounts at two issuers is one person, from when either account
// has signed in telling who it is.
func TestOnePersonUnderTwoIssuers(t *testing.T) {
	t.Parallel()
	h := province(t)
	const other = "https://tinh.example#"
	xa1 := h.as(t, issuer+"xa1", "025070000001")
	key, err := authn.PersonKey([]byte(secret), "025070000001")
	must(t, err)
	head := func(subject string) *directoryv1.BindRoleRequest {
		return &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
			Subject: subject, Role: directoryv1.Role_ROLE_VILLAGE_HEAD, Unit: "units/08584.002", ValidFrom: "2026-11-01",
		}}
	}
	signIn := func(subject, national string) {
		_, err := h.ListMyRoles(h.as(t, subject, national), &directoryv1.ListMyRolesRequest{})
		must(t, err)
	}
	// Their own second account, which held a role before and has signed in.
	officer := head(other + "u1")
	officer.Binding.Role, officer.Binding.Unit = directoryv1.Role_ROLE_COMMUNE_OFFICER, "units/08584"
	_, err = h.BindRole(h.as(t, admin), officer)
	must(t, err)
	signIn(other+"u1", "025070000001")
	for _, own := range []string{other + "u1", key} {
		_, err = h.BindRole(xa1, head(own))
		want(t, err, fault.Refused, "ROLE_ABOVE_OWN_POWERS")
	}
	// Signed in without a national id, the account is still known as the same person.
	signIn(issuer+"xa1", "025070000001")
	_, err = h.BindRole(h.as(t, issuer+"xa1"), head(other+"u1"))
	want(t, err, fault.Refused, "ROLE_ABOVE_OWN_POWERS")

	// Somebody else holds a role once, under whichever account or as a person.
	first, err := h.BindRole(xa1, head(issuer+"a"))
	must(t, err)
	signIn(issuer+"a", "025080000002")
	_, err = h.BindRole(h.as(t, admin), bind(directoryv1.Role_ROLE_COMMUNE_FRONT, "b", "units/08584"))
	must(t, err)
	signIn(issuer+"b", "025080000002")
	person, err := authn.PersonKey([]byte(secret), "025080000002")
	must(t, err)
	for _, same := range []string{issuer + "a", issuer + "b", person} {
		_, err = h.BindRole(xa1, head(same))
		want(t, err, fault.Exists, "ROLE_ALREADY_HELD")
	}
	table := "Tài khoản,Vai trò,Mã đơn vị\n" + issuer + "b,village_head,08584.002\n"
	i := h.importTable(t, xa1, directoryv1.ImportKind_IMPORT_KIND_ROLES, "units/08584", "2026-11-01", []byte(table), false)
	if i.GetState() != rejected || i.GetErrors() != 1 {
		t.Errorf("%v", i)
	}
	_, err = h.BindRole(xa1, head(issuer+"stranger"))
	must(t, err)
	// When it has ended, the other account may hold it.
	_, err = h.EndRole(xa1, &directoryv1.EndRoleRequest{Name: first.GetName(), ValidTo: "2026-11-01"})
	must(t, err)
	_, err = h.BindRole(xa1, head(issuer+"b"))
	must(t, err)
	// Two accounts that held the same before anybody knew: neither loses it by signing in.
	for _, account := range []string{"c", "d"} {
		_, err = h.BindRole(h.as(t, admin), bind(directoryv1.Role_ROLE_COMMUNE_FRONT, account, "units/08600"))
		must(t, err)
	}
	for _, account := range []string{"c", "d"} {
		signIn(issuer+account, "025090000003")
		mine, err := h.ListMyRoles(h.as(t, issuer+account, "025090000003"), &directoryv1.ListMyRolesRequest{})
		must(t, err)
		if len(mine.GetBindings()) != 1 {
			t.Errorf("%s: %v", account, mine)
		}
	}
}

func TestAnOperatorHasNoRightsOverData(t *testing.T) {
	t.Parallel()
	h := province(t)
	_, err := h.db.Pool().Exec(t.Context(), `
		INSERT INTO binding_copy (id, subject_key, role, unit, agency, valid_from, revision, version)
		VALUES ('op', '`+issuer+`op', 'platform_operator', '25@2025-07-01', '', '2025-07-01', 1, 2);
		UPDATE copy_version SET version = version + 1`)
	must(t, err)
	must(t, h.units.Refresh(t.Context()))
	op := h.as(t, issuer+"op")
	_, err = h.ListHouseholds(op, &directoryv1.ListHouseholdsRequest{Parent: cuBanh})
	want(t, err, fault.Forbidden, "")
	_, err = h.BindRole(op, bind(directoryv1.Role_ROLE_COMMUNE_OFFICER, "x", "units/08584"))
	want(t, err, fault.Forbidden, "")
	_, err = h.ListRoleBindings(op, &directoryv1.ListRoleBindingsRequest{Unit: "units/08584"})
	want(t, err, fault.Forbidden, "")
}

func TestAgenciesAndTheirRoles(t *testing.T) {
	t.Parallel()
	h := province(t)
	agency := &directoryv1.RegisterAgencyRequest{Agency: &directoryv1.Agency{
		DisplayName: "Trường Tiểu học Võ Miếu", IdentificationCode: "H44.12.3", Unit: "units/08584", ValidFrom: "2026-01-01",
		Kind: directoryv1.AgencyKind_AGENCY_KIND_PUBLIC_SERVICE_UNIT,
	}}
	_, err := h.RegisterAgency(h.as(t, issuer+"xa2"), agency)
	want(t, err, fault.Forbidden, "")
	school, err := h.RegisterAgency(h.as(t, issuer+"xa1"), agency)
	must(t, err)
	_, err = h.RegisterAgency(h.as(t, issuer+"xa1"), agency)
	want(t, err, fault.Exists, "AGENCY_CODE_IN_USE")
	found, err := h.ListAgencies(h.ctx, &directoryv1.ListAgenciesRequest{Query: "tieu hoc", Unit: "units/25", Descendants: true})
	must(t, err)
	if len(found.GetAgencies()) != 1 {
		t.Errorf("found %v", found)
	}
	b, err := h.BindRole(h.as(t, issuer+"xa1"), &directoryv1.BindRoleRequest{Binding: &directoryv1.RoleBinding{
		Subject: issuer + "gv", Role: directoryv1.Role_ROLE_AGENCY_OFFICER, Agency: school.GetName(), ValidFrom: "2026-02-01",
	}})
	must(t, err)
	if b.GetUnit() != "units/08584@2025-07-01" {
		t.Errorf("%v", b)
	}
	changed, err := h.ChangeAgency(h.as(t, issuer+"xa1"), &directoryv1.ChangeAgencyRequest{Name: school.GetName(), Contact: "0210 3825 000"})
	must(t, err)
	_, err = h.EndAgency(h.as(t, issuer+"xa1"), &directoryv1.EndAgencyRequest{Name: school.GetName(), ValidTo: "2026-12-01", Etag: school.GetEtag()})
	want(t, err, fault.Conflict, "STALE_ETAG")
	_, err = h.EndAgency(h.as(t, issuer+"xa1"), &directoryv1.EndAgencyRequest{Name: school.GetName(), ValidTo: "2026-12-01", Etag: changed.GetEtag()})
	must(t, err)
}

func TestTheCalendar(t *testing.T) {
	t.Parallel()
	h := province(t)
	set := &directoryv1.SetCalendarYearRequest{
		Name: "calendarYears/2027", Status: directoryv1.CalendarStatus_CALENDAR_STATUS_PROVISIONAL,
		Days: []*directoryv1.CalendarDay{{Date: "2027-01-01", DisplayName: "Tết Dương lịch", Kind: directoryv1.CalendarDay_KIND_STATUTORY}},
	}
	_, err := h.SetCalendarYear(h.as(t, issuer+"xa1"), set)
	want(t, err, fault.Forbidden, "")
	y, err := h.SetCalendarYear(h.as(t, admin), set)
	must(t, err)
	if y.GetRevision() != 1 || y.GetWorkingDays() != 260 {
		t.Errorf("%v", y)
	}
	set.Status = directoryv1.CalendarStatus_CALENDAR_STATUS_DECIDED
	_, err = h.SetCalendarYear(h.as(t, admin), set)
	want(t, err, fault.Invalid, "CALENDAR_BASIS_MISSING")
	set.LegalBasis = "TB 1/TB-BNV"
	_, err = h.SetCalendarYear(h.as(t, admin), set)
	must(t, err)
	set.Status, set.Etag = directoryv1.CalendarStatus_CALENDAR_STATUS_PROVISIONAL, "v2"
	_, err = h.SetCalendarYear(h.as(t, admin), set)
	want(t, err, fault.Refused, "CALENDAR_YEAR_DECIDED")
	revisions, err := h.ListCalendarRevisions(h.ctx, &directoryv1.ListCalendarRevisionsRequest{Name: "calendarYears/2027"})
	must(t, err)
	if len(revisions.GetRevisions()) != 2 {
		t.Errorf("%v", revisions)
	}
	eventually(t, "the copy follows", func() bool { return h.units.Calendar().Status(2027) == "decided" })
}

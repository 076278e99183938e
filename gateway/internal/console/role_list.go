package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RoleList is who may do what in a unit and below it.
type RoleList struct {
	Desk     Desk
	UnitName string
	Role     view.Field
	Ended    view.Field
	Keep     []Hidden
	Rows     []RoleRow
	Pager    view.Pager
	NewURL   string
}

// RoleRow is one role of one person.
type RoleRow struct {
	URL, Role, Person, Subject, Unit string
	From, To                         workday.Date
	Basis                            string
}

var roleNames = []string{
	"COMMUNE_OFFICER", "COMMUNE_CHAIR", "COMMUNE_ADMIN", "COMMUNE_FRONT", "VILLAGE_HEAD", "VILLAGE_FRONT", "AGENCY_OFFICER", "AGENCY_HEAD",
	"PROVINCE_OFFICER", "PROVINCE_INSPECTOR", "PROVINCE_ADMIN",
}

func (c *Console) roleList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "roles")
	if err != nil {
		return err
	}
	if err := need(desk.Unit.SeesRoles, "NEEDS_ADMIN"); err != nil {
		return err
	}
	unit, name, _, err := c.looked(r, desk)
	if err != nil {
		return err
	}
	page := RoleList{Desk: desk, UnitName: name, Role: c.filter(lang, "role", "role", query.Get("role"), roleNames...), Ended: view.Field{Name: "ended", Checked: query.Get("ended") != ""}}
	for _, key := range []string{"unit", "of"} {
		if value := query.Get(key); value != "" {
			page.Keep = append(page.Keep, Hidden{key, value})
		}
	}
	found, err := c.roles.ListRoleBindings(ctx, &directoryv1.ListRoleBindingsRequest{
		Unit: unit, Role: directoryv1.Role(directoryv1.Role_value["ROLE_"+page.Role.Value]), IncludeEnded: page.Ended.Checked, PageSize: 50, PageToken: query.Get("page"),
	})
	if err != nil {
		return notFound(err)
	}
	names := map[string]string{unit: name}
	for _, one := range found.GetBindings() {
		if _, known := names[one.GetUnit()]; !known {
			if names[one.GetUnit()], err = c.unitName(ctx, one.GetUnit()); err != nil {
				return err
			}
		}
		page.Rows = append(page.Rows, RoleRow{
			URL: "/console/roles/" + terms.ID(one.GetName()), Role: c.word(lang, "role", one.GetRole().String()), Person: one.GetDisplayName(), Subject: one.GetSubject(),
			Unit: names[one.GetUnit()], From: terms.Day(one.GetValidFrom()), To: terms.Day(one.GetValidTo()), Basis: one.GetLegalBasis(),
		})
	}
	page.Pager = view.Pager{Next: next("/console/roles", query, found.GetNextPageToken(), "unit", "of", "role", "ended")}
	if desk.Unit.Administers {
		page.NewURL = desk.URL("/console/roles/new")
	}
	return c.pages.roleList.Draw(w, r, http.StatusOK, page)
}

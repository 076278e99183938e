package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// RoleNew gives somebody a role.
type RoleNew struct {
	Desk     Desk
	Form     Form
	Province bool // the reader administers a province
	UnitName string
	Unit     view.Field
	Role     view.Field
	Agency   view.Field
	Subject  view.Field
	Name     view.Field
	From, To view.Field
	Basis    view.Field
}

// communeRoles are those the administrator of a commune may give: nobody gives
// powers above the own.
var communeRoles = []string{"COMMUNE_OFFICER", "COMMUNE_FRONT", "VILLAGE_HEAD", "VILLAGE_FRONT", "AGENCY_OFFICER", "AGENCY_HEAD"}

func (c *Console) roleNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.binding(r, r.URL.Query().Get("for"))
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.From.Value = view.Today(c.Clock()).String()
	return c.pages.roleNew.Draw(w, r, http.StatusOK, page)
}

// binding is the form for a role in a unit; without one, that of the post.
func (c *Console) binding(r *http.Request, unit string) (RoleNew, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "roles")
	if err != nil {
		return RoleNew{}, err
	}
	if err := need(desk.Unit.Administers, "NEEDS_ADMIN"); err != nil {
		return RoleNew{}, err
	}
	page := RoleNew{
		Desk: desk, Province: desk.Unit.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE,
		Unit: view.Field{Name: "for", Path: "binding.unit", Required: true, Value: terms.ID(unit), Max: 40}, Subject: view.Field{Name: "subject", Path: "binding.subject", Required: true, Max: 400},
		Name: view.Field{Name: "display_name", Path: "binding.display_name", Required: true, Max: 200},
		From: view.Field{Name: "valid_from", Path: "binding.valid_from", Required: true}, To: view.Field{Name: "valid_to", Path: "binding.valid_to"},
		Basis: view.Field{Name: "legal_basis", Path: "binding.legal_basis", Max: 500},
	}
	roles := communeRoles
	if page.Province {
		roles = roleNames
	}
	page.Role = c.choice(lang, "role", "role", roles...)
	page.Role.Path = "binding.role"
	return page, c.bindingUnit(r, &page)
}

// bindingUnit offers the units a role can be given in, and their agencies.
func (c *Console) bindingUnit(r *http.Request, page *RoleNew) error {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	page.Agency = view.Field{Name: "agency", Path: "binding.agency", Options: []view.Option{{Text: c.Set.Text(lang, "role.no_agency", nil)}}}
	post := page.Desk.Unit
	at := post.Unit
	if page.Province {
		if page.Unit.Value != "" {
			unit, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + page.Unit.Value})
			if err != nil {
				return nil // a mistyped code: the service says so when the form is sent
			}
			page.UnitName, at = unit.GetFullName(), unit.GetName()
		}
	} else {
		page.Unit.Options = []view.Option{{Value: terms.ID(post.Unit), Text: post.Name}}
		found, err := c.units.ListUnits(ctx, &directoryv1.ListUnitsRequest{Parent: post.Unit, PageSize: 100})
		if err != nil {
			return err
		}
		for _, unit := range found.GetUnits() {
			page.Unit.Options = append(page.Unit.Options, view.Option{Value: unit.GetKey(), Text: unit.GetFullName()})
		}
		if page.Unit.Value == "" {
			page.Unit.Value = terms.ID(post.Unit)
		}
		page.Unit.Choose(page.Unit.Value)
	}
	if page.Province && page.UnitName == "" {
		return nil
	}
	found, err := c.agencies.ListAgencies(ctx, &directoryv1.ListAgenciesRequest{Unit: "units/" + terms.ID(at), PageSize: 100})
	if err != nil {
		return err
	}
	for _, agency := range found.GetAgencies() {
		page.Agency.Options = append(page.Agency.Options, view.Option{Value: terms.ID(agency.GetName()), Text: agency.GetDisplayName()})
	}
	return nil
}

func (c *Console) roleBind(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.binding(r, r.PostFormValue("for"))
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Unit, &page.Role, &page.Agency, &page.Subject, &page.Name, &page.From, &page.To, &page.Basis}
	for _, field := range fields {
		field.Read(r)
	}
	ask := &directoryv1.RoleBinding{
		Subject: page.Subject.Value, DisplayName: page.Name.Value, Role: directoryv1.Role(directoryv1.Role_value["ROLE_"+page.Role.Value]),
		Unit: "units/" + terms.ID(page.Unit.Value), LegalBasis: page.Basis.Value,
	}
	if page.Agency.Value != "" {
		ask.Agency = "agencies/" + page.Agency.Value
	}
	if err = chosen(&page.Role); err == nil {
		if ask.ValidFrom, err = day(&page.From); err == nil {
			ask.ValidTo, err = day(&page.To)
		}
	}
	if err == nil {
		made, refused := c.roles.BindRole(r.Context(), &directoryv1.BindRoleRequest{Binding: ask, RequestId: page.Form.id(r)})
		if err = refused; err == nil {
			return c.done(w, r, "role.bound", map[string]string{"name": page.Name.Value}, "/console/roles/"+terms.ID(made.GetName()))
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.roleNew.Draw(w, r, status, page)
}

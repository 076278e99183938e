package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RoleShow is one role of one person, and its end.
type RoleShow struct {
	Desk                            Desk
	Form                            Form
	ID, Role, Person, Subject, Unit string
	May                             string // what the role allows, in words
	Agency, Basis                   string
	Since, Until                    workday.Date
	MayEnd                          bool
	To, Reason                      view.Field
}

func (c *Console) roleShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.role(r)
	if err != nil {
		return err
	}
	page.To.Value = view.Today(c.Clock()).AddDays(1).String()
	return c.pages.roleShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) role(r *http.Request) (RoleShow, *directoryv1.RoleBinding, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "roles")
	if err != nil {
		return RoleShow{}, nil, err
	}
	one, err := c.roles.GetRoleBinding(ctx, &directoryv1.GetRoleBindingRequest{Name: "roleBindings/" + r.PathValue("role")})
	if err != nil {
		return RoleShow{}, nil, notFound(err)
	}
	page := RoleShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Role: c.word(lang, "role", one.GetRole().String()), May: c.word(lang, "role_may", "ROLE_MAY_"+short("role", one.GetRole().String())),
		Person: one.GetDisplayName(), Subject: one.GetSubject(), Basis: one.GetLegalBasis(), Since: terms.Day(one.GetValidFrom()), Until: terms.Day(one.GetValidTo()),
		To: view.Field{Name: "valid_to", Required: true}, Reason: view.Field{Name: "reason", Max: 500},
	}
	page.MayEnd = desk.Unit.Administers && page.Until.IsZero()
	if page.Unit, err = c.unitName(ctx, one.GetUnit()); err != nil {
		return page, nil, err
	}
	if one.GetAgency() != "" {
		agency, err := c.agencies.GetAgency(ctx, &directoryv1.GetAgencyRequest{Name: one.GetAgency()})
		if err != nil {
			return page, nil, err
		}
		page.Agency = agency.GetDisplayName()
	}
	return page, one, nil
}

func (c *Console) roleEnd(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.role(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.To.Read(r)
	page.Reason.Read(r)
	to, err := day(&page.To)
	if err == nil {
		_, err = c.roles.EndRole(r.Context(), &directoryv1.EndRoleRequest{Name: one.GetName(), ValidTo: to, Reason: page.Reason.Value, Etag: page.Form.Etag, RequestId: page.Form.id(r)})
	}
	if err == nil {
		return c.done(w, r, "role.ended", map[string]string{"name": page.Person}, "/console/roles/"+page.ID)
	}
	status := c.refuse(r, &page.Form, err, &page.To, &page.Reason)
	if status == 0 {
		return err
	}
	page.Form.Etag = one.GetEtag()
	return c.pages.roleShow.Draw(w, r, status, page)
}

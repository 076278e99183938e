package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// UnitShow is one unit with what changes its duties, and where to go from it.
type UnitShow struct {
	Desk                   Desk
	Form                   Form
	Key, Code, Name, Level string
	Crumbs                 []view.Crumb
	From, To               workday.Date
	Basis                  string
	Below                  []UnitRow
	Pager                  view.Pager
	MayChange, Attributed  bool
	Special, Remote, Radio view.Field
	RollURL                string
	RolesURL, BindURL      string
	ObligationsURL         string
	PlansURL               string
	PublicURL              string
	AgenciesURL            string
	Acts                   []string // the forms offered, as their addresses end
}

func (c *Console) unitShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.unit(r)
	if err != nil {
		return err
	}
	return c.pages.unitShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) unit(r *http.Request) (UnitShow, *directoryv1.Unit, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "units")
	if err != nil {
		return UnitShow{}, nil, err
	}
	one, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + r.PathValue("unit")})
	if err != nil {
		return UnitShow{}, nil, notFound(err)
	}
	page := UnitShow{
		Desk: desk, Form: fresh(one.GetEtag()), Key: one.GetKey(), Code: one.GetCode(), Name: one.GetFullName(), Level: c.word(lang, "unit_level", one.GetLevel().String()),
		From: terms.Day(one.GetValidFrom()), To: terms.Day(one.GetValidTo()), Basis: one.GetLegalBasis(),
		Special: view.Field{Name: "special_area", Checked: one.GetAttributes().GetSpecialArea()},
		Remote:  view.Field{Name: "remote", Checked: one.GetAttributes().GetRemote()},
		Radio:   view.Field{Name: "radio", Checked: one.GetAttributes().GetRadio()},
	}
	above, err := c.units.ListUnitAncestors(ctx, &directoryv1.ListUnitAncestorsRequest{Name: one.GetName()})
	if err != nil {
		return page, nil, err
	}
	ancestors := above.GetAncestors()
	for i := len(ancestors) - 1; i >= 0; i-- {
		page.Crumbs = append(page.Crumbs, view.Crumb{URL: "/console/units/" + ancestors[i].GetKey(), Text: ancestors[i].GetFullName()})
	}
	page.links(desk.Unit, one, ancestors)
	if one.GetLevel() == directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE {
		return page, one, nil
	}
	found, err := c.units.ListUnits(ctx, &directoryv1.ListUnitsRequest{Parent: one.GetName(), PageSize: 60, PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return page, nil, notFound(err)
	}
	page.Below = c.unitRows(lang, found.GetUnits())
	page.Pager = view.Pager{Next: next("/console/units/"+page.Key, r.URL.Query(), found.GetNextPageToken(), "unit")}
	return page, one, nil
}

// links leads on to what the reader may see of the unit.
func (p *UnitShow) links(post Post, one *directoryv1.Unit, above []*directoryv1.Unit) {
	within := inside(post, one, above)
	p.AgenciesURL = "/console/agencies?of=" + p.Key
	commune := one.GetLevel() == directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE
	province := post.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE
	p.Attributed = commune
	p.MayChange = commune && post.Administers && province && within
	village := one.GetLevel() == directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE
	if village {
		p.AgenciesURL = ""
	}
	if post.Administers && within && p.To.IsZero() {
		switch {
		case commune:
			p.Acts = []string{"villages/new", "villages/merge"}
		case village:
			p.Acts = []string{"rename", "split"}
		}
	}
	if village && post.SeesRolls && within {
		p.RollURL = "/console/units/" + p.Key + "/households"
	}
	if post.SeesRoles && within {
		p.RolesURL = "/console/roles?of=" + p.Key
	}
	if post.Administers && within {
		p.BindURL = "/console/roles/new?for=" + p.Key
	}
	if commune || one.GetLevel() == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE {
		p.ObligationsURL = "/console/obligations?of=" + p.Key
		p.PublicURL = "/units/" + p.Key
		if post.Drafts || post.Watches {
			p.PlansURL = "/console/plans?of=" + p.Key
		}
	}
}

func (c *Console) unitAttributes(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.unit(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	for _, field := range []*view.Field{&page.Special, &page.Remote, &page.Radio} {
		field.Read(r)
	}
	_, err = c.units.UpdateUnitAttributes(r.Context(), &directoryv1.UpdateUnitAttributesRequest{
		Name: one.GetName(), Etag: page.Form.Etag, RequestId: page.Form.id(r),
		Attributes: &directoryv1.UnitAttributes{SpecialArea: page.Special.Checked, Remote: page.Remote.Checked, Radio: page.Radio.Checked},
	})
	if err == nil {
		return c.done(w, r, "unit_desk.changed", nil, "/console/units/"+page.Key)
	}
	status := c.refuse(r, &page.Form, err, &page.Special, &page.Remote, &page.Radio)
	if status == 0 {
		return err
	}
	page.Form.Etag = one.GetEtag()
	return c.pages.unitShow.Draw(w, r, status, page)
}

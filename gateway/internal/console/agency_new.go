package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// AgencyNew registers an agency, a public unit or a state enterprise.
type AgencyNew struct {
	Desk      Desk
	Form      Form
	Key, Name string // the unit it belongs to
	Agency    AgencyFields
	From      view.Field
}

// AgencyFields are what a registration and a change both ask for.
type AgencyFields struct{ Kind, Name, Code, Contact view.Field }

// agencyKinds may be chosen. The committee, the council and the front of a unit are
// agencies too.
var agencyKinds = []string{"ADMINISTRATIVE", "PUBLIC_SERVICE_UNIT", "STATE_ENTERPRISE", "PEOPLES_COMMITTEE", "PEOPLES_COUNCIL", "FATHERLAND_FRONT", "OTHER"}

// agencyFields makes the fields; path is where the request holds them.
func (c *Console) agencyFields(lang, path string) AgencyFields {
	f := AgencyFields{
		Kind: c.choice(lang, "kind", "agency_kind", agencyKinds...), Name: view.Field{Name: "display_name", Path: path + "display_name", Required: true, Max: 300},
		Code: view.Field{Name: "identification_code", Path: path + "identification_code", Max: 40}, Contact: view.Field{Name: "contact", Path: path + "contact", Max: 500},
	}
	f.Kind.Path = path + "kind"
	return f
}

func (f *AgencyFields) fields() []*view.Field {
	return []*view.Field{&f.Kind, &f.Name, &f.Code, &f.Contact}
}

func (f *AgencyFields) kind() directoryv1.AgencyKind {
	return directoryv1.AgencyKind(directoryv1.AgencyKind_value["AGENCY_KIND_"+f.Kind.Value])
}

func (c *Console) agencyNew(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.registering(r, r.URL.Query().Get("for"))
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.From.Value = view.Today(c.Clock()).String()
	return c.pages.agencyNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) registering(r *http.Request, unit string) (AgencyNew, *directoryv1.Unit, error) {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "agencies")
	if err != nil {
		return AgencyNew{}, nil, err
	}
	if unit == "" {
		unit = terms.ID(desk.Unit.Unit)
	}
	one, above, err := c.unitAndAbove(ctx, unit)
	if err != nil {
		return AgencyNew{}, nil, err
	}
	if err := need(desk.over(ctx, c, one, above, func(p Post) bool { return p.Administers }), "NEEDS_ADMIN"); err != nil {
		return AgencyNew{}, nil, err
	}
	return AgencyNew{
		Desk: desk, Key: one.GetKey(), Name: one.GetFullName(), Agency: c.agencyFields(i18n.Lang(ctx), "agency."),
		From: view.Field{Name: "valid_from", Path: "agency.valid_from", Required: true},
	}, one, nil
}

func (c *Console) agencyRegister(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, unit, err := c.registering(r, r.PostFormValue("for"))
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := append(page.Agency.fields(), &page.From)
	for _, field := range fields {
		field.Read(r)
	}
	var made *directoryv1.Agency
	from, err := day(&page.From)
	if err == nil {
		err = chosen(&page.Agency.Kind)
	}
	if err == nil {
		made, err = c.agencies.RegisterAgency(r.Context(), &directoryv1.RegisterAgencyRequest{RequestId: page.Form.id(r), Agency: &directoryv1.Agency{
			Unit: unit.GetName(), DisplayName: page.Agency.Name.Value, Kind: page.Agency.kind(), IdentificationCode: page.Agency.Code.Value,
			Contact: page.Agency.Contact.Value, ValidFrom: from,
		}})
	}
	if err == nil {
		return c.done(w, r, "agency.registered", map[string]string{"name": page.Agency.Name.Value}, "/console/agencies/"+terms.ID(made.GetName()))
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.agencyNew.Draw(w, r, status, page)
}

package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// AgencyShow is one agency, with the forms that change or end it.
type AgencyShow struct {
	Desk         Desk
	Form         Form
	ID, Name     string
	Kind         string
	Code         string
	Contact      string
	Unit, Key    string
	Since, Until workday.Date
	MayChange    bool
	Agency       AgencyFields
	To           view.Field
	DutiesURL    string
}

func (c *Console) agencyShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.agency(r)
	if err != nil {
		return err
	}
	return c.pages.agencyShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) agency(r *http.Request) (AgencyShow, *directoryv1.Agency, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "agencies")
	if err != nil {
		return AgencyShow{}, nil, err
	}
	one, err := c.agencies.GetAgency(ctx, &directoryv1.GetAgencyRequest{Name: "agencies/" + r.PathValue("agency")})
	if err != nil {
		return AgencyShow{}, nil, notFound(err)
	}
	unit, above, err := c.unitAndAbove(ctx, terms.ID(one.GetUnit()))
	if err != nil {
		return AgencyShow{}, nil, err
	}
	page := AgencyShow{
		Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Name: one.GetDisplayName(), Kind: c.word(lang, "agency_kind", one.GetKind().String()),
		Code: one.GetIdentificationCode(), Contact: one.GetContact(), Unit: unit.GetFullName(), Key: unit.GetKey(),
		Since: terms.Day(one.GetValidFrom()), Until: terms.Day(one.GetValidTo()), Agency: c.agencyFields(lang, ""), To: view.Field{Name: "valid_to", Required: true},
	}
	page.MayChange = page.Until.IsZero() && desk.over(ctx, c, unit, above, func(p Post) bool { return p.Administers })
	page.Desk = desk
	if desk.Unit.Watches || desk.Unit.Drafts {
		page.DutiesURL = "/console/obligations?of=" + page.Key + "&agency=" + page.ID
	}
	page.Agency.Kind.Choose(short("agency_kind", one.GetKind().String()))
	page.Agency.Name.Value, page.Agency.Code.Value, page.Agency.Contact.Value = page.Name, page.Code, page.Contact
	return page, one, nil
}

func (c *Console) agencyChange(w http.ResponseWriter, r *http.Request) error {
	return c.agencyMove(w, r, "agency.changed", func(page *AgencyShow, one *directoryv1.Agency) error {
		_, err := c.agencies.ChangeAgency(r.Context(), &directoryv1.ChangeAgencyRequest{
			Name: one.GetName(), DisplayName: page.Agency.Name.Value, IdentificationCode: page.Agency.Code.Value, Kind: page.Agency.kind(),
			Contact: page.Agency.Contact.Value, Etag: page.Form.Etag, RequestId: page.Form.id(r),
		})
		return err
	}, func(page *AgencyShow) []*view.Field { return page.Agency.fields() })
}

func (c *Console) agencyEnd(w http.ResponseWriter, r *http.Request) error {
	return c.agencyMove(w, r, "agency.ended", func(page *AgencyShow, one *directoryv1.Agency) error {
		to, err := day(&page.To)
		if err != nil {
			return err
		}
		_, err = c.agencies.EndAgency(r.Context(), &directoryv1.EndAgencyRequest{Name: one.GetName(), ValidTo: to, Etag: page.Form.Etag, RequestId: page.Form.id(r)})
		return err
	}, func(page *AgencyShow) []*view.Field { return []*view.Field{&page.To} })
}

// agencyMove carries out one of the forms on the page.
func (c *Console) agencyMove(w http.ResponseWriter, r *http.Request, said string, move func(*AgencyShow, *directoryv1.Agency) error, asked func(*AgencyShow) []*view.Field) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.agency(r)
	if err != nil {
		return err
	}
	if err := need(page.MayChange, "NEEDS_ADMIN"); err != nil {
		return err
	}
	page.Form = posted(r)
	fields := asked(&page)
	for _, field := range fields {
		field.Read(r)
	}
	if err = move(&page, one); err == nil {
		return c.done(w, r, said, map[string]string{"name": page.Name}, "/console/agencies/"+page.ID)
	}
	if stale(err) {
		page.Form.Etag = one.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.agencyShow.Draw(w, r, status, page)
}

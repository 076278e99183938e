package portal

import (
	"context"
	"net/http"
	"net/url"

	"github.com/google/uuid"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// RequestNew is the form with which anybody signed in asks a unit for
// information that should be public or may be had on request.
type RequestNew struct {
	Refusal    view.Refusal
	UnitName   string
	Unit       view.Field
	Item       view.Field
	Obligation string
	Content    view.Field
	Purpose    view.Field
	Name       view.Field
	Contact    view.Field
	Wanted     view.Field
	Once       string // makes a second press of the button the same request
}

func (p *Portal) requestNew(w http.ResponseWriter, r *http.Request) error {
	s, err := session.Require(r)
	if err != nil {
		return err
	}
	form, err := p.requestForm(r.Context(), r.URL.Query())
	if err != nil {
		return err
	}
	form.Name.Value = s.Name
	form.Once = view.NewOnce()
	return p.pages.requestNew.Draw(w, r, http.StatusOK, form)
}

// requestForm is the empty form, with unit and item as the address names them.
func (p *Portal) requestForm(ctx context.Context, given url.Values) (RequestNew, error) {
	lang := i18n.Lang(ctx)
	form := RequestNew{
		Unit:    view.Field{Name: "unit", Value: terms.Code(given.Get("unit")), Required: true},
		Item:    view.Field{Name: "item"},
		Content: view.Field{Name: "content", Required: true, Max: 5000},
		Purpose: view.Field{Name: "purpose", Max: 500},
		Name:    view.Field{Name: "requester_name", Required: true, Max: 200},
		Contact: view.Field{Name: "requester_contact", Max: 200},
		Wanted:  view.Field{Name: "wanted_form", Max: 200},
	}
	if id, err := uuid.Parse(given.Get("obligation")); err == nil {
		form.Obligation = id.String()
	}
	items, err := p.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: disclosurev1.ItemKind_ITEM_KIND_COMMUNE})
	if err != nil {
		return form, err
	}
	form.Item.Options = terms.ItemOptions(lang, p.Set.Text(lang, "request.any_item", nil), items.GetItems())
	form.Item.Choose(given.Get("item"))
	return form, p.requestUnit(ctx, &form)
}

// requestUnit finds the name of the asked unit, or offers all of them to choose from.
func (p *Portal) requestUnit(ctx context.Context, form *RequestNew) error {
	if form.Unit.Value != "" {
		unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + form.Unit.Value})
		if err != nil {
			return notFound(err)
		}
		form.UnitName = unit.GetFullName()
		return nil
	}
	form.Unit.Options = []view.Option{{Text: p.Set.Text(i18n.Lang(ctx), "request.choose_unit", nil)}}
	ask := &directoryv1.ListUnitsRequest{Parent: "units/" + p.Province, Descendants: true, Level: directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE, PageSize: 100}
	for range 4 {
		found, err := p.units.ListUnits(ctx, ask)
		if err != nil {
			return err
		}
		for _, unit := range found.GetUnits() {
			form.Unit.Options = append(form.Unit.Options, view.Option{Value: unit.GetCode(), Text: unit.GetFullName()})
		}
		if ask.PageToken = found.GetNextPageToken(); ask.PageToken == "" {
			break
		}
	}
	return nil
}

func (p *Portal) requestCreate(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	if err := view.ReadForm(r); err != nil {
		return err
	}
	form, err := p.requestForm(r.Context(), r.PostForm)
	if err != nil {
		return err
	}
	fields := []*view.Field{&form.Unit, &form.Item, &form.Content, &form.Purpose, &form.Name, &form.Contact, &form.Wanted}
	for _, field := range fields {
		field.Read(r)
	}
	form.Once = r.PostFormValue("once")
	ask := &disclosurev1.CreateInformationRequestRequest{
		Unit: "units/" + form.Unit.Value, Channel: disclosurev1.RequestChannel_REQUEST_CHANNEL_NETWORK,
		Content: form.Content.Value, Purpose: form.Purpose.Value, RequesterName: form.Name.Value,
		RequesterContact: form.Contact.Value, WantedForm: form.Wanted.Value, RequestId: view.Once(form.Once, form.Content.Value),
	}
	if form.Item.Value != "" {
		ask.Item = "catalogueItems/" + form.Item.Value
	}
	if form.Obligation != "" {
		ask.Obligation = "obligations/" + form.Obligation
	}
	made, err := p.requests.CreateInformationRequest(r.Context(), ask)
	if err != nil {
		refusal, ok := p.Set.Refusal(r, err, fields...)
		if !ok {
			return err
		}
		form.Refusal = refusal
		return p.pages.requestNew.Draw(w, r, http.StatusUnprocessableEntity, form)
	}
	p.Sessions.Tell(w, "request.sent", map[string]string{"number": made.GetRegisterNumber()})
	http.Redirect(w, r, "/requests/"+terms.ID(made.GetName()), http.StatusSeeOther)
	return nil
}

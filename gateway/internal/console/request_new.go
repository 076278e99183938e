package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// RequestNew enters a request that came to the office or by post.
type RequestNew struct {
	Desk    Desk
	Form    Form
	Channel view.Field
	Arrived view.Field
	Name    view.Field
	Contact view.Field
	Content view.Field
	Item    view.Field
	Wanted  view.Field
	Purpose view.Field
}

func (c *Console) requestNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.entering(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.Arrived.Value = view.Today(c.Clock()).String()
	return c.pages.requestNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) entering(r *http.Request) (RequestNew, error) {
	lang := i18n.Lang(r.Context())
	desk, err := c.desk(r.Context(), r, "requests")
	if err != nil {
		return RequestNew{}, err
	}
	if err := need(desk.Unit.Drafts && desk.Unit.Agency == "", "NEEDS_COMMUNE_OFFICER"); err != nil {
		return RequestNew{}, err
	}
	page := RequestNew{
		Desk: desk, Channel: c.choice(lang, "channel", "request_channel", "OFFICE", "POST"),
		Arrived: view.Field{Name: "arrival_date", Required: true}, Name: view.Field{Name: "requester_name", Required: true, Max: 200},
		Contact: view.Field{Name: "requester_contact", Max: 200}, Content: view.Field{Name: "content", Required: true, Max: 5000},
		Wanted: view.Field{Name: "wanted_form", Max: 300}, Purpose: view.Field{Name: "purpose", Max: 1000},
	}
	page.Item, _, err = c.itemField(r.Context(), disclosurev1.ItemKind_ITEM_KIND_COMMUNE, "")
	page.Item.Required, page.Item.Options[0].Text = false, c.Set.Text(lang, "request.any_item", nil)
	return page, err
}

func (c *Console) requestEnter(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.entering(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Channel, &page.Arrived, &page.Name, &page.Contact, &page.Content, &page.Item, &page.Wanted, &page.Purpose}
	for _, field := range fields {
		field.Read(r)
	}
	ask := &disclosurev1.CreateInformationRequestRequest{
		Unit: page.Desk.Unit.Unit, Channel: disclosurev1.RequestChannel(disclosurev1.RequestChannel_value["REQUEST_CHANNEL_"+page.Channel.Value]),
		Content: page.Content.Value, Purpose: page.Purpose.Value, RequesterName: page.Name.Value, RequesterContact: page.Contact.Value,
		WantedForm: page.Wanted.Value, RequestId: page.Form.id(r),
	}
	if page.Item.Value != "" {
		ask.Item = "catalogueItems/" + page.Item.Value
	}
	if err = chosen(&page.Channel); err == nil {
		ask.ArrivalDate, err = day(&page.Arrived)
	}
	if err == nil {
		made, refused := c.requests.CreateInformationRequest(r.Context(), ask)
		if err = refused; err == nil {
			return c.done(w, r, "asked.entered", map[string]string{"number": made.GetRegisterNumber()}, "/console/requests/"+terms.ID(made.GetName()))
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.requestNew.Draw(w, r, status, page)
}

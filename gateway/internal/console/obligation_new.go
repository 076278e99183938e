package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// ObligationNew records that a decision was made which must be disclosed: from
// then on its clock runs.
type ObligationNew struct {
	Desk     Desk
	Form     Form
	Item     view.Field
	Document view.Field
	Decided  view.Field
	Period   view.Field
}

func (c *Console) obligationNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.opening(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.Item.Choose(r.URL.Query().Get("item"))
	return c.pages.obligationNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) opening(r *http.Request) (ObligationNew, error) {
	desk, err := c.desk(r.Context(), r, "obligations")
	if err != nil {
		return ObligationNew{}, err
	}
	if err := need(desk.Unit.Drafts, "NEEDS_OFFICER"); err != nil {
		return ObligationNew{}, err
	}
	page := ObligationNew{
		Desk: desk, Document: view.Field{Name: "document_number", Required: true, Max: 100},
		Decided: view.Field{Name: "decision_date", Required: true}, Period: view.Field{Name: "period", Max: 8},
	}
	page.Item, _, err = c.itemField(r.Context(), desk.Unit.kind(), "")
	return page, err
}

func (c *Console) obligationOpen(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.opening(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Item, &page.Document, &page.Decided, &page.Period}
	for _, field := range fields {
		field.Read(r)
	}
	decided, err := day(&page.Decided)
	if err == nil {
		err = chosen(&page.Item)
	}
	if err == nil {
		made, refused := c.obligations.OpenObligation(r.Context(), &disclosurev1.OpenObligationRequest{
			Unit: page.Desk.Unit.Unit, Agency: page.Desk.Unit.Agency, Item: "catalogueItems/" + page.Item.Value, DocumentNumber: page.Document.Value,
			DecisionDate: decided, Period: page.Period.Value, RequestId: page.Form.id(r),
		})
		if err = refused; err == nil {
			return c.done(w, r, "obligation.opened", nil, "/console/obligations/"+terms.ID(made.GetName()))
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.obligationNew.Draw(w, r, status, page)
}

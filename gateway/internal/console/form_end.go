package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// FormEnd records that a posting was taken down, and says from when it may be.
type FormEnd struct {
	Desk      Desk
	Form      Form
	ID        string
	Number    string
	Title     string
	Record    FormRow
	To, Early view.Field
}

func (c *Console) formEnding(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.ending(r)
	if err != nil {
		return err
	}
	page.Form = fresh(one.GetEtag())
	page.To.Value = view.Today(c.Clock()).String()
	return c.pages.formEnd.Draw(w, r, http.StatusOK, page)
}

func (c *Console) ending(r *http.Request) (FormEnd, *disclosurev1.Publication, error) {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return FormEnd{}, nil, err
	}
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return FormEnd{}, nil, notFound(err)
	}
	if err := need(desk.at(c, ctx, one.GetUnit(), one.GetAgency()).Drafts, "NEEDS_OFFICER"); err != nil {
		return FormEnd{}, nil, err
	}
	for _, record := range one.GetForms() {
		if terms.ID(record.GetName()) == r.PathValue("form") {
			return FormEnd{
				Desk: desk, ID: terms.ID(one.GetName()), Number: r.PathValue("form"), Title: one.GetTitle(),
				Record: c.formRow(i18n.Lang(ctx), terms.ID(one.GetName()), record, true),
				To:     view.Field{Name: "to", Required: true}, Early: view.Field{Name: "early_reason", Max: 1000},
			}, one, nil
		}
	}
	return FormEnd{}, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
}

func (c *Console) formEnd(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.ending(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.To.Read(r)
	page.Early.Read(r)
	to, err := day(&page.To)
	if err == nil {
		_, err = c.publications.EndForm(r.Context(), &disclosurev1.EndFormRequest{
			Name: one.GetName() + "/forms/" + page.Number, Etag: page.Form.Etag, To: to, EarlyReason: page.Early.Value, RequestId: page.Form.id(r),
		})
	}
	if err == nil {
		return c.done(w, r, "form.ended", nil, "/console/publications/"+page.ID+"#forms")
	}
	if stale(err) {
		page.Form.Etag = one.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, &page.To, &page.Early)
	if status == 0 {
		return err
	}
	return c.pages.formEnd.Draw(w, r, status, page)
}

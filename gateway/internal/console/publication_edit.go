package console

import (
	"context"
	"net/http"

	"github.com/google/uuid"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

func (c *Console) publicationNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.blank(r)
	if err != nil {
		return err
	}
	page.Item.Choose(r.URL.Query().Get("item"))
	if id, err := uuid.Parse(r.URL.Query().Get("obligation")); err == nil {
		page.Obligation = id.String()
	}
	return c.draw(w, r, page, nil)
}

// blank is the editor of a new draft for the unit looked at.
func (c *Console) blank(r *http.Request) (PublicationEdit, error) {
	desk, err := c.desk(r.Context(), r, "publications")
	if err != nil {
		return PublicationEdit{}, err
	}
	if desk.Unit.Key == "" {
		return PublicationEdit{}, fault.New(fault.Forbidden, "NO_POST")
	}
	page, err := c.form(r.Context(), desk, "new")
	page.Unit = desk.Unit.Key
	return page, err
}

func (c *Console) publicationCreate(w http.ResponseWriter, r *http.Request) error {
	page, err := c.blank(withoutForm(r))
	if err != nil {
		return err
	}
	if err := c.read(w, r, &page); err != nil {
		return c.draw(w, r, page, err)
	}
	ask := &disclosurev1.CreatePublicationRequest{
		Unit: "units/" + page.Unit, Item: "catalogueItems/" + page.Item.Value, Content: page.content(),
		RequestId: view.Once(page.Once, page.words()...),
	}
	if page.Obligation != "" {
		ask.Obligation = "obligations/" + page.Obligation
	}
	made, err := c.publications.CreatePublication(r.Context(), ask)
	if err != nil {
		return c.draw(w, r, page, err)
	}
	c.Sessions.Tell(w, "edit.saved", nil)
	http.Redirect(w, r, "/console/publications/"+terms.ID(made.GetName()), http.StatusSeeOther)
	return nil
}

// withoutForm lets the desk read the address without consuming the body, whose
// files must stream.
func withoutForm(r *http.Request) *http.Request {
	shallow := r.Clone(r.Context())
	shallow.Body, shallow.Method = http.NoBody, http.MethodGet
	return shallow
}

// editing is the editor of a publication that exists.
func (c *Console) editing(ctx context.Context, r *http.Request, kind string) (PublicationEdit, error) {
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return PublicationEdit{}, err
	}
	desk, err := c.desk(ctx, withoutForm(r), "publications")
	if err != nil {
		return PublicationEdit{}, err
	}
	page, err := c.form(ctx, desk, kind)
	if err != nil {
		return page, err
	}
	page.fill(one)
	return page, nil
}

func (c *Console) publicationEdit(w http.ResponseWriter, r *http.Request) error {
	page, err := c.editing(r.Context(), r, "edit")
	if err != nil {
		return err
	}
	return c.draw(w, r, page, nil)
}

func (c *Console) publicationUpdate(w http.ResponseWriter, r *http.Request) error {
	page, err := c.editing(r.Context(), r, "edit")
	if err != nil {
		return err
	}
	if err := c.read(w, r, &page); err != nil {
		return c.draw(w, r, page, err)
	}
	name := "publications/" + page.ID
	if _, err := c.publications.UpdatePublication(r.Context(), &disclosurev1.UpdatePublicationRequest{
		Publication: &disclosurev1.PublicationEdit{Name: name, Item: "catalogueItems/" + page.Item.Value, Content: page.content()},
		UpdateMask:  everything(), Etag: page.Etag, RequestId: view.Once(page.Once, page.words()...),
	}); err != nil {
		return c.draw(w, r, page, err)
	}
	c.Sessions.Tell(w, "edit.saved", nil)
	http.Redirect(w, r, "/console/publications/"+page.ID, http.StatusSeeOther)
	return nil
}

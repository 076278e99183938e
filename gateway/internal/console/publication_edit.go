package console

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// PublicationEdit is the editor of a draft.
type PublicationEdit struct {
	Desk       Desk
	Form       Form
	New        bool
	ID         string
	Returned   string // why the reviewer sent it back
	Obligation string
	Item       view.Field
	Content    Content
	Stored     *Stored // what is stored now, when somebody else changed it meanwhile
}

// Stored is what the reader's own text is about to replace.
type Stored struct {
	Title, Summary, Document, Decided string
	Paragraphs                        []string
}

func storedOf(one *disclosurev1.Publication) *Stored {
	return &Stored{
		Title: one.GetTitle(), Summary: one.GetSummary(), Document: one.GetDocumentNumber(),
		Decided: terms.Day(one.GetDecisionDate()).Format(), Paragraphs: paragraphs(one.GetBody()),
	}
}

func (c *Console) publicationNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.blank(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.Item.Choose(r.URL.Query().Get("item"))
	if id, err := uuid.Parse(r.URL.Query().Get("obligation")); err == nil {
		page.Obligation = id.String()
	}
	return c.pages.publicationEdit.Draw(w, r, http.StatusOK, page)
}

// blank is the editor of a new draft for the post looked from.
func (c *Console) blank(r *http.Request) (PublicationEdit, error) {
	desk, err := c.desk(r.Context(), r, "publications")
	if err != nil {
		return PublicationEdit{}, err
	}
	if err := need(desk.Unit.Drafts, "NEEDS_OFFICER"); err != nil {
		return PublicationEdit{}, err
	}
	page := PublicationEdit{Desk: desk, New: true, Content: newContent()}
	page.Item, _, err = c.itemField(r.Context(), desk.Unit.kind(), "")
	return page, err
}

func (c *Console) publicationCreate(w http.ResponseWriter, r *http.Request) error {
	page, err := c.blank(r)
	if err != nil {
		return err
	}
	taken, err := c.readEditor(w, r, &page)
	if err != nil {
		return c.editorAgain(w, r, page, err)
	}
	ctx, cancel := within(r)
	defer cancel()
	content, err := page.Content.send()
	if err != nil {
		return c.editorAgain(w, r, page, err)
	}
	ask := &disclosurev1.CreatePublicationRequest{
		Unit: page.Desk.Unit.Unit, Agency: page.Desk.Unit.Agency, Item: "catalogueItems/" + page.Item.Value, Content: content,
		RequestId: page.Form.id(r, taken...),
	}
	if page.Obligation != "" {
		ask.Obligation = "obligations/" + page.Obligation
	}
	made, err := c.publications.CreatePublication(ctx, ask)
	if err != nil {
		return c.editorAgain(w, r, page, err)
	}
	return c.done(w, r, "publication.saved", nil, "/console/publications/"+terms.ID(made.GetName()))
}

// editing is the editor of a draft that exists.
func (c *Console) editing(ctx context.Context, r *http.Request) (PublicationEdit, *disclosurev1.Publication, error) {
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return PublicationEdit{}, nil, err
	}
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return PublicationEdit{}, nil, notFound(err)
	}
	if err := need(desk.at(c, ctx, one.GetUnit(), one.GetAgency()).Drafts, "NEEDS_OFFICER"); err != nil {
		return PublicationEdit{}, nil, err
	}
	page := PublicationEdit{Desk: desk, ID: terms.ID(one.GetName()), Returned: one.GetReturnReason(), Content: newContent()}
	page.Content.fill(one)
	page.Item, _, err = c.itemField(ctx, desk.Unit.kind(), terms.ID(one.GetItem()))
	return page, one, err
}

func (c *Console) publicationEdit(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.editing(r.Context(), r)
	if err != nil {
		return err
	}
	page.Form = fresh(one.GetEtag())
	return c.pages.publicationEdit.Draw(w, r, http.StatusOK, page)
}

func (c *Console) publicationUpdate(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.editing(r.Context(), r)
	if err != nil {
		return err
	}
	taken, err := c.readEditor(w, r, &page)
	if err != nil {
		return c.editorAgain(w, r, page, err)
	}
	ctx, cancel := within(r)
	defer cancel()
	content, err := page.Content.send()
	if err != nil {
		return c.editorAgain(w, r, page, err)
	}
	fields := []string{"item", "title", "summary", "body", "document_number", "issuing_body", "decision_date"}
	if !page.Content.Files.same(one.GetAttachments()) {
		fields = append(fields, "attachments")
	}
	_, err = c.publications.UpdatePublication(ctx, &disclosurev1.UpdatePublicationRequest{
		Publication: &disclosurev1.PublicationEdit{Name: one.GetName(), Item: "catalogueItems/" + page.Item.Value, Content: content},
		UpdateMask:  &fieldmaskpb.FieldMask{Paths: fields}, Etag: page.Form.Etag, RequestId: page.Form.id(r, taken...),
	})
	if err == nil {
		return c.done(w, r, "publication.saved", nil, "/console/publications/"+page.ID)
	}
	if stale(err) { // what was typed stays; what is stored is shown beside it, and saving again is a choice made knowing it
		page.Stored, page.Form.Etag = storedOf(one), one.GetEtag()
	}
	return c.editorAgain(w, r, page, err)
}

// readEditor takes what was posted, files included.
func (c *Console) readEditor(w http.ResponseWriter, r *http.Request, page *PublicationEdit) (sent []string, err error) {
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return nil, err
	}
	page.Form = posted(r)
	page.Item.Read(r)
	page.Content.read(r, taken)
	if id, err := uuid.Parse(r.PostFormValue("obligation")); err == nil {
		page.Obligation = id.String()
	}
	return digests(taken), wrong
}

// editorAgain shows the editor as it was sent, with why it was refused.
func (c *Console) editorAgain(w http.ResponseWriter, r *http.Request, page PublicationEdit, err error) error {
	status := c.refuse(r, &page.Form, err, append(page.Content.fields(), &page.Item)...)
	if status == 0 {
		return err
	}
	return c.pages.publicationEdit.Draw(w, r, status, page)
}

// itemName is the item of a publication in words, with its article.
func (c *Console) itemName(ctx context.Context, one *disclosurev1.Publication) (name, basis string, forms []*disclosurev1.RequiredForm, err error) {
	item, err := c.itemOf(ctx, one.GetItem(), one.GetDecisionDate())
	if err != nil {
		return "", "", nil, err
	}
	return itemText(i18n.Lang(ctx), item), item.GetBasis().GetText(), item.GetForms(), nil
}

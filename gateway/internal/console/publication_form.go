package console

import (
	"context"
	"net/http"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// PublicationEdit is the editor: of a new draft, of a draft, of a correction.
type PublicationEdit struct {
	Desk       Desk
	Kind       string // "new", "edit" or "correct": which words and which address
	ID, Etag   string
	Once       string
	Refusal    view.Refusal
	Returned   string // why the reviewer sent it back
	Obligation string
	Unit       string

	Item, Title, Summary, Body view.Field
	Document, Issuer, Decided  view.Field
	File                       view.Field
	Note                       view.Field // what a correction changes, shown to the public
	Declared                   view.Field
	Attached                   []AttachedFile
	Warnings                   []WarningRow
}

// AttachedFile is a file that is, or will be, attached. Its tick keeps it.
type AttachedFile struct {
	Value string // handle and name, as the form carries them
	Name  string
	Keep  bool
}

// form is the editor with its fields.
func (c *Console) form(ctx context.Context, desk Desk, kind string) (PublicationEdit, error) {
	lang := i18n.Lang(ctx)
	page := PublicationEdit{
		Desk: desk, Kind: kind, Once: view.NewOnce(),
		Item:     view.Field{Name: "item", Required: true, Options: []view.Option{{Text: c.Set.Text(lang, "edit.choose_item", nil)}}},
		Title:    view.Field{Name: "title", Path: "content.title", Required: true, Max: 500},
		Summary:  view.Field{Name: "summary", Path: "content.summary", Max: 2000},
		Body:     view.Field{Name: "body", Path: "content.body", Max: 200000},
		Document: view.Field{Name: "document_number", Path: "content.document_number", Max: 100},
		Issuer:   view.Field{Name: "issuing_body", Path: "content.issuing_body", Max: 300},
		Decided:  view.Field{Name: "decision_date", Path: "content.decision_date", Required: true},
		File:     view.Field{Name: "file", Path: "content.attachments"},
		Note:     view.Field{Name: "correction_note", Required: true, Max: 1000},
		Declared: view.Field{Name: "declare_no_secrets"},
	}
	items, err := c.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: disclosurev1.ItemKind_ITEM_KIND_COMMUNE})
	if err != nil {
		return page, err
	}
	for _, item := range items.GetItems() {
		page.Item.Options = append(page.Item.Options, view.Option{Value: terms.ID(item.GetName()), Text: item.GetNumber() + ". " + terms.ItemTitle(lang, item)})
	}
	return page, nil
}

// fields are all fields a fault may be about.
func (p *PublicationEdit) fields() []*view.Field {
	return []*view.Field{&p.Item, &p.Title, &p.Summary, &p.Body, &p.Document, &p.Issuer, &p.Decided, &p.File, &p.Note, &p.Declared}
}

// fill shows what a publication says now.
func (p *PublicationEdit) fill(one *disclosurev1.Publication) {
	p.ID, p.Etag, p.Unit, p.Returned = terms.ID(one.GetName()), one.GetEtag(), terms.ID(one.GetUnit()), one.GetReturnReason()
	p.Item.Choose(terms.ID(one.GetItem()))
	p.Title.Value, p.Summary.Value, p.Body.Value = one.GetTitle(), one.GetSummary(), one.GetBody()
	p.Document.Value, p.Issuer.Value, p.Decided.Value = one.GetDocumentNumber(), one.GetIssuingBody(), one.GetDecisionDate()
	for _, file := range one.GetAttachments() {
		p.Attached = append(p.Attached, attached(file.GetHandle(), file.GetFileName(), true))
	}
}

func attached(handle, name string, keep bool) AttachedFile {
	return AttachedFile{Value: handle + " " + name, Name: name, Keep: keep}
}

// read takes what was posted, files included, so that a refused form comes back
// as it was sent: no text and no upload is lost.
func (c *Console) read(w http.ResponseWriter, r *http.Request, page *PublicationEdit) error {
	taken, err := c.Uploads.ReadForm(w, r)
	for _, field := range page.fields() {
		field.Read(r)
	}
	page.Item.Choose(page.Item.Value)
	page.Etag, page.Once, page.Obligation = r.PostFormValue("etag"), r.PostFormValue("once"), r.PostFormValue("obligation")
	page.Attached = nil
	for _, value := range r.PostForm["attached"] {
		handle, name, _ := strings.Cut(value, " ")
		page.Attached = append(page.Attached, attached(handle, name, true))
	}
	for _, file := range taken["file"] {
		page.Attached = append(page.Attached, attached(file.Handle, file.FileName, true))
	}
	return err
}

// content is what the editor holds, as the service takes it.
func (p *PublicationEdit) content() *disclosurev1.PublicationContent {
	content := &disclosurev1.PublicationContent{
		Title: p.Title.Value, Summary: p.Summary.Value, Body: p.Body.Value, DocumentNumber: p.Document.Value,
		IssuingBody: p.Issuer.Value, DecisionDate: terms.Day(p.Decided.Value).String(),
	}
	for _, file := range p.Attached {
		handle, name, _ := strings.Cut(file.Value, " ")
		content.Attachments = append(content.Attachments, &typev1.Attachment{Handle: handle, FileName: name})
	}
	return content
}

// words are everything typed, for telling a repeated form from a corrected one.
func (p *PublicationEdit) words() []string {
	words := []string{p.Kind, p.ID}
	for _, field := range p.fields() {
		words = append(words, field.Value)
	}
	for _, file := range p.Attached {
		words = append(words, file.Value)
	}
	return words
}

// draw shows the editor, with why it was refused when err is about what was typed.
func (c *Console) draw(w http.ResponseWriter, r *http.Request, page PublicationEdit, err error) error {
	if err == nil {
		return c.pages.publicationEdit.Draw(w, r, http.StatusOK, page)
	}
	refusal, ok := c.Set.Refusal(r, err, page.fields()...)
	if !ok {
		return err
	}
	page.Refusal = refusal
	return c.pages.publicationEdit.Draw(w, r, http.StatusUnprocessableEntity, page)
}

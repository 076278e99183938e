package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// PublicationCorrect proposes another public text: first the new text, then what it changes, then the confirmation. It is
// public once a second person has approved it; the version before stays public.
type PublicationCorrect struct {
	Desk     Desk
	Form     Form
	ID       string
	Item     string
	Content  Content
	Note     view.Field
	Declared view.Field
	Warnings []WarningRow
	Changes  []Change // shown before it can be confirmed; empty in the first step
	Compared bool
	Stored   *Stored
}

func (c *Console) correcting(r *http.Request) (PublicationCorrect, *disclosurev1.Publication, error) {
	ctx := r.Context()
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return PublicationCorrect{}, nil, err
	}
	one, err := c.publications.GetPublication(ctx, &disclosurev1.GetPublicationRequest{Name: "publications/" + r.PathValue("publication")})
	if err != nil {
		return PublicationCorrect{}, nil, notFound(err)
	}
	if err := need(desk.at(c, ctx, one.GetUnit(), one.GetAgency()).Drafts, "NEEDS_OFFICER"); err != nil {
		return PublicationCorrect{}, nil, err
	}
	page := PublicationCorrect{
		Desk: desk, ID: terms.ID(one.GetName()), Content: newContent(),
		Note: view.Field{Name: "correction_note", Required: true, Max: 1000}, Declared: view.Field{Name: "declare_no_secrets"},
		Warnings: c.warnings(i18n.Lang(ctx), latest(one).GetWarnings()),
	}
	page.Content.fill(latest(one))
	if one.GetPendingCorrection() != nil {
		page.Note.Value = latest(one).GetCorrectionNote()
	}
	page.Item, _, _, err = c.itemName(ctx, one)
	return page, one, err
}

func (c *Console) publicationCorrecting(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.correcting(r)
	if err != nil {
		return err
	}
	page.Form = fresh(one.GetEtag())
	return c.pages.publicationCorrect.Draw(w, r, http.StatusOK, page)
}

func (c *Console) publicationCorrect(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.correcting(r)
	if err != nil {
		return err
	}
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Content.read(r, taken)
	page.Note.Read(r)
	page.Declared.Read(r)
	page.Warnings = c.readWarnings(r, page.Warnings)
	content, err := page.Content.send()
	if wrong != nil {
		err = wrong
	}
	if err != nil {
		return c.correctAgain(w, r, page, err)
	}
	page.Changes = c.changes(i18n.Lang(r.Context()), one, content)
	page.Compared = true
	if r.PostFormValue("step") != "confirm" || len(taken) > 0 {
		return c.pages.publicationCorrect.Draw(w, r, http.StatusOK, page)
	}
	ctx, cancel := within(r)
	defer cancel()
	after, err := c.publications.CorrectPublication(ctx, &disclosurev1.CorrectPublicationRequest{
		Name: one.GetName(), Etag: page.Form.Etag, Content: content, CorrectionNote: page.Note.Value,
		DeclareNoSecrets: page.Declared.Checked, Acknowledgements: acknowledged(page.Warnings), RequestId: page.Form.id(r),
	})
	if err == nil {
		word := "publication.corrected"
		if after.GetPendingCorrection() != nil {
			word = "publication.correction_sent"
		}
		return c.done(w, r, word, nil, "/console/publications/"+page.ID)
	}
	if stale(err) {
		page.Stored, page.Form.Etag = storedOf(one), one.GetEtag()
	}
	if f := fault.From(err); f.Reason == "WARNING_NOT_ACKNOWLEDGED" {
		page.Warnings = c.withWarning(i18n.Lang(r.Context()), page.Warnings, f.Params["code"])
	}
	return c.correctAgain(w, r, page, err)
}

func (c *Console) correctAgain(w http.ResponseWriter, r *http.Request, page PublicationCorrect, err error) error {
	status := c.refuse(r, &page.Form, err, append(page.Content.fields(), &page.Note, &page.Declared)...)
	if status == 0 {
		return err
	}
	return c.pages.publicationCorrect.Draw(w, r, status, page)
}

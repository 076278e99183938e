package console

import (
	"net/http"

	"google.golang.org/protobuf/types/known/fieldmaskpb"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
)

func (c *Console) publicationCorrecting(w http.ResponseWriter, r *http.Request) error {
	page, err := c.editing(r.Context(), r, "correct")
	if err != nil {
		return err
	}
	return c.draw(w, r, page, nil)
}

// publicationCorrect replaces the public text. The version before stays public
// beside it, and the note says what changed.
func (c *Console) publicationCorrect(w http.ResponseWriter, r *http.Request) error {
	page, err := c.editing(r.Context(), r, "correct")
	if err != nil {
		return err
	}
	if err := c.read(w, r, &page); err != nil {
		return c.draw(w, r, page, err)
	}
	if _, err := c.publications.CorrectPublication(r.Context(), &disclosurev1.CorrectPublicationRequest{
		Name: "publications/" + page.ID, Etag: page.Etag, Content: page.content(), CorrectionNote: page.Note.Value,
		DeclareNoSecrets: page.Declared.Checked, Acknowledgements: acknowledged(r), RequestId: view.Once(page.Once, page.words()...),
	}); err != nil {
		return c.draw(w, r, page, err)
	}
	c.Sessions.Tell(w, "move.corrected", nil)
	http.Redirect(w, r, "/console/publications/"+page.ID, http.StatusSeeOther)
	return nil
}

// everything names all fields of a draft: the editor always shows them all.
func everything() *fieldmaskpb.FieldMask {
	return &fieldmaskpb.FieldMask{Paths: []string{
		"item", "title", "summary", "body", "document_number", "issuing_body", "decision_date", "attachments",
	}}
}

package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
)

// importRun carries out what was tried: the same file, the same days.
func (c *Console) importRun(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.imported(r)
	if err != nil {
		return err
	}
	page.Form, page.Handle = posted(r), r.PostFormValue("file")
	made, err := c.imports.CreateImport(r.Context(), &directoryv1.CreateImportRequest{
		Kind: one.GetKind(), Unit: one.GetUnit(), Source: &directoryv1.CreateImportRequest_File{File: page.Handle}, FileName: one.GetFileName(),
		ValidFrom: one.GetValidFrom(), ValidTo: one.GetValidTo(), LegalBasis: one.GetLegalBasis(), RequestId: page.Form.id(r),
	})
	if err == nil {
		http.Redirect(w, r, watching(made, ""), http.StatusSeeOther)
		return nil
	}
	return c.importAgain(w, r, page, err)
}

func (c *Console) importCancel(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.imported(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	if _, err = c.imports.CancelImport(r.Context(), &directoryv1.CancelImportRequest{Name: one.GetName(), RequestId: page.Form.id(r)}); err == nil {
		return c.done(w, r, "import.cancelled", nil, "/console/imports/"+page.ID)
	}
	return c.importAgain(w, r, page, err)
}

func (c *Console) importAgain(w http.ResponseWriter, r *http.Request, page ImportShow, err error) error {
	status := c.refuse(r, &page.Form, err)
	if status == 0 {
		return err
	}
	return c.pages.importShow.Draw(w, r, status, page)
}

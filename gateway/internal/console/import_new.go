package console

import (
	"net/http"
	"net/url"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// ImportNew takes a table in. It is tried first and changes nothing unless asked to.
type ImportNew struct {
	Desk        Desk
	Form        Form
	Kind        view.Field
	From, Until view.Field
	Basis       view.Field
	File        Attached
	DryRun      view.Field
}

// unitKinds belong to a unit, countryKinds to the whole country.
var (
	unitKinds    = []string{"HOUSEHOLDS", "VILLAGES", "ROLES", "AGENCIES"}
	countryKinds = []string{"UNITS", "UNIT_MAPPING", "UNIT_CHANGES", "CALENDAR"}
)

func (c *Console) importNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.importing(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.DryRun.Checked = true
	page.From.Value = view.Today(c.Clock()).String()
	page.Kind.Choose(r.URL.Query().Get("kind"))
	return c.pages.importNew.Draw(w, r, http.StatusOK, page)
}

func (c *Console) importing(r *http.Request) (ImportNew, error) {
	lang := i18n.Lang(r.Context())
	desk, err := c.desk(r.Context(), r, "imports")
	if err != nil {
		return ImportNew{}, err
	}
	if err := need(desk.Unit.Administers, "NEEDS_ADMIN"); err != nil {
		return ImportNew{}, err
	}
	kinds := unitKinds
	if desk.Unit.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE {
		kinds = append(append([]string{}, unitKinds...), countryKinds...)
	}
	return ImportNew{
		Desk: desk, Kind: c.choice(lang, "kind", "import_kind", kinds...), From: view.Field{Name: "valid_from"}, Until: view.Field{Name: "valid_to"},
		Basis: view.Field{Name: "legal_basis", Max: 500}, File: attachedOf("file", "file", nil), DryRun: view.Field{Name: "dry_run"},
	}, nil
}

func (c *Console) importCreate(w http.ResponseWriter, r *http.Request) error {
	page, err := c.importing(r)
	if err != nil {
		return err
	}
	taken, wrong, err := c.readFiles(w, r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.Kind, &page.From, &page.Until, &page.Basis, &page.File.More, &page.DryRun}
	for _, field := range fields {
		field.Read(r)
	}
	page.File.read(r, taken)
	ask := &directoryv1.CreateImportRequest{
		Kind: directoryv1.ImportKind(directoryv1.ImportKind_value["IMPORT_KIND_"+page.Kind.Value]), DryRun: page.DryRun.Checked,
		LegalBasis: page.Basis.Value, RequestId: page.Form.id(r, digests(taken)...),
	}
	ctx, cancel := within(r)
	defer cancel()
	if err = wrong; err == nil {
		err = page.into(ask)
	}
	if err == nil {
		made, refused := c.imports.CreateImport(ctx, ask)
		if err = refused; err == nil {
			http.Redirect(w, r, watching(made, ask.GetFile()), http.StatusSeeOther)
			return nil
		}
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.importNew.Draw(w, r, status, page)
}

// watching is the page of a run. The handle of the file goes along, so that a
// trial without errors can be carried out without sending the file again.
func watching(one *directoryv1.Import, file string) string {
	address := "/console/imports/" + terms.ID(one.GetName())
	if file != "" && one.GetDryRun() {
		address += "?" + url.Values{"file": {file}}.Encode()
	}
	return address
}

func (p *ImportNew) into(ask *directoryv1.CreateImportRequest) (err error) {
	if err := chosen(&p.Kind); err != nil {
		return err
	}
	file := p.File.send()
	if len(file) == 0 {
		return fault.New(fault.Invalid, "FILE_MISSING", fault.Field("file"))
	}
	last := file[len(file)-1] // a file chosen anew takes the place of the one before
	ask.Source, ask.FileName = &directoryv1.CreateImportRequest_File{File: last.GetHandle()}, last.GetFileName()
	if ask.ValidFrom, err = day(&p.From); err != nil {
		return err
	}
	if ask.ValidTo, err = day(&p.Until); err != nil {
		return err
	}
	for _, kind := range unitKinds {
		if kind == p.Kind.Value {
			ask.Unit = p.Desk.Unit.Unit
		}
	}
	if p.Kind.Value == "CALENDAR" || p.Kind.Value == "UNIT_CHANGES" {
		ask.ValidFrom = "" // each row says its own day
	}
	return nil
}

package console

import (
	"net/http"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ImportShow is one run over one file: how far it is, what it found, and what to
// do next. While it runs the page asks again by itself.
type ImportShow struct {
	Desk                        Desk
	Form                        Form
	ID, Kind, File, Encoding    string
	State                       view.State
	Running, DryRun             bool
	Phase                       string
	Percent                     int32
	Rows                        int64
	Created, Changed, Unchanged int64
	Errors                      int64
	Failure                     string
	From, Until                 workday.Date
	Basis, Started, Finished    string
	Wrong                       []ImportErrorRow
	Mended                      []ImportRepairRow
	Pager                       view.Pager
	Handle                      string // of the file, when it can still be carried out from here
	MayRun                      bool
	AgainURL                    string
}

// ImportErrorRow is one thing wrong with one row.
type ImportErrorRow struct {
	Line                           int64
	Column, Value, Message, Remedy string
}

// ImportRepairRow is one thing that was mended without asking.
type ImportRepairRow struct {
	Column, Message string
	Rows            int64
	Lines           []int64
	More            bool // there are more lines than are named
}

func (c *Console) importShow(w http.ResponseWriter, r *http.Request) error {
	page, one, err := c.imported(r)
	if err != nil {
		return err
	}
	query := r.URL.Query()
	if one.GetErrors() > 0 && !page.Running {
		found, err := c.imports.ListImportErrors(r.Context(), &directoryv1.ListImportErrorsRequest{Parent: one.GetName(), PageSize: 50, PageToken: query.Get("page")})
		if err != nil {
			return notFound(err)
		}
		for _, wrong := range found.GetErrors() {
			page.Wrong = append(page.Wrong, ImportErrorRow{wrong.GetLine(), wrong.GetColumn(), wrong.GetValue(), wrong.GetMessage(), wrong.GetRemedy()})
		}
		page.Pager = view.Pager{Next: next("/console/imports/"+page.ID, query, found.GetNextPageToken(), "file")}
		if query.Get("page") != "" {
			page.Pager.First = "/console/imports/" + page.ID
		}
	}
	return c.pages.importShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) imported(r *http.Request) (ImportShow, *directoryv1.Import, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "imports")
	if err != nil {
		return ImportShow{}, nil, err
	}
	one, err := c.imports.GetImport(ctx, &directoryv1.GetImportRequest{Name: "imports/" + r.PathValue("import")})
	if err != nil {
		return ImportShow{}, nil, notFound(err)
	}
	kind := short("import_kind", one.GetKind().String())
	page := ImportShow{
		Desk: desk, Form: fresh(""), ID: terms.ID(one.GetName()), Kind: c.word(lang, "import_kind", one.GetKind().String()), File: one.GetFileName(), Encoding: one.GetEncoding(),
		State: c.importState(lang, one), DryRun: one.GetDryRun(), Percent: one.GetPercent(), Rows: one.GetRowsRead(),
		Running: one.GetState() == directoryv1.ImportState_IMPORT_STATE_PENDING || one.GetState() == directoryv1.ImportState_IMPORT_STATE_RUNNING,
		Created: one.GetCreated(), Changed: one.GetChanged(), Unchanged: one.GetUnchanged(), Errors: one.GetErrors(), Failure: one.GetFailure(),
		From: terms.Day(one.GetValidFrom()), Until: terms.Day(one.GetValidTo()), Basis: one.GetLegalBasis(),
		Started: moment(one.GetCreatedAt()), Finished: moment(one.GetFinishedAt()), Handle: r.URL.Query().Get("file"), AgainURL: desk.URL("/console/imports/new"),
	}
	for _, repair := range one.GetRepairs() {
		page.Mended = append(page.Mended, ImportRepairRow{repair.GetColumn(), repair.GetMessage(), repair.GetRows(), repair.GetLines(), int64(len(repair.GetLines())) < repair.GetRows()})
	}
	if len(desk.Posts) < 2 {
		page.AgainURL += "?kind=" + kind
	} else {
		page.AgainURL += "&kind=" + kind
	}
	if key := "import.phase_" + one.GetPhase(); c.Set.Words().Has(key) {
		page.Phase = c.Set.Text(lang, key, nil)
	}
	page.MayRun = page.DryRun && one.GetState() == directoryv1.ImportState_IMPORT_STATE_SUCCEEDED && page.Created+page.Changed > 0
	return page, one, nil
}

// importErrors hands out everything that was wrong as a file.
func (c *Console) importErrors(w http.ResponseWriter, r *http.Request) error {
	body, err := c.imports.ExportImportErrors(r.Context(), &directoryv1.ExportImportErrorsRequest{Parent: "imports/" + r.PathValue("import")})
	if err != nil {
		return notFound(err)
	}
	h := w.Header()
	h.Set("Content-Type", "text/csv; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="loi-nhap-du-lieu.csv"`)
	h.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(body.GetData()) // the reader has gone; there is nobody to tell
	return nil
}

// moment shows a time of the contracts as people read it.
func moment(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return ""
	}
	return at.In(workday.Zone).Format("15:04 02/01/2006")
}

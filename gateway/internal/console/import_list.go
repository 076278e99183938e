package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// ImportList is what was read into the directory, newest first.
type ImportList struct {
	Desk       Desk
	Rows       []ImportRow
	Pager      view.Pager
	NewURL     string
	CountryURL string // imports that belong to no unit; "" when these are shown
	Country    bool
}

// ImportRow is one run over one file.
type ImportRow struct {
	URL, Kind, File, Started string
	DryRun                   bool
	State                    view.State
	Rows, Errors             int64
}

func (c *Console) importList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "imports")
	if err != nil {
		return err
	}
	if err := need(desk.Unit.Administers, "NEEDS_ADMIN"); err != nil {
		return err
	}
	page := ImportList{Desk: desk, NewURL: desk.URL("/console/imports/new"), Country: query.Get("country") != ""}
	ask := &directoryv1.ListImportsRequest{Unit: desk.Unit.Unit, PageSize: 50, PageToken: query.Get("page")}
	if page.Country {
		ask.Unit = ""
	} else if desk.Unit.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE {
		page.CountryURL = "/console/imports?country=yes"
	}
	found, err := c.imports.ListImports(ctx, ask)
	if err != nil {
		return notFound(err)
	}
	for _, one := range found.GetImports() {
		page.Rows = append(page.Rows, ImportRow{
			URL: "/console/imports/" + terms.ID(one.GetName()), Kind: c.word(lang, "import_kind", one.GetKind().String()), File: one.GetFileName(),
			Started: moment(one.GetCreatedAt()), DryRun: one.GetDryRun(), State: c.importState(lang, one), Rows: one.GetRowsRead(), Errors: one.GetErrors(),
		})
	}
	page.Pager = view.Pager{Next: next("/console/imports", query, found.GetNextPageToken(), "unit", "country")}
	return c.pages.importList.Draw(w, r, http.StatusOK, page)
}

// importState says where a run stands; of a trial that nothing was changed.
func (c *Console) importState(lang string, one *directoryv1.Import) view.State {
	shapes := map[directoryv1.ImportState]view.Shape{
		directoryv1.ImportState_IMPORT_STATE_PENDING: view.Calm, directoryv1.ImportState_IMPORT_STATE_RUNNING: view.Soon,
		directoryv1.ImportState_IMPORT_STATE_SUCCEEDED: view.Good, directoryv1.ImportState_IMPORT_STATE_REJECTED: view.Late,
		directoryv1.ImportState_IMPORT_STATE_FAILED: view.Late, directoryv1.ImportState_IMPORT_STATE_CANCELLED: view.Gone,
	}
	key := "import_state." + short("import_state", one.GetState().String())
	if one.GetDryRun() && one.GetState() == directoryv1.ImportState_IMPORT_STATE_SUCCEEDED {
		key = "import_state.TRIED"
	}
	return view.State{Shape: shapes[one.GetState()], Word: c.Set.Text(lang, key, nil)}
}

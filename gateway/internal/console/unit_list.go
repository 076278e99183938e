package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// UnitList finds units by name or code.
type UnitList struct {
	Desk  Desk
	Query string
	Rows  []UnitRow
	Pager view.Pager
}

// UnitRow is one unit in a list.
type UnitRow struct{ URL, Name, Code, Level string }

func (c *Console) unitList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "units")
	if err != nil {
		return err
	}
	page := UnitList{Desk: desk, Query: query.Get("q")}
	ask := &directoryv1.ListUnitsRequest{Parent: desk.Unit.Unit, Query: page.Query, PageSize: 60, PageToken: query.Get("page")}
	if page.Query != "" {
		ask.Parent, ask.Descendants = "units/"+c.Province, true
	}
	found, err := c.units.ListUnits(ctx, ask)
	if err != nil {
		return err
	}
	page.Rows = c.unitRows(lang, found.GetUnits())
	page.Pager = view.Pager{Next: next("/console/units", query, found.GetNextPageToken(), "unit", "q")}
	return c.pages.unitList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) unitRows(lang string, units []*directoryv1.Unit) []UnitRow {
	var rows []UnitRow
	for _, one := range units {
		rows = append(rows, UnitRow{URL: "/console/units/" + one.GetKey(), Name: one.GetFullName(), Code: one.GetCode(), Level: c.word(lang, "unit_level", one.GetLevel().String())})
	}
	return rows
}

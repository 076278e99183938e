package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// AgencyList is the agencies, units and state enterprises of a unit: those that
// disclose to their own staff and to the people besides the unit itself.
type AgencyList struct {
	Desk      Desk
	Key, Name string // the unit
	Query     string
	Rows      []AgencyRow
	Pager     view.Pager
	NewURL    string
	Keep      []Hidden
}

// AgencyRow is one of them.
type AgencyRow struct {
	URL, Name, Kind, Code, Contact string
	Since, Until                   workday.Date
}

func (c *Console) agencyList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "agencies")
	if err != nil {
		return err
	}
	of := query.Get("of")
	if of == "" {
		of = terms.ID(desk.Unit.Unit)
	}
	one, above, err := c.unitAndAbove(ctx, of)
	if err != nil {
		return err
	}
	page := AgencyList{Desk: desk, Key: one.GetKey(), Name: one.GetFullName(), Query: query.Get("q")}
	if query.Get("of") != "" {
		page.Keep = []Hidden{{"of", page.Key}}
	}
	if unit := query.Get("unit"); unit != "" {
		page.Keep = append(page.Keep, Hidden{"unit", unit})
	}
	found, err := c.agencies.ListAgencies(ctx, &directoryv1.ListAgenciesRequest{
		Unit: one.GetName(), Query: page.Query, Descendants: page.Query != "", PageSize: 50, PageToken: query.Get("page"),
	})
	if err != nil {
		return notFound(err)
	}
	for _, agency := range found.GetAgencies() {
		page.Rows = append(page.Rows, AgencyRow{
			URL: "/console/agencies/" + terms.ID(agency.GetName()), Name: agency.GetDisplayName(), Kind: c.word(lang, "agency_kind", agency.GetKind().String()),
			Code: agency.GetIdentificationCode(), Contact: agency.GetContact(), Since: terms.Day(agency.GetValidFrom()), Until: terms.Day(agency.GetValidTo()),
		})
	}
	page.Pager = view.Pager{Next: next("/console/agencies", query, found.GetNextPageToken(), "unit", "of", "q")}
	if desk.over(ctx, c, one, above, func(p Post) bool { return p.Administers }) {
		page.NewURL = "/console/agencies/new?for=" + page.Key
	}
	page.Desk = desk
	return c.pages.agencyList.Draw(w, r, http.StatusOK, page)
}

package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// HouseholdList is the roll of a village. It is personal data: for the village's,
// the commune's and the province's own staff only.
type HouseholdList struct {
	Desk     Desk
	Village  string
	Key      string
	Query    string
	Total    int64
	MayEnter bool // the reader keeps this roll
	Rows     []HouseholdRow
	Pager    view.Pager
	// Of the commune: households whose village was divided and that nobody has placed.
	Waiting    int64
	WaitingURL string
}

// HouseholdRow is one household.
type HouseholdRow struct {
	URL, Code, Representative, Address string
	Born                               int32
	Identified, Empty                  bool
	Since                              workday.Date
}

func (c *Console) householdList(w http.ResponseWriter, r *http.Request) error {
	ctx, query := r.Context(), r.URL.Query()
	desk, err := c.desk(ctx, r, "households")
	if err != nil {
		return err
	}
	village, above, err := c.unitAndAbove(ctx, r.PathValue("unit"))
	if err != nil {
		return err
	}
	page := HouseholdList{MayEnter: desk.over(ctx, c, village, above, keepsRolls), Village: village.GetFullName(), Key: village.GetKey(), Query: query.Get("q")}
	found, err := c.households.ListHouseholds(ctx, &directoryv1.ListHouseholdsRequest{Parent: village.GetName(), Query: page.Query, PageSize: 100, PageToken: query.Get("page")})
	if err != nil {
		return notFound(err)
	}
	page.Desk, page.Total = desk, found.GetTotalSize()
	for _, one := range found.GetHouseholds() {
		person := one.GetRepresentative().GetPerson()
		page.Rows = append(page.Rows, HouseholdRow{
			URL: "/console/households/" + terms.ID(one.GetName()), Code: one.GetCode(), Representative: person.GetFullName(), Address: one.GetAddress(), Born: person.GetBirthYear(),
			Identified: person.GetIdentified(), Empty: person == nil, Since: terms.Day(one.GetValidFrom()),
		})
	}
	page.Pager = view.Pager{Next: next("/console/units/"+page.Key+"/households", query, found.GetNextPageToken(), "unit", "q")}
	if query.Get("page") != "" {
		page.Pager.First = "/console/units/" + page.Key + "/households"
	}
	if page.MayEnter && len(above) > 0 {
		waits, err := c.households.ListHouseholds(ctx, &directoryv1.ListHouseholdsRequest{Parent: above[0].GetName(), Unplaced: true, PageSize: 1})
		if err != nil {
			return err
		}
		page.Waiting, page.WaitingURL = waits.GetTotalSize(), "/console/units/"+above[0].GetKey()+"/households/waiting"
	}
	return c.pages.householdList.Draw(w, r, http.StatusOK, page)
}

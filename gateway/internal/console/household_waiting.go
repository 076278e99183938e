package console

import (
	"cmp"
	"context"
	"net/http"
	"net/url"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// HouseholdWaiting lists the households of a commune whose village was divided
// and that nobody has placed yet. They count on the old roll until they are.
type HouseholdWaiting struct {
	Desk      Desk
	Form      Form
	Key, Name string
	PostURL   string // this page of the list
	Total     int64
	Rows      []WaitingRow
	Pager     view.Pager
	MayPlace  bool

	Chosen         *WaitingRow // the one the form is about; nil when none waits
	To, Code, From view.Field
}

// WaitingRow is one household that waits.
type WaitingRow struct {
	ID, URL, PlaceURL, Code, Representative, Address, Village string
	etag                                                      string
}

func (c *Console) householdWaiting(w http.ResponseWriter, r *http.Request) error {
	page, err := c.waiting(r)
	if err != nil {
		return err
	}
	if page.choose(r.URL.Query().Get("household")); page.Chosen != nil {
		page.Form.Etag = page.Chosen.etag
	}
	return c.pages.householdWaiting.Draw(w, r, http.StatusOK, page)
}

// choose takes up the household the form is for, the first that waits if none is named.
func (p *HouseholdWaiting) choose(id string) {
	for i := range p.Rows {
		if p.Chosen == nil || p.Rows[i].ID == id {
			p.Chosen = &p.Rows[i]
		}
	}
}

func (c *Console) waiting(r *http.Request) (HouseholdWaiting, error) {
	ctx, query := r.Context(), r.URL.Query()
	desk, err := c.desk(ctx, r, "households")
	if err != nil {
		return HouseholdWaiting{}, err
	}
	unit, above, err := c.unitAndAbove(ctx, r.PathValue("unit"))
	if err != nil {
		return HouseholdWaiting{}, err
	}
	page := HouseholdWaiting{Form: fresh(""), MayPlace: desk.over(ctx, c, unit, above, keepsRolls), Key: unit.GetKey(), Name: unit.GetFullName()}
	found, err := c.households.ListHouseholds(ctx, &directoryv1.ListHouseholdsRequest{Parent: unit.GetName(), Unplaced: true, PageSize: 50, PageToken: query.Get("page")})
	if err != nil {
		return page, notFound(err)
	}
	page.Desk, page.Total = desk, found.GetTotalSize()
	nowhere := []view.Option{{Text: c.Set.Text(i18n.Lang(ctx), "desk.choose", nil)}}
	page.Code = view.Field{Name: "code", Path: "code", Max: 32}
	page.From = view.Field{Name: "from", Path: "effective_date", Required: true, Value: view.Today(c.Clock()).String()}
	address := "/console/units/" + page.Key + "/households/waiting"
	here := url.Values{}
	if token := query.Get("page"); token != "" {
		here.Set("page", token)
	}
	page.PostURL = address + "?" + here.Encode()
	were := map[string]string{}
	for _, one := range found.GetHouseholds() {
		id, person := terms.ID(one.GetName()), one.GetRepresentative().GetPerson()
		was, err := c.oldVillage(ctx, were, one.GetVillage())
		if err != nil {
			return page, err
		}
		here.Set("household", id)
		page.Rows = append(page.Rows, WaitingRow{
			ID: id, etag: one.GetEtag(), URL: "/console/households/" + id, PlaceURL: address + "?" + here.Encode() + "#place", Code: one.GetCode(),
			Representative: person.GetFullName(), Address: one.GetAddress(), Village: was,
		})
	}
	page.To = view.Field{Name: "to", Path: "village", Required: true, Options: nowhere}
	page.Pager = view.Pager{Next: next(address, query, found.GetNextPageToken(), "unit")}
	if query.Get("page") != "" {
		page.Pager.First = address
	}
	if !page.MayPlace || len(page.Rows) == 0 {
		return page, nil
	}
	villages, err := c.villages(ctx, unit.GetName())
	for _, one := range villages {
		page.To.Options = append(page.To.Options, view.Option{Value: one.GetKey(), Text: one.GetFullName()})
	}
	return page, err
}

// oldVillage is the name of the village that is no more; most households share one.
func (c *Console) oldVillage(ctx context.Context, known map[string]string, name string) (string, error) {
	if _, asked := known[name]; !asked && name != "" {
		one, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: name})
		if err != nil {
			return "", err
		}
		known[name] = one.GetFullName()
	}
	return known[name], nil
}

// householdPlace moves one of them to the village it belongs to now, under its
// old code where no other is given.
func (c *Console) householdPlace(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.waiting(r)
	if err != nil {
		return err
	}
	if err := need(page.MayPlace, "NEEDS_ROLL_KEEPER"); err != nil {
		return err
	}
	page.Form = posted(r)
	fields := []*view.Field{&page.To, &page.Code, &page.From}
	for _, field := range fields {
		field.Read(r)
	}
	page.choose(r.PostFormValue("household"))
	if page.Chosen == nil || page.Chosen.ID != r.PostFormValue("household") {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE") // somebody has placed it meanwhile
	}
	err = chosen(&page.To)
	from := ""
	if err == nil {
		from, err = day(&page.From)
	}
	if err == nil {
		_, err = c.households.MoveHousehold(r.Context(), &directoryv1.MoveHouseholdRequest{
			Name: "households/" + page.Chosen.ID, Village: "units/" + page.To.Value, Code: cmp.Or(page.Code.Value, page.Chosen.Code), Address: page.Chosen.Address,
			EffectiveDate: from, Reason: c.Set.Text("vi", "household.placed_reason", nil), Etag: page.Form.Etag, RequestId: page.Form.id(r),
		})
	}
	if err == nil {
		return c.done(w, r, "household.placed", map[string]string{"code": page.Chosen.Code}, "/console/units/"+page.Key+"/households/waiting")
	}
	if stale(err) {
		page.Form.Etag = page.Chosen.etag
	}
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	return c.pages.householdWaiting.Draw(w, r, status, page)
}

package console

import (
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// InitiativeList are the matters citizens of the village brought forward: what must be tabled
// stands first on the page, and the Front's committee may endorse the others.
type InitiativeList struct {
	Desk   Desk
	Form   Form
	Rows   []InitiativeRow
	Reason view.Field
	Asked  view.Field // which one is endorsed
	Pager  view.Pager
}

// InitiativeRow is one of them.
type InitiativeRow struct {
	ID, Title, URL, TableURL string
	State                    view.State
	Started                  workday.Date
	Consents, Needed         int32
	Endorsable               bool
}

func (c *Console) initiativeDesk(r *http.Request) (InitiativeList, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "votes")
	if err != nil {
		return InitiativeList{}, err
	}
	if err := need(desk.Unit.HoldsVotes && desk.Unit.Village(), "NEEDS_VILLAGE"); err != nil {
		return InitiativeList{}, err
	}
	page := InitiativeList{Desk: desk, Reason: view.Field{Name: "reason", Required: true, Max: 1000}}
	found, err := c.initiatives.ListInitiatives(ctx, &votingv1.ListInitiativesRequest{Village: desk.Unit.Unit, PageSize: 40, PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return page, err
	}
	for _, one := range found.GetInitiatives() {
		id := terms.ID(one.GetName())
		row := InitiativeRow{
			ID: id, Title: one.GetTitle(), URL: "/initiatives/" + id, State: c.Terms.InitiativeState(lang, one.GetState()), Started: terms.DayOf(one.GetCreateTime().AsTime()),
			Consents: one.GetConsents(), Needed: one.GetNeeded(), Endorsable: one.GetState() == votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING,
		}
		if one.GetState() == votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED {
			row.TableURL = "/console/votes/new?initiative=" + id
		}
		page.Rows = append(page.Rows, row)
	}
	page.Pager.Next = next("/console/initiatives", r.URL.Query(), found.GetNextPageToken(), "unit")
	return page, nil
}

func (c *Console) initiativeList(w http.ResponseWriter, r *http.Request) error {
	page, err := c.initiativeDesk(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	return c.pages.initiativeList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) initiativeEndorse(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.initiativeDesk(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Reason.Read(r)
	page.Asked.Value = r.PathValue("initiative")
	_, err = c.initiatives.EndorseInitiative(r.Context(), &votingv1.EndorseInitiativeRequest{
		Name: "initiatives/" + page.Asked.Value, Reason: page.Reason.Value, RequestId: page.Form.id(r),
	})
	if err == nil {
		return c.done(w, r, "vote.endorsed", nil, page.Desk.URL("/console/initiatives"))
	}
	status := c.refuse(r, &page.Form, err, &page.Reason)
	if status == 0 {
		return err
	}
	return c.pages.initiativeList.Draw(w, r, status, page)
}

package console

import (
	"net/http"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// WithholdingList is what is lawfully not disclosed: counted, not invisible.
type WithholdingList struct {
	Desk    Desk
	State   view.Field
	Agency  view.Field // whose: everybody's, or an agency's
	Keep    []Hidden
	InForce int32
	Rows    []WithholdingRow
	Pager   view.Pager
	NewURL  string
}

// WithholdingRow is one entry.
type WithholdingRow struct {
	URL, Item, Ground, Basis, Subject string
	State                             view.State
	Review                            workday.Date
}

func (c *Console) withholdingList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "withholdings")
	if err != nil {
		return err
	}
	page := WithholdingList{Desk: desk, State: c.filter(lang, "state", "withholding_state", query.Get("state"), "PROPOSED", "APPROVED", "DECLINED", "LIFTED")}
	ask := &disclosurev1.ListWithholdingsRequest{
		Unit: desk.Unit.Unit, IncludeSubtree: desk.Unit.Agency == "" && desk.Unit.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE, PageSize: 50, PageToken: query.Get("page"),
	}
	if page.State.Value != "" {
		ask.States = []disclosurev1.WithholdingState{disclosurev1.WithholdingState(disclosurev1.WithholdingState_value["WITHHOLDING_STATE_"+page.State.Value])}
	}
	page.Keep = kept(query, "unit")
	asked := query.Get("agency")
	if desk.Unit.Agency != "" {
		asked = terms.ID(desk.Unit.Agency)
	} else if page.Agency, err = c.bodies(ctx, desk.Unit.Unit, c.Set.Text(lang, "obligation.every_body", nil), asked); err != nil {
		return err
	}
	found, err := c.withholdings.ListWithholdings(ctx, ask)
	if err != nil {
		return notFound(err)
	}
	titles, err := c.itemTitles(ctx)
	if err != nil {
		return err
	}
	page.InForce = found.GetInForce()
	for _, one := range found.GetWithholdings() {
		if asked != "" && terms.ID(one.GetAgency()) != asked {
			continue
		}
		page.Rows = append(page.Rows, WithholdingRow{
			URL: "/console/withholdings/" + terms.ID(one.GetName()), Item: titles[one.GetItem()],
			Ground: c.word(lang, "withholding_ground", one.GetGround().String()), Basis: one.GetBasis().GetText(), Subject: one.GetSubjectMatter(),
			State: c.withholdingState(lang, one), Review: terms.Day(one.GetReviewDate()),
		})
	}
	page.Pager = view.Pager{Next: next("/console/withholdings", query, found.GetNextPageToken(), "unit", "state", "agency")}
	if desk.Unit.Drafts {
		page.NewURL = desk.URL("/console/withholdings/new")
	}
	return c.pages.withholdingList.Draw(w, r, http.StatusOK, page)
}

// withholdingState says where an entry stands, and whether it must be looked at again.
func (c *Console) withholdingState(lang string, one *disclosurev1.Withholding) view.State {
	state := view.State{Shape: view.Calm, Word: c.word(lang, "withholding_state", one.GetState().String())}
	switch one.GetState() {
	case disclosurev1.WithholdingState_WITHHOLDING_STATE_PROPOSED:
		state.Shape = view.Soon
	case disclosurev1.WithholdingState_WITHHOLDING_STATE_APPROVED:
		state.Shape = view.Held
		if one.GetReviewOverdue() {
			state = view.State{Shape: view.Late, Word: c.Set.Text(lang, "withholding.review_overdue", nil)}
		}
	case disclosurev1.WithholdingState_WITHHOLDING_STATE_DECLINED, disclosurev1.WithholdingState_WITHHOLDING_STATE_LIFTED:
		state.Shape = view.Gone
	}
	return state
}

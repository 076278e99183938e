package console

import (
	"net/http"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// PlanList is the yearly plans of a unit.
type PlanList struct {
	Desk   Desk
	Form   Form
	Name   string     // the unit
	Agency view.Field // whose: the unit's own, or an agency's
	Keep   []Hidden
	Action string // where a new plan is posted; "" when the reader writes none
	Year   view.Field
	Rows   []PlanRow
	Pager  view.Pager
}

// PlanRow is one plan.
type PlanRow struct {
	URL      string
	Year     string
	State    view.State
	Lines    int
	Document string
	Adopted  workday.Date
}

func (c *Console) planList(w http.ResponseWriter, r *http.Request) error {
	page, err := c.planning(r)
	if err != nil {
		return err
	}
	page.Form = fresh("")
	return c.pages.planList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) planning(r *http.Request) (PlanList, error) {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "plans")
	if err != nil {
		return PlanList{}, err
	}
	unit, name, _, err := c.territory(r, desk)
	if err != nil {
		return PlanList{}, err
	}
	asked := query.Get("agency")
	if desk.Unit.Agency != "" && query.Get("of") == "" && !query.Has("agency") {
		asked = terms.ID(desk.Unit.Agency)
	}
	page := PlanList{Desk: desk, Name: name, Keep: kept(query, "unit", "of"), Year: view.Field{Name: "year", Required: true}}
	if page.Agency, err = c.bodies(ctx, unit, name, asked); err != nil {
		return page, err
	}
	agency := ""
	if asked != "" {
		agency = "agencies/" + asked
	}
	if desk.Unit.Drafts && terms.ID(unit) == terms.ID(desk.Unit.Unit) && agency == desk.Unit.Agency {
		page.Action = desk.URL("/console/plans/new")
	}
	today := view.Today(c.Clock())
	for _, year := range []int{today.Y, today.Y + 1} {
		page.Year.Options = append(page.Year.Options, view.Option{Value: strconv.Itoa(year), Text: strconv.Itoa(year)})
	}
	page.Year.Choose(strconv.Itoa(today.Y))
	if today.M >= 10 { // the plan of a year is written at the end of the one before
		page.Year.Choose(strconv.Itoa(today.Y + 1))
	}
	found, err := c.plans.ListPlans(ctx, &disclosurev1.ListPlansRequest{Unit: "units/" + terms.ID(unit), PageSize: 50, PageToken: query.Get("page")})
	if err != nil {
		return page, notFound(err)
	}
	for _, one := range found.GetPlans() {
		if one.GetAgency() != agency {
			continue
		}
		page.Rows = append(page.Rows, PlanRow{
			URL: "/console/plans/" + terms.ID(one.GetName()), Year: itoa(one.GetYear()), State: c.planState(lang, one.GetState()),
			Lines: len(one.GetLines()), Document: one.GetDocumentNumber(), Adopted: terms.Day(one.GetAdoptedDate()),
		})
	}
	page.Pager = view.Pager{Next: next("/console/plans", query, found.GetNextPageToken(), "unit", "of", "agency")}
	return page, nil
}

func (c *Console) planState(lang string, s disclosurev1.PlanState) view.State {
	shapes := map[disclosurev1.PlanState]view.Shape{
		disclosurev1.PlanState_PLAN_STATE_DRAFT: view.Soon, disclosurev1.PlanState_PLAN_STATE_ADOPTED: view.Good,
	}
	shape, ok := shapes[s]
	if !ok {
		shape = view.Gone
	}
	return view.State{Shape: shape, Word: c.word(lang, "plan_state", s.String())}
}

func (c *Console) planCreate(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.planning(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Year.Read(r)
	made, err := c.plans.CreatePlan(r.Context(), &disclosurev1.CreatePlanRequest{
		Unit: page.Desk.Unit.Unit, Agency: page.Desk.Unit.Agency, Year: number(page.Year.Value), RequestId: page.Form.id(r),
	})
	if err == nil {
		return c.done(w, r, "plan.created", nil, "/console/plans/"+terms.ID(made.GetName()))
	}
	status := c.refuse(r, &page.Form, err, &page.Year)
	if status == 0 {
		return err
	}
	return c.pages.planList.Draw(w, r, status, page)
}

package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// PlanShow is one yearly plan: what is disclosed when, in which forms, by whom.
type PlanShow struct {
	Desk      Desk
	Form      Form
	ID, Year  string
	State     view.State
	Lines     []PlanLineRow
	Unplanned []UnplannedRow
	Document  view.Field
	Adopted   view.Field
	AdoptedBy string
	AdoptedOn workday.Date
	MayEdit   bool
	MayAdopt  bool
}

// PlanLineRow is one row of the plan.
type PlanLineRow struct {
	Number            int32
	Item, Content     string
	Forms             []string
	Planned           workday.Date
	Days              int32
	Responsible       string
	EditURL, RemoveTo string
}

// UnplannedRow is an item of the law that no row plans for.
type UnplannedRow struct{ Title, AddURL string }

func (c *Console) planShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.plan(r)
	if err != nil {
		return err
	}
	return c.pages.planShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) plan(r *http.Request) (PlanShow, *disclosurev1.Plan, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "plans")
	if err != nil {
		return PlanShow{}, nil, err
	}
	one, err := c.plans.GetPlan(ctx, &disclosurev1.GetPlanRequest{Name: "plans/" + r.PathValue("plan")})
	if err != nil {
		return PlanShow{}, nil, notFound(err)
	}
	post := desk.at(c, ctx, one.GetUnit(), one.GetAgency())
	draft := one.GetState() == disclosurev1.PlanState_PLAN_STATE_DRAFT
	page := PlanShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Year: itoa(one.GetYear()), State: c.planState(lang, one.GetState()),
		AdoptedBy: one.GetDocumentNumber(), AdoptedOn: terms.Day(one.GetAdoptedDate()), MayEdit: post.Drafts && draft, MayAdopt: post.Approves && draft,
		Document: view.Field{Name: "document_number", Required: true, Max: 100}, Adopted: view.Field{Name: "adopted_date", Required: true},
	}
	titles, err := c.itemTitles(ctx)
	if err != nil {
		return page, nil, err
	}
	base := "/console/plans/" + page.ID + "/lines/"
	for _, line := range one.GetLines() {
		row := PlanLineRow{
			Number: line.GetNumber(), Item: titles[line.GetItem()], Content: line.GetContent(), Planned: terms.Day(line.GetPlannedDate()),
			Days: line.GetDurationDays(), Responsible: line.GetResponsible(),
		}
		for _, form := range line.GetForms() {
			row.Forms = append(row.Forms, c.Terms.Form(lang, form))
		}
		if page.MayEdit {
			row.EditURL, row.RemoveTo = base+itoa(row.Number)+"/edit", base+itoa(row.Number)+"/remove"
		}
		page.Lines = append(page.Lines, row)
	}
	for _, item := range one.GetUnplannedItems() {
		row := UnplannedRow{Title: titles[item]}
		if page.MayEdit {
			row.AddURL = base + "new?item=" + terms.ID(item)
		}
		page.Unplanned = append(page.Unplanned, row)
	}
	return page, one, nil
}

func (c *Console) planAdopt(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.plan(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Document.Read(r)
	page.Adopted.Read(r)
	adopted, err := day(&page.Adopted)
	if err == nil {
		_, err = c.plans.AdoptPlan(r.Context(), &disclosurev1.AdoptPlanRequest{
			Name: one.GetName(), Etag: page.Form.Etag, DocumentNumber: page.Document.Value, AdoptedDate: adopted, RequestId: page.Form.id(r),
		})
	}
	if err == nil {
		return c.done(w, r, "plan.adopted", map[string]string{"year": page.Year}, "/console/plans/"+page.ID)
	}
	return c.planAgain(w, r, &page, one, err, &page.Document, &page.Adopted)
}

func (c *Console) planAgain(w http.ResponseWriter, r *http.Request, page *PlanShow, one *disclosurev1.Plan, err error, fields ...*view.Field) error {
	status := c.refuse(r, &page.Form, err, fields...)
	if status == 0 {
		return err
	}
	page.Form.Etag = one.GetEtag()
	return c.pages.planShow.Draw(w, r, status, *page)
}

// lineRemove takes a row out of a draft.
func (c *Console) lineRemove(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, one, err := c.plan(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	_, err = c.plans.RemovePlanLine(r.Context(), &disclosurev1.RemovePlanLineRequest{
		Plan: one.GetName(), Etag: page.Form.Etag, Number: number(r.PathValue("line")), RequestId: page.Form.id(r),
	})
	if err == nil {
		return c.done(w, r, "line.removed", nil, "/console/plans/"+page.ID)
	}
	return c.planAgain(w, r, &page, one, err)
}

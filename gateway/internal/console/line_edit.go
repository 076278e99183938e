package console

import (
	"net/http"
	"slices"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// LineEdit is one row of a yearly plan: new, or to be changed.
type LineEdit struct {
	Desk          Desk
	Form          Form
	ID, Year      string
	Action        string
	Number        int32
	Item, Content view.Field
	Forms         FormChoice
	Planned, Days view.Field
	Responsible   view.Field
}

// FormChoice is which forms a row plans; several can be ticked.
type FormChoice struct {
	view.Field
}

// planned are the forms a row can plan, in the order of Điều 12 khoản 1.
var planned = append([]string{"POSTING", "PORTAL"}, recorded[1:]...)

func (c *Console) lineNew(w http.ResponseWriter, r *http.Request) error {
	page, plan, items, err := c.line(r, 0)
	if err != nil {
		return err
	}
	page.Form = fresh(plan.GetEtag())
	if item := r.URL.Query().Get("item"); item != "" {
		page.Item.Choose(item)
		c.suggest(r, &page, items)
	}
	return c.pages.lineEdit.Draw(w, r, http.StatusOK, page)
}

// suggest fills in what the law demands of the item.
func (c *Console) suggest(r *http.Request, page *LineEdit, items []*disclosurev1.CatalogueItem) {
	for _, item := range items {
		if terms.ID(item.GetName()) != page.Item.Value {
			continue
		}
		page.Content.Value = terms.ItemTitle(i18n.Lang(r.Context()), item)
		for _, need := range item.GetForms() {
			page.Forms.tick(short("disclosure_form", need.GetForm().String()))
			if need.GetMinimumDays() > 0 {
				page.Days.Value = itoa(need.GetMinimumDays())
			}
		}
	}
}

func (f *FormChoice) tick(value string) {
	for i := range f.Options {
		f.Options[i].Chosen = f.Options[i].Chosen || f.Options[i].Value == value
	}
}

func (c *Console) line(r *http.Request, number int32) (LineEdit, *disclosurev1.Plan, []*disclosurev1.CatalogueItem, error) {
	shown, plan, err := c.plan(r)
	if err != nil {
		return LineEdit{}, nil, nil, err
	}
	if err := need(shown.MayEdit, "PLAN_NOT_EDITABLE"); err != nil {
		return LineEdit{}, nil, nil, err
	}
	lang := i18n.Lang(r.Context())
	page := LineEdit{
		Desk: shown.Desk, ID: shown.ID, Year: shown.Year, Number: number, Action: r.URL.Path,
		Content: view.Field{Name: "content", Path: "line.content", Required: true, Max: 1000},
		Forms:   FormChoice{Field: view.Field{Name: "forms", Path: "line.forms", Required: true}},
		Planned: view.Field{Name: "planned_date", Path: "line.planned_date"}, Days: view.Field{Name: "duration_days", Path: "line.duration_days", Max: 4},
		Responsible: view.Field{Name: "responsible", Path: "line.responsible", Max: 200},
	}
	for _, value := range planned {
		page.Forms.Options = append(page.Forms.Options, view.Option{Value: value, Text: c.Set.Text(lang, "disclosure_form."+value, nil)})
	}
	item, items, err := c.itemField(r.Context(), shown.Desk.Unit.kind(), "")
	item.Path = "line.item"
	page.Item = item
	return page, plan, items, err
}

func (c *Console) lineEdit(w http.ResponseWriter, r *http.Request) error {
	page, plan, _, err := c.line(r, number(r.PathValue("line")))
	if err != nil {
		return err
	}
	page.Form = fresh(plan.GetEtag())
	at := slices.IndexFunc(plan.GetLines(), func(l *disclosurev1.PlanLine) bool { return l.GetNumber() == page.Number })
	if at < 0 {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	line := plan.GetLines()[at]
	page.Item.Choose(terms.ID(line.GetItem()))
	page.Content.Value, page.Planned.Value, page.Responsible.Value = line.GetContent(), line.GetPlannedDate(), line.GetResponsible()
	if line.GetDurationDays() > 0 {
		page.Days.Value = itoa(line.GetDurationDays())
	}
	for _, form := range line.GetForms() {
		page.Forms.tick(short("disclosure_form", form.String()))
	}
	return c.pages.lineEdit.Draw(w, r, http.StatusOK, page)
}

func (c *Console) lineAdd(w http.ResponseWriter, r *http.Request) error { return c.lineSave(w, r, 0) }

func (c *Console) lineUpdate(w http.ResponseWriter, r *http.Request) error {
	return c.lineSave(w, r, number(r.PathValue("line")))
}

func (c *Console) lineSave(w http.ResponseWriter, r *http.Request, number int32) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, plan, _, err := c.line(r, number)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	line, err := page.read(r)
	switch {
	case err != nil:
	case number == 0:
		_, err = c.plans.AddPlanLine(r.Context(), &disclosurev1.AddPlanLineRequest{Plan: plan.GetName(), Etag: page.Form.Etag, Line: line, RequestId: page.Form.id(r)})
	default:
		_, err = c.plans.UpdatePlanLine(r.Context(), &disclosurev1.UpdatePlanLineRequest{Plan: plan.GetName(), Etag: page.Form.Etag, Line: line, RequestId: page.Form.id(r)})
	}
	if err == nil {
		return c.done(w, r, "line.saved", nil, "/console/plans/"+page.ID)
	}
	if stale(err) {
		page.Form.Etag = plan.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, &page.Item, &page.Content, &page.Forms.Field, &page.Planned, &page.Days, &page.Responsible)
	if status == 0 {
		return err
	}
	return c.pages.lineEdit.Draw(w, r, status, page)
}

func (p *LineEdit) read(r *http.Request) (*disclosurev1.PlanLine, error) {
	for _, field := range []*view.Field{&p.Item, &p.Content, &p.Planned, &p.Days, &p.Responsible} {
		field.Read(r)
	}
	line := &disclosurev1.PlanLine{
		Number: p.Number, Item: "catalogueItems/" + p.Item.Value, Content: p.Content.Value, DurationDays: number(p.Days.Value), Responsible: p.Responsible.Value,
	}
	for _, value := range r.PostForm[p.Forms.Name] {
		p.Forms.tick(value)
		if form, ok := disclosurev1.DisclosureForm_value["DISCLOSURE_FORM_"+value]; ok {
			line.Forms = append(line.Forms, disclosurev1.DisclosureForm(form))
		}
	}
	var err error
	if line.PlannedDate, err = day(&p.Planned); err != nil {
		return line, err
	}
	return line, chosen(&p.Item)
}

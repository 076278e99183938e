package console

import (
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RequiredRow is one form the law demands and how it stands.
type RequiredRow struct {
	Form, Basis, Missing, Duration string
	State                          view.State
	RecordURL                      string // "" when there is nothing to record
}

// FormRow is one act of disclosure.
type FormRow struct {
	Form, Place, Note string
	From, To          workday.Date
	EarliestEnd       workday.Date
	Dates             []workday.Date
	Shortfall         string
	State             view.State
	Evidence          []FileRow
	EndURL            string // "" when it has ended, or never ends
}

// fulfilment lists the forms demanded and the acts recorded.
func (p *PublicationShow) fulfilment(c *Console, lang string, one *disclosurev1.Publication) {
	for _, required := range one.GetFulfilment() {
		need := required.GetRequired()
		row := RequiredRow{
			Form: c.Terms.Form(lang, need.GetForm()), Basis: need.GetBasis().GetText(), Missing: required.GetMissing(), Duration: c.duration(lang, need),
			State: c.standing(lang, required.GetFulfilled(), required.GetRunning()),
		}
		if required.GetNotApplicable() {
			row.State = view.State{Shape: view.Gone, Word: c.Set.Text(lang, "forms.not_applicable", nil)}
		} else if p.May.Record && !required.GetFulfilled() && !required.GetRunning() {
			row.RecordURL = "/console/publications/" + p.ID + "/forms/new?form=" + short("disclosure_form", need.GetForm().String())
		}
		p.Required = append(p.Required, row)
	}
	for _, record := range one.GetForms() {
		p.Forms = append(p.Forms, c.formRow(lang, p.ID, record, p.May.Record))
	}
}

func (c *Console) formRow(lang, publication string, record *disclosurev1.FormRecord, may bool) FormRow {
	row := FormRow{
		Form: c.Terms.Form(lang, record.GetForm()), Place: record.GetPlace(), Note: record.GetNote(),
		From: terms.Day(record.GetFrom()), To: terms.Day(record.GetTo()), EarliestEnd: terms.Day(record.GetEarliestEnd()),
		Shortfall: record.GetShortfall(), State: c.standing(lang, record.GetSatisfied(), record.GetTo() == ""),
		Evidence: files("/disclosures/"+publication, record.GetEvidence()),
	}
	if row.Place == "" {
		row.Place = c.Terms.Place(lang, record.GetPlaceKind())
	}
	for _, day := range record.GetBroadcastDates() {
		row.Dates = append(row.Dates, terms.Day(day))
	}
	if may && row.To.IsZero() && len(row.Dates) == 0 && record.GetForm() != disclosurev1.DisclosureForm_DISCLOSURE_FORM_PORTAL {
		row.EndURL = "/console/publications/" + publication + "/forms/" + terms.ID(record.GetName()) + "/end"
	}
	return row
}

func (c *Console) standing(lang string, done, running bool) view.State {
	switch {
	case done:
		return view.State{Shape: view.Good, Word: c.Set.Text(lang, "forms.done", nil)}
	case running:
		return view.State{Shape: view.Soon, Word: c.Set.Text(lang, "forms.running", nil)}
	default:
		return view.State{Shape: view.Late, Word: c.Set.Text(lang, "forms.missing", nil)}
	}
}

// duration says how long a form must last.
func (c *Console) duration(lang string, need *disclosurev1.RequiredForm) string {
	switch {
	case need.GetPermanent():
		return c.Set.Text(lang, "form.permanent", nil)
	case need.GetMinimumDays() > 0:
		return c.Set.Text(lang, "form.minimum_days", map[string]string{"days": itoa(need.GetMinimumDays())})
	case need.GetBroadcastDates() > 0:
		return c.Set.Text(lang, "form.broadcasts", map[string]string{"days": itoa(need.GetBroadcastDates())})
	default:
		return ""
	}
}

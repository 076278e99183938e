package console

import (
	"net/http"
	"net/url"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// PublicationList is the unit's desk: its publications in every state.
type PublicationList struct {
	Desk   Desk
	States []StateLink
	Rows   []PublicationRow
	Pager  view.Pager
	NewURL string
}

// StateLink narrows the list to one state.
type StateLink struct {
	URL, Text string
	Current   bool
}

// PublicationRow is one publication on the desk.
type PublicationRow struct {
	URL, Title, Document, Author string
	State                        view.State
	Due                          view.Due
	Changed                      workday.Date
}

// listed are the states the desk can be narrowed to, in the order of the work.
var listed = []disclosurev1.PublicationState{
	disclosurev1.PublicationState_PUBLICATION_STATE_DRAFT, disclosurev1.PublicationState_PUBLICATION_STATE_IN_REVIEW,
	disclosurev1.PublicationState_PUBLICATION_STATE_APPROVED, disclosurev1.PublicationState_PUBLICATION_STATE_SCHEDULED,
	disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED, disclosurev1.PublicationState_PUBLICATION_STATE_WITHDRAWN,
}

func (c *Console) publicationList(w http.ResponseWriter, r *http.Request) error {
	desk, err := c.desk(r.Context(), r, "publications")
	if err != nil {
		return err
	}
	page := PublicationList{Desk: desk}
	if desk.Unit.Key == "" {
		return c.pages.publicationList.Draw(w, r, http.StatusOK, page)
	}
	if desk.Unit.Drafts {
		page.NewURL = "/console/publications/new?unit=" + desk.Unit.Key
	}
	ask := &disclosurev1.ListPublicationsRequest{Unit: "units/" + desk.Unit.Key, PageSize: 50, PageToken: r.FormValue("page")}
	lang := i18n.Lang(r.Context())
	base := url.Values{"unit": {desk.Unit.Key}}
	page.States = []StateLink{{URL: "/console/publications?" + base.Encode(), Text: c.Set.Text(lang, "desk.all_states", nil), Current: r.FormValue("state") == ""}}
	for _, state := range listed {
		name := strings.ToLower(strings.TrimPrefix(state.String(), "PUBLICATION_STATE_"))
		narrow := url.Values{"unit": {desk.Unit.Key}, "state": {name}}
		current := r.FormValue("state") == name
		if current {
			ask.States = []disclosurev1.PublicationState{state}
		}
		word := c.Set.Text(lang, "publication_state."+strings.ToUpper(name), nil)
		page.States = append(page.States, StateLink{URL: "/console/publications?" + narrow.Encode(), Text: word, Current: current})
	}
	found, err := c.publications.ListPublications(r.Context(), ask)
	if err != nil {
		return err
	}
	for _, one := range found.GetPublications() {
		page.Rows = append(page.Rows, c.publicationRow(lang, one))
	}
	if token := found.GetNextPageToken(); token != "" {
		next := url.Values{"unit": {desk.Unit.Key}, "page": {token}}
		if state := r.FormValue("state"); state != "" {
			next.Set("state", state)
		}
		page.Pager.Next = "/console/publications?" + next.Encode()
	}
	return c.pages.publicationList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) publicationRow(lang string, one *disclosurev1.Publication) PublicationRow {
	return PublicationRow{
		URL: "/console/publications/" + terms.ID(one.GetName()), Title: one.GetTitle(), Document: one.GetDocumentNumber(),
		Author: one.GetAuthor().GetDisplayName(), State: c.Terms.PublicationState(lang, one),
		Due:     c.Terms.Due(lang, one.GetDue(), c.left(lang, one)),
		Changed: terms.DayOf(one.GetUpdateTime().AsTime()),
	}
}

// left says how much time there is for something not yet public.
func (c *Console) left(lang string, one *disclosurev1.Publication) view.State {
	if one.GetPublishedTime() != nil {
		return c.Terms.Timeliness(lang, one)
	}
	today, due := view.Today(c.Clock()), terms.Day(one.GetDue().GetDate())
	if due.IsZero() {
		return c.Terms.Left(lang, one.GetDue(), 0)
	}
	days := today.DaysUntil(due)
	if one.GetDue().GetUnit() == "working_days" {
		days = workdays(today, due)
	}
	return c.Terms.Left(lang, one.GetDue(), int32(days))
}

// workdays counts the working days from today to a due date by the calendar the
// program was built with; it is an orientation beside a date the service has
// computed, never the date itself.
func workdays(today, due workday.Date) int {
	calendar := workday.Default()
	step, end := 1, due
	from := today
	if due.Before(today) {
		step, from, end = -1, due, today
	}
	n := 0
	for d := from.AddDays(1); !d.After(end); d = d.AddDays(1) {
		if calendar.IsWorking(d) {
			n += step
		}
	}
	return n
}

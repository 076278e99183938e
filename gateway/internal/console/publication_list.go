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
	States []Entry
	Rows   []PublicationRow
	Pager  view.Pager
	NewURL string
}

// PublicationRow is one publication on the desk.
type PublicationRow struct {
	URL, Title, Document, Author string
	Correcting                   string // that a correction waits, in words
	State                        view.State
	Due                          view.Due
}

// listed are the states the desk can be narrowed to, in the order of the work.
var listed = []string{"DRAFT", "IN_REVIEW", "APPROVED", "SCHEDULED", "PUBLISHED", "WITHDRAWN", "EXPIRED", "ARCHIVED"}

func (c *Console) publicationList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "publications")
	if err != nil {
		return err
	}
	if err := need(desk.Unit.Drafts, "NEEDS_OFFICER"); err != nil {
		return err
	}
	page := PublicationList{Desk: desk, NewURL: desk.URL("/console/publications/new")}
	ask := &disclosurev1.ListPublicationsRequest{Unit: desk.Unit.Unit, Agency: desk.Unit.Agency, PageSize: 40, PageToken: query.Get("page")}
	if query.Get("item") != "" {
		ask.Item = "catalogueItems/" + query.Get("item")
	}
	base := url.Values{}
	if query.Get("unit") != "" {
		base.Set("unit", query.Get("unit"))
	}
	page.States = []Entry{{URL: "/console/publications?" + base.Encode(), Text: c.Set.Text(lang, "desk.all", nil), Current: query.Get("state") == ""}}
	for _, name := range listed {
		lower := strings.ToLower(name)
		base.Set("state", lower)
		current := query.Get("state") == lower
		if current {
			ask.States = []disclosurev1.PublicationState{disclosurev1.PublicationState(disclosurev1.PublicationState_value["PUBLICATION_STATE_"+name])}
		}
		page.States = append(page.States, Entry{URL: "/console/publications?" + base.Encode(), Text: c.Set.Text(lang, "publication_state."+name, nil), Current: current})
	}
	found, err := c.publications.ListPublications(ctx, ask)
	if err != nil {
		return err
	}
	for _, one := range found.GetPublications() {
		page.Rows = append(page.Rows, PublicationRow{
			URL: "/console/publications/" + terms.ID(one.GetName()), Title: one.GetTitle(), Document: one.GetDocumentNumber(),
			Author: one.GetAuthor().GetDisplayName(), State: c.Terms.PublicationState(lang, one),
			Due: c.Terms.Due(lang, one.GetDue(), c.left(lang, one)), Correcting: c.waitingWord(lang, one),
		})
	}
	page.Pager = view.Pager{Next: next("/console/publications", query, found.GetNextPageToken(), "unit", "state", "item")}
	return c.pages.publicationList.Draw(w, r, http.StatusOK, page)
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
func workdays(today, due workday.Date) int { return workday.Default().WorkingDaysUntil(today, due) }

package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RequestList is the unit's requests for information, the nearest date first.
type RequestList struct {
	Desk   Desk
	State  view.Field
	Keep   []Hidden
	Rows   []RequestRow
	Pager  view.Pager
	NewURL string
}

// RequestRow is one request.
type RequestRow struct {
	URL, Number, Content, From, Channel string
	Sent                                workday.Date
	State                               view.State
	Due                                 view.Due
}

func (c *Console) requestList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "requests")
	if err != nil {
		return err
	}
	if err := need(desk.Unit.Drafts && desk.Unit.Agency == "", "NEEDS_COMMUNE_OFFICER"); err != nil {
		return err
	}
	page := RequestList{
		Desk: desk, NewURL: desk.URL("/console/requests/new"),
		State: c.filter(lang, "state", "request_state", query.Get("state"), "SUBMITTED", "RECEIVED", "ANSWERED", "REFUSED", "TRANSFERRED", "WITHDRAWN"),
	}
	if unit := query.Get("unit"); unit != "" {
		page.Keep = []Hidden{{"unit", unit}}
	}
	ask := &disclosurev1.ListInformationRequestsRequest{Unit: desk.Unit.Unit, PageSize: 40, PageToken: query.Get("page")}
	if page.State.Value != "" {
		ask.States = []disclosurev1.InformationRequestState{disclosurev1.InformationRequestState(disclosurev1.InformationRequestState_value["INFORMATION_REQUEST_STATE_"+page.State.Value])}
	}
	found, err := c.requests.ListInformationRequests(ctx, ask)
	if err != nil {
		return notFound(err)
	}
	for _, one := range found.GetInformationRequests() {
		row := RequestRow{
			URL: "/console/requests/" + terms.ID(one.GetName()), Number: one.GetRegisterNumber(), Content: excerpt(one.GetContent(), 160), From: one.GetRequesterName(),
			Channel: c.word(lang, "request_channel", one.GetChannel().String()), Sent: terms.DayOf(one.GetSubmitTime().AsTime()), State: c.Terms.RequestState(lang, one.GetState()),
		}
		if open(one) {
			row.Due = c.Terms.Due(lang, one.GetDue(), c.Terms.Left(lang, one.GetDue(), one.GetDaysLeft()))
		}
		page.Rows = append(page.Rows, row)
	}
	page.Pager = view.Pager{Next: next("/console/requests", query, found.GetNextPageToken(), "unit", "state")}
	return c.pages.requestList.Draw(w, r, http.StatusOK, page)
}

func open(one *disclosurev1.InformationRequest) bool {
	return one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_SUBMITTED ||
		one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_RECEIVED
}

// excerpt is the beginning of a text.
func excerpt(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return string(runes[:most]) + "…"
}

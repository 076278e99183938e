package portal

import (
	"net/http"
	"net/url"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RequestList is the signed-in person's own requests; to anybody else it explains
// what can be asked and offers to sign in.
type RequestList struct {
	SignedIn bool
	Rows     []RequestRow
	Pager    view.Pager
}

// RequestRow is one request in the list.
type RequestRow struct {
	URL, Number, Unit, Content string
	Sent                       workday.Date
	State                      view.State
	Due                        view.Due
}

func (p *Portal) requestList(w http.ResponseWriter, r *http.Request) error {
	if session.From(r.Context()) == nil {
		return p.pages.requestList.Draw(w, r, http.StatusOK, RequestList{})
	}
	found, err := p.requests.ListMyInformationRequests(r.Context(), &disclosurev1.ListMyInformationRequestsRequest{PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return err
	}
	lang := i18n.Lang(r.Context())
	page := RequestList{SignedIn: true, Pager: view.Pager{Next: withPage("/requests", url.Values{}, found.GetNextPageToken())}}
	for _, one := range found.GetInformationRequests() {
		row := RequestRow{
			URL: "/requests/" + terms.ID(one.GetName()), Number: one.GetRegisterNumber(), Unit: one.GetUnitName(),
			Content: one.GetContent(), Sent: terms.DayOf(one.GetSubmitTime().AsTime()), State: p.Terms.RequestState(lang, one.GetState()),
		}
		if requestOpen(one) {
			row.Due = p.Terms.Due(lang, one.GetDue(), p.Terms.Left(lang, one.GetDue(), one.GetDaysLeft()))
		}
		page.Rows = append(page.Rows, row)
	}
	return p.pages.requestList.Draw(w, r, http.StatusOK, page)
}

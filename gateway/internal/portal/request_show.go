package portal

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RequestShow is one request for information, for the person who sent it.
type RequestShow struct {
	Crumbs           []view.Crumb
	ID, Etag, Number string
	Unit, UnitURL    string
	Content, Purpose string
	Sent, Closed     workday.Date
	State            view.State
	Due              view.Due
	Open, Extended   bool
	ExtensionReason  string
	Answer, Reason   string
	TransferredTo    string
	PublicationURL   string
	Attachments      []AttachmentRow
}

func (p *Portal) requestShow(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	one, err := p.requests.GetInformationRequest(r.Context(), &disclosurev1.GetInformationRequestRequest{Name: "informationRequests/" + r.PathValue("request")})
	if err != nil {
		return notFound(err)
	}
	lang := i18n.Lang(r.Context())
	page := RequestShow{
		Crumbs: []view.Crumb{{URL: "/requests", Text: p.Set.Text(lang, "request.mine", nil)}},
		ID:     terms.ID(one.GetName()), Etag: one.GetEtag(), Number: one.GetRegisterNumber(),
		Unit: one.GetUnitName(), UnitURL: "/units/" + terms.ID(one.GetUnit()),
		Content: one.GetContent(), Purpose: one.GetPurpose(), Sent: terms.DayOf(one.GetSubmitTime().AsTime()),
		State: p.Terms.RequestState(lang, one.GetState()), Extended: one.GetExtended(), ExtensionReason: one.GetExtensionReason(),
		Answer: one.GetAnswer(), Reason: one.GetReason(),
		Open: requestOpen(one),
	}
	left := p.Terms.Left(lang, one.GetDue(), one.GetDaysLeft())
	if !page.Open {
		page.Closed = terms.DayOf(one.GetCloseTime().AsTime())
		left = page.State
	}
	page.Due = p.Terms.Due(lang, one.GetDue(), left)
	if one.GetPublication() != "" {
		page.PublicationURL = "/disclosures/" + terms.ID(one.GetPublication())
	}
	if one.GetTransferredTo() != "" {
		page.TransferredTo = "/requests/" + terms.ID(one.GetTransferredTo())
	}
	page.Attachments = files("/requests/"+page.ID+"/files/", one.GetAttachments())
	return p.pages.requestShow.Draw(w, r, http.StatusOK, page)
}

func requestOpen(one *disclosurev1.InformationRequest) bool {
	return one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_SUBMITTED ||
		one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_RECEIVED
}

func (p *Portal) requestWithdraw(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	if err := view.ReadForm(r); err != nil {
		return err
	}
	id := r.PathValue("request")
	if _, err := p.requests.WithdrawInformationRequest(r.Context(), &disclosurev1.WithdrawInformationRequestRequest{
		Name: "informationRequests/" + id, Etag: r.PostFormValue("etag"),
	}); err != nil {
		return err
	}
	p.Sessions.Tell(w, "request.withdrawn", nil)
	http.Redirect(w, r, "/requests/"+id, http.StatusSeeOther)
	return nil
}

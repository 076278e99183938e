package console

import (
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// RequestShow is one request for information with its clock, and what its
// handlers can do.
type RequestShow struct {
	Desk              Desk
	Form              Form
	ID, Number        string
	State             view.State
	Due, NotifyDue    view.Due
	Content, Purpose  string
	Item              string
	ObligationURL     string
	From, Contact     string
	Wanted, Channel   string
	Complexity        string
	Sent, Closed      workday.Date
	Handler           string
	Extended          bool
	ExtensionReason   string
	Answer, Reason    string
	Ground            string
	PublicationURL    string
	TransferredURL    string
	Files             []FileRow
	MayReceive        bool
	MayExtend, MayEnd bool
	MayRefuse         bool
	Proposal          *DueChangeRow // another due date that waits for a decision
	MayDecide         bool
	Decision          view.Field
	DecideReason      view.Field
	Kind              view.Field
	ExtendReason      view.Field
	Reply             view.Field
	Publication       view.Field
	Evidence          Attached
	RefusalGround     view.Field
	RefusalReason     view.Field
	ToUnit            view.Field
	TransferReason    view.Field
}

var refusalGrounds = []string{"NOT_ACCESSIBLE", "ALREADY_PUBLIC", "NOT_RESPONSIBLE", "GIVEN_TWICE", "BEYOND_CAPACITY", "COST_NOT_PAID"}

func (c *Console) requestShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.request(r)
	if err != nil {
		return err
	}
	return c.pages.requestShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) request(r *http.Request) (RequestShow, *disclosurev1.InformationRequest, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "requests")
	if err != nil {
		return RequestShow{}, nil, err
	}
	one, err := c.requests.GetInformationRequest(ctx, &disclosurev1.GetInformationRequestRequest{Name: "informationRequests/" + r.PathValue("request")})
	if err != nil {
		return RequestShow{}, nil, notFound(err)
	}
	post := desk.at(c, ctx, one.GetUnit(), "")
	page := RequestShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Number: one.GetRegisterNumber(), State: c.Terms.RequestState(lang, one.GetState()),
		Content: one.GetContent(), Purpose: one.GetPurpose(), From: one.GetRequesterName(), Contact: one.GetRequesterContact(), Wanted: one.GetWantedForm(),
		Channel: c.word(lang, "request_channel", one.GetChannel().String()), Sent: terms.DayOf(one.GetSubmitTime().AsTime()),
		Handler: one.GetHandler().GetDisplayName(), Extended: one.GetExtended(), ExtensionReason: one.GetExtensionReason(), Answer: one.GetAnswer(), Reason: one.GetReason(),
		Files: files("/requests/"+terms.ID(one.GetName()), one.GetAttachments()),
	}
	page.fields(c, lang)
	left := c.Terms.Left(lang, one.GetDue(), one.GetDaysLeft())
	if !open(one) {
		left = page.State
		page.Closed = terms.DayOf(one.GetCloseTime().AsTime())
	}
	page.Due = c.Terms.Due(lang, one.GetDue(), left)
	if open(one) && one.GetNotifyDue().GetDate() != "" {
		days := workdays(view.Today(c.Clock()), terms.Day(one.GetNotifyDue().GetDate()))
		page.NotifyDue = c.Terms.Due(lang, one.GetNotifyDue(), c.Terms.Left(lang, one.GetNotifyDue(), int32(days)))
	}
	if one.GetComplexity() != disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_UNSPECIFIED {
		page.Complexity = c.word(lang, "request_complexity", one.GetComplexity().String())
	}
	if one.GetRefusalGround() != disclosurev1.RefusalGround_REFUSAL_GROUND_UNSPECIFIED {
		page.Ground = c.word(lang, "refusal_ground", one.GetRefusalGround().String())
	}
	if one.GetItem() != "" {
		if item, err := c.itemOf(ctx, one.GetItem(), ""); err == nil {
			page.Item = itemText(lang, item) // an item of a former law is left unnamed
		}
	}
	if one.GetObligation() != "" {
		page.ObligationURL = "/console/obligations/" + terms.ID(one.GetObligation())
	}
	if one.GetPublication() != "" {
		page.PublicationURL = "/disclosures/" + terms.ID(one.GetPublication())
	}
	if one.GetTransferredTo() != "" {
		page.TransferredURL = "/console/requests/" + terms.ID(one.GetTransferredTo())
	}
	for i, row := range c.dueChanges(lang, one.GetDueHistory()) {
		if open(one) && one.GetDueHistory()[i].GetDecision() == "proposed" {
			page.Proposal = &row
		}
	}
	page.may(post, one)
	return page, one, nil
}

// may leaves out what the state, or a reader without the role, has no use for.
func (p *RequestShow) may(post Post, one *disclosurev1.InformationRequest) {
	received := one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_RECEIVED
	p.MayReceive = post.Drafts && one.GetState() == disclosurev1.InformationRequestState_INFORMATION_REQUEST_STATE_SUBMITTED
	p.MayEnd, p.MayRefuse = post.Drafts && received, post.Approves && received
	p.MayDecide = post.Approves && p.Proposal != nil
	p.MayExtend = p.MayEnd && !one.GetExtended() && one.GetComplexity() == disclosurev1.RequestComplexity_REQUEST_COMPLEXITY_COMPLEX
}

func (p *RequestShow) fields(c *Console, lang string) {
	p.Kind = c.choice(lang, "complexity", "request_complexity", "SIMPLE", "COMPLEX")
	p.ExtendReason = view.Field{Name: "extend_reason", Path: "reason", Required: true, Max: 1000}
	p.Decision = c.choice(lang, "decision", "due_choice", "accept", "decline")
	p.DecideReason = view.Field{Name: "decide_reason", Path: "reason", Required: true, Max: 1000}
	p.Reply = view.Field{Name: "answer", Required: true, Max: 20000}
	p.Publication = view.Field{Name: "publication", Max: 200}
	p.Evidence = attachedOf("file", "attachments", nil)
	p.RefusalGround = c.choice(lang, "ground", "refusal_ground", refusalGrounds...)
	p.RefusalReason = view.Field{Name: "refusal_reason", Path: "reason", Required: true, Max: 2000}
	p.ToUnit = view.Field{Name: "to_unit", Required: true, Max: 40}
	p.TransferReason = view.Field{Name: "transfer_reason", Path: "reason", Required: true, Max: 1000}
}

package console

import (
	"context"
	"net/http"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ObligationShow is one duty: its date and why, and what can be done about it.
type ObligationShow struct {
	Desk                  Desk
	Form                  Form
	ID, Title, Period     string
	Unit, Basis           string
	State                 view.State
	Due                   view.Due
	Document              string
	Decided, Planned      workday.Date
	Reminded              workday.Date
	Changes               []DueChangeRow
	Proposal              *DueChangeRow
	NotArisen             string
	PublicationURL        string
	WithholdingURL        string
	DraftURL, WithholdURL string
	MayMark, MayRemind    bool
	MayDecide             bool
	MarkReason            view.Field
	Message               view.Field
	Decision              view.Field
	DecideReason          view.Field
}

func (c *Console) obligationShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.obligation(r)
	if err != nil {
		return err
	}
	return c.pages.obligationShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) obligation(r *http.Request) (ObligationShow, *disclosurev1.Obligation, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "obligations")
	if err != nil {
		return ObligationShow{}, nil, err
	}
	one, err := c.obligations.GetObligation(ctx, &disclosurev1.GetObligationRequest{Name: "obligations/" + r.PathValue("obligation")})
	if err != nil {
		return ObligationShow{}, nil, notFound(err)
	}
	post := desk.at(c, ctx, one.GetUnit(), one.GetAgency())
	page := ObligationShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), Title: one.GetItemTitle(), Period: c.Terms.Period(lang, one.GetPeriod()), Unit: terms.Publisher(one),
		State: c.obligationState(lang, one.GetState()), Due: c.obligationDue(lang, one),
		Document: one.GetDocumentNumber(), Decided: terms.Day(one.GetDecisionDate()), Planned: terms.Day(one.GetPlannedDate()),
		Changes: c.dueChanges(lang, one.GetDueHistory()), NotArisen: one.GetNotArisenReason(),
		MarkReason:   view.Field{Name: "mark_reason", Path: "reason", Required: true, Max: 1000},
		Message:      view.Field{Name: "message", Max: 1000},
		Decision:     c.choice(lang, "decision", "due_choice", "accept", "decline"),
		DecideReason: view.Field{Name: "decide_reason", Path: "reason", Required: true, Max: 1000},
	}
	if one.GetRemindedTime() != nil {
		page.Reminded = terms.DayOf(one.GetRemindedTime().AsTime())
	}
	if item, err := c.itemOf(ctx, one.GetItem(), one.GetDecisionDate()); err == nil {
		page.Basis = item.GetBasis().GetText() // an item of a former law is named by the duty itself
	}
	for i, change := range one.GetDueHistory() {
		if change.GetDecision() == "proposed" {
			page.Proposal = &page.Changes[i]
		}
	}
	open := one.GetState() == disclosurev1.ObligationState_OBLIGATION_STATE_OPEN
	expected := one.GetState() == disclosurev1.ObligationState_OBLIGATION_STATE_EXPECTED
	page.MayMark, page.MayDecide = post.Drafts && expected, post.Approves && page.Proposal != nil
	page.MayRemind = post.Reminds && (open || expected || one.GetState() == disclosurev1.ObligationState_OBLIGATION_STATE_IN_FORMS)
	if one.GetPublication() != "" {
		page.PublicationURL = "/console/publications/" + terms.ID(one.GetPublication())
		if !post.Drafts {
			page.PublicationURL = "/disclosures/" + terms.ID(one.GetPublication())
		}
	} else if post.Drafts && (open || expected) {
		page.DraftURL = drafting(post.ID, one.GetItem(), one.GetName())
		page.WithholdURL = "/console/withholdings/new?unit=" + post.ID + "&item=" + terms.ID(one.GetItem()) + "&obligation=" + page.ID
	}
	if one.GetWithholding() != "" {
		page.WithholdingURL = "/console/withholdings/" + terms.ID(one.GetWithholding())
	}
	return page, one, nil
}

// obligationAct does something about a duty.
type obligationAct func(ctx context.Context, p *ObligationShow, name, once string) error

func (c *Console) obligationMoves() map[string]obligationAct {
	o := c.obligations
	return map[string]obligationAct{
		"not-arisen": func(ctx context.Context, p *ObligationShow, name, once string) error {
			_, err := o.MarkNotArisen(ctx, &disclosurev1.MarkNotArisenRequest{Name: name, Etag: p.Form.Etag, Reason: p.MarkReason.Value, RequestId: once})
			return err
		},
		"remind": func(ctx context.Context, p *ObligationShow, name, once string) error {
			_, err := o.RemindObligation(ctx, &disclosurev1.RemindObligationRequest{Name: name, Message: p.Message.Value, RequestId: once})
			return err
		},
		"due": func(ctx context.Context, p *ObligationShow, name, once string) error {
			if err := chosen(&p.Decision); err != nil {
				return err
			}
			_, err := o.DecideDueProposal(ctx, &disclosurev1.DecideDueProposalRequest{
				Name: name, Etag: p.Form.Etag, Accept: p.Decision.Value == "accept", Reason: p.DecideReason.Value, RequestId: once,
			})
			return err
		},
	}
}

func (c *Console) obligationMove(verb string, act obligationAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, one, err := c.obligation(r)
		if err != nil {
			return err
		}
		page.Form = posted(r)
		for _, field := range []*view.Field{&page.MarkReason, &page.Message, &page.Decision, &page.DecideReason} {
			field.Read(r)
		}
		if err = act(r.Context(), &page, one.GetName(), page.Form.id(r)); err == nil {
			return c.done(w, r, "obligation.did_"+verb, nil, "/console/obligations/"+page.ID)
		}
		asked := map[string][]*view.Field{"not-arisen": {&page.MarkReason}, "remind": {&page.Message}, "due": {&page.Decision, &page.DecideReason}}
		status := c.refuse(r, &page.Form, err, asked[verb]...)
		if status == 0 {
			return err
		}
		page.Form.Etag = one.GetEtag()
		return c.pages.obligationShow.Draw(w, r, status, page)
	}
}

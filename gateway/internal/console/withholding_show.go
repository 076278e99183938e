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

// WithholdingShow is one entry, for those who decide about it and the inspectorate.
type WithholdingShow struct {
	Desk               Desk
	Form               Form
	ID, Item           string
	State              view.State
	Ground, Basis      string
	Subject            string
	Justification      string
	Review             workday.Date
	Approved, Closed   workday.Date
	Reason             string
	Author, Approver   string
	Own                bool
	ObligationURL      string
	MayDecide, MayKeep bool
	DeclineReason      view.Field
	ReviewDate         view.Field
	ReviewReason       view.Field
	LiftReason         view.Field
}

func (c *Console) withholdingShow(w http.ResponseWriter, r *http.Request) error {
	page, _, err := c.withholding(r)
	if err != nil {
		return err
	}
	return c.pages.withholdingShow.Draw(w, r, http.StatusOK, page)
}

func (c *Console) withholding(r *http.Request) (WithholdingShow, *disclosurev1.Withholding, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "withholdings")
	if err != nil {
		return WithholdingShow{}, nil, err
	}
	one, err := c.withholdings.GetWithholding(ctx, &disclosurev1.GetWithholdingRequest{Name: "withholdings/" + r.PathValue("withholding")})
	if err != nil {
		return WithholdingShow{}, nil, notFound(err)
	}
	post := desk.at(c, ctx, one.GetUnit(), one.GetAgency())
	page := WithholdingShow{
		Desk: desk, Form: fresh(one.GetEtag()), ID: terms.ID(one.GetName()), State: c.withholdingState(lang, one),
		Ground: c.word(lang, "withholding_ground", one.GetGround().String()), Basis: one.GetBasis().GetText(),
		Subject: one.GetSubjectMatter(), Justification: one.GetJustification(), Review: terms.Day(one.GetReviewDate()), Reason: one.GetDecisionReason(),
		Author: one.GetAuthor().GetDisplayName(), Approver: one.GetApprover().GetDisplayName(), Own: one.GetAuthor().GetSubject() == desk.Subject,
		MayDecide:     post.Approves && one.GetState() == disclosurev1.WithholdingState_WITHHOLDING_STATE_PROPOSED,
		MayKeep:       post.Approves && one.GetState() == disclosurev1.WithholdingState_WITHHOLDING_STATE_APPROVED,
		DeclineReason: view.Field{Name: "decline_reason", Path: "reason", Required: true, Max: 1000},
		ReviewDate:    view.Field{Name: "review_date", Required: true},
		ReviewReason:  view.Field{Name: "review_reason", Path: "reason", Required: true, Max: 1000},
		LiftReason:    view.Field{Name: "lift_reason", Path: "reason", Required: true, Max: 1000},
	}
	if one.GetApprovedTime() != nil {
		page.Approved = terms.DayOf(one.GetApprovedTime().AsTime())
	}
	if one.GetClosedTime() != nil {
		page.Closed = terms.DayOf(one.GetClosedTime().AsTime())
	}
	if one.GetObligation() != "" {
		page.ObligationURL = "/console/obligations/" + terms.ID(one.GetObligation())
	}
	item, err := c.itemOf(ctx, one.GetItem(), "")
	if err != nil {
		return page, nil, err
	}
	page.Item = itemText(lang, item)
	return page, one, nil
}

// withholdingAct decides about an entry.
type withholdingAct func(ctx context.Context, p *WithholdingShow, name, once string) error

func (c *Console) withholdingMoves() map[string]withholdingAct {
	h := c.withholdings
	return map[string]withholdingAct{
		"approve": func(ctx context.Context, p *WithholdingShow, name, once string) error {
			_, err := h.ApproveWithholding(ctx, &disclosurev1.ApproveWithholdingRequest{Name: name, Etag: p.Form.Etag, RequestId: once})
			return err
		},
		"decline": func(ctx context.Context, p *WithholdingShow, name, once string) error {
			_, err := h.DeclineWithholding(ctx, &disclosurev1.DeclineWithholdingRequest{Name: name, Etag: p.Form.Etag, Reason: p.DeclineReason.Value, RequestId: once})
			return err
		},
		"review": func(ctx context.Context, p *WithholdingShow, name, once string) error {
			until, err := day(&p.ReviewDate)
			if err != nil {
				return err
			}
			_, err = h.ReviewWithholding(ctx, &disclosurev1.ReviewWithholdingRequest{Name: name, Etag: p.Form.Etag, ReviewDate: until, Reason: p.ReviewReason.Value, RequestId: once})
			return err
		},
		"lift": func(ctx context.Context, p *WithholdingShow, name, once string) error {
			_, err := h.LiftWithholding(ctx, &disclosurev1.LiftWithholdingRequest{Name: name, Etag: p.Form.Etag, Reason: p.LiftReason.Value, RequestId: once})
			return err
		},
	}
}

func (c *Console) withholdingMove(verb string, act withholdingAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, one, err := c.withholding(r)
		if err != nil {
			return err
		}
		page.Form = posted(r)
		for _, field := range []*view.Field{&page.DeclineReason, &page.ReviewDate, &page.ReviewReason, &page.LiftReason} {
			field.Read(r)
		}
		if err = act(r.Context(), &page, one.GetName(), page.Form.id(r)); err == nil {
			return c.done(w, r, "withholding.did_"+verb, nil, "/console/withholdings/"+page.ID)
		}
		asked := map[string][]*view.Field{"decline": {&page.DeclineReason}, "review": {&page.ReviewDate, &page.ReviewReason}, "lift": {&page.LiftReason}}
		status := c.refuse(r, &page.Form, err, asked[verb]...)
		if status == 0 {
			return err
		}
		page.Form.Etag = one.GetEtag()
		return c.pages.withholdingShow.Draw(w, r, status, page)
	}
}

package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

var initiativeStates = map[domain.InitiativeState]votingv1.InitiativeState{
	domain.Collecting: votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING, domain.Reached: votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED,
	domain.Tabled: votingv1.InitiativeState_INITIATIVE_STATE_TABLED, domain.Withdrawn: votingv1.InitiativeState_INITIATIVE_STATE_CLOSED,
}

// initiative encodes numbers and words; neither who began it nor who consents.
func (s *Surface) initiative(ctx context.Context, view app.InitiativeView) *votingv1.Initiative {
	i := view.Initiative
	return &votingv1.Initiative{
		Name: named("initiatives", i.ID), Etag: etag(view.Revision), Village: named("units", i.Body.Unit), VillageName: s.unitName(i.Body.Unit),
		Title: i.Title, Text: i.Text, State: initiativeStates[i.State], Consents: int32(view.Consents), Needed: int32(view.Needed),
		Households: int32(view.Households), Endorsed: !i.Endorsed.On.IsZero(), Vote: named("votes", i.Vote),
		Mine: i.Proposer.Subject != "" && i.Proposer.Subject == authn.From(ctx).Subject, Consented: view.Consented, CreateTime: stamp(i.CreatedAt),
		Basis: citation("Điều 16 khoản 3 Luật 10/2022/QH15"),
	}
}

func (s initiatives) did(ctx context.Context, view app.InitiativeView, err error) (*votingv1.Initiative, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.initiative(ctx, view), nil
}

// about takes the id out of a request and calls the action.
func (s initiatives) about(ctx context.Context, req interface{ GetName() string }, action func(id string) (app.InitiativeView, error)) (*votingv1.Initiative, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	view, err := action(id)
	return s.did(ctx, view, err)
}

func (s initiatives) StartInitiative(ctx context.Context, req *votingv1.StartInitiativeRequest) (*votingv1.Initiative, error) {
	view, err := s.actions.StartInitiative(ctx, change.ForRequest(ctx, req), line(req.GetTitle()), block(req.GetText()))
	return s.did(ctx, view, err)
}

func (s initiatives) GetInitiative(ctx context.Context, req *votingv1.GetInitiativeRequest) (*votingv1.Initiative, error) {
	return s.about(ctx, req, func(id string) (app.InitiativeView, error) { return s.actions.GetInitiative(ctx, id) })
}

func (s initiatives) ListInitiatives(ctx context.Context, req *votingv1.ListInitiativesRequest) (*votingv1.ListInitiativesResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := timePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.ListInitiatives(ctx, after(req.GetVillage()), place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, func(v app.InitiativeView) []string { return timeKeys(v.Initiative.CreatedAt, v.Initiative.ID) })
	response := &votingv1.ListInitiativesResponse{NextPageToken: next}
	for _, view := range views {
		response.Initiatives = append(response.Initiatives, s.initiative(ctx, view))
	}
	return response, nil
}

func (s initiatives) ConsentToInitiative(ctx context.Context, req *votingv1.ConsentToInitiativeRequest) (*votingv1.Initiative, error) {
	return s.about(ctx, req, func(id string) (app.InitiativeView, error) {
		return s.actions.ConsentToInitiative(ctx, change.ForRequest(ctx, req), id)
	})
}

func (s initiatives) WithdrawConsent(ctx context.Context, req *votingv1.WithdrawConsentRequest) (*votingv1.Initiative, error) {
	return s.about(ctx, req, func(id string) (app.InitiativeView, error) {
		return s.actions.WithdrawConsent(ctx, change.ForRequest(ctx, req), id)
	})
}

func (s initiatives) EndorseInitiative(ctx context.Context, req *votingv1.EndorseInitiativeRequest) (*votingv1.Initiative, error) {
	return s.about(ctx, req, func(id string) (app.InitiativeView, error) {
		return s.actions.EndorseInitiative(ctx, change.ForRequest(ctx, req), id, block(req.GetReason()))
	})
}

func (s initiatives) CloseInitiative(ctx context.Context, req *votingv1.CloseInitiativeRequest) (*votingv1.Initiative, error) {
	return s.about(ctx, req, func(id string) (app.InitiativeView, error) {
		return s.actions.CloseInitiative(ctx, change.ForRequest(ctx, req), id, block(req.GetReason()))
	})
}

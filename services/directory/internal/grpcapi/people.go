package grpcapi

import (
	"context"
	"errors"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
)

type personServer struct {
	directoryv1.UnimplementedPersonServiceServer
	*Surface
}

func (s personServer) GetMe(ctx context.Context, _ *directoryv1.GetMeRequest) (*directoryv1.Me, error) {
	if err := s.public(ctx, "GetMe"); err != nil {
		return nil, err
	}
	return s.me(ctx)
}

func (s personServer) MatchMe(ctx context.Context, req *directoryv1.MatchMeRequest) (*directoryv1.Me, error) {
	if err := s.public(ctx, "MatchMe"); err != nil {
		return nil, err
	}
	if _, err := s.do.MatchMe(ctx, change.ForRequest(ctx, req), authn.From(ctx).PersonKey); err != nil {
		return nil, translate(err)
	}
	return s.me(ctx)
}

func (s personServer) me(ctx context.Context) (*directoryv1.Me, error) {
	caller := authn.From(ctx)
	held, err := s.do.Store().BindingsOf(ctx, caller.Keys(), s.do.Today())
	if err != nil {
		return nil, err
	}
	m := &directoryv1.Me{
		Subject: caller.Subject, DisplayName: caller.Name, Identified: caller.PersonKey != "", Bindings: encodeBindings(held),
	}
	if caller.PersonKey == "" {
		return m, nil
	}
	h, err := s.do.Store().HouseholdOf(ctx, caller.PersonKey)
	var missing *domain.Refusal
	if errors.As(err, &missing) {
		return m, nil
	}
	if err != nil {
		return nil, err
	}
	m.Household = encodeHousehold(h)
	if at := h.Representative.ConfirmedAt; !at.IsZero() {
		m.ConfirmedAt = at.UTC().Format(time.RFC3339)
	}
	return m, nil
}

package rest

import (
	"context"

	"github.com/grpc-ecosystem/grpc-gateway/v2/runtime"
	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// voting registers the services of voting.
func voting(ctx context.Context, mux *runtime.ServeMux, conn grpc.ClientConnInterface) []func() error {
	return []func() error{
		func() error {
			return votingv1.RegisterCandidateServiceHandlerClient(ctx, mux, votingv1.NewCandidateServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterDecisionServiceHandlerClient(ctx, mux, votingv1.NewDecisionServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterDocumentServiceHandlerClient(ctx, mux, votingv1.NewDocumentServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterInboxServiceHandlerClient(ctx, mux, votingv1.NewInboxServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterInitiativeServiceHandlerClient(ctx, mux, votingv1.NewInitiativeServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterMeetingServiceHandlerClient(ctx, mux, votingv1.NewMeetingServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterOnlineServiceHandlerClient(ctx, mux, votingv1.NewOnlineServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterPaperServiceHandlerClient(ctx, mux, votingv1.NewPaperServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterRollServiceHandlerClient(ctx, mux, votingv1.NewRollServiceClient(conn))
		},
		func() error {
			return votingv1.RegisterVoteServiceHandlerClient(ctx, mux, votingv1.NewVoteServiceClient(conn))
		},
	}
}

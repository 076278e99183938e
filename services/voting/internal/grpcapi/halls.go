package grpcapi

import (
	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
)

// The services of what happens in the hall and on paper.
type (
	meetings struct {
		votingv1.UnimplementedMeetingServiceServer
		*Surface
	}
	papers struct {
		votingv1.UnimplementedPaperServiceServer
		*Surface
	}
	candidates struct {
		votingv1.UnimplementedCandidateServiceServer
		*Surface
	}
	initiatives struct {
		votingv1.UnimplementedInitiativeServiceServer
		*Surface
	}
	documents struct {
		votingv1.UnimplementedDocumentServiceServer
		*Surface
	}
)

func (s *Surface) registerHalls(r grpc.ServiceRegistrar) {
	votingv1.RegisterMeetingServiceServer(r, meetings{Surface: s})
	votingv1.RegisterPaperServiceServer(r, papers{Surface: s})
	votingv1.RegisterCandidateServiceServer(r, candidates{Surface: s})
	votingv1.RegisterInitiativeServiceServer(r, initiatives{Surface: s})
	votingv1.RegisterDocumentServiceServer(r, documents{Surface: s})
}

package grpcapi

import (
	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
)

// Surface serves every RPC of voting.
type Surface struct {
	actions *app.Actions
	words   *i18n.Catalogue
	db      *pg.DB // the inbox is a table of the platform's, read as it is
}

// New makes the surface. words are its own sentences (Messages).
func New(actions *app.Actions, words *i18n.Catalogue, db *pg.DB) *Surface {
	return &Surface{actions: actions, words: words, db: db}
}

// Each service is a type of its own over the one surface, because grpc wants a type for each.
type (
	votes struct {
		votingv1.UnimplementedVoteServiceServer
		*Surface
	}
	rolls struct {
		votingv1.UnimplementedRollServiceServer
		*Surface
	}
	decisions struct {
		votingv1.UnimplementedDecisionServiceServer
		*Surface
	}
)

// Register adds the services to the server.
func (s *Surface) Register(r grpc.ServiceRegistrar) {
	votingv1.RegisterVoteServiceServer(r, votes{Surface: s})
	votingv1.RegisterRollServiceServer(r, rolls{Surface: s})
	votingv1.RegisterDecisionServiceServer(r, decisions{Surface: s})
	votingv1.RegisterInboxServiceServer(r, inbox{Surface: s})
	s.registerHalls(r)
	s.registerOnline(r)
}

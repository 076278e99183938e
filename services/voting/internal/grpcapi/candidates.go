package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// standing is a request that puts a person on the ballot.
type standing interface {
	GetFullName() string
	GetBirthYear() int32
	GetPresentation() string
	GetPosts() []string
}

func candidateOf(req standing) domain.Candidate {
	c := domain.Candidate{Name: line(req.GetFullName()), BirthYear: int(req.GetBirthYear()), Profile: block(req.GetPresentation())}
	for _, post := range req.GetPosts() {
		c.Posts = append(c.Posts, domain.Post(line(post)))
	}
	return c
}

func (s candidates) ProposeCandidate(ctx context.Context, req *votingv1.ProposeCandidateRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		c := candidateOf(req)
		c.Household = after(req.GetHousehold())
		return s.actions.ProposeCandidate(ctx, change.ForRequest(ctx, req), id, seen, c)
	})
}

func (s candidates) NominateCandidate(ctx context.Context, req *votingv1.NominateCandidateRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.NominateCandidate(ctx, change.ForRequest(ctx, req), id, seen, candidateOf(req), req.GetSelf())
	})
}

func (s candidates) WithdrawCandidate(ctx context.Context, req *votingv1.WithdrawCandidateRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.WithdrawCandidate(ctx, change.ForRequest(ctx, req), id, seen, req.GetCandidate(), block(req.GetReason()))
	})
}

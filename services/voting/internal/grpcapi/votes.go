package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// answer encodes what a move came to.
func (s *Surface) answer(ctx context.Context, v app.Vote, err error) (*votingv1.Vote, error) {
	if err != nil {
		return nil, translate(err)
	}
	view, err := s.actions.SeeMoved(ctx, v)
	if err != nil {
		return nil, translate(err)
	}
	return s.vote(ctx, view), nil
}

// moving is a request that moves a vote which exists.
type moving interface {
	GetName() string
	GetEtag() string
}

// move takes the id and the etag out of a request and calls the action.
func (s *Surface) move(ctx context.Context, req moving, action func(id, seen string) (app.Vote, error)) (*votingv1.Vote, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	v, err := action(id, req.GetEtag())
	return s.answer(ctx, v, err)
}

func (s votes) CreateVote(ctx context.Context, req *votingv1.CreateVoteRequest) (*votingv1.Vote, error) {
	initiative, err := optionalID(req.GetInitiative())
	if err != nil {
		return nil, translate(err)
	}
	replaces, err := optionalID(req.GetAmends())
	if err != nil {
		return nil, translate(err)
	}
	v, err := s.actions.CreateVote(ctx, change.ForRequest(ctx, req), app.NewVote{
		Unit: after(req.GetUnit()), Agency: after(req.GetAgency()), Matter: matter(req.GetMatter(), req.GetAct(), req.GetScope(), req.GetBoard()),
		Form: domain.Form(lower("FORM", req.GetForm())), Method: domain.Method(lower("METHOD", req.GetMethod())),
		Text:  text(req, req.GetPlace()),
		Seats: int(req.GetSeats()), OpensAt: moment(req.GetOpensTime()), ClosesAt: moment(req.GetClosesTime()), Ground: block(req.GetGround()),
		Supporters: int(req.GetSupporters()), Conference: conference(req.GetConference()), Initiative: initiative, Replace: replaces,
	})
	return s.answer(ctx, v, err)
}

func (s votes) UpdateVote(ctx context.Context, req *votingv1.UpdateVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.UpdateVote(ctx, change.ForRequest(ctx, req), id, seen, app.Edit{
			Text: text(req, req.GetPlace()), Seats: int(req.GetSeats()), Ground: block(req.GetGround()),
			OpensAt: moment(req.GetOpensTime()), ClosesAt: moment(req.GetClosesTime()),
		})
	})
}

func (s votes) DiscardVote(ctx context.Context, req *votingv1.DiscardVoteRequest) (*votingv1.DiscardVoteResponse, error) {
	id, err := idOf(req.GetName())
	if err == nil {
		err = s.actions.DiscardVote(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	}
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.DiscardVoteResponse{}, nil
}

func (s votes) AgreeVote(ctx context.Context, req *votingv1.AgreeVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.AgreeVote(ctx, change.ForRequest(ctx, req), id, seen)
	})
}

func (s votes) AppointTeam(ctx context.Context, req *votingv1.AppointTeamRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.AppointTeam(ctx, change.ForRequest(ctx, req), id, seen, team(req.GetMembers()))
	})
}

func (s votes) AnnounceVote(ctx context.Context, req *votingv1.AnnounceVoteRequest) (*votingv1.Vote, error) {
	var told *domain.Notice
	if req.GetNotice() != nil {
		n, err := notice(req.GetNotice())
		if err != nil {
			return nil, translate(err)
		}
		told = &n
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.AnnounceVote(ctx, change.ForRequest(ctx, req), id, seen, told)
	})
}

func (s votes) RecordNotice(ctx context.Context, req *votingv1.RecordNoticeRequest) (*votingv1.Vote, error) {
	told, err := notice(req.GetNotice())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.RecordNotice(ctx, change.ForRequest(ctx, req), id, seen, told)
	})
}

func (s votes) RecordStep(ctx context.Context, req *votingv1.RecordStepRequest) (*votingv1.Vote, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.RecordStep(ctx, change.ForRequest(ctx, req), id, seen, line(req.GetKind()), on, line(req.GetDocument()))
	})
}

func (s votes) PostponeVote(ctx context.Context, req *votingv1.PostponeVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.PostponeVote(ctx, change.ForRequest(ctx, req), id, seen, app.Postponement{
			OpensAt: moment(req.GetOpensTime()), ClosesAt: moment(req.GetClosesTime()), Place: line(req.GetPlace()), Reason: block(req.GetReason()),
		})
	})
}

func (s votes) FallBackToPaper(ctx context.Context, req *votingv1.FallBackToPaperRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.FallBackToPaper(ctx, change.ForRequest(ctx, req), id, seen, app.FallBack{
			Team: team(req.GetMembers()), Method: domain.Method(lower("METHOD", req.GetMethod())), OpensAt: moment(req.GetOpensTime()),
			ClosesAt: moment(req.GetClosesTime()), Reason: block(req.GetReason()),
		})
	})
}

func (s votes) OpenVote(ctx context.Context, req *votingv1.OpenVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.OpenVote(ctx, change.ForRequest(ctx, req), id, seen)
	})
}

func (s votes) CloseVote(ctx context.Context, req *votingv1.CloseVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.CloseVote(ctx, change.ForRequest(ctx, req), id, seen)
	})
}

func (s votes) SettleVote(ctx context.Context, req *votingv1.SettleVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.SettleVote(ctx, change.ForRequest(ctx, req), id, seen)
	})
}

func (s votes) CancelVote(ctx context.Context, req *votingv1.CancelVoteRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.CancelVote(ctx, change.ForRequest(ctx, req), id, seen, block(req.GetReason()))
	})
}

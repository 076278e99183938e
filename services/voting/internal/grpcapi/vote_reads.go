package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/events"
)

func (s votes) ListLawfulForms(ctx context.Context, req *votingv1.ListLawfulFormsRequest) (*votingv1.ListLawfulFormsResponse, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	m := matter(req.GetMatter(), req.GetAct(), req.GetScope(), "")
	if m.Scope == domain.Village && m.Item == domain.ItemBoards {
		m.Board = domain.Inspection // the law says the same of both boards
	}
	lawful, err := s.actions.ListLawfulForms(ctx, m, on)
	if err != nil {
		return nil, translate(err)
	}
	response := &votingv1.ListLawfulFormsResponse{Threshold: encodeThreshold(lawful.Threshold, 0), Recogniser: events.Body(lawful.Recogniser)}
	for _, form := range lawful.Forms {
		response.Forms = append(response.Forms, &votingv1.LawfulForm{
			Form: events.Form(form.Form), Lawful: form.Opening == domain.OpenAtOnce, FallbackOnly: form.Opening == domain.OpenAfterMeeting,
			Explanation: s.words.Text(i18n.Lang(ctx), "opening."+string(form.Opening), map[string]string{"basis": form.Basis}), Basis: citation(form.Basis),
		})
	}
	seen := map[votingv1.Body]bool{}
	for _, office := range lawful.Agreeing {
		if body := bodyOf(office); !seen[body] {
			seen[body] = true
			response.Agreements = append(response.Agreements, &votingv1.Agreement{Body: body})
		}
	}
	return response, nil
}

func (s votes) GetVote(ctx context.Context, req *votingv1.GetVoteRequest) (*votingv1.Vote, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	view, err := s.actions.GetVote(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	return s.vote(ctx, view), nil
}

func (s votes) SearchVotes(ctx context.Context, req *votingv1.SearchVotesRequest) (*votingv1.SearchVotesResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	search := app.Search{Query: req.GetQuery(), Unit: after(req.GetUnit()), States: states(req.GetStates()), Most: cursor.Size + 1}
	for _, scope := range []domain.Scope{domain.Village, domain.Agency} {
		if item := events.Item(req.GetMatter(), scope); item > 0 && req.GetMatter() != 0 {
			search.Matter = domain.Matter{Item: item}
			if scope == domain.Agency {
				search.Matter.Scope = scope
			}
		}
	}
	if search.Before, err = timePlace(cursor.After); err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.SearchVotes(ctx, search)
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, func(v app.View) []string { return timeKeys(v.AnnouncedAt, v.ID) })
	return &votingv1.SearchVotesResponse{Votes: s.views(ctx, views), NextPageToken: next}, nil
}

func (s votes) ListVotes(ctx context.Context, req *votingv1.ListVotesRequest) (*votingv1.ListVotesResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := dayPlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.ListVotes(ctx, after(req.GetUnit()), app.DeskQuery{
		Agency: after(req.GetAgency()), States: states(req.GetStates()), After: place, Most: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, dayKeys)
	return &votingv1.ListVotesResponse{Votes: s.views(ctx, views), NextPageToken: next}, nil
}

func (s votes) ListMyVotes(ctx context.Context, req *votingv1.ListMyVotesRequest) (*votingv1.ListMyVotesResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := rankPlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	mine, err := s.actions.ListMyVotes(ctx, place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	mine, next := page(mine, cursor.Size, cursor.Next, rankKeys)
	response := &votingv1.ListMyVotesResponse{NextPageToken: next}
	for _, one := range mine {
		response.Votes = append(response.Votes, &votingv1.MyVote{
			Vote: s.vote(ctx, s.actions.See(ctx, one.Vote)), Household: named("households", one.Line.Household), TookPart: one.Line.By != "",
			ByForm: events.Form(one.Line.By), CredentialDrawn: one.Line.CredentialDrawn,
		})
	}
	return response, nil
}

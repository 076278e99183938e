package grpcapi

import (
	"context"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func (s papers) RecordPlan(ctx context.Context, req *votingv1.RecordPlanRequest) (*votingv1.Vote, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	plan := domain.BallotPlan{Document: line(req.GetDocument())}
	if plan.IssuedOn, err = day("issued_date", req.GetIssuedDate()); err != nil {
		return nil, translate(err)
	}
	if plan.SentOn, err = day("sent_date", req.GetSentDate()); err != nil {
		return nil, translate(err)
	}
	v, err := s.actions.RecordPlan(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), plan)
	return s.answer(ctx, v, err)
}

func (s papers) IssueBallots(ctx context.Context, req *votingv1.IssueBallotsRequest) (*votingv1.PaperBallotBox, error) {
	return s.boxed(ctx, req, func(id, circle string) (app.BoxView, error) {
		return s.actions.IssueBallots(ctx, change.ForRequest(ctx, req), id, circle, req.GetEtag())
	})
}

func (s papers) RecordReturn(ctx context.Context, req *votingv1.RecordReturnRequest) (*votingv1.PaperBallotBox, error) {
	households := make([]string, len(req.GetHouseholds()))
	for i, name := range req.GetHouseholds() {
		households[i] = after(name)
	}
	return s.boxed(ctx, req, func(id, circle string) (app.BoxView, error) {
		return s.actions.RecordReturn(ctx, change.ForRequest(ctx, req), id, circle, households)
	})
}

func (s papers) GetPaperBallotBox(ctx context.Context, req *votingv1.GetPaperBallotBoxRequest) (*votingv1.PaperBallotBox, error) {
	return s.boxed(ctx, req, func(id, circle string) (app.BoxView, error) { return s.actions.GetPaperBallotBox(ctx, id, circle) })
}

func (s papers) EnterTally(ctx context.Context, req *votingv1.EnterTallyRequest) (*votingv1.PaperBallotBox, error) {
	return s.boxed(ctx, req, func(id, circle string) (app.BoxView, error) {
		return s.actions.EnterTally(ctx, change.ForRequest(ctx, req), id, circle, counted(req), uploads(req.GetScans()))
	})
}

func (s papers) ResolveTally(ctx context.Context, req *votingv1.ResolveTallyRequest) (*votingv1.PaperBallotBox, error) {
	return s.boxed(ctx, req, func(id, circle string) (app.BoxView, error) {
		return s.actions.ResolveTally(ctx, change.ForRequest(ctx, req), id, circle, req.GetEtag(), counted(req), block(req.GetReason()))
	})
}

// ofCircle is a request about the papers of a circle.
type ofCircle interface {
	GetVote() string
	GetVillage() string
}

func (s papers) boxed(ctx context.Context, req ofCircle, action func(id, circle string) (app.BoxView, error)) (*votingv1.PaperBallotBox, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	view, err := action(id, after(req.GetVillage()))
	if err != nil {
		return nil, translate(err)
	}
	whole := view.Of.Households(view.Circle)
	out := &votingv1.PaperBallotBox{
		Vote: named("votes", view.Vote), Circle: circleName(view.Of.Vote, view.Circle), Issued: int32(view.Issued), Returned: int32(view.Returned),
		Agreed: view.Box.Settled != nil && view.Box.Resolution == "", Resolution: view.Box.Resolution, Scans: attachments(view.Box.Scans),
	}
	for _, teller := range view.Box.Tellers {
		one := &votingv1.TellerTally{Teller: teller.By.Name, Entered: true}
		if view.Shows(teller) {
			one.Invalid = int32(teller.Count.Invalid)
			for _, l := range teller.Count.Lines {
				one.Counts = append(one.Counts, &votingv1.Count{Option: l.Option, Label: s.label(ctx, view.Of.Vote, l.Option), Votes: int32(l.Votes)})
			}
		}
		out.Tallies = append(out.Tallies, one)
	}
	if settled := view.Box.Settled; settled != nil {
		out.Counts, out.Invalid = s.lines(ctx, view.Of.Vote, *settled, whole), int32(settled.Invalid)
	}
	return out, nil
}

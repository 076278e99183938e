package grpcapi

import (
	"context"
	"strconv"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

func (s decisions) DrawUpDecision(ctx context.Context, req *votingv1.DrawUpDecisionRequest) (*votingv1.Vote, error) {
	households := make([]string, len(req.GetHouseholdSigners()))
	for i, name := range req.GetHouseholdSigners() {
		households[i] = after(name)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.DrawUpDecision(ctx, change.ForRequest(ctx, req), id, seen, app.DecisionDraft{
			Kind: domain.DocumentKind(line(req.GetKind())), Number: line(req.GetNumber()), Discussed: block(req.GetDiscussed()),
			Decided: block(req.GetText()), Households: households, Papers: uploads(req.GetAttachments()),
		})
	})
}

func (s decisions) SignDecision(ctx context.Context, req *votingv1.SignDecisionRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.SignDecision(ctx, change.ForRequest(ctx, req), id, seen, after(req.GetHousehold()))
	})
}

func (s decisions) SendDecision(ctx context.Context, req *votingv1.SendDecisionRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.SendDecision(ctx, change.ForRequest(ctx, req), id, seen)
	})
}

func (s decisions) ReceiveDecision(ctx context.Context, req *votingv1.ReceiveDecisionRequest) (*votingv1.Vote, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.ReceiveDecision(ctx, change.ForRequest(ctx, req), id, seen, on, block(req.GetNote()))
	})
}

func (s decisions) RecogniseDecision(ctx context.Context, req *votingv1.RecogniseDecisionRequest) (*votingv1.Vote, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		d := app.Document{Number: line(req.GetNumber()), On: on, Papers: uploads(req.GetAttachments())}
		return s.actions.RecogniseDecision(ctx, change.ForRequest(ctx, req), id, seen, d)
	})
}

func (s decisions) RefuseRecognition(ctx context.Context, req *votingv1.RefuseRecognitionRequest) (*votingv1.Vote, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		d := app.Document{Number: line(req.GetNumber()), On: on, Reason: block(req.GetReason()), Papers: uploads(req.GetAttachments())}
		return s.actions.RefuseRecognition(ctx, change.ForRequest(ctx, req), id, seen, d)
	})
}

func (s decisions) SetEffectiveDate(ctx context.Context, req *votingv1.SetEffectiveDateRequest) (*votingv1.Vote, error) {
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		return s.actions.SetEffectiveDate(ctx, change.ForRequest(ctx, req), id, seen, app.Document{Number: line(req.GetNumber()), On: on})
	})
}

func (s decisions) RequestAmendment(ctx context.Context, req *votingv1.RequestAmendmentRequest) (*votingv1.Vote, error) {
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		d := app.Document{Number: line(req.GetNumber()), Reason: block(req.GetReason())}
		return s.actions.RequestAmendment(ctx, change.ForRequest(ctx, req), id, seen, d)
	})
}

func (s decisions) AnnulDecision(ctx context.Context, req *votingv1.AnnulDecisionRequest) (*votingv1.Vote, error) {
	ground := domain.AgainstLaw
	if req.GetProcedure() {
		ground = domain.WrongWay
	}
	return s.move(ctx, req, func(id, seen string) (app.Vote, error) {
		d := app.Document{Number: line(req.GetNumber()), Reason: block(req.GetReason())}
		return s.actions.AnnulDecision(ctx, change.ForRequest(ctx, req), id, seen, ground, d)
	})
}

func (s decisions) ListWaitingDecisions(ctx context.Context, req *votingv1.ListWaitingDecisionsRequest) (*votingv1.ListWaitingDecisionsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := dayPlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	views, err := s.actions.ListWaitingDecisions(ctx, after(req.GetUnit()), place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	views, next := page(views, cursor.Size, cursor.Next, dayKeys)
	return &votingv1.ListWaitingDecisionsResponse{Votes: s.views(ctx, views), NextPageToken: next}, nil
}

func progress(vote string, e domain.FollowUpEntry) *votingv1.ProgressEntry {
	kind := map[domain.FollowUpKind]votingv1.ProgressKind{
		domain.Progress: votingv1.ProgressKind_PROGRESS_KIND_PROGRESS, domain.Collected: votingv1.ProgressKind_PROGRESS_KIND_COLLECTED,
		domain.Spent: votingv1.ProgressKind_PROGRESS_KIND_SPENT,
	}[e.Kind]
	return &votingv1.ProgressEntry{
		Name: "votes/" + vote + "/progress/" + strconv.Itoa(e.Number), Date: dated(e.On), Text: e.Text, Kind: kind, AmountVnd: e.Amount,
		Percent: int32(e.Percent), Corrects: int32(e.Corrects), Attachments: attachments(e.Evidence), CreateTime: stamp(e.At),
	}
}

func (s decisions) PostProgress(ctx context.Context, req *votingv1.PostProgressRequest) (*votingv1.ProgressEntry, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	on, err := day("date", req.GetDate())
	if err != nil {
		return nil, translate(err)
	}
	f, number, err := s.actions.PostProgress(ctx, change.ForRequest(ctx, req), id, domain.FollowUpEntry{
		Kind: domain.FollowUpKind(lower("PROGRESS_KIND", req.GetKind())), On: on, Text: block(req.GetText()), Amount: req.GetAmountVnd(),
		Percent: int(req.GetPercent()), Corrects: int(req.GetCorrects()), Evidence: uploads(req.GetAttachments()),
	}, req.GetCompleted())
	if err != nil {
		return nil, translate(err)
	}
	return progress(id, f.Entries[number-1]), nil
}

func (s decisions) ListProgress(ctx context.Context, req *votingv1.ListProgressRequest) (*votingv1.ListProgressResponse, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	f, err := s.actions.ListProgress(ctx, id)
	if err != nil {
		return nil, translate(err)
	}
	before := len(f.Entries) + 1
	if len(cursor.After) > 0 {
		if before, err = number("page_token", cursor.After[0]); err != nil {
			return nil, translate(err)
		}
	}
	collected, spent, percent := f.Totals()
	response := &votingv1.ListProgressResponse{
		CollectedVnd: collected, SpentVnd: spent, Percent: int32(percent), FinishedTime: stamp(f.FinishedAt),
	}
	for n := min(before-1, len(f.Entries)); n >= 1; n-- {
		if len(response.Entries) == cursor.Size {
			response.NextPageToken = cursor.Next(strconv.Itoa(n + 1))
			break
		}
		response.Entries = append(response.Entries, progress(id, f.Entries[n-1]))
	}
	return response, nil
}

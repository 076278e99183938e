package grpcapi

import (
	"context"
	"strings"

	"google.golang.org/grpc"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

type online struct {
	votingv1.UnimplementedOnlineServiceServer
	*Surface
}

func (s *Surface) registerOnline(r grpc.ServiceRegistrar) {
	votingv1.RegisterOnlineServiceServer(r, online{Surface: s})
}

func (s online) AnswerOptIn(ctx context.Context, req *votingv1.AnswerOptInRequest) (*votingv1.OptIn, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	v, opinions, err := s.actions.AnswerOptIn(ctx, change.ForRequest(ctx, req), id, req.GetAgree())
	if err != nil {
		return nil, translate(err)
	}
	return optIn(app.View{Vote: v, Opinions: opinions}), nil
}

func (s online) RecordOptIn(ctx context.Context, req *votingv1.RecordOptInRequest) (*votingv1.OptIn, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	reported, err := day("report_date", req.GetReportDate())
	if err != nil {
		return nil, translate(err)
	}
	answers := map[string]bool{}
	for _, answer := range req.GetAnswers() {
		household := after(answer.GetHousehold())
		if before, twice := answers[household]; twice && before != answer.GetAgree() {
			return nil, translate(domain.Refuse(domain.HouseholdTwice, "answers", "household", household))
		}
		answers[household] = answer.GetAgree()
	}
	v, opinions, err := s.actions.RecordOptIn(ctx, change.ForRequest(ctx, req), id, app.Poll{
		Answers: answers, ReportedOn: reported, Report: line(req.GetReportNumber()), Close: req.GetClose(),
	})
	if err != nil {
		return nil, translate(err)
	}
	return optIn(app.View{Vote: v, Opinions: opinions}), nil
}

func (s online) DrawCredential(ctx context.Context, req *votingv1.DrawCredentialRequest) (*votingv1.Credential, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	signature, err := s.actions.DrawCredential(ctx, id, req.GetBlindedMessage())
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.Credential{BlindSignature: signature}, nil
}

func (s online) DrawAssistedCredential(ctx context.Context, req *votingv1.DrawAssistedCredentialRequest) (*votingv1.Credential, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	signature, err := s.actions.DrawAssistedCredential(ctx, id, after(req.GetHousehold()), req.GetBlindedMessage(), block(req.GetReason()))
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.Credential{BlindSignature: signature}, nil
}

func (s online) CastBallot(ctx context.Context, req *votingv1.CastBallotRequest) (*votingv1.Receipt, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	o := ballot.OpeningLeaf{Signature: req.GetSignature(), Choice: req.GetChoice()}
	copy(o.Token[:], req.GetToken()) // as long as the contract says
	copy(o.Salt[:], req.GetSalt())
	return receipt(s.actions.CastBallot(ctx, id, o))
}

func (s online) CastOpenVote(ctx context.Context, req *votingv1.CastOpenVoteRequest) (*votingv1.Receipt, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	return receipt(s.actions.CastOpenVote(ctx, change.ForRequest(ctx, req), id, app.OpenChoice{
		Choice: req.GetChoice(), Opinion: block(req.GetOpinion()), Understood: req.GetUnderstoodOpen(),
	}))
}

func (s online) GetReceipt(ctx context.Context, req *votingv1.GetReceiptRequest) (*votingv1.Receipt, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	return receipt(s.actions.GetReceipt(ctx, id, req.GetCommitment()))
}

func receipt(r app.Receipt, err error) (*votingv1.Receipt, error) {
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.Receipt{Vote: named("votes", r.Vote), Commitment: string(r.Commitment), Promise: r.Promise, Proof: r.Proof, Index: r.Index}, nil
}

func (s online) ListParticipants(ctx context.Context, req *votingv1.ListParticipantsRequest) (*votingv1.ListParticipantsResponse, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	var place app.ParticipantPlace
	switch len(cursor.After) {
	case 0:
	case 3:
		place = app.ParticipantPlace{Village: cursor.After[0], Code: cursor.After[1], Mark: cursor.After[2]}
	default:
		return nil, translate(domain.Refuse(domain.PageTokenInvalid, "page_token"))
	}
	all, total, err := s.actions.ListParticipants(ctx, id, place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	all, next := page(all, cursor.Size, cursor.Next, func(p app.Participant) []string { return []string{p.Village, p.Code, p.Mark} })
	response := &votingv1.ListParticipantsResponse{NextPageToken: next, Total: int32(total)}
	for _, p := range all {
		response.Participants = append(response.Participants, &votingv1.Participant{
			Code: p.Code, Village: named("units", p.Village), ByForm: strings.ToUpper(string(p.By)),
		})
	}
	return response, nil
}

func (s online) ReadLog(ctx context.Context, req *votingv1.ReadLogRequest) (*votingv1.LogResource, error) {
	id, err := idOf(req.GetVote())
	if err != nil {
		return nil, translate(err)
	}
	found, err := s.actions.ReadLog(ctx, id, req.GetPath())
	if err != nil {
		return nil, translate(err)
	}
	return &votingv1.LogResource{Data: found.Data, ContentType: found.ContentType, Immutable: found.Immutable()}, nil
}

// logInfo is where the proof of a vote is; none before its announcement.
func logInfo(p *app.Proof) *votingv1.LogInfo {
	if p == nil {
		return nil
	}
	return &votingv1.LogInfo{
		Origin: p.Origin, Path: p.Path, VerifierKey: p.VerifierKey, BallotKey: p.BallotKey, KeyDestroyedTime: stamp(p.Destroyed),
	}
}

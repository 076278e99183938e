package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// refusals are the law book's ids of the grounds of Điều 28 beside the words of the contract.
var refusals = map[disclosurev1.RefusalGround]string{
	disclosurev1.RefusalGround_REFUSAL_GROUND_NOT_ACCESSIBLE:  "restricted",
	disclosurev1.RefusalGround_REFUSAL_GROUND_ALREADY_PUBLIC:  "already_public",
	disclosurev1.RefusalGround_REFUSAL_GROUND_NOT_RESPONSIBLE: "not_responsible",
	disclosurev1.RefusalGround_REFUSAL_GROUND_GIVEN_TWICE:     "given_twice",
	disclosurev1.RefusalGround_REFUSAL_GROUND_BEYOND_CAPACITY: "beyond_capacity",
	disclosurev1.RefusalGround_REFUSAL_GROUND_COST_NOT_PAID:   "not_paid",
}

func (s *Surface) request(ctx context.Context, r domain.Request) *disclosurev1.InformationRequest {
	calendar, today := s.actions.Units.Calendar(), workday.Today(s.actions.Clock())
	out := &disclosurev1.InformationRequest{
		Name: "informationRequests/" + r.ID, Etag: etag(r.Revision), RegisterNumber: r.RegisterNumber, Unit: "units/" + r.Unit, UnitName: s.unitName(r.Unit),
		State:      upper[disclosurev1.InformationRequestState](disclosurev1.InformationRequestState_value, "INFORMATION_REQUEST_STATE", string(r.State)),
		Channel:    upper[disclosurev1.RequestChannel](disclosurev1.RequestChannel_value, "REQUEST_CHANNEL", string(r.Channel)),
		Complexity: upper[disclosurev1.RequestComplexity](disclosurev1.RequestComplexity_value, "REQUEST_COMPLEXITY", string(r.Complexity)),
		Content:    r.Content, Purpose: r.Purpose, Item: named("catalogueItems", r.Item), Obligation: named("obligations", r.Obligation),
		RequesterName: r.RequesterName, RequesterContact: r.Contact, WantedForm: r.WantedForm, SubmitTime: stamp(r.SubmittedAt),
		ReceiveTime: stamp(r.ReceivedAt), NotifyDue: s.due(ctx, r.NotifyDue), Due: s.due(ctx, r.Due), DueHistory: s.dueHistory(ctx, r.DueHistory), Extended: r.Extended, ExtensionReason: r.Extension,
		LateDays: int32(r.LateDays(domain.Setting{Calendar: calendar})), CloseTime: stamp(r.ClosedAt), Answer: r.Answer, Attachments: attachments(r.Attachments),
		Publication: named("publications", r.Publication), RefusalGround: key(refusals, r.Ground), Reason: r.Reason,
		TransferredTo: named("informationRequests", r.SentTo), TransferredToUnit: named("units", r.SentToUnit),
	}
	if r.Open() {
		out.DaysLeft = int32(r.Due.DaysLeft(calendar, today))
	}
	if s.actions.WorksFor(ctx, domain.Body{Unit: r.Unit}) {
		out.Handler = official(r.Handler)
	}
	return out
}

func (s *Surface) requested(ctx context.Context, r domain.Request, err error) (*disclosurev1.InformationRequest, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.request(ctx, r), nil
}

func (s requests) CreateInformationRequest(ctx context.Context, req *disclosurev1.CreateInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	obligation, err := optionalID(req.GetObligation())
	if err != nil {
		return nil, translate(err)
	}
	r := domain.Request{
		Channel: domain.Channel(lower("REQUEST_CHANNEL", req.GetChannel())), Content: block(req.GetContent()), Purpose: block(req.GetPurpose()),
		Item: after(req.GetItem()), Obligation: obligation, RequesterName: line(req.GetRequesterName()), Contact: line(req.GetRequesterContact()),
		WantedForm: line(req.GetWantedForm()),
	}
	if r.Channel == "" {
		r.Channel = domain.Network
	}
	if r.ArrivedOn, err = day("arrival_date", req.GetArrivalDate()); err != nil {
		return nil, translate(err)
	}
	r, err = s.actions.CreateRequest(ctx, change.ForRequest(ctx, req), after(req.GetUnit()), r)
	return s.requested(ctx, r, err)
}

func (s requests) ReceiveInformationRequest(ctx context.Context, req *disclosurev1.ReceiveInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	complexity := domain.Complexity(lower("REQUEST_COMPLEXITY", req.GetComplexity()))
	r, err := s.actions.ReceiveRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), complexity)
	return s.requested(ctx, r, err)
}

func (s requests) ExtendInformationRequest(ctx context.Context, req *disclosurev1.ExtendInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.ExtendRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason()))
	return s.requested(ctx, r, err)
}

func (s requests) DecideInformationRequestDueProposal(ctx context.Context, req *disclosurev1.DecideInformationRequestDueProposalRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.DecideRequestDueProposal(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), req.GetAccept(), block(req.GetReason()))
	return s.requested(ctx, r, err)
}

func (s requests) AnswerInformationRequest(ctx context.Context, req *disclosurev1.AnswerInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	publication, err := optionalID(req.GetPublication())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.AnswerRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetAnswer()), uploads(req.GetAttachments()), publication)
	return s.requested(ctx, r, err)
}

func (s requests) RefuseInformationRequest(ctx context.Context, req *disclosurev1.RefuseInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.RefuseRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), refusals[req.GetGround()], block(req.GetReason()))
	return s.requested(ctx, r, err)
}

func (s requests) TransferInformationRequest(ctx context.Context, req *disclosurev1.TransferInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.TransferRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), after(req.GetToUnit()), block(req.GetReason()))
	return s.requested(ctx, r, err)
}

func (s requests) WithdrawInformationRequest(ctx context.Context, req *disclosurev1.WithdrawInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.WithdrawRequest(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.requested(ctx, r, err)
}

func (s requests) GetInformationRequest(ctx context.Context, req *disclosurev1.GetInformationRequestRequest) (*disclosurev1.InformationRequest, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	r, err := s.actions.GetRequest(ctx, id)
	return s.requested(ctx, r, err)
}

func (s requests) ListMyInformationRequests(ctx context.Context, req *disclosurev1.ListMyInformationRequestsRequest) (*disclosurev1.ListInformationRequestsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	before, err := timePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	found, err := s.actions.MyRequests(ctx, before, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	found, next := page(found, cursor.Size, cursor.Next, func(r domain.Request) []string { return timeKeys(r.SubmittedAt, r.ID) })
	return s.requestList(ctx, found, next), nil
}

func (s requests) ListInformationRequests(ctx context.Context, req *disclosurev1.ListInformationRequestsRequest) (*disclosurev1.ListInformationRequestsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := datePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	states := lowers[disclosurev1.InformationRequestState, domain.RequestState]("INFORMATION_REQUEST_STATE", req.GetStates())
	found, err := s.actions.UnitRequests(ctx, after(req.GetUnit()), states, place, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	found, next := page(found, cursor.Size, cursor.Next, func(r domain.Request) []string { return []string{r.Due.Date.String(), r.ID} })
	return s.requestList(ctx, found, next), nil
}

func (s *Surface) requestList(ctx context.Context, found []domain.Request, next string) *disclosurev1.ListInformationRequestsResponse {
	response := &disclosurev1.ListInformationRequestsResponse{NextPageToken: next}
	for _, r := range found {
		response.InformationRequests = append(response.InformationRequests, s.request(ctx, r))
	}
	return response
}

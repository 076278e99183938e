package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func standing(value domain.Standing) disclosurev1.Standing {
	return upper[disclosurev1.Standing](disclosurev1.Standing_value, "STANDING", string(value))
}

func (s *Surface) obligation(ctx context.Context, o domain.Obligation) *disclosurev1.Obligation {
	calendar, today := s.actions.Units.Calendar(), workday.Today(s.actions.Clock())
	item, _ := s.actions.Item(o.Item)
	out := &disclosurev1.Obligation{
		Name: "obligations/" + o.ID, Etag: etag(o.Revision), Unit: "units/" + o.Body.Unit, UnitName: s.unitName(o.Body.Unit),
		Agency: named("agencies", o.Body.Agency), AgencyName: s.agencyName(o.Body.Agency), Item: "catalogueItems/" + o.Item, ItemTitle: item.Title, Period: o.Period,
		State:    upper[disclosurev1.ObligationState](disclosurev1.ObligationState_value, "OBLIGATION_STATE", string(o.State)),
		Standing: standing(o.Standing(calendar, today)), DocumentNumber: o.DocumentNumber, DecisionDate: o.DecisionDate.String(),
		Due: s.due(ctx, o.Due), DueHistory: s.dueHistory(ctx, o.DueHistory), PlannedDate: o.PlannedDate.String(),
		LateDays: int32(o.LateDays(calendar)), NotArisenReason: o.NotArisen,
	}
	if o.State == domain.ObligationOpen {
		out.DaysLeft = int32(o.Due.DaysLeft(calendar, today))
	}
	if o.State == domain.ObligationInForms || o.State == domain.ObligationStateMet {
		out.Publication = named("publications", o.Publication)
	}
	if o.State == domain.ObligationWithheld && !s.actions.SeesWithheld(ctx, o.Body) {
		out.DocumentNumber, out.DecisionDate, out.Due, out.DueHistory, out.PlannedDate = "", "", nil, nil, ""
	}
	if s.actions.WorksFor(ctx, o.Body) {
		out.Withholding, out.RemindedTime = named("withholdings", o.Withholding), stamp(o.RemindedAt)
	}
	return out
}

func (s *Surface) moved(ctx context.Context, o domain.Obligation, err error) (*disclosurev1.Obligation, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.obligation(ctx, o), nil
}

func (s obligations) GetObligation(ctx context.Context, req *disclosurev1.GetObligationRequest) (*disclosurev1.Obligation, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.GetObligation(ctx, id)
	return s.moved(ctx, o, err)
}

func (s obligations) ListObligations(ctx context.Context, req *disclosurev1.ListObligationsRequest) (*disclosurev1.ListObligationsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	place, err := datePlace(cursor.After)
	if err != nil {
		return nil, translate(err)
	}
	found, err := s.actions.ListObligations(ctx, after(req.GetUnit()), req.GetIncludeSubtree(), app.ObligationQuery{
		Agency: after(req.GetAgency()), Item: after(req.GetItem()), Year: int(req.GetYear()), Standing: domain.Standing(lower("STANDING", req.GetStanding())),
		States: lowers[disclosurev1.ObligationState, domain.ObligationState]("OBLIGATION_STATE", req.GetStates()), After: place, Most: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	found, next := page(found, cursor.Size, cursor.Next, func(o domain.Obligation) []string { return []string{o.ListedBy().String(), o.ID} })
	response := &disclosurev1.ListObligationsResponse{NextPageToken: next}
	for _, o := range found {
		response.Obligations = append(response.Obligations, s.obligation(ctx, o))
	}
	return response, nil
}

func (s obligations) OpenObligation(ctx context.Context, req *disclosurev1.OpenObligationRequest) (*disclosurev1.Obligation, error) {
	date, err := day("decision_date", req.GetDecisionDate())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.OpenObligation(ctx, change.ForRequest(ctx, req), app.Decision{
		Unit: after(req.GetUnit()), Agency: after(req.GetAgency()), Item: after(req.GetItem()), DocumentNumber: line(req.GetDocumentNumber()),
		Date: date, Period: req.GetPeriod(),
	})
	return s.moved(ctx, o, err)
}

func (s obligations) MarkNotArisen(ctx context.Context, req *disclosurev1.MarkNotArisenRequest) (*disclosurev1.Obligation, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.MarkNotArisen(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason()))
	return s.moved(ctx, o, err)
}

func (s obligations) DecideDueProposal(ctx context.Context, req *disclosurev1.DecideDueProposalRequest) (*disclosurev1.Obligation, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.DecideDueProposal(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), req.GetAccept(), block(req.GetReason()))
	return s.moved(ctx, o, err)
}

func (s obligations) RemindObligation(ctx context.Context, req *disclosurev1.RemindObligationRequest) (*disclosurev1.Obligation, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	o, err := s.actions.RemindObligation(ctx, change.ForRequest(ctx, req), id, block(req.GetMessage()))
	return s.moved(ctx, o, err)
}

package grpcapi

import (
	"context"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

func (s householdServer) RegisterHousehold(ctx context.Context, req *directoryv1.RegisterHouseholdRequest) (*directoryv1.Household, error) {
	m := req.GetHousehold()
	from, err := date(m.GetValidFrom(), "household.valid_from")
	if err != nil {
		return nil, translate(err)
	}
	village, err := s.unit(ctx, m.GetVillage(), from)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.allow(ctx, "RegisterHousehold", village.Key()); err != nil {
		return nil, err
	}
	return answerHousehold(s.do.RegisterHousehold(ctx, change.ForRequest(ctx, req), domain.Household{
		Code: m.GetCode(), Address: m.GetAddress(), Period: domain.Period{From: from},
	}, decodePerson(m.GetRepresentative().GetPerson()), village))
}

// dated reads the household, decides, and reads the date of a change.
func (s householdServer) dated(ctx context.Context, action, name, text, field string) (domain.Household, workday.Date, error) {
	h, err := s.decide(ctx, action, name)
	if err != nil {
		return h, workday.Date{}, err
	}
	day, err := date(text, field)
	return h, day, err
}

func (s householdServer) ChangeRepresentative(ctx context.Context, req *directoryv1.ChangeRepresentativeRequest) (*directoryv1.Household, error) {
	h, day, err := s.dated(ctx, "ChangeRepresentative", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	return answerHousehold(s.do.ChangeRepresentative(ctx, change.ForRequest(ctx, req), h.ID,
		decodePerson(req.GetRepresentative()), day, req.GetReason(), req.GetEtag()))
}

func (s householdServer) SplitHousehold(ctx context.Context, req *directoryv1.SplitHouseholdRequest) (*directoryv1.SplitHouseholdResponse, error) {
	h, day, err := s.dated(ctx, "SplitHousehold", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	village, err := s.do.Store().Unit(ctx, h.Village)
	if err != nil {
		return nil, translate(err)
	}
	var newcomers []app.Newcomer
	for _, n := range req.GetHouseholds() {
		newcomers = append(newcomers, app.Newcomer{
			Code: n.GetCode(), Address: n.GetAddress(), Who: decodePerson(n.GetRepresentative()),
		})
	}
	all, err := s.do.SplitHousehold(ctx, change.ForRequest(ctx, req), h.ID, newcomers, village, day, req.GetReason(), req.GetEtag())
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.SplitHouseholdResponse{Household: encodeHousehold(all[0])}
	for _, n := range all[1:] {
		answer.Established = append(answer.Established, encodeHousehold(n))
	}
	return answer, nil
}

func (s householdServer) MergeHouseholds(ctx context.Context, req *directoryv1.MergeHouseholdsRequest) (*directoryv1.Household, error) {
	h, day, err := s.dated(ctx, "MergeHouseholds", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	var others []string
	for _, name := range req.GetMerged() {
		other, err := s.decide(ctx, "MergeHouseholds", name)
		if err != nil {
			return nil, translate(err)
		}
		others = append(others, other.ID)
	}
	return answerHousehold(s.do.MergeHouseholds(ctx, change.ForRequest(ctx, req), h.ID, others, day, req.GetReason(), req.GetEtag()))
}

func (s householdServer) MoveHousehold(ctx context.Context, req *directoryv1.MoveHouseholdRequest) (*directoryv1.Household, error) {
	h, day, err := s.dated(ctx, "MoveHousehold", req.GetName(), req.GetEffectiveDate(), "effective_date")
	if err != nil {
		return nil, translate(err)
	}
	village, err := s.unitNow(ctx, "RegisterHousehold", req.GetVillage())
	if err != nil {
		return nil, translate(err)
	}
	return answerHousehold(s.do.MoveHousehold(ctx, change.ForRequest(ctx, req), h.ID,
		app.Newcomer{Code: req.GetCode(), Address: req.GetAddress()}, village, day, req.GetReason(), req.GetEtag()))
}

func (s householdServer) EndHousehold(ctx context.Context, req *directoryv1.EndHouseholdRequest) (*directoryv1.Household, error) {
	h, day, err := s.dated(ctx, "EndHousehold", req.GetName(), req.GetValidTo(), "valid_to")
	if err != nil {
		return nil, translate(err)
	}
	return answerHousehold(s.do.EndHousehold(ctx, change.ForRequest(ctx, req), h.ID, day, req.GetReason(), req.GetEtag()))
}

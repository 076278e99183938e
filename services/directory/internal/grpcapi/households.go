package grpcapi

import (
	"context"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/units"
)

type householdServer struct {
	directoryv1.UnimplementedHouseholdServiceServer
	*Surface
}

func encodeHousehold(h domain.Household) *directoryv1.Household {
	m := &directoryv1.Household{
		Name: "households/" + h.ID, Village: unitName(h.Village), Code: h.Code, Address: h.Address,
		ValidFrom: h.Period.From.String(), ValidTo: h.Period.To.String(), Etag: app.Etag(h.Version),
	}
	if h.Representative != nil {
		m.Representative = encodeRepresentative(*h.Representative)
	}
	return m
}

func encodeRepresentative(r domain.Representative) *directoryv1.Representative {
	return &directoryv1.Representative{
		Person: &directoryv1.Person{
			FullName: r.Person.Name, BirthYear: int32(r.Person.BirthYear), //nolint:gosec // a year
			Phone: r.Person.Phone, Identified: r.Person.Key != "",
		},
		From: r.Period.From.String(), To: r.Period.To.String(),
	}
}

func decodePerson(p *directoryv1.Person) *app.Someone {
	if p == nil {
		return nil
	}
	return &app.Someone{
		Name: p.GetFullName(), BirthYear: int(p.GetBirthYear()), NationalID: p.GetNationalId(), Phone: p.GetPhone(),
	}
}

func answerHousehold(h domain.Household, err error) (*directoryv1.Household, error) {
	if err != nil {
		return nil, translate(err)
	}
	return encodeHousehold(h), nil
}

// decide reads a household and decides. To whoever may not, it is not there.
func (s householdServer) decide(ctx context.Context, action, name string) (domain.Household, error) {
	h, err := s.do.Store().Household(ctx, id(name))
	if err != nil {
		return h, err
	}
	key := ""
	if h.Representative != nil {
		key = h.Representative.Person.Key
	}
	return h, s.may.Allow(ctx, action, authz.Resource{
		Type: "Household", ID: h.ID, Unit: units.Key(h.Village), Attrs: map[string]any{"person_key": key}, Hidden: true,
	})
}

func (s householdServer) GetHousehold(ctx context.Context, req *directoryv1.GetHouseholdRequest) (*directoryv1.Household, error) {
	return answerHousehold(s.decide(ctx, "GetHousehold", req.GetName()))
}

func (s householdServer) ListHouseholds(ctx context.Context, req *directoryv1.ListHouseholdsRequest) (*directoryv1.ListHouseholdsResponse, error) {
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	village, err := s.unit(ctx, req.GetParent(), day)
	if err != nil {
		return nil, translate(err)
	}
	if err := s.allow(ctx, "ListHouseholds", village.Key()); err != nil {
		return nil, err
	}
	if req.GetUnplaced() {
		return s.unplaced(ctx, req, village.Key(), day)
	}
	if village.Level() != domain.Village {
		return nil, translate(domain.Refuse(domain.Refused, domain.NotAVillage, "parent", "name", village.FullName))
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	found, total, err := s.do.Store().ListHouseholds(ctx, app.HouseholdFilter{
		Village: village.Key(), AsOf: day, Query: req.GetQuery(), After: cursor.After, Size: cursor.Size + 1,
	})
	if err != nil {
		return nil, translate(err)
	}
	return encodeRoll(found, total, cursor), nil
}

// unplaced lists the households that wait for somebody to place them.
func (s householdServer) unplaced(
	ctx context.Context, req *directoryv1.ListHouseholdsRequest, unit domain.UnitKey, day domain.Date,
) (*directoryv1.ListHouseholdsResponse, error) {
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	found, total, err := s.do.Store().Unplaced(ctx, unit, day, cursor.After, cursor.Size+1)
	if err != nil {
		return nil, translate(err)
	}
	return encodeRoll(found, total, cursor), nil
}

func encodeRoll(found []domain.Household, total int64, cursor rpc.Cursor) *directoryv1.ListHouseholdsResponse {
	answer := &directoryv1.ListHouseholdsResponse{TotalSize: total}
	if len(found) > cursor.Size {
		found = found[:cursor.Size]
		last := found[len(found)-1]
		answer.NextPageToken = cursor.Next(last.Code, last.ID)
	}
	for _, h := range found {
		answer.Households = append(answer.Households, encodeHousehold(h))
	}
	return answer
}

func (s householdServer) ListHouseholdHistory(ctx context.Context, req *directoryv1.ListHouseholdHistoryRequest) (*directoryv1.ListHouseholdHistoryResponse, error) {
	h, err := s.decide(ctx, "ListHouseholdHistory", req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	events, representatives, err := s.do.Store().HouseholdHistory(ctx, h.ID)
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.ListHouseholdHistoryResponse{}
	for _, e := range events {
		answer.Events = append(answer.Events, encodeHouseholdEvent(e))
	}
	for _, r := range representatives {
		answer.Representatives = append(answer.Representatives, encodeRepresentative(r))
	}
	return answer, nil
}

func encodeHouseholdEvent(e domain.HouseholdEvent) *directoryv1.HouseholdEvent {
	kind := "KIND_" + strings.ToUpper(string(e.Kind))
	if e.Kind == domain.RepresentativeChanged {
		kind = "KIND_REPRESENTATIVE_CHANGED"
	}
	m := &directoryv1.HouseholdEvent{
		Date: e.Date.String(), Reason: e.Reason,
		Kind: directoryv1.HouseholdEvent_Kind(directoryv1.HouseholdEvent_Kind_value[kind]),
	}
	if e.Related != "" {
		m.Related = "households/" + e.Related
	}
	return m
}

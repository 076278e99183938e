package grpcapi

import (
	"context"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

type unitServer struct {
	directoryv1.UnimplementedUnitServiceServer
	*Surface
}

func (s unitServer) GetUnit(ctx context.Context, req *directoryv1.GetUnitRequest) (*directoryv1.Unit, error) {
	if err := s.public(ctx, "GetUnit"); err != nil {
		return nil, err
	}
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	u, err := s.unit(ctx, req.GetName(), day)
	if err != nil {
		return nil, translate(err)
	}
	return encodeUnit(u, clamp(u, day)), nil
}

// clamp brings a day into a unit's period: an ended unit is shown as on its last day.
func clamp(u *domain.Unit, day workday.Date) workday.Date {
	if u.Period.Ended(day) {
		return u.Period.To.AddDays(-1)
	}
	if day.Before(u.Period.From) {
		return u.Period.From
	}
	return day
}

func (s unitServer) ListUnits(ctx context.Context, req *directoryv1.ListUnitsRequest) (*directoryv1.ListUnitsResponse, error) {
	if err := s.public(ctx, "ListUnits"); err != nil {
		return nil, err
	}
	cursor, err := rpc.Page(req)
	if err != nil {
		return nil, err
	}
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	filter := app.UnitFilter{
		Descendants: req.GetDescendants(), Level: decodeLevel(req.GetLevel()), AsOf: day, Query: req.GetQuery(),
		IncludeEnded: req.GetIncludeEnded(), After: cursor.After, Size: cursor.Size + 1,
	}
	if req.GetParent() != "" {
		parent, err := s.unit(ctx, req.GetParent(), day)
		if err != nil {
			return nil, translate(err)
		}
		filter.Parent = parent.Key()
	}
	found, err := s.do.Store().ListUnits(ctx, filter)
	if err != nil {
		return nil, translate(err)
	}
	answer := &directoryv1.ListUnitsResponse{}
	if len(found) > cursor.Size {
		found = found[:cursor.Size]
		answer.NextPageToken = cursor.Next(found[len(found)-1].Place...)
	}
	for _, place := range found {
		answer.Units = append(answer.Units, encodeUnit(place.Unit, clamp(place.Unit, day)))
	}
	return answer, nil
}

func (s unitServer) ListUnitAncestors(ctx context.Context, req *directoryv1.ListUnitAncestorsRequest) (*directoryv1.ListUnitAncestorsResponse, error) {
	if err := s.public(ctx, "ListUnitAncestors"); err != nil {
		return nil, err
	}
	day, err := s.asOf(req.GetAsOf())
	if err != nil {
		return nil, translate(err)
	}
	u, err := s.unit(ctx, req.GetName(), day)
	if err != nil {
		return nil, translate(err)
	}
	day = clamp(u, day)
	above, err := s.do.Store().Ancestors(ctx, u.Key(), day)
	return &directoryv1.ListUnitAncestorsResponse{Ancestors: encodeUnits(above, day)}, err
}

func (s unitServer) ListSuccessors(ctx context.Context, req *directoryv1.ListSuccessorsRequest) (*directoryv1.ListSuccessorsResponse, error) {
	if err := s.public(ctx, "ListSuccessors"); err != nil {
		return nil, err
	}
	links, units, err := s.linked(ctx, req.GetName(), false, req.GetTransitive())
	if err != nil {
		return nil, translate(err)
	}
	return &directoryv1.ListSuccessorsResponse{Links: encodeLinks(links), Units: s.shown(units)}, nil
}

func (s unitServer) ListPredecessors(ctx context.Context, req *directoryv1.ListPredecessorsRequest) (*directoryv1.ListPredecessorsResponse, error) {
	if err := s.public(ctx, "ListPredecessors"); err != nil {
		return nil, err
	}
	links, units, err := s.linked(ctx, req.GetName(), true, req.GetTransitive())
	if err != nil {
		return nil, translate(err)
	}
	return &directoryv1.ListPredecessorsResponse{Links: encodeLinks(links), Units: s.shown(units)}, nil
}

func (s unitServer) shown(units []*domain.Unit) []*directoryv1.Unit {
	out := make([]*directoryv1.Unit, len(units))
	for i, u := range units {
		out[i] = encodeUnit(u, clamp(u, s.do.Today()))
	}
	return out
}

// linked reads the links from (or to) a unit and the units at their other ends.
func (s unitServer) linked(ctx context.Context, name string, before, transitive bool) ([]domain.Link, []*domain.Unit, error) {
	u, err := s.unit(ctx, name, s.do.Today())
	if err != nil {
		return nil, nil, err
	}
	links, err := s.do.Store().Links(ctx, u.Key(), before, transitive)
	if err != nil {
		return nil, nil, err
	}
	var keys []domain.UnitKey
	seen := map[domain.UnitKey]bool{}
	for _, l := range links {
		key := l.To
		if before {
			key = l.From
		}
		if !seen[key] {
			seen[key] = true
			keys = append(keys, key)
		}
	}
	units, err := s.do.Store().Units(ctx, keys)
	return links, units, err
}

package grpcapi

import (
	"context"
	"strconv"
	"strings"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/events"
	"github.com/danchu-platform/danchu/services/platform/change"
)

func (s publications) RecordForm(ctx context.Context, req *disclosurev1.RecordFormRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetPublication())
	if err != nil {
		return nil, translate(err)
	}
	record := domain.FormRecord{
		Form: events.FormCode(req.GetForm()), PlaceKind: line(req.GetPlaceKind()), Place: line(req.GetPlace()), Note: block(req.GetNote()), EarlyReason: block(req.GetEarlyReason()),
		Evidence: uploads(req.GetEvidence()),
	}
	if record.From, err = day("from", req.GetFrom()); err != nil {
		return nil, translate(err)
	}
	if record.To, err = day("to", req.GetTo()); err != nil {
		return nil, translate(err)
	}
	if record.BroadcastDates, err = days("broadcast_dates", req.GetBroadcastDates()); err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.RecordForm(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), record)
	return s.answer(ctx, p, err)
}

func (s publications) EndForm(ctx context.Context, req *disclosurev1.EndFormRequest) (*disclosurev1.Publication, error) {
	parts := strings.Split(req.GetName(), "/") // publications/{id}/forms/{number}, by its pattern
	id, err := idOf(strings.Join(parts[:2], "/"))
	if err != nil {
		return nil, translate(err)
	}
	number, err := strconv.Atoi(parts[len(parts)-1])
	if err != nil {
		return nil, translate(domain.Refuse(domain.NotFound, "name"))
	}
	to, err := day("to", req.GetTo())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.EndForm(ctx, change.ForRequest(ctx, req), id, number, req.GetEtag(), to, block(req.GetEarlyReason()))
	return s.answer(ctx, p, err)
}

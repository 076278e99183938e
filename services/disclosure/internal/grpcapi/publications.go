package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// answer encodes what a move came to.
func (s *Surface) answer(ctx context.Context, p domain.Publication, err error) (*disclosurev1.Publication, error) {
	if err != nil {
		return nil, translate(err)
	}
	return s.publication(ctx, s.actions.See(ctx, p)), nil
}

func (s publications) CreatePublication(ctx context.Context, req *disclosurev1.CreatePublicationRequest) (*disclosurev1.Publication, error) {
	c, err := content(req.GetContent())
	if err != nil {
		return nil, translate(err)
	}
	obligation, err := optionalID(req.GetObligation())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.CreatePublication(ctx, change.ForRequest(ctx, req), app.NewPublication{
		Unit: after(req.GetUnit()), Agency: after(req.GetAgency()), Item: after(req.GetItem()), Obligation: obligation, Content: c,
	})
	return s.answer(ctx, p, err)
}

func (s publications) UpdatePublication(ctx context.Context, req *disclosurev1.UpdatePublicationRequest) (*disclosurev1.Publication, error) {
	edit := req.GetPublication()
	id, err := idOf(edit.GetName())
	if err != nil {
		return nil, translate(err)
	}
	c, err := content(edit.GetContent())
	if err != nil {
		return nil, translate(err)
	}
	e := app.Edit{ID: id, Etag: req.GetEtag(), Content: c}
	for _, path := range req.GetUpdateMask().GetPaths() {
		if path == "item" {
			e.Item = after(edit.GetItem())
			continue
		}
		e.Fields = append(e.Fields, path)
	}
	switch {
	case len(req.GetUpdateMask().GetPaths()) == 0:
		e.Item = after(edit.GetItem())
	case len(e.Fields) == 0: // only the item: keep the content as it is
		e.KeepContent = true
	}
	p, err := s.actions.UpdatePublication(ctx, change.ForRequest(ctx, req), e)
	return s.answer(ctx, p, err)
}

func (s publications) DiscardPublication(ctx context.Context, req *disclosurev1.DiscardPublicationRequest) (*disclosurev1.DiscardPublicationResponse, error) {
	id, err := idOf(req.GetName())
	if err == nil {
		err = s.actions.DiscardPublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	}
	if err != nil {
		return nil, translate(err)
	}
	return &disclosurev1.DiscardPublicationResponse{}, nil
}

func (s publications) SubmitPublication(ctx context.Context, req *disclosurev1.SubmitPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.SubmitPublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), req.GetDeclareNoSecrets(), reasons(req.GetAcknowledgements()))
	return s.answer(ctx, p, err)
}

func (s publications) ApprovePublication(ctx context.Context, req *disclosurev1.ApprovePublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.ApprovePublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

func (s publications) ReturnPublication(ctx context.Context, req *disclosurev1.ReturnPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.ReturnPublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason()))
	return s.answer(ctx, p, err)
}

func (s publications) PublishPublication(ctx context.Context, req *disclosurev1.PublishPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.PublishPublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

func (s publications) SchedulePublication(ctx context.Context, req *disclosurev1.SchedulePublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.SchedulePublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), req.GetPublishTime().AsTime())
	return s.answer(ctx, p, err)
}

func (s publications) UnschedulePublication(ctx context.Context, req *disclosurev1.UnschedulePublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.UnschedulePublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

func (s publications) WithdrawPublication(ctx context.Context, req *disclosurev1.WithdrawPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.WithdrawPublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason()))
	return s.answer(ctx, p, err)
}

func (s publications) ArchivePublication(ctx context.Context, req *disclosurev1.ArchivePublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.ArchivePublication(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

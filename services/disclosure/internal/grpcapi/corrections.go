package grpcapi

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

func (s publications) CorrectPublication(ctx context.Context, req *disclosurev1.CorrectPublicationRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	c, err := content(req.GetContent())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.CorrectPublication(ctx, change.ForRequest(ctx, req), app.Correction{
		ID: id, Etag: req.GetEtag(), Content: c, Note: block(req.GetCorrectionNote()), Declared: req.GetDeclareNoSecrets(), Reasons: reasons(req.GetAcknowledgements()),
	})
	return s.answer(ctx, p, err)
}

func (s publications) ApproveCorrection(ctx context.Context, req *disclosurev1.ApproveCorrectionRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.ApproveCorrection(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

func (s publications) ReturnCorrection(ctx context.Context, req *disclosurev1.ReturnCorrectionRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.ReturnCorrection(ctx, change.ForRequest(ctx, req), id, req.GetEtag(), block(req.GetReason()))
	return s.answer(ctx, p, err)
}

func (s publications) DiscardCorrection(ctx context.Context, req *disclosurev1.DiscardCorrectionRequest) (*disclosurev1.Publication, error) {
	id, err := idOf(req.GetName())
	if err != nil {
		return nil, translate(err)
	}
	p, err := s.actions.DiscardCorrection(ctx, change.ForRequest(ctx, req), id, req.GetEtag())
	return s.answer(ctx, p, err)
}

// pending writes a correction that waits, for the staff.
func pending(c *domain.Correction) *disclosurev1.PendingCorrection {
	if c == nil {
		return nil
	}
	return &disclosurev1.PendingCorrection{
		Title: c.Content.Title, Summary: c.Content.Summary, Body: c.Content.Body, DocumentNumber: c.Content.DocumentNumber,
		IssuingBody: c.Content.IssuingBody, DecisionDate: c.Content.DecisionDate.String(), Attachments: attachments(c.Content.Attachments),
		CorrectionNote: c.Note, Warnings: warnings(c.Warnings), Author: official(c.Author), ProposeTime: stamp(c.ProposedAt), ReturnReason: c.ReturnReason,
	}
}

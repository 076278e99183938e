package console

import (
	"context"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// WaitingCorrection is a correction that waits for a second person, or was sent back to its author.
type WaitingCorrection struct {
	Author   string
	Proposed workday.Date
	Note     string
	Returned string
	Own      bool
	Changes  []Change
	Warnings []WarningRow
}

func (c *Console) waitingCorrection(lang string, desk Desk, one *disclosurev1.Publication) *WaitingCorrection {
	waits := one.GetPendingCorrection()
	if waits == nil {
		return nil
	}
	return &WaitingCorrection{
		Author: waits.GetAuthor().GetDisplayName(), Proposed: terms.DayOf(waits.GetProposeTime().AsTime()), Note: waits.GetCorrectionNote(),
		Returned: waits.GetReturnReason(), Own: waits.GetAuthor().GetSubject() == desk.Subject,
		Changes: c.changes(lang, one, proposed(waits)), Warnings: c.warnings(lang, waits.GetWarnings()),
	}
}

// waitingWord says in a list that a correction waits; empty when none does.
func (c *Console) waitingWord(lang string, one *disclosurev1.Publication) string {
	switch waits := one.GetPendingCorrection(); {
	case waits == nil:
		return ""
	case waits.GetReturnReason() != "":
		return c.Set.Text(lang, "publication.correction_returned", nil)
	default:
		return c.Set.Text(lang, "publication.correction_waits", nil)
	}
}

func proposed(waits *disclosurev1.PendingCorrection) *disclosurev1.PublicationContent {
	return &disclosurev1.PublicationContent{
		Title: waits.GetTitle(), Summary: waits.GetSummary(), Body: waits.GetBody(), DocumentNumber: waits.GetDocumentNumber(),
		IssuingBody: waits.GetIssuingBody(), DecisionDate: waits.GetDecisionDate(), Attachments: waits.GetAttachments(),
	}
}

// latest is what an author goes on from: the correction that waits or was sent back, else what is public.
func latest(one *disclosurev1.Publication) *disclosurev1.Publication {
	waits := one.GetPendingCorrection()
	if waits == nil {
		return one
	}
	return &disclosurev1.Publication{
		Title: waits.GetTitle(), Summary: waits.GetSummary(), Body: waits.GetBody(), DocumentNumber: waits.GetDocumentNumber(),
		IssuingBody: waits.GetIssuingBody(), DecisionDate: waits.GetDecisionDate(), Attachments: waits.GetAttachments(),
		Warnings: waits.GetWarnings(), CorrectionNote: waits.GetCorrectionNote(),
	}
}

// correctionMoves are the buttons of a correction that waits.
func (c *Console) correctionMoves() map[string]publicationAct {
	p := c.publications
	return map[string]publicationAct{
		"approve-correction": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.ApproveCorrection(ctx, &disclosurev1.ApproveCorrectionRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
		"return-correction": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.ReturnCorrection(ctx, &disclosurev1.ReturnCorrectionRequest{Name: name, Etag: page.Form.Etag, RequestId: once, Reason: page.ReturnReason.Value})
			return err
		},
		"discard-correction": func(ctx context.Context, page *PublicationShow, name, once string) error {
			_, err := p.DiscardCorrection(ctx, &disclosurev1.DiscardCorrectionRequest{Name: name, Etag: page.Form.Etag, RequestId: once})
			return err
		},
	}
}

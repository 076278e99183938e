package app

import (
	"context"
	"strconv"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// Correction is new content for something public.
type Correction struct {
	ID, Etag string
	Content  domain.Content
	Note     string
	Declared bool
	Reasons  map[domain.WarningCode]string
}

// CorrectPublication proposes new public content and tells those who may approve it. Where the caller may approve and nobody
// else can, the next public version is made at once, and the audit trail and the event say so.
func (a *Actions) CorrectPublication(ctx context.Context, cause change.Cause, c Correction) (domain.Publication, error) {
	return a.movePublication(ctx, "CorrectPublication", cause, c.ID, c.Etag,
		func(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (moved, error) {
			content := c.Content
			had := p.Content.Attachments
			if p.Correction != nil {
				had = append(append([]domain.Attachment{}, had...), p.Correction.Content.Attachments...)
			}
			var err error
			if content.Attachments, err = a.open(ctx, content.Attachments, had); err != nil {
				return moved{}, err
			}
			if p, err = p.ProposeCorrection(content, c.Note, c.Declared, c.Reasons, actor(ctx), with); err != nil {
				return moved{}, err
			}
			if a.decidesAlone(ctx, p) {
				return a.approveCorrection(ctx, tx, p, with)
			}
			detail := acknowledged(p.Correction.Warnings)
			detail["correction"] = "proposed"
			others := a.approvers(p.Body, actor(ctx).Keys())
			return moved{
				publication: p, detail: detail,
				notices: a.tell(others, "correction_submitted", publicationName(p.ID), p.Revision+1, nil),
			}, nil
		})
}

// decidesAlone reports whether the caller may approve for the body and nobody else can.
func (a *Actions) decidesAlone(ctx context.Context, p domain.Publication) bool {
	return a.Policy.Can(ctx, "ApproveCorrection", publicationResource(p)) && a.otherApprovers(ctx, p.Body, actor(ctx)) == 0
}

// ApproveCorrection makes what somebody else proposed the next public version.
func (a *Actions) ApproveCorrection(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "ApproveCorrection", cause, id, seen, a.approveCorrection)
}

func (a *Actions) approveCorrection(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) (moved, error) {
	others := 0
	if p.Correction != nil {
		others = a.otherApprovers(ctx, p.Body, p.Correction.Author)
	}
	p, facts, err := p.ApproveCorrection(actor(ctx), others, with)
	if err != nil {
		return moved{}, err
	}
	p, corrected, notices, err := a.correctObligation(ctx, tx, p, with)
	if err != nil {
		return moved{}, err
	}
	detail := acknowledged(p.Warnings)
	detail["digest"], detail["version"] = p.Digest, strconv.Itoa(p.Version)
	result := moved{publication: p, facts: append(facts, corrected...), detail: detail, notices: notices}
	if p.SinglePerson {
		detail["single_person"] = "true"
	} else {
		result.notices = append(notices, a.tell([]string{p.Author.Subject}, "correction_approved", publicationName(p.ID), p.Revision+1, nil)...)
	}
	return result, tx.AddVersion(ctx, p.PublicVersion(with.Now))
}

// ReturnCorrection sends a proposed correction back to its author, who is told.
func (a *Actions) ReturnCorrection(ctx context.Context, cause change.Cause, id, seen, reason string) (domain.Publication, error) {
	return a.movePublication(ctx, "ReturnCorrection", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.ReturnCorrection(reason, with)
			if err != nil {
				return moved{}, err
			}
			return moved{
				publication: p, detail: map[string]string{"correction": "returned"},
				notices: a.tell([]string{p.Correction.Author.Subject}, "correction_returned", publicationName(p.ID), p.Revision+1, nil),
			}, nil
		})
}

// DiscardCorrection drops a proposed or returned correction; what is public stays.
func (a *Actions) DiscardCorrection(ctx context.Context, cause change.Cause, id, seen string) (domain.Publication, error) {
	return a.movePublication(ctx, "DiscardCorrection", cause, id, seen,
		func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
			p, err := p.DiscardCorrection(with)
			return moved{publication: p, detail: map[string]string{"correction": "discarded"}}, err
		})
}

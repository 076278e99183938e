package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// NewPublication is what an author begins with. Handles are those of the uploads.
type NewPublication struct {
	Unit, Agency, Item, Obligation string
	Content                        domain.Content
}

// CreatePublication begins a draft and ties it to the duty it answers.
func (a *Actions) CreatePublication(ctx context.Context, cause change.Cause, n NewPublication) (domain.Publication, error) {
	unit, err := a.acting(n.Unit)
	if err != nil {
		return domain.Publication{}, err
	}
	body := domain.Body{Unit: string(unit.Key), Agency: n.Agency}
	if err := a.Policy.Allow(ctx, "CreatePublication", bodyResource("Publication", body)); err != nil {
		return domain.Publication{}, err
	}
	with, err := a.setting(body, n.Item)
	if err != nil {
		return domain.Publication{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		content := n.Content
		var err error
		if content.Attachments, err = a.open(ctx, content.Attachments, nil); err != nil {
			return Outcome{}, err
		}
		draft, err := domain.NewDraft(newID(), body, content, actor(ctx), unit.SpecialArea, with)
		if err != nil {
			return Outcome{}, err
		}
		p, facts, err := a.tie(ctx, tx, draft, n.Obligation, with)
		if err != nil {
			return Outcome{}, err
		}
		p.Revision = 1
		if err := tx.PutPublication(ctx, p); err != nil {
			return Outcome{}, err
		}
		return Outcome{
			Answer: Answer{ID: p.ID, Publication: &p}, Resource: publicationName(p.ID), Unit: p.Body.Unit, Facts: facts, Detail: map[string]string{"item": p.Item},
		}, nil
	})
	return a.recallPublication(ctx, answer, err)
}

// open verifies the handles of uploads. Files the record has already are named by
// digest and file name and kept as they are.
func (a *Actions) open(ctx context.Context, given, had []domain.Attachment) ([]domain.Attachment, error) {
	known := map[string]domain.Attachment{}
	for _, file := range had {
		known[file.SHA256+"/"+file.FileName] = file
	}
	subject := authn.From(ctx).Subject
	opened := make([]domain.Attachment, 0, len(given))
	for _, file := range given {
		kept, ok := known[file.SHA256+"/"+file.FileName]
		if !ok {
			var err error
			if kept, err = a.Files.Open(file.Handle, subject); err != nil {
				return nil, err
			}
			if file.FileName != "" {
				kept.FileName = file.FileName
			}
		}
		kept.Description = file.Description
		opened = append(opened, kept)
	}
	return opened, nil
}

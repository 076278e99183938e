package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Document is the paper by which a body answers, sets, asks or annuls.
type Document struct {
	Number string
	On     workday.Date // the day of the document, or the day it sets; today when zero
	Reason string
	Papers []domain.Attachment
}

func (d Document) day(with domain.Setting) workday.Date {
	if d.On.IsZero() {
		return with.Today()
	}
	return d.On
}

// ReceiveDecision puts right on which day the body that answers had the whole dossier.
func (a *Actions) ReceiveDecision(ctx context.Context, cause change.Cause, id, seen string, on workday.Date, note string) (Vote, error) {
	return a.moveVote(ctx, "ReceiveDecision", cause, id, seen, func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		var err error
		v.Vote, err = v.Receive(on, note, with)
		return Moved{Vote: v}, err
	})
}

// RecogniseDecision records the decision that recognises; only the body the law names may.
func (a *Actions) RecogniseDecision(ctx context.Context, cause change.Cause, id, seen string, d Document) (Vote, error) {
	return a.answered(ctx, "RecogniseDecision", cause, id, seen, d, "decision_recognised",
		func(v domain.Vote, by domain.Actor, with domain.Setting) (domain.Vote, []domain.Fact, error) {
			return v.Recognise(recogniserOf(by), by, d.day(with), d.Number, with)
		})
}

// RefuseRecognition records the written answer that does not recognise, with its reason.
func (a *Actions) RefuseRecognition(ctx context.Context, cause change.Cause, id, seen string, d Document) (Vote, error) {
	return a.answered(ctx, "RefuseRecognition", cause, id, seen, d, "recognition_refused",
		func(v domain.Vote, by domain.Actor, with domain.Setting) (domain.Vote, []domain.Fact, error) {
			return v.RefuseRecognition(recogniserOf(by), by, d.day(with), d.Number, d.Reason, with)
		})
}

// SetEffectiveDate records from which day UBND puts a decision of the commune into force.
func (a *Actions) SetEffectiveDate(ctx context.Context, cause change.Cause, id, seen string, d Document) (Vote, error) {
	return a.answered(ctx, "SetEffectiveDate", cause, id, seen, d, "effect_set",
		func(v domain.Vote, by domain.Actor, with domain.Setting) (domain.Vote, []domain.Fact, error) {
			return v.SetEffect(d.On, d.Number, by, with)
		})
}

// RequestAmendment asks the community in writing to put its decision right.
func (a *Actions) RequestAmendment(ctx context.Context, cause change.Cause, id, seen string, d Document) (Vote, error) {
	return a.answered(ctx, "RequestAmendment", cause, id, seen, d, "amendment_requested",
		func(v domain.Vote, by domain.Actor, with domain.Setting) (domain.Vote, []domain.Fact, error) {
			return v.RequestAmendment(domain.AmendmentRequest{By: by, Document: d.Number, Reason: d.Reason}, with)
		})
}

// AnnulDecision annuls what breaks the law or its procedure.
func (a *Actions) AnnulDecision(ctx context.Context, cause change.Cause, id, seen string, ground domain.Ground, d Document) (Vote, error) {
	return a.answered(ctx, "AnnulDecision", cause, id, seen, d, "decision_annulled",
		func(v domain.Vote, by domain.Actor, with domain.Setting) (domain.Vote, []domain.Fact, error) {
			return v.Annul(ground, d.Number, d.Reason, by, with)
		})
}

// answered is what a body above does to a decision; those who hold the vote are told.
func (a *Actions) answered(ctx context.Context, action string, cause change.Cause, id, seen string, d Document, template string,
	decide func(domain.Vote, domain.Actor, domain.Setting) (domain.Vote, []domain.Fact, error),
) (Vote, error) {
	return a.moveVote(ctx, action, cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by := a.recogniser(ctx, v)
		papers, err := a.open(ctx, d.Papers, v.Answer)
		if err != nil {
			return Moved{}, err
		}
		var facts []domain.Fact
		if v.Vote, facts, err = decide(v.Vote, by, with); err != nil {
			return Moved{}, err
		}
		if len(papers) > 0 {
			v.Answer = papers
		}
		moved := Moved{
			Vote: v, Facts: facts, Detail: map[string]string{"document": d.Number},
			Notices: a.tell(others(a.organisers(v, with), by), template, v, map[string]string{"document": d.Number}),
		}
		return a.inForce(ctx, tx, moved, with)
	})
}

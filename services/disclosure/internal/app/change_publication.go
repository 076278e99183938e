package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// moved is what a move of a publication leaves behind.
type moved struct {
	publication domain.Publication
	facts       []domain.Fact
	notices     []Notice
	detail      map[string]string
	outcome     func(*Outcome) // last word on the outcome
}

// movePublication is the way of every change to a publication that exists: may the caller, is it still what the caller saw,
// what do the rules say, write it. The answer is the publication as it stands afterwards.
func (a *Actions) movePublication(ctx context.Context, action string, cause change.Cause, id, seen string,
	move func(context.Context, Tx, domain.Publication, domain.Setting) (moved, error),
) (domain.Publication, error) {
	before, err := a.publicationOf(ctx, cause, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, action, publicationResource(before)); err != nil {
		return before, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		p, err := tx.Publication(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, p.Revision); err != nil {
			return Outcome{}, err
		}
		return a.move(ctx, tx, p, move)
	})
	return a.recallPublication(ctx, answer, err)
}

// move applies a move to a locked publication and writes what became of it, the obligation it answers included.
func (a *Actions) move(ctx context.Context, tx Tx, p domain.Publication,
	move func(context.Context, Tx, domain.Publication, domain.Setting) (moved, error),
) (Outcome, error) {
	with, err := a.settingOf(p)
	if err != nil {
		return Outcome{}, err
	}
	result, err := move(ctx, tx, p, with)
	if err != nil {
		return Outcome{}, err
	}
	result.publication.Revision++
	if err := tx.PutPublication(ctx, result.publication); err != nil {
		return Outcome{}, err
	}
	facts, err := a.weighObligation(ctx, tx, result.publication, with)
	if err != nil {
		return Outcome{}, err
	}
	outcome := Outcome{
		Answer: Answer{ID: p.ID, Publication: &result.publication}, Resource: publicationName(p.ID), Unit: p.Body.Unit, Detail: result.detail,
		Facts: append(result.facts, facts...), Notices: result.notices,
	}
	outcome.Notices = append(outcome.Notices, a.announce(result.facts)...)
	if result.outcome != nil {
		result.outcome(&outcome)
	}
	return outcome, nil
}

// settingOf is the setting for the item a publication stands under. An item that has left the catalogue since keeps its
// rules for what was made under it.
func (a *Actions) settingOf(p domain.Publication) (domain.Setting, error) {
	s := domain.Setting{Book: a.Book, Calendar: a.Units.Calendar(), Facts: a.facts(p.Body), Now: a.now()}
	item, ok := a.Item(p.Item)
	if !ok {
		return s, domain.Refuse(domain.ItemNotFound, "item")
	}
	s.Item = item
	return s, nil
}

// weighObligation looks what the publication's new state means for the duty it answers.
func (a *Actions) weighObligation(ctx context.Context, tx Tx, p domain.Publication, with domain.Setting) ([]domain.Fact, error) {
	if p.Obligation == "" || !p.State.Public() {
		return nil, nil
	}
	o, err := tx.Obligation(ctx, p.Obligation)
	if err != nil {
		return nil, err
	}
	before := o
	var facts []domain.Fact
	switch {
	case p.State == domain.Withdrawn:
		o = o.Reopen(p.ID, with)
	case o.Publication == p.ID:
		o, facts, err = o.Weigh(p, with)
	case o.State == domain.ObligationOpen:
		o, facts, err = o.Answer(p, with)
	}
	if err != nil || o.State == before.State && o.Publication == before.Publication {
		return facts, err
	}
	o.Revision++
	return facts, tx.PutObligation(ctx, o)
}

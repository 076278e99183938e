package domain

import (
	"github.com/danchu-platform/danchu/services/platform/law"
)

// NewDraft begins a publication.
func NewDraft(id string, body Body, content Content, by Actor, specialArea bool, with Setting) (Publication, error) {
	p := Publication{
		ID: id, Body: body, Item: with.Item.ID, State: Draft, Author: by, SpecialArea: specialArea,
		CreatedAt: with.Now,
	}
	return p.write(content, with)
}

// Edit changes a draft. A changed decision date or item gives another due date; when the one before had been told, it
// stays in the history. Whoever writes it last is its author: nobody approves what they themselves put in.
func (p Publication) Edit(content Content, by Actor, with Setting) (Publication, error) {
	if err := p.allow(ActEdit); err != nil {
		return p, err
	}
	p.Author = by
	p.Item = with.Item.ID
	return p.write(content, with)
}

func (p Publication) write(content Content, with Setting) (Publication, error) {
	if err := content.checkDraft(with.Today()); err != nil {
		return p, err
	}
	if with.Item.Heading {
		return p, Refuse(ItemNotOfUnit, "item", "item", with.Item.ID).On(with.Item.Basis.String())
	}
	p.Content = content
	p.PersonalList = with.Item.PersonalList
	p.Warnings = Examine(content, p.PersonalList)
	p.SecrecyDeclared = false
	p.UpdatedAt = with.Now
	return p.countDue(with)
}

func (p Publication) countDue(with Setting) (Publication, error) {
	if p.Content.DecisionDate.IsZero() {
		p.Due = Due{}
		return p, nil
	}
	if !p.Due.IsZero() && p.Due.Start == ClockStart(with.Item, p.Content.DecisionDate) && p.dueStillOf(with.Item) {
		return p, nil // told already: it is never counted again behind people's back
	}
	due, err := DisclosureDue(with.Book, with.Calendar, with.Item, ClockStart(with.Item, p.Content.DecisionDate))
	if err != nil {
		return p, err
	}
	if !p.Due.IsZero() && p.Due.Date != due.Date {
		p.DueHistory = append(append([]DueChange{}, p.DueHistory...), DueChange{
			Previous: p.Due, Recomputed: due, At: with.Now, Cause: CauseDecisionDate, Decision: DecisionAccepted,
		})
	}
	p.Due = due
	return p, nil
}

func (p Publication) dueStillOf(item law.Item) bool {
	return p.Due.RuleID == item.DueRule || p.Due.RuleID == item.SectorRule
}

// Discard checks that a draft may be thrown away: only what was never public and never approved.
func (p Publication) Discard() error { return p.allow(ActDiscard) }

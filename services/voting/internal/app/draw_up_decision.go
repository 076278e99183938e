package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// DecisionDraft is what the organiser adds to the record of the vote.
type DecisionDraft struct {
	Kind                       domain.DocumentKind
	Number, Discussed, Decided string
	Households                 []string // whose representatives signed the paper
	Papers                     []domain.Attachment
}

// DrawUpDecision puts the decision down from the record of the vote; whoever heads it signs with it. Signatures given to an
// earlier text fall away.
func (a *Actions) DrawUpDecision(ctx context.Context, cause change.Cause, id, seen string, d DecisionDraft) (Vote, error) {
	return a.moveVote(ctx, "DrawUpDecision", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by := a.actor(ctx, v.Body, v.headOffices()...)
		if err := v.headed(by); err != nil {
			return Moved{}, err
		}
		papers, err := a.open(ctx, d.Papers, v.Signed)
		if err != nil {
			return Moved{}, err
		}
		if v.Vote, err = v.Compose(d.Kind, d.Number, d.Discussed, d.Decided, with); err != nil {
			return Moved{}, err
		}
		if v.Vote, err = v.Sign(domain.Signature{By: by}, false, with); err != nil {
			return Moved{}, err
		}
		for _, household := range d.Households {
			if v.Vote, err = a.signFor(ctx, tx, v, household, with); err != nil {
				return Moved{}, err
			}
		}
		v.Signed = papers
		var notices []Notice
		if v.Matter.Scope == domain.Village {
			notices = a.tell(others(a.holders(v.Body, domain.FrontHead), by), "signature_asked", v, map[string]string{"due": v.SendDue.Date.Format()})
		}
		return Moved{Vote: v, Notices: notices, Detail: map[string]string{"digest": v.Decision.Digest}}, nil
	})
}

// signFor records the signature of a household's representative on the paper.
func (a *Actions) signFor(ctx context.Context, tx Tx, v Vote, household string, with domain.Setting) (domain.Vote, error) {
	for _, known := range v.Rolls {
		roll, err := tx.Roll(ctx, v.ID, known.Village)
		if err != nil {
			return v.Vote, err
		}
		if entry, ok := roll.Entry(household); ok {
			by := domain.Actor{Subject: "households/" + household, Name: entry.Name, Office: domain.Household}
			return v.Sign(domain.Signature{By: by, Household: household}, true, with)
		}
	}
	return v.Vote, domain.Refuse(domain.HouseholdNotOnRoll, "household").On("Điều 20 khoản 2 điểm g Luật 10/2022/QH15")
}

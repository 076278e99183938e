package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// SignDecision records a signature: the caller's own in an office that signs, or that of a household's representative on the
// paper, which whoever heads the document records.
func (a *Actions) SignDecision(ctx context.Context, cause change.Cause, id, seen, household string) (Vote, error) {
	return a.moveVote(ctx, "SignDecision", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by := a.signer(ctx, v)
		var err error
		if household == "" {
			v.Vote, err = v.Sign(domain.Signature{By: by}, false, with)
		} else if err = v.headed(a.actor(ctx, v.Body, v.headOffices()...)); err == nil {
			v.Vote, err = a.signFor(ctx, tx, v, household, with)
		}
		return Moved{Vote: v, Detail: map[string]string{"office": string(by.Office)}}, err
	})
}

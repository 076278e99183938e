package app

import (
	"context"
	"time"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Receipt is what the voter keeps. Proof is empty and Index -1 until the log has the ballot.
type Receipt struct {
	Vote       string
	Commitment ballot.Commitment
	Promise    string
	Proof      string
	Index      int64
}

// CastBallot puts a secret ballot into the box. Whoever says who they are is refused: a ballot has nobody. The same ballot
// again gets the same receipt, after the close too; another choice with the same token is refused. When it answers, the
// ballot is on the disk and will be counted.
func (a *Actions) CastBallot(ctx context.Context, vote string, o ballot.OpeningLeaf) (Receipt, error) {
	if err := a.Policy.Allow(ctx, "CastBallot", authz.Installation()); err != nil {
		return Receipt{}, err
	}
	if bearer, err := authn.Bearer(ctx); err != nil || bearer != "" || authn.From(ctx).SignedIn() {
		return Receipt{}, domain.Refuse(domain.IdentityNotWanted, "authorization")
	}
	box, key, err := a.Online.boxes.of(ctx, vote)
	if err != nil {
		return Receipt{}, err
	}
	switch {
	case !box.Public:
		return Receipt{}, domain.Refuse(domain.NotFound, "name")
	case !box.Secret() || key == nil:
		return Receipt{}, domain.Refuse(domain.ChannelNotOpen, "vote", "form", string(box.Form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	}
	if _, err := (ballot.Options{Options: ballot.Answers()}).Parse(o.Choice); err != nil {
		return Receipt{}, domain.Refuse(domain.ChoiceInvalid, "choice").On("Điều 5 khoản 2 điểm d Nghị định 59/2023/NĐ-CP")
	}
	if err := ballot.VerifyToken(key, o.Token, o.Signature); err != nil {
		return Receipt{}, domain.Refuse(domain.TokenInvalid, "signature")
	}
	o.Commitment = ballot.Commit(vote, o.Token, o.Choice, o.Salt)
	fate, err := a.Online.caster.cast(ctx, SecretBallot{Vote: vote, Log: box.Log, OpeningLeaf: o})
	if err != nil {
		return Receipt{}, err
	}
	if fate != Taken {
		return Receipt{}, refusalOf(fate, box)
	}
	promise, err := a.Online.promise(box.Origin, vote, o.Commitment)
	return Receipt{Vote: vote, Commitment: o.Commitment, Promise: promise, Index: -1}, err
}

// refusalOf says why a box did not take what it was given.
func refusalOf(fate Fate, box Box) error {
	switch fate {
	case Used:
		return domain.Refuse(domain.TokenUsed, "token").On("Điều 19 khoản 3 Luật 10/2022/QH15")
	case Early:
		return domain.Refuse(domain.NotOpenYet, "opens_at", "opens", box.OpensAt.Format(time.RFC3339))
	case Other:
		return domain.Refuse(domain.CredentialDrawn, "blinded_message").On("Điều 19 khoản 3 Luật 10/2022/QH15")
	case Voted:
		return domain.Refuse(domain.VotedAlready, "household").On("Điều 19 khoản 3, Điều 21 khoản 1 Luật 10/2022/QH15")
	case Busy: // being closed: in a moment it is clear whether the hour has passed
		return fault.New(fault.Unavailable, "", fault.RetryAfter(time.Second))
	}
	return domain.Refuse(domain.ClosedAlready, "closes_at", "closed", box.ClosesAt.Format(time.RFC3339))
}

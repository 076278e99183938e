package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/issuer"
)

// DrawCredential signs the blinded message of the caller's household, once: the same message gets the same answer, another
// is refused. That the household drew is marked on the roll, with no time; no cause, audit entry or event is kept, since
// each of them has one.
func (a *Actions) DrawCredential(ctx context.Context, vote string, blinded []byte) ([]byte, error) {
	v, line, err := a.mine(ctx, "DrawCredential", vote)
	if err != nil {
		return nil, err
	}
	return a.draw(ctx, v, line, domain.Online, blinded, Drawing{})
}

// DrawAssistedCredential does the same for a household that a member of the vote's team helps. The choice is made and cast
// on the team's device; that device must be trusted by who is helped.
func (a *Actions) DrawAssistedCredential(ctx context.Context, vote, household string, blinded []byte, reason string) ([]byte, error) {
	if err := a.Policy.Allow(ctx, "DrawAssistedCredential", authz.Installation()); err != nil {
		return nil, err
	}
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return nil, err
	}
	caller := authn.From(ctx).Subject
	if !slices.ContainsFunc(v.Current().Team.Members, func(m domain.Actor) bool { return m.Subject == caller }) {
		if !v.Public() {
			return nil, domain.Refuse(domain.NotFound, "name")
		}
		return nil, domain.Refuse(domain.OfficeNotCompetent, "by", "competent", "online_team").On("Điều 5 khoản 2 điểm b Nghị định 59/2023/NĐ-CP")
	}
	if reason == "" {
		return nil, domain.Refuse(domain.FieldRequired, "reason")
	}
	line, err := a.Store.RollLine(ctx, vote, household)
	var refusal *domain.Refusal
	if errors.As(err, &refusal) || err == nil && line.Removed {
		return nil, domain.Refuse(domain.HouseholdNotOnRoll, "household").On("Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	if err != nil {
		return nil, err
	}
	return a.draw(ctx, v, line, domain.Assisted, blinded, Drawing{Helper: caller, Reason: reason})
}

// draw admits a household and signs. It signs before it marks: a message that cannot be signed must not cost the household
// its vote; and it answers after: what another device drew first is not answered.
func (a *Actions) draw(ctx context.Context, v Vote, line RollLine, channel domain.ParticipationChannel, blinded []byte, d Drawing) ([]byte, error) {
	if !secretOnline(v) {
		return nil, domain.Refuse(domain.ChannelNotOpen, "vote", "form", string(v.Current().Form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	}
	entry := line.RollEntry
	entry.Representative = authn.From(ctx).Subject // directory, or the team, has said who acts
	with := a.setting()
	if _, err := v.Admit(entry, line.Village, entry.Representative, channel, nil, with); err != nil {
		return nil, err
	}
	message := sha256.Sum256(blinded)
	d.Vote, d.Household, d.Message = v.ID, entry.Household, message[:]
	before, err := a.Online.store.Drawn(ctx, v.ID, entry.Household)
	if err != nil {
		return nil, err
	}
	box, _, err := a.Online.boxes.of(ctx, v.ID)
	switch {
	case err != nil:
		return nil, err
	case before != nil && !bytes.Equal(before, d.Message):
		return nil, refusalOf(Other, box)
	case before == nil && line.By != "":
		return nil, refusalOf(Voted, box)
	}
	signature, err := a.blindSign(ctx, v.ID, box, blinded)
	if err != nil {
		return nil, err
	}
	fate, err := a.Online.store.Draw(ctx, with.Now, d)
	if err != nil {
		return nil, err
	}
	if fate != Drew {
		return nil, refusalOf(fate, box)
	}
	return signature, nil
}

// blindSign signs with as many at once as there are cores.
func (a *Actions) blindSign(ctx context.Context, vote string, box Box, blinded []byte) ([]byte, error) {
	select {
	case a.Online.sign <- struct{}{}:
		defer func() { <-a.Online.sign }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	key, err := a.Online.boxes.key(ctx, vote)
	if err != nil {
		if errors.Is(err, issuer.ErrDestroyed) {
			return nil, refusalOf(Closed, box)
		}
		return nil, err
	}
	signature, err := key.BlindSign(blinded)
	switch {
	case errors.Is(err, issuer.ErrBlinded):
		return nil, domain.Refuse(domain.FieldInvalid, "blinded_message")
	case errors.Is(err, issuer.ErrDestroyed):
		return nil, refusalOf(Closed, box)
	}
	return signature, err
}

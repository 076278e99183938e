package app

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// OpenChoice is what a household says in an open vote.
type OpenChoice struct {
	Choice, Opinion string
	Understood      bool // it was told that the choice is recorded with the household
}

// CastOpenVote records the choice of the caller's household. It cannot be changed.
func (a *Actions) CastOpenVote(ctx context.Context, cause change.Cause, vote string, c OpenChoice) (Receipt, error) {
	v, line, err := a.mine(ctx, "CastOpenVote", vote)
	if err != nil {
		return Receipt{}, err
	}
	round := v.Current()
	if round.Form != domain.OnlineForm || round.Method != domain.OpenBallot {
		return Receipt{}, domain.Refuse(domain.ChannelNotOpen, "vote", "form", string(round.Form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	}
	if !c.Understood {
		return Receipt{}, domain.Refuse(domain.FieldRequired, "understood_open")
	}
	if err := v.CheckBallot(domain.Ballot{Choice: domain.Choice(strings.ToLower(c.Choice)), Text: c.Opinion}); err != nil {
		return Receipt{}, err
	}
	box, _, err := a.Online.boxes.of(ctx, vote)
	if err != nil {
		return Receipt{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		entry, with := line.RollEntry, a.setting()
		entry.Representative = authn.From(ctx).Subject
		if _, err := v.Admit(entry, line.Village, entry.Representative, domain.Online, nil, with); err != nil {
			return Outcome{}, err
		}
		b := OpenBallot{Vote: vote, Household: entry.Household, Log: box.Log, Opinion: c.Opinion}
		b.Choice = strings.ToUpper(c.Choice)
		if _, err := rand.Read(b.Salt[:]); err != nil {
			return Outcome{}, err
		}
		b.Commitment = ballot.CommitOpen(vote, b.Choice, b.Salt)
		fate, err := tx.CastOpen(ctx, with.Now, b)
		if err != nil {
			return Outcome{}, err
		}
		if fate != Taken {
			return Outcome{}, refusalOf(fate, box)
		}
		kept, err := json.Marshal(b.Commitment)
		return Outcome{Answer: Answer{ID: vote, Extra: kept}, Resource: voteName(vote), Unit: line.Village}, err
	})
	if err != nil {
		return Receipt{}, err
	}
	r := Receipt{Vote: vote, Index: -1}
	if err := json.Unmarshal(answer.Extra, &r.Commitment); err != nil {
		return Receipt{}, err
	}
	r.Promise, err = a.Online.promise(box.Origin, vote, r.Commitment)
	return r, err
}

package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// AnswerOptIn is the caller's household in the poll whether to vote online. It may answer again while the poll lasts.
func (a *Actions) AnswerOptIn(ctx context.Context, cause change.Cause, vote string, agree bool) (Vote, Opinions, error) {
	v, line, err := a.mine(ctx, "AnswerOptIn", vote)
	if err != nil {
		return v, Opinions{}, err
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		if err := polling(v); err != nil {
			return Outcome{}, err
		}
		return Outcome{Answer: Answer{ID: vote}, Resource: voteName(vote), Unit: line.Village},
			tx.PutOpinions(ctx, vote, map[string]bool{line.Household: agree})
	})
	if err != nil {
		return v, Opinions{}, err
	}
	opinions, err := a.Online.store.Opinions(ctx, vote)
	return v, opinions, err
}

// Poll is what the organiser records of the poll.
type Poll struct {
	Answers    map[string]bool // by household
	ReportedOn workday.Date    // when UBND and the Front of the commune were told; zero to leave it
	Report     string          // its number
	Close      bool            // the answers are counted
}

// RecordOptIn enters answers given on paper or by word of mouth, and the report to the commune that goes before; closing the
// poll counts all answers. Fewer than the law asks for are refused, and the poll goes on.
func (a *Actions) RecordOptIn(ctx context.Context, cause change.Cause, vote string, p Poll) (Vote, Opinions, error) {
	before, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return before, Opinions{}, err
	}
	if err := a.Policy.Allow(ctx, "RecordOptIn", voteResource(before)); err != nil {
		return before, Opinions{}, err
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		if err := polling(v); err != nil {
			return Outcome{}, err
		}
		if err := tx.PutOpinions(ctx, vote, p.Answers); err != nil {
			return Outcome{}, err
		}
		if !p.Close && p.Report == "" {
			return Outcome{Answer: Answer{ID: vote}, Resource: voteName(vote), Unit: v.Body.Unit}, nil
		}
		outcome, err := a.Move(ctx, tx, v, p.move)
		outcome.Answer = Answer{ID: vote}
		return outcome, err
	})
	if err != nil {
		return before, Opinions{}, err
	}
	after, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return after, Opinions{}, err
	}
	opinions, err := a.Online.store.Opinions(ctx, vote)
	return after, opinions, err
}

func (p Poll) move(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
	if p.Report != "" {
		if p.ReportedOn.After(with.Today()) {
			return Moved{}, domain.Refuse(domain.DateInFuture, "report_date", "latest", with.Today().Format())
		}
		v.OptIn.ReportedOn, v.OptIn.Report = p.ReportedOn, p.Report
	}
	if !p.Close {
		return Moved{Vote: v}, nil
	}
	opinions, err := tx.Opinions(ctx, v.ID)
	if err != nil {
		return Moved{}, err
	}
	optIn := v.OptIn
	optIn.Agreed = opinions.Agreed
	var facts []domain.Fact
	v.Vote, facts, err = v.RecordOptIn(optIn, with)
	return Moved{Vote: v, Facts: facts}, err
}

// polling refuses answers outside the poll: before the announcement, after it was counted, in a vote of another form.
func polling(v Vote) error {
	switch {
	case v.Current().Form != domain.OnlineForm:
		return domain.Refuse(domain.ChannelNotOpen, "vote", "form", string(v.Current().Form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	case !v.Allows(domain.ActOptIn):
		return domain.Refuse(domain.StateNotAllowed, "state", "state", string(v.State), "action", string(domain.ActOptIn))
	}
	return nil
}

package portal

import (
	"context"

	"google.golang.org/protobuf/types/known/timestamppb"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// VoteRow is one vote in a list.
type VoteRow struct {
	URL, Title, Unit, Form string
	When                   string // until when, or from when, in words
	Result                 string // yes over the whole, once it is known
	State                  view.State
}

func (p *Portal) voteRows(ctx context.Context, votes []*votingv1.Vote) []VoteRow {
	lang := i18n.Lang(ctx)
	rows := make([]VoteRow, 0, len(votes))
	for _, one := range votes {
		rows = append(rows, VoteRow{
			URL: "/votes/" + terms.ID(one.GetName()), Title: one.GetTitle(), Unit: one.GetUnitName(), Form: p.Terms.Voting(lang, "form", one.GetForm().String()),
			When: p.voteWhen(lang, one), Result: p.voteYes(lang, one), State: p.Terms.VoteState(lang, one.GetState()),
		})
	}
	return rows
}

// voteWhen says the next or last moment that matters to somebody who may take part.
func (p *Portal) voteWhen(lang string, one *votingv1.Vote) string {
	key, at := "vote.opens_at", one.GetOpensTime()
	switch one.GetState() {
	case votingv1.VoteState_VOTE_STATE_OPEN:
		if one.GetClosesTime() != nil {
			key, at = "vote.closes_at", one.GetClosesTime()
		}
	case votingv1.VoteState_VOTE_STATE_DRAFTED, votingv1.VoteState_VOTE_STATE_AGREED, votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN:
	default:
		if one.GetClosedTime() != nil {
			key, at = "vote.closed_at", one.GetClosedTime()
		}
	}
	if at == nil {
		return ""
	}
	return p.Set.Text(lang, key, map[string]string{"moment": moment(at)})
}

// voteYes is the yes over the whole; nothing in an election, where there is no one yes.
func (p *Portal) voteYes(lang string, one *votingv1.Vote) string {
	whole := one.GetResult().GetThreshold()
	for _, line := range one.GetResult().GetCounts() {
		if line.GetOption() == "AGREE" && whole.GetDenominator() != "villages" {
			return p.Set.Text(lang, "vote.agreed_of", map[string]string{
				"agree": i18n.Number(lang, int64(line.GetVotes())), "total": i18n.Number(lang, int64(whole.GetTotal())),
			})
		}
	}
	return ""
}

// moment writes a time as people in Vietnam read it; nothing for none.
func moment(at *timestamppb.Timestamp) string {
	if at == nil {
		return ""
	}
	return at.AsTime().In(workday.Zone).Format("15:04 02/01/2006")
}

// unitVotes are the latest votes of a village or commune. When voting is away the
// rest of the unit's page is still worth reading.
func (p *Portal) unitVotes(ctx context.Context, unit string, page *UnitShow) error {
	found, err := p.votes.SearchVotes(ctx, &votingv1.SearchVotesRequest{Unit: unit, PageSize: 6})
	if err != nil {
		if f := fault.From(err); f.Kind == fault.Unavailable || f.Kind == fault.Internal {
			p.Log.WarnContext(ctx, "a unit's page is shown without its votes", "error", err)
			page.VotesAway = true
			return nil
		}
		return err
	}
	page.Votes = p.voteRows(ctx, found.GetVotes())
	return nil
}

// vote reads the vote of the address.
func (p *Portal) vote(ctx context.Context, id string) (*votingv1.Vote, error) {
	one, err := p.votes.GetVote(ctx, &votingv1.GetVoteRequest{Name: "votes/" + id})
	if err != nil {
		return nil, notFound(err)
	}
	return one, nil
}

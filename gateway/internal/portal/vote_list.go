package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteList is the search over announced votes.
type VoteList struct {
	Query, Unit, State, Matter view.Field
	UnitName                   string
	Filtered                   bool
	Rows                       []VoteRow
	Pager                      view.Pager
}

var voteParameters = []string{"q", "unit", "state", "matter", "page"}

// phases are what people look for, as the states they stand for.
var phases = map[string][]votingv1.VoteState{
	"coming": {votingv1.VoteState_VOTE_STATE_ANNOUNCED, votingv1.VoteState_VOTE_STATE_OPTED_IN},
	"open":   {votingv1.VoteState_VOTE_STATE_OPEN},
	"decided": {
		votingv1.VoteState_VOTE_STATE_PASSED, votingv1.VoteState_VOTE_STATE_SENT, votingv1.VoteState_VOTE_STATE_RECOGNISED, votingv1.VoteState_VOTE_STATE_IN_EFFECT,
	},
	"failed": {
		votingv1.VoteState_VOTE_STATE_FAILED, votingv1.VoteState_VOTE_STATE_REFUSED, votingv1.VoteState_VOTE_STATE_ANNULLED,
		votingv1.VoteState_VOTE_STATE_CANCELLED, votingv1.VoteState_VOTE_STATE_AMENDED,
	},
}

func (p *Portal) voteList() http.Handler {
	return view.Public(p.pages.voteList, p.Cache, p.Log, voteParameters, func(ctx context.Context, r *http.Request) (VoteList, []string, error) {
		query := r.URL.Query()
		page := p.voteSearch(i18n.Lang(ctx), query)
		ask := &votingv1.SearchVotesRequest{
			Query: page.Query.Value, States: phases[page.State.Value], PageToken: query.Get("page"),
			Matter: votingv1.Matter(votingv1.Matter_value["MATTER_"+strings.ToUpper(page.Matter.Value)]),
		}
		if page.Unit.Value != "" {
			ask.Unit = "units/" + page.Unit.Value
			unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: ask.Unit})
			if err != nil {
				return page, nil, err
			}
			page.UnitName = unit.GetFullName()
		}
		found, err := p.votes.SearchVotes(ctx, ask)
		if err != nil {
			return page, nil, err
		}
		page.Rows = p.voteRows(ctx, found.GetVotes())
		token := query.Get("page")
		query.Del("page")
		page.Pager.Next = withPage("/votes", query, found.GetNextPageToken())
		if token != "" {
			page.Pager.First = "/votes?" + query.Encode()
		}
		return page, []string{tagVotes}, nil
	})
}

// voteSearch is the form as the address fills it.
func (p *Portal) voteSearch(lang string, query url.Values) VoteList {
	page := VoteList{
		Query:  view.Field{Name: "q", Value: strings.TrimSpace(query.Get("q")), Max: 200},
		Unit:   view.Field{Name: "unit", Value: query.Get("unit"), Max: 24},
		State:  view.Field{Name: "state", Options: []view.Option{{Text: p.Set.Text(lang, "vote.any_state", nil)}}},
		Matter: view.Field{Name: "matter", Options: []view.Option{{Text: p.Terms.Voting(lang, "matter", "UNSPECIFIED")}}},
	}
	for _, phase := range []string{"coming", "open", "decided", "failed"} {
		page.State.Options = append(page.State.Options, view.Option{Value: phase, Text: p.Set.Text(lang, "vote.phase_"+phase, nil)})
	}
	for _, name := range []string{"CONTRIBUTION", "FUNDS", "CONVENTION", "VILLAGE_HEAD", "BOARD", "SELF_GOVERNING"} {
		page.Matter.Options = append(page.Matter.Options, view.Option{Value: strings.ToLower(name), Text: p.Terms.Voting(lang, "matter", name)})
	}
	page.State.Choose(query.Get("state"))
	page.Matter.Choose(query.Get("matter"))
	page.Filtered = page.Query.Value+page.Unit.Value+page.State.Value+page.Matter.Value != ""
	return page
}

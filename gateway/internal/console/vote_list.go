package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteList is the desk of votes: those of the unit, and what waits for its answer.
type VoteList struct {
	Desk    Desk
	States  []Entry
	Waiting bool // the queue of what waits for recognition
	Rows    []VoteRow
	Pager   view.Pager
	NewURL  string
}

// VoteRow is one vote on the desk with its next step.
type VoteRow struct {
	URL, Title, Unit, Form string
	State                  view.State
	Due                    view.Due
	Next, Blocked, Basis   string
}

// voteStates are those the desk can be narrowed to, in the order of the work.
var voteStates = []string{"DRAFTED", "AGREED", "ANNOUNCED", "OPEN", "CLOSED", "PASSED", "SENT", "IN_EFFECT", "FAILED"}

func (c *Console) voteList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "votes")
	if err != nil {
		return err
	}
	if err := need(desk.Unit.Votes, "NEEDS_VOTE_HOLDER"); err != nil {
		return err
	}
	page := VoteList{Desk: desk, Waiting: query.Get("state") == "waiting"}
	if desk.Unit.HoldsVotes {
		page.NewURL = desk.URL("/console/votes/new")
	}
	base := url.Values{}
	if query.Get("unit") != "" {
		base.Set("unit", query.Get("unit"))
	}
	tab := func(state, text string) {
		if base.Del("state"); state != "" {
			base.Set("state", state)
		}
		page.States = append(page.States, Entry{URL: "/console/votes?" + base.Encode(), Text: text, Current: query.Get("state") == state})
	}
	if desk.Unit.Recognises {
		tab("waiting", c.Set.Text(lang, "vote.waiting", nil))
	}
	tab("", c.Set.Text(lang, "desk.all", nil))
	for _, name := range voteStates {
		tab(strings.ToLower(name), c.Terms.Voting(lang, "vote_state", name))
	}
	votes, token, err := c.listVotes(ctx, desk.Unit, query)
	if err != nil {
		return err
	}
	for _, one := range votes {
		page.Rows = append(page.Rows, c.voteRow(lang, one))
	}
	page.Pager = view.Pager{Next: next("/console/votes", query, token, "unit", "state")}
	return c.pages.voteList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) listVotes(ctx context.Context, post Post, query url.Values) ([]*votingv1.Vote, string, error) {
	if query.Get("state") == "waiting" {
		found, err := c.decisions.ListWaitingDecisions(ctx, &votingv1.ListWaitingDecisionsRequest{Unit: post.Unit, PageSize: 40, PageToken: query.Get("page")})
		return found.GetVotes(), found.GetNextPageToken(), err
	}
	ask := &votingv1.ListVotesRequest{Unit: post.Unit, Agency: post.Agency, PageSize: 40, PageToken: query.Get("page")}
	if number, known := votingv1.VoteState_value["VOTE_STATE_"+strings.ToUpper(query.Get("state"))]; known && number != 0 {
		ask.States = []votingv1.VoteState{votingv1.VoteState(number)}
	}
	found, err := c.votes.ListVotes(ctx, ask)
	return found.GetVotes(), found.GetNextPageToken(), err
}

// voteRow is a vote with the step that carries it on, and by when.
func (c *Console) voteRow(lang string, one *votingv1.Vote) VoteRow {
	row := VoteRow{
		URL: "/console/votes/" + terms.ID(one.GetName()), Title: one.GetTitle(), Unit: one.GetUnitName(),
		Form: c.Terms.Voting(lang, "form", one.GetForm().String()), State: c.Terms.VoteState(lang, one.GetState()),
	}
	var page VoteDesk
	c.offer(lang, "show", Post{}, one, &page)
	if page.Next != nil {
		row.Next, row.Blocked, row.Basis, row.Due = page.Next.Label, page.Next.Blocked, page.Next.Basis, page.Next.Due
	}
	return row
}

// votesToday are the steps on votes that wait for the reader in this post; the day's work is
// shown without them when voting does not answer.
func (c *Console) votesToday(ctx context.Context, desk Desk) []VoteRow {
	var rows []VoteRow
	lang := i18n.Lang(ctx)
	seen := map[string]bool{}
	for _, post := range desk.Posts {
		if !post.Votes || desk.Chosen && !post.Current {
			continue
		}
		for _, state := range []string{"", "waiting"} {
			if state == "waiting" && !post.Recognises {
				continue
			}
			votes, _, err := c.listVotes(ctx, post, url.Values{"state": {state}})
			if err != nil {
				if f := fault.From(err); f.Kind != fault.Forbidden {
					c.Log.WarnContext(ctx, "the day's work is shown without its votes", "error", err)
				}
				continue
			}
			for _, one := range votes {
				if row := c.voteRow(lang, one); row.Next != "" && row.Blocked == "" && !seen[row.URL] && one.GetState() != votingv1.VoteState_VOTE_STATE_IN_EFFECT {
					seen[row.URL] = true
					rows = append(rows, row)
				}
			}
		}
	}
	return rows
}

package portal

import (
	"net/http"
	"net/url"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteAsk is one small question to a household about a vote: whether to vote online,
// what is wrong with the roll, the code at the door.
type VoteAsk struct {
	ID, Title, Kind string // the kind names the words of the page
	Crumbs          []view.Crumb
	Needed          string
	Refusal         view.Refusal
	Once            string
	Field           view.Field
}

// asking is the page of one of these questions.
func (p *Portal) asking(r *http.Request, kind string, field view.Field) (VoteAsk, error) {
	if _, err := session.Require(r); err != nil {
		return VoteAsk{}, err
	}
	one, err := p.vote(r.Context(), r.PathValue("vote"))
	if err != nil {
		return VoteAsk{}, err
	}
	lang, id := i18n.Lang(r.Context()), terms.ID(one.GetName())
	page := VoteAsk{
		ID: id, Title: one.GetTitle(), Kind: kind, Once: view.NewOnce(), Field: field, Needed: p.Terms.Threshold(lang, one.GetOptIn().GetThreshold()),
		Crumbs: []view.Crumb{{URL: "/votes/" + id, Text: p.Set.Text(lang, "vote.back", nil)}},
	}
	if kind == "opt_in" {
		page.Field.Options = []view.Option{
			{Value: "yes", Text: p.Set.Text(lang, "vote.opt_in_yes", nil)}, {Value: "no", Text: p.Set.Text(lang, "vote.opt_in_no", nil)},
		}
	}
	return page, nil
}

// question answers GET and POST of one kind.
func (p *Portal) question(kind string, field view.Field, send func(r *http.Request, vote, value, once string) error) (show, answer view.Handler) {
	show = func(w http.ResponseWriter, r *http.Request) error {
		page, err := p.asking(r, kind, field)
		if err != nil {
			return err
		}
		page.Field.Value = r.URL.Query().Get(field.Name)
		return p.pages.voteAsk.Draw(w, r, http.StatusOK, page)
	}
	answer = func(w http.ResponseWriter, r *http.Request) error {
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, err := p.asking(r, kind, field)
		if err != nil {
			return err
		}
		page.Field.Read(r)
		page.Once = r.PostFormValue("once")
		err = fault.New(fault.Invalid, "ANSWER_MISSING", fault.Field(field.Name))
		if page.Field.Value != "" {
			err = send(r, "votes/"+page.ID, page.Field.Value, view.Once(page.Once, page.Field.Value))
		}
		if err != nil {
			refusal, ok := p.Set.Refusal(r, err, &page.Field)
			if !ok {
				return err
			}
			page.Refusal = refusal
			return p.pages.voteAsk.Draw(w, r, http.StatusUnprocessableEntity, page)
		}
		p.Sessions.Tell(w, "vote.did_"+kind, nil)
		http.Redirect(w, r, "/votes/"+page.ID, http.StatusSeeOther)
		return nil
	}
	return show, answer
}

func (p *Portal) optIn() (show, answer view.Handler) {
	return p.question("opt_in", view.Field{Name: "agree", Required: true}, func(r *http.Request, vote, value, once string) error {
		_, err := p.online.AnswerOptIn(r.Context(), &votingv1.AnswerOptInRequest{Vote: vote, Agree: value == "yes", RequestId: once})
		return err
	})
}

func (p *Portal) objection() (show, answer view.Handler) {
	return p.question("objection", view.Field{Name: "text", Required: true, Max: 1000}, func(r *http.Request, vote, value, once string) error {
		_, err := p.rolls.ObjectToRoll(r.Context(), &votingv1.ObjectToRollRequest{Vote: vote, Text: value, RequestId: once})
		return err
	})
}

func (p *Portal) checkIn() (show, answer view.Handler) {
	return p.question("check_in", view.Field{Name: "code", Required: true, Max: 40}, func(r *http.Request, vote, value, once string) error {
		_, err := p.meetings.CheckIn(r.Context(), &votingv1.CheckInRequest{Vote: vote, Code: value, RequestId: once})
		return err
	})
}

// VoteMine are the votes the reader's household may take part in.
type VoteMine struct {
	Rows  []MyVoteRow
	Pager view.Pager
}

// MyVoteRow is one of them, and how the household stands in it; never the choice.
type MyVoteRow struct {
	VoteRow
	Took    string
	CastURL string
}

func (p *Portal) voteMine(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	found, err := p.votes.ListMyVotes(ctx, &votingv1.ListMyVotesRequest{PageToken: r.URL.Query().Get("page")})
	if err != nil {
		return notFound(err)
	}
	page := VoteMine{Pager: view.Pager{Next: withPage("/votes/mine", url.Values{}, found.GetNextPageToken())}}
	for _, mine := range found.GetVotes() {
		one := mine.GetVote()
		row := MyVoteRow{VoteRow: p.voteRows(ctx, []*votingv1.Vote{one})[0]}
		switch {
		case mine.GetTookPart():
			row.Took = p.Set.Text(lang, "vote.took_part", map[string]string{"form": p.Terms.Voting(lang, "by_form", short("FORM_", mine.GetByForm().String()))})
		case voteDoors(one).Cast:
			row.CastURL = row.URL + "/cast"
		}
		if mine.GetCredentialDrawn() && voteDoors(one).Cast {
			row.CastURL = row.URL + "/cast" // drawn is not yet cast: the device that drew it goes on
		}
		page.Rows = append(page.Rows, row)
	}
	return p.pages.voteMine.Draw(w, r, http.StatusOK, page)
}

// short is the name of a value without the name of its enum.
func short(prefix, value string) string {
	if len(value) > len(prefix) && value[:len(prefix)] == prefix {
		return value[len(prefix):]
	}
	return value
}

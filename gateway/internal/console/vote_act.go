package console

import (
	"context"
	"net/http"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Act is something to be done about a vote, as its page offers it.
type Act struct {
	Verb, Label, What string
	Blocked           string // what is missing first, in the service's words
	Basis             string
	Due               view.Due
	Asks              []*Ask
	Uploads           bool
	Open              bool // the next step, or the one that was just refused
}

// voteAct is an act of the law: which RPC it is, what it asks for, how it is done. A page
// knows them by the last word of their address.
type voteAct struct {
	verb, rpc string
	room      string // the page it stands on: show, meeting, paper or roll
	asks      func(c *Console, lang string, one *votingv1.Vote) []*Ask
	do        func(ctx context.Context, c *Console, in *given) error
}

// voteActs are all acts, by verb.
func voteActs() map[string]voteAct {
	all := map[string]voteAct{}
	for _, list := range [][]voteAct{preparingActs, holdingActs, decisionActs, rollActs, meetingActs, paperActs, onlineActs} {
		for _, one := range list {
			all[one.verb] = one
		}
	}
	return all
}

// act is one act as it is first shown.
func (c *Console) act(lang string, one *votingv1.Vote, kind voteAct) Act {
	act := Act{Verb: kind.verb, Label: c.Set.Text(lang, "vote.act."+kind.verb, nil)}
	if key := "vote.act_what." + kind.verb; c.Set.Words().Has(key) {
		act.What = c.Set.Text(lang, key, nil)
	}
	if kind.asks != nil {
		act.Asks = c.named(kind.verb, kind.asks(c, lang, one))
	}
	for _, one := range act.Asks {
		act.Uploads = act.Uploads || one.Kind == "upload"
	}
	return act
}

// voteMove answers the button of an act: done and back with one sentence, or the page of
// the act with the reason why not and everything typed still there.
func (c *Console) voteMove(kind voteAct) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		page, one, err := c.voteDesk(r, kind.room)
		if err != nil {
			return err
		}
		taken, wrong, err := c.readFiles(w, r)
		if err != nil {
			return err
		}
		lang := i18n.Lang(r.Context())
		act := c.act(lang, one, kind)
		page.Form = posted(r)
		in := &given{vote: one, etag: page.Form.Etag, asks: act.Asks}
		in.read(r, taken)
		in.once = page.Form.id(r, digests(taken)...)
		ctx, cancel := within(r)
		defer cancel()
		if err = wrong; err == nil {
			err = kind.do(ctx, c, in)
		}
		if err == nil {
			to := "/console/votes/" + page.ID
			switch {
			case kind.verb == "discard":
				to = page.Desk.URL("/console/votes")
			case kind.room != "show":
				to += "/" + kind.room
			}
			return c.done(w, r, "vote.did."+kind.verb, nil, to)
		}
		fields := make([]*view.Field, len(act.Asks))
		for i := range act.Asks {
			fields[i] = &act.Asks[i].Field
		}
		status := c.refuse(r, &page.Form, err, fields...)
		if status == 0 {
			return err
		}
		page.Form.Etag = one.GetEtag()
		page.put(act)
		return c.voteDraw(w, r, status, kind.room, page)
	}
}

// put shows an act as it was typed, opened, in its place.
func (p *VoteDesk) put(act Act) {
	act.Open = true
	if p.Next != nil && p.Next.Verb == act.Verb {
		act.Due, act.Basis, act.Blocked = p.Next.Due, p.Next.Basis, ""
		p.Next = &act
		return
	}
	for i := range p.Acts {
		if p.Acts[i].Verb == act.Verb {
			act.Due, act.Basis = p.Acts[i].Due, p.Acts[i].Basis
			p.Acts[i] = act
			return
		}
	}
	p.Acts = append([]Act{act}, p.Acts...) // no longer open to the reader: why stands above it
}

// options of a family of words.
func (c *Console) family(lang, family string, values ...string) []view.Option {
	out := []view.Option{{Text: c.Set.Text(lang, "desk.choose", nil)}}
	for _, value := range values {
		out = append(out, view.Option{Value: value, Text: c.Terms.Voting(lang, family, value)})
	}
	return out
}

// answers of a vote, as the lines of a tally.
func tallyAsks(c *Console, lang string, one *votingv1.Vote) []*Ask {
	var out []*Ask
	line := func(option, label string) {
		out = append(out, &Ask{Kind: "count", Name: "count_" + option, Field: view.Field{Path: "counts", Required: true, Options: []view.Option{{Text: label}}}})
	}
	if one.GetSeats() > 0 && len(one.GetCandidates()) > 0 {
		for _, who := range one.GetCandidates() {
			if !who.GetWithdrawn() {
				line(who.GetId(), who.GetFullName())
			}
		}
		return out
	}
	for _, option := range []string{"AGREE", "DISAGREE", "OTHER"} {
		line(option, c.Terms.Voting(lang, "choice", option))
	}
	return out
}

// voteName is the resource name of the vote in the address.
func voteName(r *http.Request) string { return "votes/" + terms.ID(r.PathValue("vote")) }

// Posting is an act with what its form carries besides.
type Posting struct {
	ID   string
	Form Form
	Act  Act
	Main bool
}

// Posting is what the template of a form is given.
func (p VoteDesk) Posting(act Act, main bool) Posting {
	return Posting{ID: p.ID, Form: p.Form, Act: act, Main: main}
}

// Named is the act of that verb, if it is offered here.
func (p VoteDesk) Named(verb string) *Act {
	for i := range p.Acts {
		if p.Acts[i].Verb == verb {
			return &p.Acts[i]
		}
	}
	return nil
}

package portal

import (
	"context"
	"net/http"
	"strings"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteBooth is where a household votes online, in three steps. A secret ballot is cast
// by the script of the page, because only the voter's own device may know the ballot;
// an open one needs no script.
type VoteBooth struct {
	ID, Title, Question, Unit string
	Crumbs                    []view.Crumb
	Paragraphs                []string
	Papers                    []AttachmentRow
	Closes                    string
	Threshold                 string
	Open, NotYet, Secret      bool
	Closed                    bool
	Household                 *HouseholdRow // nil: the reader represents none on this roll
	Took                      string        // in which form the household has taken part
	Options                   []OptionRow
	Seats                     int32
	Log                       *votingv1.LogInfo
	Refusal                   view.Refusal
	Once                      string
	Choice, Opinion           view.Field
	Understood                view.Field
	Confirm                   bool   // the third step of an open vote
	Chosen                    string // the label of what was chosen
}

// HouseholdRow is the reader's own household on the roll.
type HouseholdRow struct{ Code, Address, Representative string }

// OptionRow is one thing to choose.
type OptionRow struct {
	Value, Label, About string
	Chosen              bool
}

// booth is the page for the reader's household as it stands now.
func (p *Portal) booth(ctx context.Context, id string) (VoteBooth, error) {
	lang := i18n.Lang(ctx)
	one, err := p.vote(ctx, id)
	if err != nil {
		return VoteBooth{}, err
	}
	page := VoteBooth{
		ID: terms.ID(one.GetName()), Title: one.GetTitle(), Question: one.GetQuestion(), Unit: one.GetUnitName(), Paragraphs: paragraphs(one.GetExplanation()),
		Crumbs: []view.Crumb{{URL: "/votes/" + id, Text: p.Set.Text(lang, "vote.back", nil)}},
		Papers: files("/votes/"+id+"/files/", one.GetAttachments()), Closes: moment(one.GetClosesTime()), Threshold: p.Terms.Threshold(lang, one.GetThreshold()),
		Open:   one.GetForm() == votingv1.Form_FORM_ONLINE && one.GetState() == votingv1.VoteState_VOTE_STATE_OPEN,
		NotYet: one.GetOpensTime() != nil && one.GetOpensTime().AsTime().After(p.Clock()) && one.GetClosedTime() == nil,
		Closed: one.GetClosedTime() != nil, Secret: one.GetMethod() == votingv1.Method_METHOD_SECRET_BALLOT, Seats: one.GetSeats(), Log: one.GetLog(),
		Choice:     view.Field{Name: "choice", Required: true},
		Opinion:    view.Field{Name: "opinion", Max: 2000},
		Understood: view.Field{Name: "understood_open", Required: true},
	}
	page.Options = p.options(lang, one)
	entry, err := p.rolls.GetMyRollEntry(ctx, &votingv1.GetMyRollEntryRequest{Vote: one.GetName()})
	switch f := fault.From(err); {
	case err == nil:
		page.Household = &HouseholdRow{Code: entry.GetCode(), Address: entry.GetAddress(), Representative: entry.GetRepresentative()}
		if entry.GetTookPart() && !(page.Secret && entry.GetCredentialDrawn()) {
			page.Took = p.Terms.Voting(lang, "by_form", entry.GetByForm())
		}
	case f.Kind == fault.NotFound || f.Kind == fault.Refused || f.Kind == fault.Forbidden:
	default:
		return page, err
	}
	return page, nil
}

// options are what may be answered: the three answers of the law, or who stands.
func (p *Portal) options(lang string, one *votingv1.Vote) []OptionRow {
	var out []OptionRow
	if one.GetSeats() > 0 && len(one.GetCandidates()) > 0 {
		for _, who := range one.GetCandidates() {
			if !who.GetWithdrawn() {
				out = append(out, OptionRow{Value: who.GetId(), Label: who.GetFullName(), About: who.GetPresentation()})
			}
		}
		return out
	}
	for _, name := range []string{"AGREE", "DISAGREE", "OTHER"} {
		out = append(out, OptionRow{Value: name, Label: p.Terms.Voting(lang, "choice", name)})
	}
	return out
}

func (p *Portal) voteBooth(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	page, err := p.booth(r.Context(), r.PathValue("vote"))
	if err != nil {
		return err
	}
	page.Once = view.NewOnce()
	return p.pages.voteBooth.Draw(w, r, http.StatusOK, page)
}

// voteCast takes the steps of an open vote: choose, then confirm, then cast. The choice of
// a secret vote never comes here: it has no identity, and this page has one.
func (p *Portal) voteCast(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := p.booth(r.Context(), r.PathValue("vote"))
	if err != nil {
		return err
	}
	if page.Secret {
		return fault.New(fault.Refused, "SECRET_BALLOT_NEEDS_SCRIPT")
	}
	page.Once = r.PostFormValue("once")
	fields := []*view.Field{&page.Choice, &page.Opinion, &page.Understood}
	for _, field := range fields {
		field.Read(r)
	}
	page.choose(r.PostForm["choice"])
	again := func(err error) error {
		refusal, ok := p.Set.Refusal(r, err, fields...)
		if !ok {
			return err
		}
		page.Refusal, page.Confirm = refusal, false
		return p.pages.voteBooth.Draw(w, r, http.StatusUnprocessableEntity, page)
	}
	if page.Choice.Value == "" {
		return again(fault.New(fault.Invalid, "CHOICE_MISSING", fault.Field("choice")))
	}
	if !page.Understood.Checked {
		return again(fault.New(fault.Invalid, "MUST_UNDERSTAND_OPEN", fault.Field("understood_open")))
	}
	if r.PostFormValue("step") != "cast" {
		page.Confirm = r.PostFormValue("step") == "confirm"
		return p.pages.voteBooth.Draw(w, r, http.StatusOK, page)
	}
	receipt, err := p.online.CastOpenVote(r.Context(), &votingv1.CastOpenVoteRequest{
		Vote: "votes/" + page.ID, Choice: page.Choice.Value, Opinion: page.Opinion.Value, UnderstoodOpen: true,
		RequestId: view.Once(page.Once, page.Choice.Value, page.Opinion.Value),
	})
	if err != nil {
		return again(err)
	}
	p.Sessions.Tell(w, "vote.cast_done", nil)
	http.Redirect(w, r, "/votes/"+page.ID+"/receipts/"+receipt.GetCommitment(), http.StatusSeeOther)
	return nil
}

// choose marks what was chosen, and keeps only what can be.
func (b *VoteBooth) choose(values []string) {
	var chosen, labels []string
	for i := range b.Options {
		for _, value := range values {
			if value == b.Options[i].Value && !b.Options[i].Chosen {
				b.Options[i].Chosen = true
				chosen, labels = append(chosen, value), append(labels, b.Options[i].Label)
			}
		}
	}
	b.Choice.Value, b.Chosen = strings.Join(chosen, ","), strings.Join(labels, ", ")
}

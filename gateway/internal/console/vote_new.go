package console

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// VoteNew begins a vote: first the matter, then, with what the law says of it, the rest.
type VoteNew struct {
	Desk               Desk
	Form               Form
	For                view.Field // the unit that decides
	Matter, Act, Board view.Field
	Asked              bool // the matter is known: forms and fields are shown
	Forms              []LawfulForm
	Threshold, Basis   string
	Agreeing           []string
	Recogniser         string
	How                view.Field
	Method             view.Field
	Text               VoteText
	Seats              view.Field
	Supporters         view.Field
	Ground             view.Field
	Initiative, Amends view.Field
	Conference         view.Field
	Staff, Delegates   view.Field
	Election, Release  bool
	Agency             bool
	scope              votingv1.Scope
}

// LawfulForm is a form with what the law says of it.
type LawfulForm struct {
	Value, Name, Why string
	Lawful, Chosen   bool
}

// VoteText is what people read, and when: the same fields in a new vote and in its editor.
type VoteText struct {
	Title, Question, Explanation                        view.Field
	OpensDate, OpensHour, ClosesDate, ClosesHour, Place view.Field
	Papers                                              Attached
}

func newVoteText() VoteText {
	return VoteText{
		Title: view.Field{Name: "title", Required: true, Max: 300}, Question: view.Field{Name: "question", Required: true, Max: 1000},
		Explanation: view.Field{Name: "explanation", Max: 20000},
		OpensDate:   view.Field{Name: "opens_date", Path: "opens_time", Required: true}, OpensHour: view.Field{Name: "opens_hour", Path: "opens_hour", Required: true},
		ClosesDate: view.Field{Name: "closes_date", Path: "closes_time"}, ClosesHour: view.Field{Name: "closes_hour", Path: "closes_hour"},
		Place: view.Field{Name: "place", Max: 300}, Papers: attachedOf("papers", "attachments", nil),
	}
}

func (t *VoteText) fields() []*view.Field {
	return []*view.Field{&t.Title, &t.Question, &t.Explanation, &t.OpensDate, &t.OpensHour, &t.ClosesDate, &t.ClosesHour, &t.Place, &t.Papers.More}
}

func (t *VoteText) read(r *http.Request, taken map[string][]upload.Taken) {
	for _, field := range t.fields() {
		field.Read(r)
	}
	t.Papers.read(r, taken)
}

// matters of a scope, and what can be done in each (Điều 15, 49): the order is the law's.
var matters = map[votingv1.Scope][]string{
	votingv1.Scope_SCOPE_VILLAGE: {"CONTRIBUTION", "FUNDS", "CONVENTION", "VILLAGE_HEAD", "BOARD", "SELF_GOVERNING"},
	votingv1.Scope_SCOPE_COMMUNE: {"CONTRIBUTION", "FUNDS"},
	votingv1.Scope_SCOPE_AGENCY:  {"AGENCY_BOARD", "AGENCY_FUNDS", "AGENCY_CONFERENCE", "AGENCY_SELF_GOVERNING"},
}

var actsOf = map[string][]string{"CONVENTION": {"ADOPT", "AMEND"}, "VILLAGE_HEAD": {"ELECT", "RELEASE", "BY_ELECTION"}, "BOARD": {"ELECT", "RELEASE", "BY_ELECTION"}, "AGENCY_BOARD": {"ELECT", "RELEASE", "BY_ELECTION"}}

func (c *Console) voteNew(w http.ResponseWriter, r *http.Request) error {
	page, err := c.beginning(r, r.URL.Query())
	if err != nil {
		return err
	}
	page.Form = fresh("")
	page.Initiative.Value = r.URL.Query().Get("initiative")
	return c.pages.voteNew.Draw(w, r, http.StatusOK, page)
}

// beginning is the form for the matter the address or the posted form names.
func (c *Console) beginning(r *http.Request, values url.Values) (VoteNew, error) {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "votes")
	if err != nil {
		return VoteNew{}, err
	}
	if err := need(desk.Unit.HoldsVotes, "NEEDS_VOTE_HOLDER"); err != nil {
		return VoteNew{}, err
	}
	page := VoteNew{
		Desk: desk, Text: newVoteText(), For: view.Field{Name: "for", Path: "unit", Required: true}, How: view.Field{Name: "form", Required: true},
		Seats: view.Field{Name: "seats", Required: true, Value: "1"}, Supporters: view.Field{Name: "supporters"}, Ground: view.Field{Name: "ground", Max: 2000},
		Initiative: view.Field{Name: "initiative", Max: 100}, Amends: view.Field{Name: "amends", Max: 100},
		Staff: view.Field{Name: "staff", Path: "conference.staff", Required: true}, Delegates: view.Field{Name: "delegates", Path: "conference.delegates"},
		Agency: desk.Unit.Agency != "",
	}
	if err := c.deciding(ctx, &page, values.Get("for")); err != nil {
		return page, err
	}
	page.Matter = view.Field{Name: "matter", Required: true, Options: c.family(lang, "matter", matters[page.scope]...)}
	page.Matter.Choose(values.Get("matter"))
	acts := actsOf[page.Matter.Value]
	if acts == nil {
		acts = []string{"DECIDE"}
	}
	page.Act = view.Field{Name: "act", Required: true, Options: c.family(lang, "act", acts...)[1:]}
	page.Board = view.Field{Name: "board", Required: true, Options: c.family(lang, "board", "people_inspection", "investment_supervision")}
	page.Board.Choose(values.Get("board"))
	page.Method = view.Field{Name: "method", Required: true, Options: c.family(lang, "method", "SHOW_OF_HANDS", "OPEN_BALLOT", "SECRET_BALLOT")}
	page.Conference = view.Field{Name: "conference", Path: "conference.kind", Required: true, Options: c.family(lang, "conference_kind", "PLENARY", "DELEGATES")}
	if !slices.Contains(matters[page.scope], page.Matter.Value) {
		return page, nil
	}
	page.Asked = true
	page.Act.Choose(values.Get("act"))
	if !slices.Contains(acts, page.Act.Value) {
		page.Act.Choose(acts[0])
	}
	page.Election = page.Act.Value == "ELECT" || page.Act.Value == "BY_ELECTION"
	page.Release = page.Act.Value == "RELEASE"
	return page, c.lawful(ctx, &page, values.Get("form"))
}

// deciding offers the circles the reader may hold a vote in: the own unit, and for those of a
// commune its villages, whose heads and boards they elect.
func (c *Console) deciding(ctx context.Context, page *VoteNew, asked string) error {
	post := page.Desk.Unit
	page.For.Options = []view.Option{{Value: terms.ID(post.Unit), Text: post.Name}}
	if post.Level == directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE && post.Agency == "" {
		found, err := c.units.ListUnits(ctx, &directoryv1.ListUnitsRequest{Parent: post.Unit, Level: directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE, PageSize: 100})
		if err != nil {
			return err
		}
		for _, village := range found.GetUnits() {
			page.For.Options = append(page.For.Options, view.Option{Value: village.GetKey(), Text: village.GetFullName()})
		}
	}
	if !slices.ContainsFunc(page.For.Options, func(o view.Option) bool { return o.Value == asked }) {
		asked = terms.ID(post.Unit)
	}
	page.For.Choose(asked)
	switch {
	case post.Agency != "":
		page.scope = votingv1.Scope_SCOPE_AGENCY
	case post.Level == directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE && asked == terms.ID(post.Unit):
		page.scope = votingv1.Scope_SCOPE_COMMUNE
	default:
		page.scope = votingv1.Scope_SCOPE_VILLAGE
	}
	return nil
}

// lawful asks which forms the law opens, and why not the others.
func (c *Console) lawful(ctx context.Context, page *VoteNew, asked string) error {
	lang := i18n.Lang(ctx)
	found, err := c.votes.ListLawfulForms(ctx, &votingv1.ListLawfulFormsRequest{Matter: page.matter(), Act: page.act(), Scope: page.scope})
	if err != nil {
		return err
	}
	page.Threshold, page.Basis = c.Terms.Threshold(lang, found.GetThreshold()), found.GetThreshold().GetBasis().GetText()
	for _, agreement := range found.GetAgreements() {
		page.Agreeing = append(page.Agreeing, c.Terms.Voting(lang, "body", agreement.GetBody().String()))
	}
	if found.GetRecogniser() != votingv1.Body_BODY_UNSPECIFIED {
		page.Recogniser = c.Terms.Voting(lang, "body", found.GetRecogniser().String())
	}
	for _, form := range found.GetForms() {
		value := short("form", form.GetForm().String())
		page.Forms = append(page.Forms, LawfulForm{
			Value: value, Name: c.Terms.Voting(lang, "form", value), Why: form.GetExplanation(), Lawful: form.GetLawful() && !form.GetFallbackOnly(), Chosen: value == asked,
		})
	}
	return nil
}

func (v VoteNew) matter() votingv1.Matter {
	return votingv1.Matter(votingv1.Matter_value["MATTER_"+v.Matter.Value])
}

func (v VoteNew) act() votingv1.Act { return votingv1.Act(votingv1.Act_value["ACT_"+v.Act.Value]) }

package portal

import (
	"context"
	"net/http"
	"net/url"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// InitiativeList are the matters citizens of a village brought forward.
type InitiativeList struct {
	Unit, UnitURL string
	Rows          []InitiativeRow
	Pager         view.Pager
}

// InitiativeRow is one of them.
type InitiativeRow struct {
	URL, Title       string
	State            view.State
	Started          workday.Date
	Consents, Needed int32
}

// InitiativeShow is the page of one.
type InitiativeShow struct {
	ID, Title, Village, VillageURL, Basis string
	Crumbs                                []view.Crumb
	State                                 view.State
	Paragraphs                            []string
	Consents, Needed, Households          int32
	Endorsed, Mine, Consented             bool
	Collecting, SignedIn                  bool
	VoteURL, Once                         string
	Started                               workday.Date
	Reason                                view.Field
	Refusal                               view.Refusal
}

// InitiativeNew begins one.
type InitiativeNew struct {
	Refusal     view.Refusal
	Title, Text view.Field
	Once        string
}

func (p *Portal) initiativeList() http.Handler {
	return view.Public(p.pages.initiativeList, p.Cache, p.Log, []string{"unit", "page"}, func(ctx context.Context, r *http.Request) (InitiativeList, []string, error) {
		lang, query := i18n.Lang(ctx), r.URL.Query()
		page := InitiativeList{}
		if query.Get("unit") == "" {
			return page, []string{tagVotes}, nil
		}
		unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + query.Get("unit")})
		if err != nil {
			return page, nil, notFound(err)
		}
		page.Unit, page.UnitURL = unit.GetFullName(), "/units/"+unit.GetKey()
		found, err := p.initiatives.ListInitiatives(ctx, &votingv1.ListInitiativesRequest{Village: unit.GetName(), PageToken: query.Get("page")})
		if err != nil {
			return page, nil, err
		}
		for _, one := range found.GetInitiatives() {
			page.Rows = append(page.Rows, InitiativeRow{
				URL: "/initiatives/" + terms.ID(one.GetName()), Title: one.GetTitle(), State: p.Terms.InitiativeState(lang, one.GetState()),
				Started: terms.DayOf(one.GetCreateTime().AsTime()), Consents: one.GetConsents(), Needed: one.GetNeeded(),
			})
		}
		query.Del("page")
		page.Pager.Next = withPage("/initiatives", query, found.GetNextPageToken())
		return page, []string{tagVotes, TagUnit(unit.GetCode())}, nil
	})
}

func (p *Portal) initiative(r *http.Request) (InitiativeShow, error) {
	lang := i18n.Lang(r.Context())
	one, err := p.initiatives.GetInitiative(r.Context(), &votingv1.GetInitiativeRequest{Name: "initiatives/" + r.PathValue("initiative")})
	if err != nil {
		return InitiativeShow{}, notFound(err)
	}
	page := InitiativeShow{
		ID: terms.ID(one.GetName()), Title: one.GetTitle(), Village: one.GetVillageName(), VillageURL: "/units/" + terms.ID(one.GetVillage()), Basis: one.GetBasis().GetText(),
		State: p.Terms.InitiativeState(lang, one.GetState()), Paragraphs: paragraphs(one.GetText()), Consents: one.GetConsents(), Needed: one.GetNeeded(),
		Households: one.GetHouseholds(), Endorsed: one.GetEndorsed(), Mine: one.GetMine(), Consented: one.GetConsented(),
		Collecting: one.GetState() == votingv1.InitiativeState_INITIATIVE_STATE_COLLECTING || one.GetState() == votingv1.InitiativeState_INITIATIVE_STATE_QUALIFIED,
		SignedIn:   session.From(r.Context()) != nil, Once: view.NewOnce(), Started: terms.DayOf(one.GetCreateTime().AsTime()),
		Reason: view.Field{Name: "reason", Required: true, Max: 1000},
	}
	page.Crumbs = []view.Crumb{{URL: page.VillageURL, Text: page.Village}, {URL: "/initiatives?unit=" + url.QueryEscape(terms.ID(one.GetVillage())), Text: p.Set.Text(lang, "initiative.list", nil)}}
	if one.GetVote() != "" {
		page.VoteURL = "/votes/" + terms.ID(one.GetVote())
	}
	return page, nil
}

func (p *Portal) initiativeShow(w http.ResponseWriter, r *http.Request) error {
	page, err := p.initiative(r)
	if err != nil {
		return err
	}
	return p.pages.initiativeShow.Draw(w, r, http.StatusOK, page)
}

// initiativeActs are what a household may do about one.
var initiativeActs = map[string]func(p *Portal, r *http.Request, name, reason, once string) error{
	"consent": func(p *Portal, r *http.Request, name, _, once string) error {
		_, err := p.initiatives.ConsentToInitiative(r.Context(), &votingv1.ConsentToInitiativeRequest{Name: name, RequestId: once})
		return err
	},
	"withdraw": func(p *Portal, r *http.Request, name, _, once string) error {
		_, err := p.initiatives.WithdrawConsent(r.Context(), &votingv1.WithdrawConsentRequest{Name: name, RequestId: once})
		return err
	},
	"close": func(p *Portal, r *http.Request, name, reason, once string) error {
		_, err := p.initiatives.CloseInitiative(r.Context(), &votingv1.CloseInitiativeRequest{Name: name, Reason: reason, RequestId: once})
		return err
	},
}

func (p *Portal) initiativeAct(verb string) view.Handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if _, err := session.Require(r); err != nil {
			return err
		}
		if err := view.ReadForm(r); err != nil {
			return err
		}
		page, err := p.initiative(r)
		if err != nil {
			return err
		}
		page.Reason.Read(r)
		page.Once = r.PostFormValue("once")
		if err := initiativeActs[verb](p, r, "initiatives/"+page.ID, page.Reason.Value, view.Once(page.Once, verb, page.Reason.Value)); err != nil {
			refusal, ok := p.Set.Refusal(r, err, &page.Reason)
			if !ok {
				return err
			}
			page.Refusal = refusal
			return p.pages.initiativeShow.Draw(w, r, http.StatusUnprocessableEntity, page)
		}
		p.Sessions.Tell(w, "initiative.did_"+verb, nil)
		http.Redirect(w, r, "/initiatives/"+page.ID, http.StatusSeeOther)
		return nil
	}
}

func initiativeForm() InitiativeNew {
	return InitiativeNew{Title: view.Field{Name: "title", Required: true, Max: 300}, Text: view.Field{Name: "text", Required: true, Max: 10000}, Once: view.NewOnce()}
}

func (p *Portal) initiativeNew(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	return p.pages.initiativeNew.Draw(w, r, http.StatusOK, initiativeForm())
}

func (p *Portal) initiativeStart(w http.ResponseWriter, r *http.Request) error {
	if _, err := session.Require(r); err != nil {
		return err
	}
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page := initiativeForm()
	page.Once = r.PostFormValue("once")
	page.Title.Read(r)
	page.Text.Read(r)
	made, err := p.initiatives.StartInitiative(r.Context(), &votingv1.StartInitiativeRequest{
		Title: page.Title.Value, Text: page.Text.Value, RequestId: view.Once(page.Once, page.Title.Value, page.Text.Value),
	})
	if err != nil {
		refusal, ok := p.Set.Refusal(r, err, &page.Title, &page.Text)
		if !ok {
			return err
		}
		page.Refusal = refusal
		return p.pages.initiativeNew.Draw(w, r, http.StatusUnprocessableEntity, page)
	}
	p.Sessions.Tell(w, "initiative.started", nil)
	http.Redirect(w, r, "/initiatives/"+terms.ID(made.GetName()), http.StatusSeeOther)
	return nil
}

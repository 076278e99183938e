package app

import (
	"context"

	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// View is a vote as one reader may see it.
type View struct {
	Vote
	Staff        bool // the reader works on it: names of colleagues and next steps are shown
	Participants int
	Steps        []domain.Step // of the calendar, each with its last day
	Next         []Next        // what the reader may lawfully do now; staff only
	Setting      domain.Setting
	Proof        *Proof   // where the log is; of a vote read by itself
	Opinions     Opinions // in the poll whether to vote online; of a vote read by itself
}

// See makes the view of the caller.
func (a *Actions) See(ctx context.Context, v Vote) View {
	with := a.setting()
	view := View{Vote: v, Setting: with, Staff: a.worksOn(ctx, v.Body, v.Matter)}
	if steps, err := v.Calendar(with); err == nil {
		view.Steps = steps
	}
	if view.Staff {
		view.Next = a.next(ctx, v, with)
	}
	return view
}

// worksOn reports whether the caller may know of votes on such a matter before they are announced.
func (a *Actions) worksOn(ctx context.Context, body domain.Body, m domain.Matter) bool {
	return a.Policy.Can(ctx, "GetVote", matterResource(body, m))
}

// GetVote returns one vote to whoever may see it, with how many households have taken part.
func (a *Actions) GetVote(ctx context.Context, id string) (View, error) {
	v, err := a.Store.Vote(ctx, id)
	if err != nil {
		return View{}, err
	}
	if err := a.Policy.Allow(ctx, "GetVote", voteResource(v)); err != nil {
		return View{}, err
	}
	view := a.See(ctx, v)
	if !v.Public() {
		return view, nil
	}
	if view.Participants, err = a.Store.Participants(ctx, id); err != nil {
		return View{}, err
	}
	return a.Online.see(ctx, view)
}

// SeeMoved makes the view of whoever has just moved the vote, with where its log is: who keeps the answer needs nothing more.
func (a *Actions) SeeMoved(ctx context.Context, v Vote) (View, error) {
	view := a.See(ctx, v)
	if !v.Public() {
		return view, nil
	}
	return a.Online.see(ctx, view)
}

func (a *Actions) seeAll(ctx context.Context, found []Vote) []View {
	views := make([]View, len(found))
	for i, v := range found {
		views[i] = a.See(ctx, v)
	}
	return views
}

// Search asks for what is public.
type Search struct {
	Query, Unit string
	States      []domain.State
	Matter      domain.Matter
	Before      Place
	Most        int
}

// SearchVotes finds announced votes, newest first.
func (a *Actions) SearchVotes(ctx context.Context, s Search) ([]View, error) {
	if err := a.Policy.Allow(ctx, "SearchVotes", authz.Installation()); err != nil {
		return nil, err
	}
	q := SearchQuery{Words: QueryWords(s.Query), States: s.States, Matter: s.Matter, Before: s.Before, Most: s.Most}
	if s.Query != "" && len(q.Words) == 0 {
		return nil, domain.Refuse(domain.QueryEmpty, "query")
	}
	var err error
	if q.Scope, err = a.scope(s.Unit); err != nil {
		return nil, err
	}
	found, err := a.Store.Search(ctx, q)
	return a.seeAll(ctx, found), err
}

// ListVotes is the desk of a unit with the units below it, or of an agency: what is due first. Drafts are listed for those
// who work on them.
func (a *Actions) ListVotes(ctx context.Context, unitName string, q DeskQuery) ([]View, error) {
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, err
	}
	body := domain.Body{Unit: string(unit.Key), Agency: q.Agency}
	if err := a.Policy.Allow(ctx, "ListVotes", deskResource(body)); err != nil {
		return nil, err
	}
	q.Units, q.Drafts = a.below(unit.Key), a.worksOn(ctx, body, domain.Matter{Scope: scopeOf(unit, q.Agency)})
	if q.Agency != "" {
		q.Units = []string{body.Unit}
	}
	found, err := a.Store.Desk(ctx, q)
	if err != nil {
		return nil, err
	}
	return a.seeAll(ctx, found), nil
}

// scopeOf is the scope of the votes that a body holds itself.
func scopeOf(unit units.Unit, agency string) domain.Scope {
	switch {
	case agency != "":
		return domain.Agency
	case unit.Level == units.Village:
		return domain.Village
	}
	return domain.Commune
}

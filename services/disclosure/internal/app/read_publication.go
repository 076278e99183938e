package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// View is a publication as one reader may see it.
type View struct {
	domain.Publication
	Staff      bool // the reader works for the body: internal fields are shown
	Hidden     bool // the content is out of sight for everybody
	Fulfilment []domain.Fulfilment
	Lasting    map[int]domain.Fulfilment // how each record that has to last stands by itself, by its number
	Complete   bool
	LateDays   int
}

// See makes the view of the caller. What is hidden is taken out here, so that no surface can forget to.
func (a *Actions) See(ctx context.Context, p domain.Publication) View {
	p.Publisher = a.Publisher(p)
	with, err := a.settingOf(p)
	view := View{Publication: p, Staff: a.WorksFor(ctx, p.Body)}
	if err == nil {
		view.Fulfilment = domain.Fulfil(with.Book, with.Calendar, with.Item, with.Facts, p.Forms, with.Today())
		view.Lasting = map[int]domain.Fulfilment{}
		for _, record := range p.Forms {
			if alone, owed := domain.Lasting(with.Book, with.Calendar, with.Item, with.Facts, record, with.Today()); owed {
				view.Lasting[record.Number] = alone
			}
		}
		view.Complete = p.State.Public() && domain.Complete(view.Fulfilment)
		view.LateDays = p.LateDays(with.Calendar)
	}
	if p.Hidden(a.today()) {
		view.Hidden = true
		view.Publication = tombstone(p)
	}
	return view
}

// tombstone keeps title, numbers and dates and takes the content out: text, files, evidence of the acts.
func tombstone(p domain.Publication) domain.Publication {
	p.Content.Summary, p.Content.Body, p.Content.Attachments = "", "", nil
	p.CorrectionNote, p.Warnings, p.Correction = "", nil, nil
	p.Forms = slices.Clone(p.Forms)
	for i := range p.Forms {
		p.Forms[i].Evidence, p.Forms[i].Note = nil, ""
	}
	return p
}

// GetPublication returns one publication to whoever may see it.
func (a *Actions) GetPublication(ctx context.Context, id string) (View, error) {
	p, err := a.Store.Publication(ctx, id)
	if err != nil {
		return View{}, err
	}
	if err := a.Policy.Allow(ctx, "GetPublication", publicationResource(p)); err != nil {
		return View{}, err
	}
	return a.See(ctx, p), nil
}

// ListPublications is the desk of a body: any state, for its staff. Without an agency it is the desk of the unit alone.
func (a *Actions) ListPublications(ctx context.Context, unitName string, q DeskQuery) ([]View, error) {
	unit, err := a.Unit(unitName)
	if err != nil {
		return nil, err
	}
	if err := a.Policy.Allow(ctx, "ListPublications", bodyResource("Publication", domain.Body{Unit: string(unit.Key), Agency: q.Agency})); err != nil {
		return nil, err
	}
	q.Unit = string(unit.Key)
	found, err := a.Store.Desk(ctx, q)
	return a.seeAll(ctx, found), err
}

func (a *Actions) seeAll(ctx context.Context, found []domain.Publication) []View {
	views := make([]View, len(found))
	for i, p := range found {
		views[i] = a.See(ctx, p)
	}
	return views
}

// Search asks for what is public.
type Search struct {
	Query, Unit         string
	Subtree             bool
	ExcludePredecessors bool
	Agency, Item, Form  string
	From, To            workday.Date
	States              []domain.State
	Before              Place
	Most                int
}

// SearchPublications finds what is public, newest first.
func (a *Actions) SearchPublications(ctx context.Context, s Search) ([]View, error) {
	if err := a.Policy.Allow(ctx, "SearchPublications", authz.Installation()); err != nil {
		return nil, err
	}
	q := SearchQuery{
		Words: QueryWords(s.Query), Agency: s.Agency, Item: s.Item, Form: s.Form, States: s.States, From: s.From, To: s.To,
		Today: a.today(), Before: s.Before, Most: s.Most,
	}
	if s.Query != "" && len(q.Words) == 0 {
		return nil, domain.Refuse(domain.QueryEmpty, "query")
	}
	for _, state := range s.States {
		if !state.Public() {
			return nil, domain.Refuse(domain.StateNotAllowed, "states", "state", string(state), "action", "search")
		}
	}
	if len(q.States) == 0 {
		q.States = []domain.State{domain.Published, domain.Archived}
	}
	var err error
	if q.Scope, err = a.scope(s.Unit, s.Subtree, !s.ExcludePredecessors); err != nil {
		return nil, err
	}
	found, err := a.Store.Search(ctx, q)
	return a.seeAll(ctx, found), err
}

// ListVersions lists public versions, newest first, without the content of what is hidden.
func (a *Actions) ListVersions(ctx context.Context, id string, before, most int) ([]domain.Version, bool, error) {
	p, err := a.public(ctx, "ListPublicationVersions", id)
	if err != nil {
		return nil, false, err
	}
	versions, err := a.Store.Versions(ctx, id, before, most)
	hidden := p.Hidden(a.today())
	if hidden {
		for i := range versions {
			c := &versions[i].Content
			c.Summary, c.Body, c.Attachments = "", "", nil
			versions[i].CorrectionNote = ""
		}
	}
	return versions, hidden, err
}

// CompareVersions returns two public versions. Zero means the newest, or the one before the newer.
func (a *Actions) CompareVersions(ctx context.Context, id string, from, to int) (older, newer domain.Version, err error) {
	p, err := a.public(ctx, "GetPublicationDifference", id)
	if err != nil {
		return older, newer, err
	}
	if p.Hidden(a.today()) {
		return older, newer, domain.Refuse(domain.ContentHidden, "publication")
	}
	if to == 0 {
		to = p.Version
	}
	if from == 0 {
		from = to - 1
	}
	if newer, err = a.Store.Version(ctx, id, to); err != nil {
		return older, newer, err
	}
	older, err = a.Store.Version(ctx, id, from)
	return older, newer, err
}

// public reads a publication that anybody may know of; a draft is not found, not even by its staff.
func (a *Actions) public(ctx context.Context, action, id string) (domain.Publication, error) {
	p, err := a.Store.Publication(ctx, id)
	if err != nil {
		return p, err
	}
	if err := a.Policy.Allow(ctx, action, publicationResource(p)); err != nil {
		return p, err
	}
	if !p.State.Public() {
		return p, domain.Refuse(domain.NotFound, "publication")
	}
	return p, nil
}

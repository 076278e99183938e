// Package console is the desk of those who work for the people: officers,
// chairmen, administrators, inspectors. Everything here is for one signed-in
// person and is never cached.
//
// A page is three files with the same words, as in package portal; each page
// struct begins with Desk, which the left margin is drawn from. A button that
// changes something is a form of its own, posted to <noun>/<verb>, answered with
// 303 and one sentence, or with the same page and the reason why not.
//
// What a person may do is decided by the services alone. Roles are read here only
// to leave out what would be refused anyway.
package console

import (
	"context"
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed templates
var templates embed.FS

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the words of the console's pages.
func Messages() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }

// Deps is what the console needs.
type Deps struct {
	Set        *view.Set
	Terms      *terms.Terms
	Sessions   *session.Manager
	Uploads    *upload.Files
	Log        *slog.Logger
	Clock      func() time.Time
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	Province   string
}

// Console holds the pages and the clients they read from.
type Console struct {
	Deps
	roles        directoryv1.RoleServiceClient
	units        directoryv1.UnitServiceClient
	items        disclosurev1.CatalogueServiceClient
	publications disclosurev1.PublicationServiceClient
	tasks        disclosurev1.DashboardServiceClient
	pages        pages
}

type pages struct {
	today           *view.Page[Today]
	publicationList *view.Page[PublicationList]
	publicationEdit *view.Page[PublicationEdit]
	publicationShow *view.Page[PublicationShow]
}

// New loads every page; one that does not load stops the program.
func New(d Deps) (*Console, error) {
	c := &Console{
		Deps:         d,
		roles:        directoryv1.NewRoleServiceClient(d.Directory),
		units:        directoryv1.NewUnitServiceClient(d.Directory),
		items:        disclosurev1.NewCatalogueServiceClient(d.Disclosure),
		publications: disclosurev1.NewPublicationServiceClient(d.Disclosure),
		tasks:        disclosurev1.NewDashboardServiceClient(d.Disclosure),
	}
	var failed error
	load(d.Set, &c.pages.today, "today/list.html", &failed)
	load(d.Set, &c.pages.publicationList, "publication/list.html", &failed)
	load(d.Set, &c.pages.publicationEdit, "publication/edit.html", &failed)
	load(d.Set, &c.pages.publicationShow, "publication/show.html", &failed)
	if failed != nil {
		return nil, fmt.Errorf("loading the console: %w", failed)
	}
	return c, nil
}

func load[T any](set *view.Set, into **view.Page[T], name string, failed *error) {
	if *failed == nil {
		*into, *failed = view.NewPage[T](set, templates, "templates/desk.html", "templates/"+name)
	}
}

// Mount adds the console's addresses. The listing is the map of the console.
func (c *Console) Mount(mux *http.ServeMux) {
	mux.Handle("GET /console", c.handle(c.todayList))

	mux.Handle("GET /console/publications", c.handle(c.publicationList))
	mux.Handle("GET /console/publications/new", c.handle(c.publicationNew))
	mux.Handle("POST /console/publications/new", c.handle(c.publicationCreate))
	mux.Handle("GET /console/publications/{publication}", c.handle(c.publicationShow))
	mux.Handle("GET /console/publications/{publication}/edit", c.handle(c.publicationEdit))
	mux.Handle("POST /console/publications/{publication}/edit", c.handle(c.publicationUpdate))
	mux.Handle("GET /console/publications/{publication}/correct", c.handle(c.publicationCorrecting))
	mux.Handle("POST /console/publications/{publication}/correct", c.handle(c.publicationCorrect))
	for verb, move := range c.moves() {
		mux.Handle("POST /console/publications/{publication}/"+verb, c.handle(c.publicationMove(verb, move)))
	}
}

// handle lets nobody in who is not signed in.
func (c *Console) handle(h view.Handler) http.Handler {
	return c.Set.Handle(c.Log, func(w http.ResponseWriter, r *http.Request) error {
		if _, err := session.Require(r); err != nil {
			return err
		}
		return h(w, r)
	})
}

// Desk is what the left margin shows: where one is and for whom one works.
type Desk struct {
	Section string // the entry that is current
	Unit    Post   // the unit one is looking at; empty for somebody without a role
	Posts   []Post // every unit one holds a role in
}

// Post is a unit one works for.
type Post struct {
	Key, Name          string
	Drafts, Approves   bool
	Administers, Reads bool
	Current            bool
}

// desk reads the caller's roles and settles which unit is looked at: the one in
// the address, else the first.
func (c *Console) desk(ctx context.Context, r *http.Request, section string) (Desk, error) {
	mine, err := c.roles.ListMyRoles(ctx, &directoryv1.ListMyRolesRequest{})
	if err != nil {
		return Desk{}, err
	}
	desk := Desk{Section: section}
	at := map[string]int{}
	for _, binding := range mine.GetBindings() {
		key := terms.ID(binding.GetUnit())
		i, known := at[key]
		if !known {
			unit, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + key})
			if err != nil {
				return Desk{}, err
			}
			i, at[key] = len(desk.Posts), len(desk.Posts)
			desk.Posts = append(desk.Posts, Post{Key: key, Name: unit.GetFullName()})
		}
		desk.Posts[i].may(binding.GetRole())
	}
	wanted := r.FormValue("unit")
	for i := range desk.Posts {
		if post := &desk.Posts[i]; desk.Unit.Key == "" || post.Key == wanted || terms.Code(post.Key) == wanted {
			desk.Unit = *post
		}
	}
	for i := range desk.Posts {
		desk.Posts[i].Current = desk.Posts[i].Key == desk.Unit.Key
	}
	return desk, nil
}

// may notes which buttons a role has a use for.
func (p *Post) may(role directoryv1.Role) {
	switch role {
	case directoryv1.Role_ROLE_COMMUNE_OFFICER, directoryv1.Role_ROLE_AGENCY_OFFICER:
		p.Drafts = true
	case directoryv1.Role_ROLE_COMMUNE_CHAIR, directoryv1.Role_ROLE_AGENCY_HEAD:
		p.Drafts, p.Approves = true, true
	case directoryv1.Role_ROLE_COMMUNE_ADMIN, directoryv1.Role_ROLE_PROVINCE_ADMIN:
		p.Administers = true
	case directoryv1.Role_ROLE_PROVINCE_OFFICER, directoryv1.Role_ROLE_PROVINCE_INSPECTOR:
		p.Reads = true
	}
}

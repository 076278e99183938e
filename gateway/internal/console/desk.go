package console

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Desk is what the left margin shows: where one is and for whom one works.
type Desk struct {
	Section string  // the entry that is current
	Path    string  // where choosing another post leads
	Unit    Post    // the post one is looking from
	Posts   []Post  // every unit or agency one holds a role in
	Nav     []Entry // what there is to do from this post
	Chosen  bool    // the address names the post
	Subject string  // who is signed in, as the services know them
}

// Entry is one line of the left margin.
type Entry struct {
	URL, Text string
	Current   bool
}

// Post is a unit or an agency one works for, with what its roles are good for.
type Post struct {
	ID          string // "08584@2025-07-01", or "08584@2025-07-01/<agency>"
	Name        string
	Unit        string // resource name
	Agency      string // resource name; "" for the unit itself
	Enterprise  bool   // the agency is a state enterprise
	Level       directoryv1.UnitLevel
	Current     bool
	Drafts      bool // writes what the body discloses
	Approves    bool // approves and publishes it
	Reminds     bool // presses for what is due
	Watches     bool // sees the coverage of what lies below
	Inspects    bool // sees what is withheld
	Administers bool // roles, imports, units below
	SeesRoles   bool
	SeesRolls   bool // rolls of households
	KeepsRolls  bool // writes them
	Votes       bool // has a desk of votes
	HoldsVotes  bool // prepares and holds them
	Recognises  bool // answers decisions
}

// desk reads the caller's roles and settles which post is looked from: the one in
// the address, else the first. Nobody without a role gets further.
func (c *Console) desk(ctx context.Context, r *http.Request, section string) (Desk, error) {
	s, err := session.Require(r)
	if err != nil {
		return Desk{}, err
	}
	mine, err := c.roles.ListMyRoles(ctx, &directoryv1.ListMyRolesRequest{})
	if err != nil {
		return Desk{}, err
	}
	desk := Desk{Section: section, Path: sections[section], Subject: s.Subject}
	for _, binding := range mine.GetBindings() {
		if binding.GetRole() == directoryv1.Role_ROLE_PLATFORM_OPERATOR {
			continue // keeps the machines running; has no desk over anybody's data
		}
		post, err := c.post(ctx, &desk, binding)
		if err != nil {
			return Desk{}, err
		}
		post.may(binding.GetRole())
	}
	if len(desk.Posts) == 0 {
		return Desk{}, fault.New(fault.Forbidden, "NO_ROLE", fault.Param("subject", s.Subject))
	}
	wanted := r.URL.Query().Get("unit")
	at := slices.IndexFunc(desk.Posts, func(p Post) bool { return p.ID == wanted })
	if at < 0 { // an address written by hand: the code of a unit
		at = slices.IndexFunc(desk.Posts, func(p Post) bool { return p.Agency == "" && terms.Code(p.Unit) == wanted })
	}
	desk.Chosen = at >= 0
	at = max(at, 0)
	if section == "households" && !desk.Posts[at].Village() {
		desk.Section = "units" // where everybody but a village's own people comes from
	}
	desk.stand(c, i18n.Lang(ctx), at)
	return desk, nil
}

// post finds the post of a binding, or makes it.
func (c *Console) post(ctx context.Context, desk *Desk, binding *directoryv1.RoleBinding) (*Post, error) {
	id := terms.ID(binding.GetUnit())
	if binding.GetAgency() != "" {
		id += "/" + terms.ID(binding.GetAgency())
	}
	for i := range desk.Posts {
		if desk.Posts[i].ID == id {
			return &desk.Posts[i], nil
		}
	}
	unit, err := c.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + terms.ID(binding.GetUnit())})
	if err != nil {
		return nil, err
	}
	post := Post{ID: id, Name: unit.GetFullName(), Unit: unit.GetName(), Agency: binding.GetAgency(), Level: unit.GetLevel()}
	if post.Agency != "" {
		agency, err := c.agencies.GetAgency(ctx, &directoryv1.GetAgencyRequest{Name: post.Agency})
		if err != nil {
			return nil, err
		}
		post.Name, post.Enterprise = agency.GetDisplayName(), agency.GetKind() == directoryv1.AgencyKind_AGENCY_KIND_STATE_ENTERPRISE
	}
	desk.Posts = append(desk.Posts, post)
	return &desk.Posts[len(desk.Posts)-1], nil
}

// may notes which buttons a role has a use for.
func (p *Post) may(role directoryv1.Role) {
	switch role {
	case directoryv1.Role_ROLE_COMMUNE_OFFICER:
		p.Drafts, p.SeesRolls, p.KeepsRolls, p.Votes, p.HoldsVotes = true, true, true, true, true
	case directoryv1.Role_ROLE_AGENCY_OFFICER:
		p.Drafts, p.Votes, p.HoldsVotes = true, true, true
	case directoryv1.Role_ROLE_COMMUNE_FRONT:
		p.Votes, p.HoldsVotes, p.Recognises = true, true, true
	case directoryv1.Role_ROLE_COMMUNE_CHAIR:
		p.Drafts, p.Approves, p.Reminds, p.SeesRoles, p.SeesRolls = true, true, true, true, true
		p.Votes, p.HoldsVotes, p.Recognises = true, true, true
	case directoryv1.Role_ROLE_AGENCY_HEAD:
		p.Drafts, p.Approves, p.Reminds, p.Votes, p.HoldsVotes = true, true, true, true, true
	case directoryv1.Role_ROLE_COMMUNE_ADMIN:
		p.Administers, p.SeesRoles, p.SeesRolls, p.KeepsRolls = true, true, true, true
	case directoryv1.Role_ROLE_PROVINCE_ADMIN:
		p.Administers, p.SeesRoles, p.SeesRolls, p.Watches = true, true, true, true
	case directoryv1.Role_ROLE_PROVINCE_OFFICER:
		p.Watches, p.Reminds, p.Votes = true, true, true
	case directoryv1.Role_ROLE_PROVINCE_INSPECTOR:
		p.Watches, p.Reminds, p.Inspects, p.SeesRoles, p.Votes = true, true, true, true, true
	case directoryv1.Role_ROLE_VILLAGE_HEAD, directoryv1.Role_ROLE_VILLAGE_FRONT:
		p.SeesRolls, p.Votes, p.HoldsVotes = true, true, true
	}
}

// stand takes up one post and draws the margin from it.
func (d *Desk) stand(c *Console, lang string, at int) {
	for i := range d.Posts {
		d.Posts[i].Current = i == at
	}
	d.Unit = d.Posts[at]
	d.Nav = nil
	for _, section := range order {
		if section.offered == nil || section.offered(d.Unit) {
			d.Nav = append(d.Nav, Entry{
				URL: d.URL(sections[section.name]), Text: c.Set.Text(lang, "desk.short."+section.name, nil), Current: section.name == d.Section,
			})
		}
	}
	if d.Unit.Level == directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE && d.Unit.SeesRolls {
		d.Nav = append(d.Nav, Entry{
			URL: "/console/units/" + terms.ID(d.Unit.Unit) + "/households", Text: c.Set.Text(lang, "desk.short.households", nil), Current: d.Section == "households",
		})
	}
}

// URL keeps the post in an address when there is more than one to choose from.
func (d Desk) URL(path string) string {
	if len(d.Posts) < 2 {
		return path
	}
	return path + "?unit=" + url.QueryEscape(d.Unit.ID)
}

// at takes up the post something belongs to, if one holds a role there. It
// answers with what one may do about that thing.
func (d *Desk) at(c *Console, ctx context.Context, unit, agency string) Post {
	for i, post := range d.Posts {
		if terms.ID(post.Unit) == terms.ID(unit) && post.Agency == agency {
			d.stand(c, i18n.Lang(ctx), i)
			return d.Unit
		}
	}
	from := Post{ID: terms.ID(unit), Unit: unit, Agency: agency}
	for _, post := range d.Posts {
		from.Reminds = from.Reminds || post.Watches && post.Reminds
		from.Inspects = from.Inspects || post.Inspects
	}
	return from
}

// votes tells whether one has a desk of votes anywhere.
func (d *Desk) votes() bool {
	return slices.ContainsFunc(d.Posts, func(p Post) bool { return p.Votes })
}

// holding completes a post that is not one's own but lies below one's commune: what may be done
// there is what the law offers next.
func (d *Desk) holding(post Post, offers bool) Post {
	for _, mine := range d.Posts {
		if mine.Agency == "" && mine.Votes && terms.Code(mine.Unit) == communeOf(post.Unit) {
			post.HoldsVotes = post.HoldsVotes || mine.HoldsVotes && offers
			post.Recognises = post.Recognises || mine.Recognises
		}
	}
	return post
}

// communeOf is the code of the commune a village belongs to, or the unit's own.
func communeOf(unit string) string {
	code, _, _ := strings.Cut(terms.Code(unit), ".")
	return code
}

// kind says whose list of items the post works from.
func (p Post) kind() disclosurev1.ItemKind {
	switch {
	case p.Enterprise:
		return disclosurev1.ItemKind_ITEM_KIND_STATE_ENTERPRISE
	case p.Agency != "":
		return disclosurev1.ItemKind_ITEM_KIND_AGENCY
	}
	return disclosurev1.ItemKind_ITEM_KIND_COMMUNE
}

// Village tells whether the post is one in a village.
func (p Post) Village() bool { return p.Level == directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE }

// need refuses a page to those who have no use for it.
func need(use bool, reason string) error {
	if use {
		return nil
	}
	return fault.New(fault.Forbidden, reason)
}

var sections = map[string]string{
	"today": "/console", "publications": "/console/publications", "obligations": "/console/obligations", "plans": "/console/plans",
	"withholdings": "/console/withholdings", "requests": "/console/requests", "votes": "/console/votes", "units": "/console/units", "agencies": "/console/agencies", "households": "/console/units",
	"roles": "/console/roles", "imports": "/console/imports", "calendar": "/console/calendar",
}

// order is the order of the left margin: the day's work first, the registers last.
var order = []struct {
	name    string
	offered func(Post) bool // nil for everybody
}{
	{"today", nil},
	{"votes", func(p Post) bool { return p.Votes }},
	{"publications", func(p Post) bool { return p.Drafts }},
	{"obligations", func(p Post) bool { return p.Drafts || p.Watches }},
	{"requests", func(p Post) bool { return p.Drafts && p.Agency == "" }},
	{"plans", func(p Post) bool { return p.Drafts || p.Watches }},
	{"withholdings", func(p Post) bool { return p.Drafts || p.Inspects }},
	{"units", nil},
	{"agencies", func(p Post) bool { return p.Agency == "" && (p.Administers || p.Watches) }},
	{"roles", func(p Post) bool { return p.SeesRoles }},
	{"imports", func(p Post) bool { return p.Administers }},
	{"calendar", nil},
}

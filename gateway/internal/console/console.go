// Package console is the desk of those who work for the people: officers,
// chairmen, administrators, inspectors. Everything here is for one signed-in
// person and is never cached.
//
// A page is three files with the same words, as in package portal:
// templates/<noun>/<verb>.html, <noun>_<verb>.go with its struct and handler, and one
// line in routes.go. Each page struct begins with Desk, which the left margin is
// drawn from. A form is posted to the address it was shown at, or to
// <noun>/<verb>, and is answered with 303 and one sentence, or with the same page,
// what was typed still in it, and the reason why not.
//
// What a person may do is decided by the services alone. Roles are read here only
// to leave out what would be refused anyway.
package console

import (
	"embed"
	"fmt"
	"io/fs"
	"log/slog"
	"strings"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed templates
var templates embed.FS

//go:embed messages
var messages embed.FS

// Messages are the words of the console's pages, one file per noun and language.
func Messages() (*i18n.Catalogue, error) {
	all, err := i18n.Load(messages, "messages/desk.*.yaml")
	if err != nil {
		return nil, err
	}
	nouns, err := fs.Glob(messages, "messages/*.vi.yaml")
	if err != nil {
		return nil, err
	}
	for _, noun := range nouns {
		if noun == "messages/desk.vi.yaml" {
			continue
		}
		one, err := i18n.Load(messages, strings.Replace(noun, ".vi.", ".*.", 1))
		if err != nil {
			return nil, err
		}
		if all, err = all.Merge(one); err != nil {
			return nil, err
		}
	}
	return all, nil
}

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
	Voting     grpc.ClientConnInterface
	Province   string // code of the province served: "25"
}

// Console holds the pages and the clients they read from.
type Console struct {
	Deps
	roles        directoryv1.RoleServiceClient
	units        directoryv1.UnitServiceClient
	agencies     directoryv1.AgencyServiceClient
	households   directoryv1.HouseholdServiceClient
	calendars    directoryv1.CalendarServiceClient
	imports      directoryv1.ImportServiceClient
	items        disclosurev1.CatalogueServiceClient
	publications disclosurev1.PublicationServiceClient
	obligations  disclosurev1.ObligationServiceClient
	withholdings disclosurev1.WithholdingServiceClient
	plans        disclosurev1.PlanServiceClient
	requests     disclosurev1.InformationRequestServiceClient
	tasks        disclosurev1.DashboardServiceClient
	votes        votingv1.VoteServiceClient
	rolls        votingv1.RollServiceClient
	candidates   votingv1.CandidateServiceClient
	meetings     votingv1.MeetingServiceClient
	papers       votingv1.PaperServiceClient
	online       votingv1.OnlineServiceClient
	decisions    votingv1.DecisionServiceClient
	initiatives  votingv1.InitiativeServiceClient
	forms        votingv1.DocumentServiceClient
	pages        pages
}

// New loads every page; one that does not load stops the program.
func New(d Deps) (*Console, error) {
	c := &Console{
		Deps:         d,
		roles:        directoryv1.NewRoleServiceClient(d.Directory),
		units:        directoryv1.NewUnitServiceClient(d.Directory),
		agencies:     directoryv1.NewAgencyServiceClient(d.Directory),
		households:   directoryv1.NewHouseholdServiceClient(d.Directory),
		calendars:    directoryv1.NewCalendarServiceClient(d.Directory),
		imports:      directoryv1.NewImportServiceClient(d.Directory),
		items:        disclosurev1.NewCatalogueServiceClient(d.Disclosure),
		publications: disclosurev1.NewPublicationServiceClient(d.Disclosure),
		obligations:  disclosurev1.NewObligationServiceClient(d.Disclosure),
		withholdings: disclosurev1.NewWithholdingServiceClient(d.Disclosure),
		plans:        disclosurev1.NewPlanServiceClient(d.Disclosure),
		requests:     disclosurev1.NewInformationRequestServiceClient(d.Disclosure),
		tasks:        disclosurev1.NewDashboardServiceClient(d.Disclosure),
		votes:        votingv1.NewVoteServiceClient(d.Voting),
		rolls:        votingv1.NewRollServiceClient(d.Voting),
		candidates:   votingv1.NewCandidateServiceClient(d.Voting),
		meetings:     votingv1.NewMeetingServiceClient(d.Voting),
		papers:       votingv1.NewPaperServiceClient(d.Voting),
		online:       votingv1.NewOnlineServiceClient(d.Voting),
		decisions:    votingv1.NewDecisionServiceClient(d.Voting),
		initiatives:  votingv1.NewInitiativeServiceClient(d.Voting),
		forms:        votingv1.NewDocumentServiceClient(d.Voting),
	}
	if err := c.pages.load(d.Set); err != nil {
		return nil, fmt.Errorf("loading the console: %w", err)
	}
	return c, nil
}

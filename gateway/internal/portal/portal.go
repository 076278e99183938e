// Package portal is what citizens see: their commune, what it must make public,
// and how to ask for what is missing.
//
// Each page is three files with the same words: templates/<noun>/<verb>.html,
// <noun>_<verb>.go with its struct and handler, and one line in Mount. Public pages
// go through view.Public and the page cache; pages for one person through
// view.Set.Handle and Page.Draw.
package portal

import (
	"embed"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"

	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed templates
var templates embed.FS

//go:embed messages.*.yaml messages_vote.*.yaml
var messages embed.FS

// Messages are the words of the portal's pages.
func Messages() (*i18n.Catalogue, error) {
	all, err := i18n.Load(messages, "messages.*.yaml")
	if err != nil {
		return nil, err
	}
	votes, err := i18n.Load(messages, "messages_vote.*.yaml")
	if err != nil {
		return nil, err
	}
	return all.Merge(votes)
}

// Deps is what the portal needs.
type Deps struct {
	Set        *view.Set
	Terms      *terms.Terms
	Cache      *pagecache.Cache
	Sessions   *session.Manager
	Log        *slog.Logger
	Clock      func() time.Time
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	Voting     grpc.ClientConnInterface
	Province   string // code of the province served: "25"
}

// Portal holds the pages and the clients they read from.
type Portal struct {
	Deps
	units        directoryv1.UnitServiceClient
	agencies     directoryv1.AgencyServiceClient
	items        disclosurev1.CatalogueServiceClient
	publications disclosurev1.PublicationServiceClient
	obligations  disclosurev1.ObligationServiceClient
	withholdings disclosurev1.WithholdingServiceClient
	lists        disclosurev1.QuarterlyListServiceClient
	requests     disclosurev1.InformationRequestServiceClient
	notices      disclosurev1.NoticeServiceClient
	votes        votingv1.VoteServiceClient
	rolls        votingv1.RollServiceClient
	decisions    votingv1.DecisionServiceClient
	meetings     votingv1.MeetingServiceClient
	online       votingv1.OnlineServiceClient
	initiatives  votingv1.InitiativeServiceClient
	pages        pages
}

// pages are the portal's templates, each bound to the type of what it shows.
type pages struct {
	home           *view.Page[Home]
	unitList       *view.Page[UnitList]
	unitShow       *view.Page[UnitShow]
	disclosureList *view.Page[DisclosureList]
	disclosureShow *view.Page[DisclosureShow]
	quarterlyShow  *view.Page[QuarterlyShow]
	requestNew     *view.Page[RequestNew]
	requestList    *view.Page[RequestList]
	requestShow    *view.Page[RequestShow]
	inboxList      *view.Page[InboxList]

	voteList         *view.Page[VoteList]
	voteShow         *view.Page[VoteShow]
	voteBooth        *view.Page[VoteBooth]
	voteReceipt      *view.Page[VoteReceipt]
	voteCheck        *view.Page[VoteCheck]
	voteAsk          *view.Page[VoteAsk]
	voteMine         *view.Page[VoteMine]
	voteParticipants *view.Page[VoteParticipants]
	voteScreen       *view.Page[VoteScreen]
	initiativeList   *view.Page[InitiativeList]
	initiativeShow   *view.Page[InitiativeShow]
	initiativeNew    *view.Page[InitiativeNew]

	signinAsk    *view.Page[SigninAsk]
	aboutShow    *view.Page[AboutShow]
	openDataShow *view.Page[OpenDataShow]
}

// New loads every page; one that does not load stops the program.
func New(d Deps) (*Portal, error) {
	p := &Portal{
		Deps:         d,
		units:        directoryv1.NewUnitServiceClient(d.Directory),
		agencies:     directoryv1.NewAgencyServiceClient(d.Directory),
		items:        disclosurev1.NewCatalogueServiceClient(d.Disclosure),
		publications: disclosurev1.NewPublicationServiceClient(d.Disclosure),
		obligations:  disclosurev1.NewObligationServiceClient(d.Disclosure),
		withholdings: disclosurev1.NewWithholdingServiceClient(d.Disclosure),
		lists:        disclosurev1.NewQuarterlyListServiceClient(d.Disclosure),
		requests:     disclosurev1.NewInformationRequestServiceClient(d.Disclosure),
		notices:      disclosurev1.NewNoticeServiceClient(d.Disclosure),
		votes:        votingv1.NewVoteServiceClient(d.Voting),
		rolls:        votingv1.NewRollServiceClient(d.Voting),
		decisions:    votingv1.NewDecisionServiceClient(d.Voting),
		meetings:     votingv1.NewMeetingServiceClient(d.Voting),
		online:       votingv1.NewOnlineServiceClient(d.Voting),
		initiatives:  votingv1.NewInitiativeServiceClient(d.Voting),
	}
	var failed error
	load(d.Set, &p.pages.home, "home/show.html", &failed)
	load(d.Set, &p.pages.unitList, "unit/list.html", &failed)
	load(d.Set, &p.pages.unitShow, "unit/show.html", &failed)
	load(d.Set, &p.pages.disclosureList, "disclosure/list.html", &failed)
	load(d.Set, &p.pages.disclosureShow, "disclosure/show.html", &failed)
	load(d.Set, &p.pages.quarterlyShow, "quarterly/show.html", &failed)
	load(d.Set, &p.pages.requestNew, "request/new.html", &failed)
	load(d.Set, &p.pages.requestList, "request/list.html", &failed)
	load(d.Set, &p.pages.requestShow, "request/show.html", &failed)
	load(d.Set, &p.pages.inboxList, "inbox/list.html", &failed)
	load(d.Set, &p.pages.voteList, "vote/list.html", &failed)
	load(d.Set, &p.pages.voteShow, "vote/show.html", &failed)
	load(d.Set, &p.pages.voteBooth, "vote/booth.html", &failed)
	load(d.Set, &p.pages.voteReceipt, "vote/receipt.html", &failed)
	load(d.Set, &p.pages.voteCheck, "vote/check.html", &failed)
	load(d.Set, &p.pages.voteAsk, "vote/ask.html", &failed)
	load(d.Set, &p.pages.voteMine, "vote/mine.html", &failed)
	load(d.Set, &p.pages.voteParticipants, "vote/participants.html", &failed)
	load(d.Set, &p.pages.voteScreen, "vote/screen.html", &failed)
	load(d.Set, &p.pages.initiativeList, "initiative/list.html", &failed)
	load(d.Set, &p.pages.initiativeShow, "initiative/show.html", &failed)
	load(d.Set, &p.pages.initiativeNew, "initiative/new.html", &failed)
	load(d.Set, &p.pages.signinAsk, "signin/ask.html", &failed)
	load(d.Set, &p.pages.aboutShow, "about/show.html", &failed)
	load(d.Set, &p.pages.openDataShow, "opendata/show.html", &failed)
	if failed != nil {
		return nil, fmt.Errorf("loading the portal: %w", failed)
	}
	return p, nil
}

func load[T any](set *view.Set, into **view.Page[T], name string, failed *error) {
	if *failed == nil {
		*into, *failed = view.NewPage[T](set, templates, "templates/"+name)
	}
}

// Mount adds the portal's addresses. The listing is the map of the portal.
func (p *Portal) Mount(mux *http.ServeMux) {
	mux.Handle("GET /{$}", p.homeShow())
	mux.Handle("GET /units", p.unitList())
	mux.Handle("GET /units/{unit}", p.unitShow())
	mux.Handle("GET /units/{unit}/quarterly", p.quarterlyShow())
	mux.Handle("GET /units/{unit}/quarterly.xlsx", p.handle(p.quarterlyExport))
	mux.Handle("GET /disclosures", p.disclosureList())
	mux.Handle("GET /disclosures/{publication}", p.disclosureShow())
	mux.Handle("GET /about", p.aboutShow())
	mux.Handle("GET /open-data", p.openDataShow())

	mux.Handle("GET /requests", p.handle(p.requestList))
	mux.Handle("GET /requests/new", p.handle(p.requestNew))
	mux.Handle("POST /requests/new", p.handle(p.requestCreate))
	mux.Handle("GET /requests/{request}", p.handle(p.requestShow))
	mux.Handle("POST /requests/{request}/withdraw", p.handle(p.requestWithdraw))
	mux.Handle("GET /inbox", p.handle(p.inboxList))
	mux.Handle("POST /inbox/read", p.handle(p.inboxRead))

	p.mountVotes(mux)

	mux.Handle("GET /signin", p.handle(p.signinAsk))
	mux.Handle("GET /language/{lang}", p.handle(p.languageChoose))
}

// mountVotes adds the addresses of votes and initiatives.
func (p *Portal) mountVotes(mux *http.ServeMux) {
	mux.Handle("GET /votes", p.voteList())
	mux.Handle("GET /votes/mine", p.handle(p.voteMine))
	mux.Handle("GET /votes/{vote}", p.voteShow())
	mux.Handle("GET /votes/{vote}/rules.txt", p.handle(p.voteRules))
	mux.Handle("GET /votes/{vote}/participants", p.voteParticipants())
	mux.Handle("GET /votes/{vote}/screen", p.handle(p.voteScreen))
	mux.Handle("GET /votes/{vote}/cast", p.handle(p.voteBooth))
	mux.Handle("POST /votes/{vote}/cast", p.handle(p.voteCast))
	mux.Handle("GET /votes/{vote}/check", p.handle(p.voteCheck))
	mux.Handle("POST /votes/{vote}/check", p.handle(p.voteChecked))
	mux.Handle("GET /votes/{vote}/receipts/{commitment}", p.handle(p.voteReceipt))
	for path, page := range map[string]func() (show, answer view.Handler){"opt-in": p.optIn, "objection": p.objection, "check-in": p.checkIn} {
		show, answer := page()
		mux.Handle("GET /votes/{vote}/"+path, p.handle(show))
		mux.Handle("POST /votes/{vote}/"+path, p.handle(answer))
	}
	mux.Handle("GET /log/votes/{vote}/{path...}", p.handle(p.voteLog))

	mux.Handle("GET /initiatives", p.initiativeList())
	mux.Handle("GET /initiatives/new", p.handle(p.initiativeNew))
	mux.Handle("POST /initiatives/new", p.handle(p.initiativeStart))
	mux.Handle("GET /initiatives/{initiative}", p.handle(p.initiativeShow))
	for verb := range initiativeActs {
		mux.Handle("POST /initiatives/{initiative}/"+verb, p.handle(p.initiativeAct(verb)))
	}
}

func (p *Portal) handle(h view.Handler) http.Handler { return p.Set.Handle(p.Log, h) }

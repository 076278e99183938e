// Package feeds tells newsreaders and other portals what is new: Atom (RFC 4287)
// and JSON Feed 1.1, for the whole province, per unit and per item. A withdrawn
// publication and a list whose posting ended stay in the feed as a notice without
// content, so that a copy elsewhere can follow.
package feeds

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"strings"
	"time"

	"google.golang.org/grpc"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
	"github.com/danchu-platform/danchu/gateway/internal/portal"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Deps is what feeds need.
type Deps struct {
	Words      *i18n.Catalogue
	Terms      *terms.Terms
	Cache      *pagecache.Cache
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	PublicURL  string
	Province   string
	Site       string
	Handle     func(view.Handler) http.Handler
}

// Feeds serves the feeds.
type Feeds struct {
	Deps
	units        directoryv1.UnitServiceClient
	publications disclosurev1.PublicationServiceClient
}

// New makes the feeds.
func New(d Deps) *Feeds {
	return &Feeds{Deps: d, units: directoryv1.NewUnitServiceClient(d.Directory), publications: disclosurev1.NewPublicationServiceClient(d.Disclosure)}
}

// Mount adds the addresses.
func (f *Feeds) Mount(mux *http.ServeMux) {
	mux.Handle("GET /feeds/{file}", f.Handle(f.serve))
	mux.Handle("GET /feeds/units/{file}", f.Handle(f.serve))
}

// feed is one feed before it is written in either format.
type feed struct {
	Title, URL, Self, Lang string
	Updated                time.Time
	Entries                []entry
}

type entry struct {
	ID, URL, Title, Summary, Publisher, State string
	Published, Updated                        time.Time
}

func (f *Feeds) serve(w http.ResponseWriter, r *http.Request) error {
	name, write := format(r.PathValue("file"))
	unit := ""
	if strings.HasPrefix(r.URL.Path, "/feeds/units/") {
		unit = name
	}
	if write == nil || (unit == "" && name != "disclosures") {
		return fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	// A feed is the same for everybody, so a signed-in reader's cookies play no part.
	r = r.Clone(i18n.WithLang(r.Context(), i18n.Vietnamese))
	r.Header.Del("Cookie")
	return f.Cache.Answer(w, r, []string{"item"}, func(ctx context.Context) (pagecache.Page, error) {
		one, tags, err := f.read(ctx, r, unit)
		if err != nil {
			return pagecache.Page{}, err
		}
		page, err := write(one)
		page.Tags = tags
		return page, err
	})
}

// format tells the name of a feed from the format it is asked in.
func format(file string) (string, func(feed) (pagecache.Page, error)) {
	if name, ok := strings.CutSuffix(file, ".atom"); ok {
		return name, atom
	}
	if name, ok := strings.CutSuffix(file, ".json"); ok {
		return name, jsonFeed
	}
	return "", nil
}

func (f *Feeds) read(ctx context.Context, r *http.Request, code string) (feed, []string, error) {
	lang := i18n.Lang(ctx)
	out := feed{
		Title: f.Words.Text(lang, "feed.all", nil) + " – " + f.Site, URL: f.PublicURL + "/disclosures", Lang: lang,
		Updated: time.Unix(0, 0), // of a feed without entries
		Self:    f.PublicURL + pagecache.Canonical(r.URL, []string{"item"}),
	}
	ask := &disclosurev1.SearchPublicationsRequest{
		Unit: "units/" + f.Province, IncludeSubtree: true, PageSize: 50,
		States: []disclosurev1.PublicationState{
			disclosurev1.PublicationState_PUBLICATION_STATE_PUBLISHED, disclosurev1.PublicationState_PUBLICATION_STATE_ARCHIVED,
			disclosurev1.PublicationState_PUBLICATION_STATE_WITHDRAWN, disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED,
		},
	}
	tags := []string{portal.TagDisclosures()}
	query := url.Values{}
	if item := r.URL.Query().Get("item"); item != "" {
		ask.Item = "catalogueItems/" + item
		query.Set("item", item)
	}
	if code != "" {
		unit, err := f.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + code})
		if err != nil {
			return out, nil, err
		}
		ask.Unit, ask.IncludeSubtree = unit.GetName(), unit.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE
		query.Set("unit", unit.GetKey())
		out.Title = f.Words.Text(lang, "feed.all", nil) + " – " + unit.GetFullName()
		tags = []string{portal.TagUnit(code)}
	}
	if len(query) > 0 {
		out.URL += "?" + query.Encode()
	}
	found, err := f.publications.SearchPublications(ctx, ask)
	if err != nil {
		return out, nil, err
	}
	for _, one := range found.GetPublications() {
		out.Entries = append(out.Entries, f.entry(lang, one))
		if last := out.Entries[len(out.Entries)-1].Updated; last.After(out.Updated) {
			out.Updated = last
		}
	}
	return out, tags, nil
}

func (f *Feeds) entry(lang string, one *disclosurev1.Publication) entry {
	id := terms.ID(one.GetName())
	e := entry{
		ID: "urn:uuid:" + id, URL: f.PublicURL + "/disclosures/" + id, Title: one.GetTitle(), Summary: one.GetSummary(),
		Publisher: cmp.Or(one.GetAgencyName(), one.GetUnitName()), State: f.Terms.PublicationState(lang, one).Word,
		Published: one.GetPublishedTime().AsTime(), Updated: one.GetPublishedTime().AsTime(),
	}
	if one.GetCorrectedTime() != nil {
		e.Updated = one.GetCorrectedTime().AsTime()
		e.Summary = strings.TrimSpace(e.Summary + "\n\n" + one.GetCorrectionNote())
	}
	if one.GetWithdrawnTime() != nil {
		e.Updated, e.Summary = one.GetWithdrawnTime().AsTime(), e.State+": "+one.GetWithdrawalReason()
	}
	if one.GetState() == disclosurev1.PublicationState_PUBLICATION_STATE_EXPIRED {
		e.Summary = e.State
	}
	return e
}

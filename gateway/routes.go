package gateway

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
	"go.opentelemetry.io/otel/metric/noop"

	"github.com/danchu-platform/danchu/gateway/assets"
	"github.com/danchu-platform/danchu/gateway/internal/apipage"
	"github.com/danchu-platform/danchu/gateway/internal/console"
	"github.com/danchu-platform/danchu/gateway/internal/edge"
	"github.com/danchu-platform/danchu/gateway/internal/feeds"
	"github.com/danchu-platform/danchu/gateway/internal/opendata"
	"github.com/danchu-platform/danchu/gateway/internal/portal"
	"github.com/danchu-platform/danchu/gateway/internal/rest"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/upload"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/proto/openapi"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// rooms are the packages that bring messages of their own.
var rooms = []func() (*i18n.Catalogue, error){terms.Messages, portal.Messages, console.Messages, apipage.Messages, files.Words}

// routes is the map of the whole edge; each room adds its own addresses.
func (g *Gateway) routes(ctx context.Context, styles *assets.Files) (*http.ServeMux, error) {
	pages := http.NewServeMux()
	people, err := portal.New(portal.Deps{
		Set: g.set, Terms: g.terms(), Cache: g.cache, Sessions: g.sessions, Log: g.deps.Log, Clock: g.deps.Clock,
		Directory: g.directory(), Disclosure: g.disclosure(), Voting: g.voting(), Province: g.cfg.Province,
	})
	if err != nil {
		return nil, err
	}
	people.Mount(pages)

	uploads := upload.New(upload.Deps{
		Store: g.deps.Blobs, Signer: g.deps.Signer, Verifier: g.deps.Verifier, Max: g.cfg.MaxUpload, Log: g.deps.Log, Refuse: g.refuse,
	})
	uploads.Mount(pages)
	staff, err := console.New(console.Deps{
		Set: g.set, Terms: g.terms(), Sessions: g.sessions, Uploads: uploads, Log: g.deps.Log, Clock: g.deps.Clock,
		Directory: g.directory(), Disclosure: g.disclosure(), Voting: g.voting(), Province: g.cfg.Province,
	})
	if err != nil {
		return nil, err
	}
	staff.Mount(pages)
	pages.Handle("GET /disclosures/{publication}/files/{sha256}/{name}", g.handle(uploads.Download(people.PublicationFiles)))
	pages.Handle("GET /requests/{request}/files/{sha256}/{name}", g.handle(uploads.Download(people.RequestFiles)))
	pages.Handle("GET /votes/{vote}/files/{sha256}/{name}", g.handle(uploads.Download(people.VoteFiles)))
	feeds.New(feeds.Deps{
		Words: g.words, Terms: g.terms(), Cache: g.cache, Directory: g.directory(), Disclosure: g.disclosure(),
		PublicURL: g.cfg.PublicURL, Province: g.cfg.Province, Site: g.cfg.ProvinceName, Handle: g.handle,
	}).Mount(pages)
	opendata.Mount(pages, g.disclosure(), g.cfg.Province, g.handle)

	api, err := rest.New(ctx, rest.Deps{Directory: g.directory(), Disclosure: g.disclosure(), Voting: g.voting(), Words: g.words, Log: g.deps.Log})
	if err != nil {
		return nil, err
	}
	pages.Handle("/v1/", api)
	if err := apipage.Mount(pages, g.set, g.cache, g.deps.Log, openapi.Document); err != nil {
		return nil, err
	}
	pages.HandleFunc("GET /openapi.json", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Cache-Control", "no-cache")
		w.Header().Set("Access-Control-Allow-Origin", "*")
		_, _ = w.Write(openapi.Document) // the reader has gone; there is nobody to tell
	})

	pages.Handle("GET /signin/start", g.handle(g.sessions.Start))
	pages.Handle("GET /signin/callback", g.handle(g.sessions.Callback))
	pages.Handle("POST /signout", g.handle(g.sessions.SignOut))

	pages.Handle("GET /healthz", g.deps.Health.Handler())
	pages.Handle("GET /readyz", g.deps.Health.Handler())
	pages.Handle("GET /.well-known/jwks.json", g.deps.Minter.KeySet())
	pages.Handle("GET "+assets.Prefix, styles)
	pages.HandleFunc("GET /favicon.ico", func(w http.ResponseWriter, r *http.Request) {
		mark, _ := styles.URL("mark.svg") // it is in the folder
		http.Redirect(w, r, mark, http.StatusMovedPermanently)
	})
	pages.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		g.refuse(w, r, fault.New(fault.NotFound, "NO_SUCH_PAGE"))
	})
	if g.deps.Extra != nil {
		g.deps.Extra(pages)
	}
	return pages, nil
}

func (g *Gateway) handle(h view.Handler) http.Handler { return g.set.Handle(g.deps.Log, h) }

// skin puts everything every request passes around the map; package edge says
// why in this order.
func (g *Gateway) skin(pages *http.ServeMux) (http.Handler, error) {
	proxies, err := edge.ParseProxies(g.cfg.TrustedProxies)
	if err != nil {
		return nil, err
	}
	sameOrigin, err := edge.SameOrigin(g.cfg.PublicURL, g.refuse)
	if err != nil {
		return nil, err
	}
	measure, err := edge.Measure()
	if err != nil {
		return nil, err
	}
	pattern := func(r *http.Request) string {
		_, pattern := pages.Handler(r)
		return pattern
	}
	return edge.Chain(pages,
		measure,
		edge.Identify(),
		edge.Secure(edge.Policy{HTTPS: g.cfg.https(), FormActions: origins(g.cfg.OIDC.Issuer), FrameAncestors: g.cfg.FrameAncestors}),
		edge.Recover(g.deps.Log, g.refuse),
		edge.Limit(edge.Limits{
			Client: edge.Rate{PerSecond: g.cfg.ClientRate, Burst: g.cfg.ClientBurst},
			Unit:   edge.Rate{PerSecond: g.cfg.UnitRate, Burst: g.cfg.UnitBurst},
			Writes: edge.Rate{PerSecond: g.cfg.WriteRate, Burst: g.cfg.WriteBurst},
		}, proxies, g.refuse),
		g.cache.Front,
		edge.Routed(pattern),
		traced(pattern),
		sameOrigin,
		view.WithLanguage,
		g.sessions.Attach,
		edge.Bound(g.cfg.MaxBody, g.cfg.Within, long),
	), nil
}

// origins is the origin of the issuer: its sign-out is where our own sign-out
// form leads on to, and browsers check that against the content policy.
func origins(issuer string) []string {
	u, err := url.Parse(issuer)
	if issuer == "" || err != nil {
		return nil
	}
	return []string{u.Scheme + "://" + u.Host}
}

// long names what sets its own bounds on size and time.
func long(r *http.Request) bool {
	return r.URL.Path == "/v1/files" || strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") || strings.HasPrefix(r.URL.Path, "/open-data/") || strings.Contains(r.URL.Path, "/files/")
}

// traced begins the trace that goes on through gRPC, SQL, jobs and events, under
// the name of the address' pattern. Kept pages are answered before it: there is
// nothing behind them to trace.
func traced(pattern func(*http.Request) string) edge.Link {
	return func(next http.Handler) http.Handler {
		return otelhttp.NewHandler(next, "http",
			otelhttp.WithPublicEndpointFn(func(*http.Request) bool { return true }), // a stranger's trace id begins nothing of ours
			otelhttp.WithMeterProvider(noop.NewMeterProvider()),                     // edge.Measure counts, without the host a stranger names
			otelhttp.WithFilter(func(r *http.Request) bool { return !edge.Nameless(r) }),
			otelhttp.WithSpanNameFormatter(func(_ string, r *http.Request) string { return pattern(r) }))
	}
}

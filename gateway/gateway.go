// Package gateway is the public edge: the portal for citizens, the console for
// staff, the REST interface and the feeds, in front of the services' gRPC.
//
// It keeps nothing of its own but pages it has rendered: who is signed in travels
// in a sealed cookie, everything else is asked from the services. Several gateways
// can run side by side as long as they share their keys.
package gateway

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/gateway/assets"
	"github.com/danchu-platform/danchu/gateway/internal/calls"
	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
	"github.com/danchu-platform/danchu/gateway/internal/rest"
	"github.com/danchu-platform/danchu/gateway/internal/session"
	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Deps is what the gateway stands on.
type Deps struct {
	Directory  grpc.ClientConnInterface
	Disclosure grpc.ClientConnInterface
	Voting     grpc.ClientConnInterface
	Minter     *authn.Minter  // tells the services who is signed in
	Events     Events         // nil: kept pages live for their TTL
	Verifier   authn.Verifier // whose tokens may upload; nil: browsers only
	Blobs      *files.Store   // where attachments lie
	Signer     *files.Signer  // signs handles of uploads
	Health     *health.State
	Log        *slog.Logger
	Clock      func() time.Time         // nil: time.Now
	Extra      func(mux *http.ServeMux) // further addresses of this installation (the demo's mailbox); nil for none
}

// Events tells what happened, for dropping kept pages. *bus.Bus is one.
type Events interface {
	Watch(ctx context.Context, service string, types []string, fn func(context.Context, bus.Event)) error
}

// Gateway is the assembled edge.
type Gateway struct {
	cfg      Config
	deps     Deps
	words    *i18n.Catalogue
	set      *view.Set
	sessions *session.Manager
	cache    *pagecache.Cache
	handler  http.Handler
}

// New assembles the edge. It reaches for nothing outside the process.
func New(ctx context.Context, cfg Config, deps Deps) (*Gateway, error) {
	if deps.Directory == nil || deps.Disclosure == nil || deps.Voting == nil || deps.Minter == nil || deps.Blobs == nil || deps.Signer == nil || deps.Health == nil || deps.Log == nil {
		return nil, errors.New("gateway: directory, disclosure, voting, minter, blobs, signer, health and log are needed")
	}
	if deps.Clock == nil {
		deps.Clock = time.Now
	}
	cfg.PublicURL = strings.TrimSuffix(cfg.PublicURL, "/")
	g := &Gateway{cfg: cfg, deps: deps}
	var err error
	if g.words, err = words(); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	if g.sessions, err = newSessions(cfg, deps); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	g.cache = pagecache.New(cfg.PageCacheBytes, cfg.PageCacheTTL, deps.Clock, g.reader)
	styles, err := assets.Load()
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	site := view.Site{Name: cfg.ProvinceName, PublicURL: cfg.PublicURL, SignIn: cfg.OIDC.Issuer != "", Demo: cfg.Demo}
	if g.set, err = view.NewSet(site, g.words, styles, g.shell); err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	mux, err := g.routes(ctx, styles)
	if err != nil {
		return nil, fmt.Errorf("gateway: %w", err)
	}
	g.handler, err = g.skin(mux)
	return g, err
}

// Handler is the whole edge as one handler; Run serves it.
func (g *Gateway) Handler() http.Handler { return g.handler }

// words are all messages of all rooms.
func words() (*i18n.Catalogue, error) {
	merged, err := view.Words()
	if err != nil {
		return nil, err
	}
	for _, more := range rooms {
		one, err := more()
		if err != nil {
			return nil, err
		}
		if merged, err = merged.Merge(one); err != nil {
			return nil, err
		}
	}
	return merged, nil
}

func newSessions(cfg Config, deps Deps) (*session.Manager, error) {
	sealer, err := session.NewSealer(cfg.sessionKeys()...)
	if err != nil {
		return nil, err
	}
	return session.New(session.Config{
		Issuer: cfg.OIDC.Issuer, ClientID: cfg.OIDC.ClientID, ClientSecret: cfg.OIDC.ClientSecret.Reveal(),
		Scopes: cfg.OIDC.Scopes, IDClaim: cfg.OIDC.IDClaim, NameClaim: cfg.OIDC.NameClaim, PublicURL: cfg.PublicURL,
		Idle: cfg.Idle, Absolute: cfg.Absolute,
		PersonKey: func(nationalID string) string {
			key, err := authn.PersonKey([]byte(cfg.PersonKey.Reveal()), nationalID)
			if err != nil { // no key configured, or no national id: the person is known by subject alone
				return ""
			}
			return key
		},
	}, sealer, deps.Log, deps.Clock)
}

// reader says what of a request decides which page is shown.
func (g *Gateway) reader(r *http.Request) (lang string, particular bool) {
	for _, line := range r.Header["Cookie"] {
		if g.sessions.Particular(line) {
			return "", true
		}
	}
	return view.Language(r), false
}

// refuse answers with a fault: JSON for programs, a page for people.
func (g *Gateway) refuse(w http.ResponseWriter, r *http.Request, err error) {
	if strings.HasPrefix(r.URL.Path, "/v1/") {
		rest.Refuse(g.words, g.deps.Log)(w, r.WithContext(i18n.WithLang(r.Context(), i18n.Negotiate(r.Header.Get("Accept-Language")))), err)
		return
	}
	g.set.Refuse(g.deps.Log, w, r.WithContext(i18n.WithLang(r.Context(), view.Language(r))), err)
}

// directory, disclosure and voting are the services, asked on behalf of the reader.
func (g *Gateway) directory() grpc.ClientConnInterface {
	return calls.New(g.deps.Directory, g.deps.Minter)
}

func (g *Gateway) disclosure() grpc.ClientConnInterface {
	return calls.New(g.deps.Disclosure, g.deps.Minter)
}

func (g *Gateway) voting() grpc.ClientConnInterface {
	return calls.New(g.deps.Voting, g.deps.Minter)
}

func (g *Gateway) terms() *terms.Terms { return terms.New(g.words) }

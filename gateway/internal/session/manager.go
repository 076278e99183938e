package session

import (
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// Config says which issuer to trust and how long a session lasts.
type Config struct {
	Issuer       string        // address of the OpenID provider; empty switches sign-in off
	ClientID     string        //
	ClientSecret string        // empty for a public client
	Scopes       []string      // besides openid
	IDClaim      string        // claim that carries the national id, e.g. "national_id"; empty when the issuer tells none
	NameClaim    string        // claim that carries the full name
	PublicURL    string        // scheme://host of the portal, without a slash at the end
	Idle         time.Duration // a session unused for longer is over
	Absolute     time.Duration // a session older than this is over
	PersonKey    func(nationalID string) string
}

// purposes of our cookies.
const (
	purposeSession = "session"
	purposeSignIn  = "signin"
	purposeNotice  = "notice"
)

// Manager signs people in and out and finds the session of a request.
type Manager struct {
	cfg    Config
	jar    jar
	log    *slog.Logger
	clock  func() time.Time
	client *http.Client // reaches the issuer

	mu     sync.Mutex
	issuer *issuer // discovered at first use: public pages must not wait for an identity provider
}

// New checks the configuration. It does not reach for the issuer.
func New(cfg Config, sealer *Sealer, log *slog.Logger, clock func() time.Time) (*Manager, error) {
	public, err := url.Parse(cfg.PublicURL)
	if err != nil || public.Host == "" || (public.Path != "" && public.Path != "/") {
		return nil, errors.New("public address: want scheme://host without a path, such as https://danchu.phutho.gov.vn")
	}
	if cfg.Issuer != "" && cfg.ClientID == "" {
		return nil, errors.New("sign-in: an issuer is set but no client id; set DANCHU_OIDC_CLIENT_ID")
	}
	cfg.PublicURL = strings.TrimSuffix(cfg.PublicURL, "/")
	return &Manager{
		cfg: cfg, log: log, clock: clock,
		jar:    jar{sealer: sealer, secure: public.Scheme == "https"},
		client: &http.Client{Timeout: 10 * time.Second},
	}, nil
}

// CookieName is the name under which a browser sends its session. A request
// without it is anonymous, which is what the page cache asks.
func (m *Manager) CookieName() string { return m.jar.name(purposeSession) }

// Offered tells whether people can sign in here at all.
func (m *Manager) Offered() bool { return m.cfg.Issuer != "" }

// renewAfter is how old "last seen" may be before the cookie is written again;
// writing it on every request would make every page uncacheable for nothing.
const renewAfter = 2 * time.Minute

// Attach puts the session of the request, if there is a valid one, into its
// context. A session that has ended or was not sealed by us is removed from the
// browser and the request goes on as anonymous.
func (m *Manager) Attach(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var s Session
		switch err := m.jar.take(r, purposeSession, &s); {
		case errors.Is(err, http.ErrNoCookie):
		case err != nil || s.over(m.clock(), m.cfg.Idle, m.cfg.Absolute):
			m.jar.drop(w, purposeSession)
		default:
			if now := m.clock(); now.Sub(time.Unix(s.Seen, 0)) > renewAfter {
				s.Seen = now.Unix()
				if err := m.jar.put(w, purposeSession, s, m.cfg.Absolute); err != nil {
					m.log.WarnContext(r.Context(), "a session could not be renewed", "error", err)
				}
			}
			r = r.WithContext(With(r.Context(), &s))
		}
		next.ServeHTTP(w, r)
	})
}

// Require refuses a request nobody signed in for.
func Require(r *http.Request) (*Session, error) {
	if s := From(r.Context()); s != nil {
		return s, nil
	}
	return nil, fault.New(fault.Unauthenticated, "")
}

// Local returns the path to come back to, if it is one of our own, else "/". A
// full address, a scheme-relative one (//host) or a backslash would send a
// person who has just signed in to a stranger.
func Local(path string) string {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.User != nil || !strings.HasPrefix(path, "/") ||
		strings.HasPrefix(path, "//") || strings.ContainsAny(path, "\\\x00\r\n\t") || len(path) > 1024 {
		return "/"
	}
	return u.RequestURI()
}

// Particular tells whether a Cookie header belongs to somebody who must get a
// page of their own: signed in, or about to see a notice.
func (m *Manager) Particular(cookies string) bool {
	return strings.Contains(cookies, m.jar.name(purposeSession)+"=") || strings.Contains(cookies, m.jar.name(purposeNotice)+"=")
}

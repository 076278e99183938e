package gateway

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/config"
)

// Config is what an operator may set. Every variable is prefixed with DANCHU_;
// secrets may be given as files (DANCHU_SESSION_KEY_FILE and so on).
type Config struct {
	HTTPAddr  string `env:"HTTP_ADDR, default=:8080"`
	PublicURL string `env:"PUBLIC_URL, required"` // scheme://host in the address bar

	Province     string `env:"PROVINCE, default=25"`                // code of the province served
	ProvinceName string `env:"PROVINCE_NAME, default=Tỉnh Phú Thọ"` // in full, as in the head of every page
	Demo         bool   `env:"DEMO"`                                // every page says that its data are invented

	OIDC       OIDC          `env:", prefix=OIDC_"`
	SessionKey config.Secret `env:"SESSION_KEY, required"` // ≥ 32 bytes; several, newest first, separated by commas
	Idle       time.Duration `env:"SESSION_IDLE, default=30m"`
	Absolute   time.Duration `env:"SESSION_ABSOLUTE, default=10h"`
	PersonKey  config.Secret `env:"PERSON_KEY"` // hashes national ids; the same for all programs

	TrustedProxies []string `env:"TRUSTED_PROXIES"` // whose X-Forwarded-For is believed: 10.0.0.0/8
	FrameAncestors []string `env:"FRAME_ANCESTORS"` // origins that may embed unit pages: https://vomieu.phutho.gov.vn

	ClientRate  float64       `env:"HTTP_CLIENT_RATE, default=100"` // requests a second from one address; 0 lifts the limit
	ClientBurst int           `env:"HTTP_CLIENT_BURST, default=400"`
	UnitRate    float64       `env:"HTTP_UNIT_RATE, default=1000"` // requests a second for one unit's pages
	UnitBurst   int           `env:"HTTP_UNIT_BURST, default=2000"`
	WriteRate   float64       `env:"HTTP_WRITE_RATE, default=30"` // changes a second from one address
	WriteBurst  int           `env:"HTTP_WRITE_BURST, default=200"`
	MaxBody     int64         `env:"HTTP_MAX_BODY, default=4194304"` // bytes of a form or a JSON body
	MaxUpload   int64         `env:"HTTP_MAX_UPLOAD, default=52428800"`
	Within      time.Duration `env:"HTTP_WITHIN, default=20s"` // longest answer, save uploads and exports

	PageCacheBytes int           `env:"PAGE_CACHE_BYTES, default=33554432"`
	PageCacheTTL   time.Duration `env:"PAGE_CACHE_TTL, default=30s"`
}

// OIDC names the identity provider.
type OIDC struct {
	Issuer       string        `env:"ISSUER"` // empty: nobody can sign in
	ClientID     string        `env:"CLIENT_ID"`
	ClientSecret config.Secret `env:"CLIENT_SECRET"`
	Scopes       []string      `env:"SCOPES, default=profile"`
	IDClaim      string        `env:"ID_CLAIM, default=national_id"` // claim that carries the national id
	NameClaim    string        `env:"NAME_CLAIM, default=name"`
}

// Validate checks what one field alone cannot tell.
func (c Config) Validate() error {
	public, err := url.Parse(c.PublicURL)
	if err != nil || (public.Scheme != "http" && public.Scheme != "https") || public.Host == "" || strings.Trim(public.Path, "/") != "" {
		return fmt.Errorf("PUBLIC_URL %q: want scheme://host without a path, such as https://danchu.phutho.gov.vn", c.PublicURL)
	}
	if public.Scheme == "http" && !isLoopback(public.Hostname()) {
		return errors.New("PUBLIC_URL: plain http is for this machine alone; sessions need https")
	}
	return nil
}

func isLoopback(host string) bool {
	return host == "localhost" || host == "::1" || strings.HasPrefix(host, "127.")
}

func (c Config) https() bool { return strings.HasPrefix(c.PublicURL, "https://") }

func (c Config) sessionKeys() [][]byte {
	var keys [][]byte
	for key := range strings.SplitSeq(c.SessionKey.Reveal(), ",") {
		keys = append(keys, []byte(strings.TrimSpace(key)))
	}
	return keys
}

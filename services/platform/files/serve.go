package files

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Serve writes a stored file as an attachment that no browser shows inside our
// pages or runs. Ranges and If-None-Match are answered. The caller has already
// decided that this reader may have it; on an error nothing was written.
func (s *Store) Serve(w http.ResponseWriter, r *http.Request, h Handle) error {
	content, err := s.Get(r.Context(), h.Key)
	if err != nil {
		return err
	}
	defer content.Close()
	header := w.Header()
	header.Set("Content-Type", h.Kind.ContentType())
	header.Set("Content-Disposition", disposition(h.Name))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
	header.Set("Cross-Origin-Resource-Policy", "same-origin")
	header.Set("Referrer-Policy", "no-referrer")
	// A withdrawn file must be gone at the next request: keep, but always ask.
	header.Set("Cache-Control", "no-cache")
	header.Set("ETag", strconv.Quote(h.SHA256))
	http.ServeContent(w, r, "", time.Time{}, content)
	return nil
}

// disposition gives the name twice: without diacritics for old clients, and as
// UTF-8 (RFC 6266).
func disposition(name string) string {
	name = SafeName(name)
	plain := strings.Map(func(r rune) rune {
		if r > 0x7e || r < ' ' || r == '"' || r == '\\' {
			return '_'
		}
		return r
	}, vntext.Fold(name))
	return `attachment; filename="` + plain + `"; filename*=UTF-8''` + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}

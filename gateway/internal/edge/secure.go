package edge

import (
	"net/http"
	"strings"
)

// Policy says what the security headers depend on.
type Policy struct {
	HTTPS          bool     // the public address is https: send HSTS
	FormActions    []string // origins other than our own a form may lead to (the issuer's sign-out)
	FrameAncestors []string // origins that may embed unit pages; none by default
}

// Secure sets the security headers of every answer. The content policy allows
// no inline script and no inline style, so a text that slipped through as HTML
// would still be dead. Handlers that serve files replace it with a stricter one.
func Secure(p Policy) Link {
	pages := contentPolicy(p.FormActions, nil)
	embeddable := contentPolicy(p.FormActions, p.FrameAncestors)
	type header struct {
		name  string
		value []string
	}
	fixed := []header{ // a list: going through a map takes longer than setting them
		{"X-Content-Type-Options", []string{"nosniff"}},
		{"Referrer-Policy", []string{"strict-origin-when-cross-origin"}},
		{"Cross-Origin-Opener-Policy", []string{"same-origin"}},
		{"Cross-Origin-Resource-Policy", []string{"same-origin"}},
		{"Permissions-Policy", []string{"camera=(), geolocation=(), microphone=(), payment=()"}},
	}
	if p.HTTPS {
		fixed = append(fixed, header{"Strict-Transport-Security", []string{"max-age=63072000; includeSubDomains"}})
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			h := w.Header()
			for _, one := range fixed {
				h[one.name] = one.value
			}
			h["Content-Security-Policy"] = pages
			if len(p.FrameAncestors) > 0 && strings.HasPrefix(r.URL.Path, "/units/") {
				h["Content-Security-Policy"] = embeddable
			} else {
				h["X-Frame-Options"] = denyFrames
			}
			next.ServeHTTP(w, r)
		})
	}
}

var denyFrames = []string{"DENY"}

func contentPolicy(formActions, frameAncestors []string) []string {
	ancestors := "'none'"
	if len(frameAncestors) > 0 {
		ancestors = "'self' " + strings.Join(frameAncestors, " ")
	}
	actions := strings.TrimSpace("'self' " + strings.Join(formActions, " "))
	return []string{"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; " +
		"connect-src 'self'; base-uri 'none'; form-action " + actions + "; frame-ancestors " + ancestors}
}

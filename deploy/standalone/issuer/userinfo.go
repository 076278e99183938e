package issuer

import (
	"net/http"
	"strings"
)

// userinfo tells about the person behind an access token (OpenID Connect Core §5.3).
func (i *Issuer) userinfo(w http.ResponseWriter, r *http.Request) {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if token == "" || !strings.EqualFold(scheme, "Bearer") {
		w.Header().Set("WWW-Authenticate", `Bearer realm="issuer"`)
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_request", "error_description": "a bearer token is needed"})
		return
	}
	g, good := i.tokens.get(strings.TrimSpace(token))
	if !good {
		w.Header().Set("WWW-Authenticate", `Bearer realm="issuer", error="invalid_token"`)
		answer(w, http.StatusUnauthorized, map[string]string{"error": "invalid_token", "error_description": "unknown or expired"})
		return
	}
	claims := i.claimsOf(g.persona, g.scopes)
	claims["sub"] = g.persona.Subject
	answer(w, http.StatusOK, claims)
}

package edge

import (
	"net/http"
	"strings"
)

// Nameless tells requests of which nothing may be kept that could lead to a person: a
// secret ballot on its way in, the credential drawn for it, whose hour would tell which
// ballot followed, and a look at a receipt. They are counted, not traced.
func Nameless(r *http.Request) bool {
	rest, ok := strings.CutPrefix(r.URL.Path, "/v1/votes/")
	if !ok {
		if rest, ok = strings.CutPrefix(r.URL.Path, "/votes/"); !ok {
			return false
		}
	}
	_, what, _ := strings.Cut(rest, "/")
	return what == "ballots:cast" || strings.HasPrefix(what, "credentials:draw") || what == "check" || strings.HasPrefix(what, "receipts/")
}

package edge

import (
	"fmt"
	"net/http"

	"github.com/danchu-platform/danchu/services/platform/fault"
)

// SameOrigin refuses a change that another site made the browser send. It reads
// Sec-Fetch-Site and Origin, so no form needs a token; programs that are no
// browser send neither and pass. publicURL is trusted because behind a proxy
// the Host seen here need not be the one in the address bar.
func SameOrigin(publicURL string, refuse Refuse) (Link, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(publicURL); err != nil {
		return nil, fmt.Errorf("public address %q: want scheme://host without a path: %w", publicURL, err)
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		refuse(w, r, fault.New(fault.Forbidden, "CROSS_ORIGIN"))
	}))
	return guard.Handler, nil
}

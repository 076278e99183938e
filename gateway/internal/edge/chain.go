package edge

import "net/http"

// Link is one layer around a handler.
type Link func(http.Handler) http.Handler

// Refuse answers a request with an error, as a page or as JSON.
type Refuse func(w http.ResponseWriter, r *http.Request, err error)

// Chain wraps a handler; the first link is the outermost.
func Chain(h http.Handler, links ...Link) http.Handler {
	for i := len(links) - 1; i >= 0; i-- {
		h = links[i](h)
	}
	return h
}

package tlog

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/tlog/c2sp"
)

// How long others may keep what they read. Tiles never change, partial ones
// neither: a wider one has another address.
const (
	forEver = "public, max-age=31536000, immutable"
	fresh   = "no-cache"
)

// Resource is one of the files of a log, with the headers C2SP asks for.
type Resource struct {
	Data         []byte
	ContentType  string
	CacheControl string
}

// Immutable reports whether the file never changes.
func (r Resource) Immutable() bool { return r.CacheControl == forEver }

// Read is the file at a path below the log's address: "checkpoint",
// "tile/<L>/<N>[.p/<W>]", "tile/entries/<N>[.p/<W>]". A gRPC surface streams what it
// returns; Serve writes it. What is not there, or not in the one form allowed, is NotFound.
func (r *Reader) Read(ctx context.Context, id LogID, path string) (Resource, error) {
	if path == "checkpoint" {
		data, err := r.ReadCheckpoint(ctx, id)
		return Resource{data, "text/plain; charset=utf-8", fresh}, err
	}
	t, err := c2sp.ParseTile(path)
	if err != nil {
		return Resource{}, fault.New(fault.NotFound, "", fault.Wrap(err))
	}
	var data []byte
	if t.Entries {
		data, err = r.ReadEntries(ctx, id, t.Index, t.Width)
	} else {
		data, err = r.ReadTile(ctx, id, t.Level, t.Index, t.Width)
	}
	return Resource{data, "application/octet-stream", forEver}, err
}

// Handler serves one log; mount it with http.StripPrefix at the log's address.
func (r *Reader) Handler(id LogID) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) { r.Serve(w, q, id, q.URL.Path) })
}

// Serve answers a request for the path below the address of a log. Anybody may
// read, pages of other sites too: a log that some cannot see proves nothing.
// Errors are single English lines: programs read here.
func (r *Reader) Serve(w http.ResponseWriter, q *http.Request, id LogID, path string) {
	if q.Method != http.MethodGet && q.Method != http.MethodHead {
		w.Header().Set("Allow", "GET, HEAD")
		http.Error(w, "a log is only read", http.StatusMethodNotAllowed)
		return
	}
	found, err := r.Read(q.Context(), id, strings.TrimPrefix(path, "/"))
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("X-Content-Type-Options", "nosniff")
	if err != nil {
		kind := fault.KindOf(err)
		h.Set("Cache-Control", "no-store")
		http.Error(w, strings.ToLower(kind.String()), kind.HTTPStatus())
		return
	}
	h.Set("Content-Type", found.ContentType)
	h.Set("Cache-Control", found.CacheControl)
	h.Set("Content-Length", strconv.Itoa(len(found.Data)))
	if q.Method == http.MethodGet {
		_, _ = w.Write(found.Data) // whoever asked has gone
	}
}

package view

import (
	"bytes"
	"context"
	"log/slog"
	"net/http"
	"strings"

	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Load reads what a page shows, and the tags of what it was made from.
type Load[T any] func(ctx context.Context, r *http.Request) (T, []string, error)

// Public answers with a page that is the same for everybody: from the page cache
// when nobody in particular asks, freshly drawn around their own name when
// somebody is signed in. The parameters are the only ones the page reads.
func Public[T any](p *Page[T], cache *pagecache.Cache, log *slog.Logger, parameters []string, load Load[T]) http.Handler {
	return p.set.Handle(log, func(w http.ResponseWriter, r *http.Request) error {
		if cache.Particular(r) {
			data, _, err := load(r.Context(), r)
			if err != nil {
				return err
			}
			return p.Draw(w, r, http.StatusOK, data)
		}
		return cache.Answer(w, r, parameters, func(ctx context.Context) (pagecache.Page, error) {
			data, tags, err := load(ctx, r)
			if err != nil {
				return pagecache.Page{}, err
			}
			shell := Shell{
				Site: p.set.site, Lang: i18n.Lang(ctx), Section: Section(r.URL.Path),
				Path: pagecache.Canonical(r.URL, parameters),
			}
			var body bytes.Buffer
			if err := p.Render(&body, shell, data); err != nil {
				return pagecache.Page{}, err
			}
			return pagecache.Page{Body: body.Bytes(), ContentType: "text/html; charset=utf-8", Tags: tags}, nil
		})
	})
}

// Section is the entry of the navigation an address belongs to.
func Section(path string) string {
	section, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	return section
}

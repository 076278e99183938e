package apipage

import (
	"context"
	"embed"
	"log/slog"
	"net/http"

	"github.com/danchu-platform/danchu/gateway/internal/pagecache"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

//go:embed templates/*.html
var templates embed.FS

//go:embed messages.*.yaml
var messages embed.FS

// Messages are the words around the description, which itself is in English.
func Messages() (*i18n.Catalogue, error) { return i18n.Load(messages, "messages.*.yaml") }

// ServiceList is the way in: all services, and how to call them.
type ServiceList struct {
	Base     string
	Services []Service
}

// Mount adds /api and one page per service.
func Mount(mux *http.ServeMux, set *view.Set, cache *pagecache.Cache, log *slog.Logger, description []byte) error {
	parsed, err := parse(description)
	if err != nil {
		return err
	}
	services := parsed.services()
	list, err := view.NewPage[ServiceList](set, templates, "templates/list.html")
	if err != nil {
		return err
	}
	show, err := view.NewPage[Service](set, templates, "templates/show.html")
	if err != nil {
		return err
	}
	mux.Handle("GET /api", view.Public(list, cache, log, nil, func(context.Context, *http.Request) (ServiceList, []string, error) {
		return ServiceList{Base: set.Site().PublicURL, Services: services}, nil, nil
	}))
	mux.Handle("GET /api/{service}", view.Public(show, cache, log, nil, func(_ context.Context, r *http.Request) (Service, []string, error) {
		for _, one := range services {
			if one.Name == r.PathValue("service") {
				return one, nil, nil
			}
		}
		return Service{}, nil, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}))
	return nil
}

package portal

import (
	"context"
	"net/http"

	"golang.org/x/sync/errgroup"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// Home is the province's first page: one question, then what is new.
type Home struct {
	Province    string
	ProvinceURL string
	Year        int32
	Whole       Share
	Latest      []DisclosureRow
}

func (p *Portal) homeShow() http.Handler {
	return view.Public(p.pages.home, p.Cache, p.Log, nil, func(ctx context.Context, _ *http.Request) (Home, []string, error) {
		page := Home{Province: p.Set.Site().Name, ProvinceURL: "/units/" + p.Province, Year: p.year()}
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error {
			found, err := p.publications.SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{
				Unit: "units/" + p.Province, IncludeSubtree: true, PageSize: 8,
			})
			if err != nil {
				return err
			}
			page.Latest, err = p.rows(ctx, found.GetPublications())
			return err
		})
		group.Go(func() error {
			counted, err := p.obligations.GetCompleteness(ctx, &disclosurev1.GetCompletenessRequest{Unit: "units/" + p.Province, Year: page.Year})
			if err != nil {
				return err
			}
			page.Whole = shareOf(i18n.Lang(ctx), counted.GetTotal().GetCounts())
			return nil
		})
		return page, []string{tagDisclosures}, group.Wait()
	})
}

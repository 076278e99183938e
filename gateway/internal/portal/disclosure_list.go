package portal

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// DisclosureList is the search over what is public.
type DisclosureList struct {
	Query    view.Field
	Unit     view.Field
	Item     view.Field
	Form     view.Field
	From, To view.Field
	UnitName string
	Filtered bool // anything is asked for
	Narrowed bool // by more than words and unit: the filters stand open
	Rows     []DisclosureRow
	Pager    view.Pager
	FeedURL  string
}

// listParameters are the only parameters the list reads.
var listParameters = []string{"q", "unit", "item", "form", "from", "to", "page"}

func (p *Portal) disclosureList() http.Handler {
	return view.Public(p.pages.disclosureList, p.Cache, p.Log, listParameters, func(ctx context.Context, r *http.Request) (DisclosureList, []string, error) {
		query := r.URL.Query()
		page, err := p.listForm(ctx, query)
		if err != nil {
			return page, nil, err
		}
		ask := &disclosurev1.SearchPublicationsRequest{
			Query: page.Query.Value, Unit: "units/" + p.Province, IncludeSubtree: true, Form: formOf(page.Form.Value),
			From: page.From.Value, To: page.To.Value, PageSize: 20, PageToken: query.Get("page"),
		}
		if page.Item.Value != "" {
			ask.Item = "catalogueItems/" + page.Item.Value
		}
		if page.Unit.Value != "" {
			ask.Unit = "units/" + page.Unit.Value
			unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: ask.Unit})
			if err != nil {
				return page, nil, err
			}
			page.UnitName = unit.GetFullName()
		}
		found, err := p.publications.SearchPublications(ctx, ask)
		if err != nil {
			return page, nil, err
		}
		if page.Rows, err = p.rows(ctx, found.GetPublications()); err != nil {
			return page, nil, err
		}
		token := query.Get("page")
		query.Del("page")
		page.Pager.Next = withPage("/disclosures", query, found.GetNextPageToken())
		if token != "" {
			page.Pager.First = "/disclosures?" + query.Encode()
		}
		return page, []string{tagDisclosures}, nil
	})
}

// listForm reads the filters, and refuses those that are no filters.
func (p *Portal) listForm(ctx context.Context, query url.Values) (DisclosureList, error) {
	lang := i18n.Lang(ctx)
	page := DisclosureList{
		Query: view.Field{Name: "q", Value: strings.TrimSpace(query.Get("q")), Max: 200},
		Unit:  view.Field{Name: "unit", Value: query.Get("unit"), Max: 24},
		From:  view.Field{Name: "from"}, To: view.Field{Name: "to"},
		Item: view.Field{Name: "item"},
		Form: view.Field{Name: "form", Options: []view.Option{{Text: p.Terms.Form(lang, 0)}}},
	}
	for _, day := range []*view.Field{&page.From, &page.To} {
		given := query.Get(day.Name)
		day.Value = terms.Day(given).String()
		if given != "" && day.Value == "" {
			return page, fault.New(fault.Invalid, "NOT_A_DATE", fault.Field(day.Name), fault.Param("value", given))
		}
	}
	items, err := p.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: disclosurev1.ItemKind_ITEM_KIND_COMMUNE})
	if err != nil {
		return page, err
	}
	page.Item.Options = terms.ItemOptions(lang, p.Set.Text(lang, "list.any_item", nil), items.GetItems())
	for number := range int32(len(disclosurev1.DisclosureForm_name)) {
		if number == 0 {
			continue
		}
		form := disclosurev1.DisclosureForm(number)
		page.Form.Options = append(page.Form.Options, view.Option{Value: formName(form), Text: p.Terms.Form(lang, form)})
	}
	page.Item.Choose(query.Get("item"))
	page.Form.Choose(query.Get("form"))
	page.Narrowed = page.Item.Value+page.Form.Value+page.From.Value+page.To.Value != ""
	page.Filtered = page.Narrowed || page.Query.Value+page.Unit.Value != ""
	feed := url.Values{}
	if page.Item.Value != "" {
		feed.Set("item", page.Item.Value)
	}
	page.FeedURL = "/feeds/disclosures.atom"
	if page.Unit.Value != "" {
		page.FeedURL = "/feeds/units/" + terms.Code(page.Unit.Value) + ".atom"
	}
	if len(feed) > 0 {
		page.FeedURL += "?" + feed.Encode()
	}
	return page, nil
}

// formName is a form as addresses write it: "village_head".
func formName(f disclosurev1.DisclosureForm) string {
	return strings.ToLower(strings.TrimPrefix(f.String(), "DISCLOSURE_FORM_"))
}

// formOf reads it back; anything else is "any".
func formOf(name string) disclosurev1.DisclosureForm {
	return disclosurev1.DisclosureForm(disclosurev1.DisclosureForm_value["DISCLOSURE_FORM_"+strings.ToUpper(name)])
}

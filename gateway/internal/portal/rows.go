package portal

import (
	"context"
	"net/url"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// DisclosureRow is one publication in a list.
type DisclosureRow struct {
	URL, Title, Summary string
	UnitURL, Unit       string
	Agency              string // of the unit, when one publishes
	Item                string
	Document            string
	Published           workday.Date
	State               view.State
}

func (p *Portal) rows(ctx context.Context, publications []*disclosurev1.Publication) ([]DisclosureRow, error) {
	titles, err := p.itemTitles(ctx)
	if err != nil {
		return nil, err
	}
	rows := make([]DisclosureRow, 0, len(publications))
	for _, one := range publications {
		rows = append(rows, DisclosureRow{
			URL: "/disclosures/" + terms.ID(one.GetName()), Title: one.GetTitle(), Summary: one.GetSummary(),
			UnitURL: "/units/" + terms.ID(one.GetUnit()), Unit: one.GetUnitName(), Agency: one.GetAgencyName(),
			Item: titles[one.GetItem()], Document: one.GetDocumentNumber(),
			Published: terms.DayOf(one.GetPublishedTime().AsTime()),
			State:     p.Terms.PublicationState(i18n.Lang(ctx), one),
		})
	}
	return rows, nil
}

// itemTitles are the titles of all items of all kinds by name.
func (p *Portal) itemTitles(ctx context.Context) (map[string]string, error) {
	titles := map[string]string{}
	for _, kind := range []disclosurev1.ItemKind{
		disclosurev1.ItemKind_ITEM_KIND_COMMUNE, disclosurev1.ItemKind_ITEM_KIND_AGENCY, disclosurev1.ItemKind_ITEM_KIND_STATE_ENTERPRISE,
	} {
		answer, err := p.items.ListCatalogueItems(ctx, &disclosurev1.ListCatalogueItemsRequest{Kind: kind})
		if err != nil {
			return nil, err
		}
		for _, item := range answer.GetItems() {
			titles[item.GetName()] = terms.ItemTitle(i18n.Lang(ctx), item)
		}
	}
	return titles, nil
}

// Share is a count out of a whole, as people read it.
type Share struct {
	Counts  *disclosurev1.Counts
	Percent string // "98,5 %"
	Due     int32  // how many had to be public by now
}

func shareOf(lang string, counts *disclosurev1.Counts) Share {
	return Share{
		Counts:  counts,
		Percent: i18n.Decimal(lang, float64(counts.GetCompletenessBasisPoints())/100, 1) + " %",
		Due:     counts.GetMet() + counts.GetInForms() + counts.GetMissing(),
	}
}

// MissingRow is a duty whose date has passed and for which nothing is public.
type MissingRow struct {
	Title, Unit, UnitURL string
	Agency, Period       string
	Due                  view.Due
	AskURL               string // the form with which anybody can ask for it
}

func (p *Portal) missing(ctx context.Context, obligations []*disclosurev1.Obligation) []MissingRow {
	lang := i18n.Lang(ctx)
	rows := make([]MissingRow, 0, len(obligations))
	for _, one := range obligations {
		ask := url.Values{"unit": {terms.Code(one.GetUnit())}, "item": {terms.ID(one.GetItem())}, "obligation": {terms.ID(one.GetName())}}
		rows = append(rows, MissingRow{
			Title: one.GetItemTitle(), Unit: one.GetUnitName(), UnitURL: "/units/" + terms.ID(one.GetUnit()), Agency: one.GetAgencyName(), Period: p.Terms.Period(lang, one.GetPeriod()),
			Due:    p.Terms.Due(lang, one.GetDue(), p.Terms.Left(lang, one.GetDue(), one.GetDaysLeft())),
			AskURL: "/requests/new?" + ask.Encode(),
		})
	}
	return rows
}

// year is the year pages speak of when none is asked for.
func (p *Portal) year() int32 { return int32(view.Today(p.Clock()).Y) }

// withPage is the address of the next page of a list, or "" at the end.
func withPage(path string, query url.Values, token string) string {
	if token == "" {
		return ""
	}
	next := url.Values{}
	for name, values := range query {
		if len(values) > 0 && values[0] != "" {
			next.Set(name, values[0])
		}
	}
	next.Set("page", token)
	return path + "?" + next.Encode()
}

func quarterOf(d workday.Date) string { return strconv.Itoa(d.Quarter()) }

package portal

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"golang.org/x/sync/errgroup"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// UnitShow is the page of one unit in one era.
type UnitShow struct {
	Code, Key, Name string
	From, To        workday.Date
	AsOf            workday.Date
	LegalBasis      string
	Special         bool
	Crumbs          []view.Crumb
	Before, After   []UnitRow
	Agencies        []string
	Year            int32
	Quarter         string
	Whole           Share
	Below           []UnitShare
	Items           []ItemShare
	Missing         []MissingRow
	MoreMissing     int32 // overdue beyond those shown
	Villages        []UnitRow
	Withheld        int32
	Latest          []DisclosureRow
	Votes           []VoteRow
	VotesAway       bool   // voting does not answer now
	VotesURL        string // all votes of a village or commune; "" for a province
	InitiativesURL  string // of a village
	AllURL          string
}

// UnitShare is how complete one unit below is.
type UnitShare struct {
	URL, Name string
	Share     Share
}

// ItemShare is how complete one item is.
type ItemShare struct {
	URL, Title string
	Share      Share
}

func (p *Portal) unitShow() http.Handler {
	return view.Public(p.pages.unitShow, p.Cache, p.Log, []string{"as_of", "year"}, func(ctx context.Context, r *http.Request) (UnitShow, []string, error) {
		given := r.URL.Query().Get("as_of")
		asOf := terms.Day(given)
		if given != "" && asOf.IsZero() {
			return UnitShow{}, nil, fault.New(fault.Invalid, "NOT_A_DATE", fault.Field("as_of"), fault.Param("value", given))
		}
		unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + r.PathValue("unit"), AsOf: asOf.String()})
		if err != nil {
			return UnitShow{}, nil, err
		}
		today := view.Today(p.Clock())
		page := UnitShow{
			Code: unit.GetCode(), Key: unit.GetKey(), Name: unit.GetFullName(), AsOf: asOf,
			From: terms.Day(unit.GetValidFrom()), To: terms.Day(unit.GetValidTo()), LegalBasis: unit.GetLegalBasis(),
			Special: unit.GetAttributes().GetSpecialArea(), Year: p.year(), Quarter: quarterOf(today),
			AllURL: "/disclosures?unit=" + unit.GetKey(),
		}
		if given, err := strconv.Atoi(r.URL.Query().Get("year")); err == nil && given >= 2023 && given <= 2100 {
			page.Year = int32(given)
		}
		group, ctx := errgroup.WithContext(ctx)
		group.Go(func() error { return p.unitWay(ctx, unit, &page) })
		group.Go(func() error { return p.unitDisclosures(ctx, unit, &page) })
		group.Go(func() error { return p.unitDuties(ctx, unit, &page) })
		switch unit.GetLevel() {
		case directoryv1.UnitLevel_UNIT_LEVEL_VILLAGE:
			page.InitiativesURL = "/initiatives?unit=" + url.QueryEscape(unit.GetKey())
			fallthrough
		case directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE:
			page.VotesURL = "/votes?unit=" + url.QueryEscape(unit.GetKey())
			group.Go(func() error { return p.unitVotes(ctx, unit.GetName(), &page) })
		}
		return page, []string{TagUnit(unit.GetCode()), tagDisclosures, tagVotes}, group.Wait()
	})
}

// unitWay reads where the unit belongs and what it came from.
func (p *Portal) unitWay(ctx context.Context, unit *directoryv1.Unit, page *UnitShow) error {
	above, err := p.units.ListUnitAncestors(ctx, &directoryv1.ListUnitAncestorsRequest{Name: unit.GetName(), AsOf: page.AsOf.String()})
	if err != nil {
		return err
	}
	for _, one := range slices.Backward(above.GetAncestors()) {
		page.Crumbs = append(page.Crumbs, view.Crumb{URL: "/units/" + one.GetKey(), Text: one.GetFullName()})
	}
	before, err := p.units.ListPredecessors(ctx, &directoryv1.ListPredecessorsRequest{Name: unit.GetName()})
	if err != nil {
		return err
	}
	after, err := p.units.ListSuccessors(ctx, &directoryv1.ListSuccessorsRequest{Name: unit.GetName()})
	if err != nil {
		return err
	}
	page.Before, page.After = unitRows(before.GetUnits()), unitRows(after.GetUnits())
	agencies, err := p.agencies.ListAgencies(ctx, &directoryv1.ListAgenciesRequest{Unit: unit.GetName(), PageSize: 50})
	if err != nil {
		return err
	}
	for _, one := range agencies.GetAgencies() {
		page.Agencies = append(page.Agencies, one.GetDisplayName())
	}
	if unit.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE {
		return nil
	}
	villages, err := p.units.ListUnits(ctx, &directoryv1.ListUnitsRequest{Parent: unit.GetName(), AsOf: page.AsOf.String(), PageSize: 100})
	if err != nil {
		return err
	}
	for _, one := range villages.GetUnits() {
		page.Villages = append(page.Villages, UnitRow{URL: "/units/" + one.GetKey(), Name: one.GetFullName()})
	}
	return nil
}

func unitRows(units []*directoryv1.Unit) []UnitRow {
	var rows []UnitRow
	for _, one := range units {
		rows = append(rows, UnitRow{URL: "/units/" + one.GetKey(), Name: one.GetFullName()})
	}
	return rows
}

func (p *Portal) unitDisclosures(ctx context.Context, unit *directoryv1.Unit, page *UnitShow) error {
	found, err := p.publications.SearchPublications(ctx, &disclosurev1.SearchPublicationsRequest{
		Unit: unit.GetName(), IncludeSubtree: unit.GetLevel() != directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE, PageSize: 10,
	})
	if err != nil {
		return err
	}
	page.Latest, err = p.rows(ctx, found.GetPublications())
	return err
}

func (p *Portal) unitDuties(ctx context.Context, unit *directoryv1.Unit, page *UnitShow) error {
	lang := i18n.Lang(ctx)
	counted, err := p.obligations.GetCompleteness(ctx, &disclosurev1.GetCompletenessRequest{Unit: unit.GetName(), Year: page.Year})
	if err != nil {
		return err
	}
	page.Whole = shareOf(lang, counted.GetTotal().GetCounts())
	for _, one := range counted.GetUnits() {
		page.Below = append(page.Below, UnitShare{URL: "/units/" + terms.Code(one.GetUnit()), Name: one.GetUnitName(), Share: shareOf(lang, one.GetCounts())})
	}
	for _, one := range counted.GetItems() {
		page.Items = append(page.Items, ItemShare{
			URL:   "/disclosures?item=" + terms.ID(one.GetItem()) + "&unit=" + unit.GetKey(),
			Title: one.GetItemTitle(), Share: shareOf(lang, one.GetCounts()),
		})
	}
	missing := counted.GetMissing()
	const most = 5 // the rest is one click away, with the unit it belongs to
	if len(page.Below) > 0 && len(missing) > most {
		missing = missing[:most]
	}
	page.Missing = p.missing(ctx, missing)
	page.MoreMissing = counted.GetTotal().GetCounts().GetMissing() - int32(len(missing))
	page.Withheld = counted.GetTotal().GetCounts().GetWithheld()
	return nil
}

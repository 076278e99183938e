package portal

import (
	"context"
	"net/http"
	"strings"
	"unicode/utf8"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
)

// UnitList answers "which commune is mine": all of them, or those a name fits.
type UnitList struct {
	Query string
	Units []UnitRow
	Ended []UnitRow // units of that name which no longer exist, with what came after them
}

// UnitRow is one unit in a list.
type UnitRow struct{ URL, Name, Under string }

func (p *Portal) unitList() http.Handler {
	return view.Public(p.pages.unitList, p.Cache, p.Log, []string{"q"}, func(ctx context.Context, r *http.Request) (UnitList, []string, error) {
		page := UnitList{Query: strings.TrimSpace(r.URL.Query().Get("q"))}
		if utf8.RuneCountInString(page.Query) > 100 {
			return page, nil, fault.New(fault.Invalid, "QUERY_TOO_LONG", fault.Field("q"))
		}
		ask := &directoryv1.ListUnitsRequest{
			Parent: "units/" + p.Province, Descendants: true, Level: directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE, Query: page.Query, PageSize: 100,
		}
		for range 4 { // the largest province has 168 communes
			found, err := p.units.ListUnits(ctx, ask)
			if err != nil {
				return page, nil, err
			}
			for _, unit := range found.GetUnits() {
				page.Units = append(page.Units, UnitRow{URL: "/units/" + unit.GetCode(), Name: unit.GetFullName()})
			}
			if ask.PageToken = found.GetNextPageToken(); ask.PageToken == "" || page.Query != "" {
				break
			}
		}
		if page.Query == "" {
			return page, []string{TagUnit(p.Province)}, nil
		}
		return page, []string{TagUnit(p.Province)}, p.ended(ctx, &page)
	})
}

// ended adds units of the typed name that a reorganisation dissolved: many people
// still know their commune by its old name.
func (p *Portal) ended(ctx context.Context, page *UnitList) error {
	found, err := p.units.ListUnits(ctx, &directoryv1.ListUnitsRequest{
		Level: directoryv1.UnitLevel_UNIT_LEVEL_COMMUNE, Query: page.Query, IncludeEnded: true, PageSize: 100,
	})
	if err != nil {
		return err
	}
	const most = 10
	for _, unit := range found.GetUnits() {
		if unit.GetValidTo() == "" || len(page.Ended) == most {
			continue
		}
		after, err := p.units.ListSuccessors(ctx, &directoryv1.ListSuccessorsRequest{Name: unit.GetName(), Transitive: true})
		if err != nil {
			return err
		}
		here := false
		var names []string
		for _, next := range after.GetUnits() {
			here = here || strings.HasPrefix(strings.TrimPrefix(next.GetParent(), "units/"), p.Province+"@")
			if next.GetValidTo() == "" {
				names = append(names, next.GetFullName())
			}
		}
		sameName := len(names) == 1 && names[0] == unit.GetFullName() // found above, under the name it still has
		if here && !sameName {
			page.Ended = append(page.Ended, UnitRow{URL: "/units/" + unit.GetKey(), Name: unit.GetFullName(), Under: strings.Join(names, ", ")})
		}
	}
	return nil
}

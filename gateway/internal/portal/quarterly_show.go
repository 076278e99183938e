package portal

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// QuarterlyShow is the list that Điều 13 khoản 2 wants posted, on screen and on
// paper.
type QuarterlyShow struct {
	Crumbs         []view.Crumb
	Name           string
	Year, Quarter  int32
	Lines          []QuarterlyRow
	Withheld, Late int32
	Provisional    bool
	SheetURL       string
	Quarters       []QuarterLink
	Made           workday.Date
}

// QuarterlyRow is one thing disclosed.
type QuarterlyRow struct {
	Number                     int32
	URL, Title, Item, Document string
	Agency                     string // of the unit, when one publishes
	Decided, Published         workday.Date
	State                      view.State
	Forms                      []string
}

// QuarterLink leads to the list of another quarter.
type QuarterLink struct {
	URL, Text string
	Current   bool
}

func (p *Portal) quarterlyShow() http.Handler {
	return view.Public(p.pages.quarterlyShow, p.Cache, p.Log, []string{"year", "quarter"}, func(ctx context.Context, r *http.Request) (QuarterlyShow, []string, error) {
		unit, err := p.units.GetUnit(ctx, &directoryv1.GetUnitRequest{Name: "units/" + r.PathValue("unit")})
		if err != nil {
			return QuarterlyShow{}, nil, err
		}
		year, quarter := p.quarterAsked(r.URL.Query())
		list, err := p.lists.GetQuarterlyList(ctx, &disclosurev1.GetQuarterlyListRequest{Unit: unit.GetName(), Year: year, Quarter: quarter})
		if err != nil {
			return QuarterlyShow{}, nil, err
		}
		base := "/units/" + unit.GetKey() + "/quarterly"
		page := QuarterlyShow{
			Crumbs: []view.Crumb{{URL: "/units/" + unit.GetKey(), Text: unit.GetFullName()}},
			Name:   list.GetUnitName(), Year: year, Quarter: quarter, Withheld: list.GetWithheld(), Late: list.GetLate(),
			Provisional: list.GetProvisional(), Made: view.Today(p.Clock()),
			SheetURL: base + ".xlsx?" + quarterQuery(year, quarter),
		}
		for _, line := range list.GetLines() {
			page.Lines = append(page.Lines, p.quarterlyRow(i18n.Lang(ctx), line))
		}
		for q := int32(1); q <= 4; q++ {
			page.Quarters = append(page.Quarters, QuarterLink{
				URL: base + "?" + quarterQuery(year, q), Current: q == quarter,
				Text: p.Set.Text(i18n.Lang(ctx), "quarterly.quarter", map[string]string{"quarter": strconv.Itoa(int(q)), "year": strconv.Itoa(int(year))}),
			})
		}
		return page, []string{TagUnit(unit.GetCode())}, nil
	})
}

func (p *Portal) quarterlyRow(lang string, line *disclosurev1.QuarterlyLine) QuarterlyRow {
	row := QuarterlyRow{
		Number: line.GetNumber(), URL: "/disclosures/" + terms.ID(line.GetPublication()), Title: line.GetTitle(),
		Item: line.GetItemNumber() + ". " + line.GetItemTitle(), Agency: line.GetAgencyName(), Document: line.GetDocumentNumber(),
		Decided: terms.Day(line.GetDecisionDate()), Published: terms.Day(line.GetPublishedDate()),
		State: view.State{Shape: view.Good, Word: p.Set.Text(lang, "standing.IN_TIME", nil)},
	}
	if line.GetLateDays() > 0 {
		row.State = view.State{Shape: view.Late, Word: p.Set.Text(lang, "quarterly.late_days", map[string]string{"days": strconv.Itoa(int(line.GetLateDays()))})}
	}
	for _, form := range line.GetForms() {
		text := form.GetLetter() + ") " + p.Terms.Form(lang, form.GetForm())
		if form.GetPlace() != "" {
			text += ", " + form.GetPlace()
		}
		if from := terms.Day(form.GetFrom()); !from.IsZero() {
			text += ": " + from.Format()
			if to := terms.Day(form.GetTo()); !to.IsZero() && to != from {
				text += "–" + to.Format()
			}
		}
		row.Forms = append(row.Forms, text)
	}
	return row
}

// quarterAsked is the quarter of the address, else the present one.
func (p *Portal) quarterAsked(query url.Values) (year, quarter int32) {
	today := view.Today(p.Clock())
	year, quarter = int32(today.Y), int32(today.Quarter())
	if given, err := strconv.Atoi(query.Get("year")); err == nil && given >= 2023 && given <= 2100 {
		year = int32(given)
	}
	if given, err := strconv.Atoi(query.Get("quarter")); err == nil && given >= 1 && given <= 4 {
		quarter = int32(given)
	}
	return year, quarter
}

func quarterQuery(year, quarter int32) string {
	return url.Values{"year": {strconv.Itoa(int(year))}, "quarter": {strconv.Itoa(int(quarter))}}.Encode()
}

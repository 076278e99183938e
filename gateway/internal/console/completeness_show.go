package console

import (
	"net/http"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// CompletenessShow counts what is public against what had to be, up the tree, with
// the missing ones one click away.
type CompletenessShow struct {
	Desk        Desk
	Tabs        []Entry
	UnitName    string
	Year        int
	Years       []Entry
	Quarter     view.Field
	Keep        []Hidden
	Agencies    []Entry // of the unit, each leading to its own duties
	Percent     string
	Total       CompletenessRow
	Units       []CompletenessRow
	Items       []CompletenessRow
	Missing     []MissingRow
	MissingMore bool
	MissingURL  string
}

// CompletenessRow is one unit or one item in figures.
type CompletenessRow struct {
	URL, Name                         string
	Percent                           string
	Due, Met, Missing, Late, Withheld int32
}

// MissingRow is a duty whose date has passed and for which nothing is public.
type MissingRow struct {
	URL, Title, Unit, Period string
	Left                     view.State
	Due                      workday.Date
}

// shownMissing keeps the page under its weight; the list has the rest.
const shownMissing = 15

func (c *Console) completenessShow(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "obligations")
	if err != nil {
		return err
	}
	unit, name, _, err := c.territory(r, desk)
	if err != nil {
		return err
	}
	page := CompletenessShow{
		Desk: desk, Tabs: c.obligationTabs(lang, "completeness", unit, desk), UnitName: name, Year: c.year(query.Get("year")),
		Quarter: c.filter(lang, "quarter", "quarter_of_year", query.Get("quarter"), "1", "2", "3", "4"),
	}
	page.Years = c.yearLinks("/console/obligations/completeness", query, page.Year)
	page.Keep = []Hidden{{"year", strconv.Itoa(page.Year)}}
	page.Keep = append(page.Keep, kept(query, "unit", "of")...)
	bodies, err := c.bodies(ctx, unit, "", "")
	if err != nil {
		return err
	}
	for _, one := range bodies.Options {
		if one.Value != "" {
			page.Agencies = append(page.Agencies, Entry{URL: "/console/obligations?of=" + terms.ID(unit) + "&agency=" + one.Value + "&year=" + strconv.Itoa(page.Year), Text: one.Text})
		}
	}
	found, err := c.obligations.GetCompleteness(ctx, &disclosurev1.GetCompletenessRequest{Unit: unit, Year: int32(page.Year), Quarter: number(page.Quarter.Value)})
	if err != nil {
		return notFound(err)
	}
	year := "&year=" + strconv.Itoa(page.Year)
	page.Total = completenessRow(lang, name, "", found.GetTotal().GetCounts())
	for _, one := range found.GetUnits() {
		page.Units = append(page.Units, completenessRow(lang, one.GetUnitName(), "/console/obligations/completeness?of="+terms.ID(one.GetUnit())+year, one.GetCounts()))
	}
	for _, one := range found.GetItems() {
		page.Items = append(page.Items, completenessRow(lang, one.GetItemTitle(), "/console/obligations?of="+terms.ID(unit)+"&item="+terms.ID(one.GetItem())+year, one.GetCounts()))
	}
	for i, one := range found.GetMissing() {
		if page.MissingMore = i >= shownMissing; page.MissingMore {
			break
		}
		page.Missing = append(page.Missing, MissingRow{
			URL: "/console/obligations/" + terms.ID(one.GetName()), Title: one.GetItemTitle(), Unit: terms.Publisher(one), Period: c.Terms.Period(lang, one.GetPeriod()),
			Left: c.obligationDue(lang, one).State, Due: terms.Day(one.GetDue().GetDate()),
		})
	}
	page.MissingURL = "/console/obligations?of=" + terms.ID(unit) + "&standing=OVERDUE" + year
	return c.pages.completenessShow.Draw(w, r, http.StatusOK, page)
}

func completenessRow(lang, name, url string, counts *disclosurev1.Counts) CompletenessRow {
	return CompletenessRow{
		URL: url, Name: name, Percent: i18n.Decimal(lang, float64(counts.GetCompletenessBasisPoints())/100, 1) + " %",
		Due: counts.GetMet() + counts.GetInForms() + counts.GetMissing(), Met: counts.GetMet(),
		Missing: counts.GetMissing(), Late: counts.GetLate(), Withheld: counts.GetWithheld(),
	}
}

package console

import (
	"net/http"
	"net/url"
	"strconv"

	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// MatrixShow is units by items for one year: a word and a colour in each cell.
type MatrixShow struct {
	Desk     Desk
	Tabs     []Entry
	UnitName string
	Year     int
	Years    []Entry
	Kind     view.Field
	Keep     []Hidden
	Items    []MatrixItem
	Rows     []MatrixRow
	Pager    view.Pager
}

// MatrixItem is one column.
type MatrixItem struct{ Number, Title string }

// MatrixRow is one unit.
type MatrixRow struct {
	Name, URL string
	Cells     []MatrixCell
}

// MatrixCell is one unit and one item in a word. What needs somebody leads to it.
type MatrixCell struct {
	Shape view.Shape
	Word  string
	URL   string
}

// matrixRows keeps the page under its weight.
const matrixRows = 25

func (c *Console) matrixShow(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "obligations")
	if err != nil {
		return err
	}
	unit, name, _, err := c.territory(r, desk)
	if err != nil {
		return err
	}
	page := MatrixShow{Desk: desk, Tabs: c.obligationTabs(lang, "matrix", unit, desk), UnitName: name, Year: c.year(query.Get("year"))}
	page.Years = c.yearLinks("/console/obligations/matrix", query, page.Year)
	page.Kind = c.kindField(ctx, query.Get("kind"))
	page.Keep = kept(query, "unit", "of", "year")
	found, err := c.obligations.GetObligationMatrix(ctx, &disclosurev1.GetObligationMatrixRequest{
		Unit: unit, Kind: kindOf(page.Kind), Year: int32(page.Year), PageSize: matrixRows, PageToken: query.Get("page"),
	})
	if err != nil {
		return notFound(err)
	}
	page.Items = matrixItems(lang, found.GetItems())
	for _, row := range found.GetRows() {
		out := MatrixRow{Name: row.GetUnitName(), URL: "/console/obligations?of=" + terms.ID(row.GetUnit())}
		for _, cell := range row.GetCells() {
			out.Cells = append(out.Cells, c.matrixCell(lang, terms.ID(row.GetUnit()), page.Year, cell))
		}
		page.Rows = append(page.Rows, out)
	}
	page.Pager = view.Pager{Next: next("/console/obligations/matrix", query, found.GetNextPageToken(), "unit", "of", "year", "kind")}
	return c.pages.matrixShow.Draw(w, r, http.StatusOK, page)
}

// matrixItems numbers the columns as the law does; the parts of one clause are told
// apart by a running number: 2.1, 2.2.
func matrixItems(lang string, items []*disclosurev1.CatalogueItem) []MatrixItem {
	of, at := map[string]int{}, map[string]int{}
	for _, item := range items {
		of[item.GetNumber()]++
	}
	out := make([]MatrixItem, 0, len(items))
	for _, item := range items {
		number := item.GetNumber()
		if at[number]++; of[number] > 1 {
			number += "." + strconv.Itoa(at[number])
		}
		out = append(out, MatrixItem{number, terms.ItemTitle(lang, item)})
	}
	return out
}

// matrixCell says the most pressing thing about a unit and an item.
func (c *Console) matrixCell(lang, unit string, year int, cell *disclosurev1.MatrixCell) MatrixCell {
	counts := cell.GetCounts()
	say := func(shape view.Shape, key string, n int32) MatrixCell {
		return MatrixCell{Shape: shape, Word: c.Set.Text(lang, key, map[string]string{"count": itoa(n)})}
	}
	var out MatrixCell
	switch {
	case counts.GetTotal() == 0:
		return say(view.Gone, "matrix.nothing", 0)
	case counts.GetMissing() > 0:
		out = say(view.Late, "matrix.missing", counts.GetMissing())
	case cell.GetStanding() == disclosurev1.Standing_STANDING_DUE_SOON:
		out = say(view.Soon, "matrix.soon", counts.GetOpen())
	case counts.GetInForms() > 0:
		out = say(view.Soon, "matrix.in_forms", counts.GetInForms())
	case counts.GetLate() > 0:
		return say(view.Late, "matrix.late", counts.GetLate())
	case counts.GetOpen() > 0:
		return say(view.Calm, "matrix.open", counts.GetOpen())
	case counts.GetWithheld() == counts.GetTotal():
		return say(view.Held, "matrix.withheld", counts.GetWithheld())
	case counts.GetNotArisen() == counts.GetTotal():
		return say(view.Gone, "matrix.not_arisen", counts.GetNotArisen())
	case counts.GetMet() > 0:
		return say(view.Good, "matrix.met", counts.GetMet())
	default:
		return say(view.Calm, "matrix.expected", counts.GetExpected())
	}
	out.URL = "/console/obligations?of=" + unit + "&item=" + terms.ID(cell.GetItem()) + "&year=" + strconv.Itoa(year)
	return out
}

// year is the year asked for, else the present one.
func (c *Console) year(text string) int {
	if year, err := strconv.Atoi(text); err == nil && year >= 2023 && year <= 2100 {
		return year
	}
	return view.Today(c.Clock()).Y
}

// yearLinks leads to the years around the one shown.
func (c *Console) yearLinks(path string, query url.Values, shown int) []Entry {
	var links []Entry
	for year := shown - 1; year <= shown+1; year++ {
		if year < 2023 {
			continue
		}
		keep := url.Values{"year": {strconv.Itoa(year)}}
		for _, name := range []string{"unit", "of", "kind"} {
			if value := query.Get(name); value != "" {
				keep.Set(name, value)
			}
		}
		links = append(links, Entry{URL: path + "?" + keep.Encode(), Text: strconv.Itoa(year), Current: year == shown})
	}
	return links
}

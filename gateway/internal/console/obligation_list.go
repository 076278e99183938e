package console

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	disclosurev1 "github.com/danchu-platform/danchu/proto/danchu/disclosure/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// ObligationList is what a unit has to disclose, the nearest date first.
type ObligationList struct {
	Desk     Desk
	Tabs     []Entry
	UnitName string
	Below    bool // the rows are of several units
	Standing view.Field
	State    view.Field
	Year     view.Field
	Agency   view.Field // whose: the unit with all its agencies, or one of them
	Keep     []Hidden   // of the address, kept by the filter form
	Rows     []ObligationRow
	Pager    view.Pager
	NewURL   string
}

// Hidden is a value that a form carries along.
type Hidden struct{ Name, Value string }

// kept are the values of the address that a filter form carries along.
func kept(query url.Values, names ...string) []Hidden {
	var out []Hidden
	for _, name := range names {
		if value := query.Get(name); value != "" {
			out = append(out, Hidden{name, value})
		}
	}
	return out
}

// ObligationRow is one duty in the list.
type ObligationRow struct {
	URL, Title, Period, Unit string
	Document                 string
	State, Standing          view.State
	Due                      view.Due
	DraftURL                 string
}

func (c *Console) obligationList(w http.ResponseWriter, r *http.Request) error {
	ctx, lang, query := r.Context(), i18n.Lang(r.Context()), r.URL.Query()
	desk, err := c.desk(ctx, r, "obligations")
	if err != nil {
		return err
	}
	unit, name, level, err := c.looked(r, desk)
	if err != nil {
		return err
	}
	page := ObligationList{
		Desk: desk, Tabs: c.obligationTabs(lang, "list", unit, desk), UnitName: name,
		Standing: c.filter(lang, "standing", "standing", query.Get("standing"), "DUE_SOON", "OVERDUE", "QUIET", "IN_TIME", "LATE"),
		State:    c.filter(lang, "state", "obligation_state", query.Get("state"), "EXPECTED", "OPEN", "IN_FORMS", "MET", "NOT_ARISEN", "WITHHELD"),
		Year:     c.years(lang, query.Get("year")),
	}
	asked := query.Get("agency")
	own := desk.Unit.Agency != "" && query.Get("of") == "" && !query.Has("agency") // an agency sees its own duties first
	if own {
		asked = terms.ID(desk.Unit.Agency)
	}
	if page.Agency, err = c.bodies(ctx, unit, c.Set.Text(lang, "obligation.every_body", nil), asked); err != nil {
		return err
	}
	page.Below = asked == "" && level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE
	page.Keep = kept(query, "unit", "of", "item")
	ask := &disclosurev1.ListObligationsRequest{
		Unit: unit, IncludeSubtree: page.Below, PageSize: 40, PageToken: query.Get("page"), Year: number(query.Get("year")),
		Standing: disclosurev1.Standing(disclosurev1.Standing_value["STANDING_"+page.Standing.Value]),
	}
	ask.Agency = agencyOf(page.Agency)
	if item := query.Get("item"); item != "" {
		ask.Item = "catalogueItems/" + item
	}
	if page.State.Value != "" {
		ask.States = []disclosurev1.ObligationState{disclosurev1.ObligationState(disclosurev1.ObligationState_value["OBLIGATION_STATE_"+page.State.Value])}
	}
	found, err := c.obligations.ListObligations(ctx, ask)
	if err != nil {
		return notFound(err)
	}
	for _, one := range found.GetObligations() {
		page.Rows = append(page.Rows, c.obligationRow(lang, desk, one))
	}
	page.Pager = view.Pager{Next: next("/console/obligations", query, found.GetNextPageToken(), "unit", "of", "item", "standing", "state", "year", "agency")}
	if desk.Unit.Drafts {
		page.NewURL = desk.URL("/console/obligations/new")
	}
	return c.pages.obligationList.Draw(w, r, http.StatusOK, page)
}

func (c *Console) obligationRow(lang string, desk Desk, one *disclosurev1.Obligation) ObligationRow {
	row := ObligationRow{
		URL: "/console/obligations/" + terms.ID(one.GetName()), Title: one.GetItemTitle(), Period: c.Terms.Period(lang, one.GetPeriod()), Unit: terms.Publisher(one),
		Document: one.GetDocumentNumber(), State: c.obligationState(lang, one.GetState()), Standing: c.Terms.Standing(lang, one.GetStanding()),
		Due: c.obligationDue(lang, one),
	}
	mine := desk.Unit.Drafts && terms.ID(desk.Unit.Unit) == terms.ID(one.GetUnit()) && desk.Unit.Agency == one.GetAgency()
	if mine && one.GetPublication() == "" && (one.GetState() == disclosurev1.ObligationState_OBLIGATION_STATE_OPEN || one.GetState() == disclosurev1.ObligationState_OBLIGATION_STATE_EXPECTED) {
		row.DraftURL = drafting(desk.Unit.ID, one.GetItem(), one.GetName())
	}
	return row
}

// obligationState says where a duty stands.
func (c *Console) obligationState(lang string, s disclosurev1.ObligationState) view.State {
	shapes := map[disclosurev1.ObligationState]view.Shape{
		disclosurev1.ObligationState_OBLIGATION_STATE_OPEN: view.Soon, disclosurev1.ObligationState_OBLIGATION_STATE_IN_FORMS: view.Soon,
		disclosurev1.ObligationState_OBLIGATION_STATE_MET: view.Good, disclosurev1.ObligationState_OBLIGATION_STATE_NOT_ARISEN: view.Gone,
		disclosurev1.ObligationState_OBLIGATION_STATE_WITHHELD: view.Held,
	}
	shape, ok := shapes[s]
	if !ok {
		shape = view.Calm
	}
	return view.State{Shape: shape, Word: c.word(lang, "obligation_state", s.String())}
}

// looked is the unit whose duties are looked at: ?of=, else that of the post.
func (c *Console) looked(r *http.Request, desk Desk) (unit, name string, level directoryv1.UnitLevel, err error) {
	of := r.URL.Query().Get("of")
	if of == "" {
		return desk.Unit.Unit, desk.Unit.Name, desk.Unit.Level, nil
	}
	found, err := c.units.GetUnit(r.Context(), &directoryv1.GetUnitRequest{Name: "units/" + of})
	if err != nil {
		return "", "", 0, notFound(err)
	}
	return found.GetName(), found.GetFullName(), found.GetLevel(), nil
}

// territory is the same for what is counted by unit: of an agency, the unit it
// belongs to.
func (c *Console) territory(r *http.Request, desk Desk) (unit, name string, level directoryv1.UnitLevel, err error) {
	unit, name, level, err = c.looked(r, desk)
	if err == nil && desk.Unit.Agency != "" && r.URL.Query().Get("of") == "" {
		name, err = c.unitName(r.Context(), unit)
	}
	return unit, name, level, err
}

// obligationTabs are the three ways to look at duties.
func (c *Console) obligationTabs(lang, current, unit string, desk Desk) []Entry {
	keep := url.Values{}
	if len(desk.Posts) > 1 {
		keep.Set("unit", desk.Unit.ID)
	}
	if unit != desk.Unit.Unit {
		keep.Set("of", terms.ID(unit))
	}
	query := ""
	if len(keep) > 0 {
		query = "?" + keep.Encode()
	}
	var tabs []Entry
	for _, tab := range []struct{ name, path string }{
		{"list", "/console/obligations"}, {"matrix", "/console/obligations/matrix"}, {"completeness", "/console/obligations/completeness"},
	} {
		tabs = append(tabs, Entry{URL: tab.path + query, Text: c.Set.Text(lang, "obligation.tab_"+tab.name, nil), Current: tab.name == current})
	}
	return tabs
}

// filter is a field that narrows a list; its first option does not.
func (c *Console) filter(lang, name, family, chosen string, values ...string) view.Field {
	field := view.Field{Name: name, Options: []view.Option{{Text: c.Set.Text(lang, "desk.all", nil)}}}
	for _, value := range values {
		field.Options = append(field.Options, view.Option{Value: value, Text: c.Set.Text(lang, family+"."+value, nil)})
	}
	if slices.Contains(values, chosen) {
		field.Choose(chosen)
	} else {
		field.Choose("")
	}
	return field
}

// years offers the years there can be duties for: from the year of the law on.
func (c *Console) years(lang, chosen string) view.Field {
	field := view.Field{Name: "year", Options: []view.Option{{Text: c.Set.Text(lang, "desk.all", nil)}}}
	for year := view.Today(c.Clock()).Y + 1; year >= 2023; year-- {
		text := strconv.Itoa(year)
		field.Options = append(field.Options, view.Option{Value: text, Text: text})
	}
	field.Choose(chosen)
	return field
}

// number reads a whole number of an address; anything else is 0.
func number(text string) int32 {
	n, err := strconv.ParseInt(text, 10, 32)
	if err != nil {
		return 0
	}
	return int32(n)
}

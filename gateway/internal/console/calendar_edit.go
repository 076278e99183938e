package console

import (
	"net/http"
	"strconv"
	"strings"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
)

// CalendarEdit replaces the days of one year as a whole.
type CalendarEdit struct {
	Desk   Desk
	Form   Form
	Year   int
	Status view.Field
	Basis  view.Field
	Days   []DayFields
}

// DayFields are the fields of one day; a day without a date is left out.
type DayFields struct {
	ID, Date, Name, Wrong string
	Kinds                 []view.Option
}

var dayKinds = []string{"STATUTORY", "COMPENSATORY", "SWAPPED_OFF", "SWAPPED_WORKING"}

// blankDays is how many empty rows there are to fill in.
const blankDays = 5

func (c *Console) calendarEdit(w http.ResponseWriter, r *http.Request) error {
	page, err := c.calendar(r)
	if err != nil {
		return err
	}
	lang := i18n.Lang(r.Context())
	page.Form = fresh("")
	one, err := c.calendars.GetCalendarYear(r.Context(), &directoryv1.GetCalendarYearRequest{Name: "calendarYears/" + strconv.Itoa(page.Year)})
	if err != nil && fault.From(err).Kind != fault.NotFound {
		return err
	}
	if err == nil {
		page.Form.Etag, page.Basis.Value = one.GetEtag(), one.GetLegalBasis()
		page.Status.Choose(short("calendar_status", one.GetStatus().String()))
		for _, day := range one.GetDays() {
			page.day(c, lang, terms.Day(day.GetDate()).Format(), day.GetDisplayName(), short("kind", day.GetKind().String()))
		}
	}
	for range blankDays {
		page.day(c, lang, "", "", "")
	}
	return c.pages.calendarEdit.Draw(w, r, http.StatusOK, page)
}

func (c *Console) calendar(r *http.Request) (CalendarEdit, error) {
	desk, err := c.desk(r.Context(), r, "calendar")
	if err != nil {
		return CalendarEdit{}, err
	}
	if err := need(administers(desk), "NEEDS_PROVINCE_ADMIN"); err != nil {
		return CalendarEdit{}, err
	}
	page := CalendarEdit{
		Desk: desk, Year: int(number(r.PathValue("year"))), Basis: view.Field{Name: "legal_basis", Max: 1000},
		Status: c.choice(i18n.Lang(r.Context()), "status", "calendar_status", "PROVISIONAL", "DECIDED"),
	}
	if page.Year < 2000 || page.Year > 2100 {
		return page, fault.New(fault.NotFound, "NO_SUCH_PAGE")
	}
	return page, nil
}

func (p *CalendarEdit) day(c *Console, lang, date, name, kind string) *DayFields {
	fields := DayFields{ID: strconv.Itoa(len(p.Days) + 1), Date: date, Name: name}
	for _, value := range dayKinds {
		fields.Kinds = append(fields.Kinds, view.Option{Value: value, Text: c.Set.Text(lang, "calendar_day."+value, nil), Chosen: value == kind})
	}
	p.Days = append(p.Days, fields)
	return &p.Days[len(p.Days)-1]
}

func (c *Console) calendarSet(w http.ResponseWriter, r *http.Request) error {
	if err := view.ReadForm(r); err != nil {
		return err
	}
	page, err := c.calendar(r)
	if err != nil {
		return err
	}
	page.Form = posted(r)
	page.Status.Read(r)
	page.Basis.Read(r)
	days, err := page.read(c, r)
	if err == nil {
		err = chosen(&page.Status)
	}
	name := "calendarYears/" + strconv.Itoa(page.Year)
	if err == nil {
		_, err = c.calendars.SetCalendarYear(r.Context(), &directoryv1.SetCalendarYearRequest{
			Name: name, Status: directoryv1.CalendarStatus(directoryv1.CalendarStatus_value["CALENDAR_STATUS_"+page.Status.Value]),
			Days: days, LegalBasis: page.Basis.Value, Etag: page.Form.Etag, RequestId: page.Form.id(r),
		})
	}
	if err == nil {
		return c.done(w, r, "calendar.set", map[string]string{"year": strconv.Itoa(page.Year)}, "/console/calendar/"+strconv.Itoa(page.Year))
	}
	if stale(err) {
		now, failed := c.calendars.GetCalendarYear(r.Context(), &directoryv1.GetCalendarYearRequest{Name: name})
		if failed != nil {
			return failed
		}
		page.Form.Etag = now.GetEtag()
	}
	status := c.refuse(r, &page.Form, err, &page.Status, &page.Basis)
	if status == 0 {
		return err
	}
	return c.pages.calendarEdit.Draw(w, r, status, page)
}

// read takes the rows of the form, in the order they stand in.
func (p *CalendarEdit) read(c *Console, r *http.Request) ([]*directoryv1.CalendarDay, error) {
	var days []*directoryv1.CalendarDay
	var first error
	dates, names, kinds := r.PostForm["date"], r.PostForm["name"], r.PostForm["kind"]
	for i := range min(len(dates), len(names), len(kinds)) {
		row := p.day(c, i18n.Lang(r.Context()), strings.TrimSpace(dates[i]), strings.TrimSpace(names[i]), kinds[i])
		if row.Date == "" {
			continue
		}
		field := view.Field{Name: "date", Value: row.Date}
		date, err := field.Day()
		if err != nil && first == nil {
			first, row.Wrong = err, row.Date
		}
		days = append(days, &directoryv1.CalendarDay{Date: date, DisplayName: row.Name, Kind: directoryv1.CalendarDay_Kind(directoryv1.CalendarDay_Kind_value["KIND_"+kinds[i]])})
	}
	return days, first
}

package console

import (
	"net/http"
	"strconv"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"

	"github.com/danchu-platform/danchu/gateway/internal/terms"
	"github.com/danchu-platform/danchu/gateway/internal/view"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/i18n"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// CalendarShow is one year of working days, by which every due date is counted.
type CalendarShow struct {
	Desk      Desk
	Year      int
	Years     []Entry
	Entered   bool
	State     view.State
	Working   int32
	Basis     string
	Revision  int64
	Months    []Month
	Days      []CalendarDayRow
	Revisions []RevisionRow
	EditURL   string
}

// Month is one month as a sheet of weeks that begin on Monday.
type Month struct {
	Number int
	Weeks  [][7]MonthDay
}

// MonthDay is one day of the sheet; the zero value is no day of this month.
type MonthDay struct {
	Number int
	Kind   string // "", "weekend", "off", "worked"
}

// CalendarDayRow is a day that differs from Monday to Friday being worked.
type CalendarDayRow struct {
	Date       workday.Date
	Name, Kind string
	Worked     bool
}

// RevisionRow is one revision of the year.
type RevisionRow struct {
	Number      int64
	State, When string
	Days        int
	Basis       string
}

func (c *Console) calendarShow(w http.ResponseWriter, r *http.Request) error {
	ctx, lang := r.Context(), i18n.Lang(r.Context())
	desk, err := c.desk(ctx, r, "calendar")
	if err != nil {
		return err
	}
	year := c.year(r.PathValue("year"))
	page := CalendarShow{Desk: desk, Year: year}
	entered, err := c.calendars.ListCalendarYears(ctx, &directoryv1.ListCalendarYearsRequest{})
	if err != nil {
		return err
	}
	for _, one := range entered.GetYears() {
		text := itoa(one.GetYear())
		page.Years = append(page.Years, Entry{URL: "/console/calendar/" + text, Text: text, Current: int(one.GetYear()) == year})
	}
	if administers(desk) {
		page.EditURL = "/console/calendar/" + strconv.Itoa(year) + "/edit"
	}
	one, err := c.calendars.GetCalendarYear(ctx, &directoryv1.GetCalendarYearRequest{Name: "calendarYears/" + strconv.Itoa(year)})
	if err != nil && fault.From(err).Kind == fault.NotFound {
		return c.pages.calendarShow.Draw(w, r, http.StatusOK, page)
	}
	if err != nil {
		return err
	}
	page.Entered, page.State, page.Working, page.Basis, page.Revision = true, c.calendarState(lang, one.GetStatus()), one.GetWorkingDays(), one.GetLegalBasis(), one.GetRevision()
	page.sheet(c, lang, one)
	if one.GetRevision() > 1 {
		history, err := c.calendars.ListCalendarRevisions(ctx, &directoryv1.ListCalendarRevisionsRequest{Name: one.GetName()})
		if err != nil {
			return err
		}
		for _, revision := range history.GetRevisions() {
			page.Revisions = append(page.Revisions, RevisionRow{
				Number: revision.GetRevision(), State: c.calendarState(lang, revision.GetStatus()).Word, When: moment(revision.GetSetAt()), Days: len(revision.GetDays()), Basis: revision.GetLegalBasis(),
			})
		}
	}
	return c.pages.calendarShow.Draw(w, r, http.StatusOK, page)
}

// administers tells whether the calendar is the reader's to set: it is the
// province's.
func administers(desk Desk) bool {
	for _, post := range desk.Posts {
		if post.Administers && post.Level == directoryv1.UnitLevel_UNIT_LEVEL_PROVINCE {
			return true
		}
	}
	return false
}

func (c *Console) calendarState(lang string, s directoryv1.CalendarStatus) view.State {
	shape := view.Soon
	if s == directoryv1.CalendarStatus_CALENDAR_STATUS_DECIDED {
		shape = view.Good
	}
	return view.State{Shape: shape, Word: c.word(lang, "calendar_status", s.String())}
}

func (p *CalendarShow) sheet(c *Console, lang string, one *directoryv1.CalendarYear) {
	different := map[workday.Date]string{}
	for _, day := range one.GetDays() {
		worked := day.GetKind() == directoryv1.CalendarDay_KIND_SWAPPED_WORKING
		date := terms.Day(day.GetDate())
		different[date] = "off"
		if worked {
			different[date] = "worked"
		}
		p.Days = append(p.Days, CalendarDayRow{Date: date, Name: day.GetDisplayName(), Kind: c.Set.Text(lang, "calendar_day."+short("kind", day.GetKind().String()), nil), Worked: worked})
	}
	for month := time.January; month <= time.December; month++ {
		sheet := Month{Number: int(month)}
		var week [7]MonthDay
		for d := workday.New(p.Year, month, 1); d.M == month && d.Y == p.Year; d = d.AddDays(1) {
			column := (int(d.Weekday()) + 6) % 7
			kind := different[d]
			if kind == "" && d.IsWeekend() {
				kind = "weekend"
			}
			week[column] = MonthDay{Number: d.D, Kind: kind}
			if column == 6 {
				sheet.Weeks, week = append(sheet.Weeks, week), [7]MonthDay{}
			}
		}
		if week != [7]MonthDay{} {
			sheet.Weeks = append(sheet.Weeks, week)
		}
		p.Months = append(p.Months, sheet)
	}
}

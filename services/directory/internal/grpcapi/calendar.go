package grpcapi

import (
	"context"
	"strconv"
	"strings"
	"time"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

type calendarServer struct {
	directoryv1.UnimplementedCalendarServiceServer
	*Surface
}

func yearOf(name string) int {
	year, _ := strconv.Atoi(id(name)) // four digits, says the contract
	return year
}

func encodeYear(y domain.CalendarYear) *directoryv1.CalendarYear {
	m := &directoryv1.CalendarYear{
		Name: "calendarYears/" + strconv.Itoa(y.Year), Year: int32(y.Year), //nolint:gosec // four digits
		Status:     directoryv1.CalendarStatus(directoryv1.CalendarStatus_value["CALENDAR_STATUS_"+strings.ToUpper(string(y.Status))]),
		LegalBasis: y.LegalBasis, Revision: y.Revision, SetAt: y.SetAt.UTC().Format(time.RFC3339),
		WorkingDays: int32(y.WorkingDays()), Etag: app.Etag(y.Revision), //nolint:gosec // at most 366
	}
	for _, d := range y.Days {
		m.Days = append(m.Days, &directoryv1.CalendarDay{
			Date: d.Date.String(), DisplayName: d.Name,
			Kind: directoryv1.CalendarDay_Kind(directoryv1.CalendarDay_Kind_value["KIND_"+strings.ToUpper(strings.ReplaceAll(string(d.Kind), "-", "_"))]),
		})
	}
	return m
}

func answerYear(y domain.CalendarYear, err error) (*directoryv1.CalendarYear, error) {
	if err != nil {
		return nil, translate(err)
	}
	return encodeYear(y), nil
}

func (s calendarServer) GetCalendarYear(ctx context.Context, req *directoryv1.GetCalendarYearRequest) (*directoryv1.CalendarYear, error) {
	if err := s.public(ctx, "GetCalendarYear"); err != nil {
		return nil, err
	}
	return answerYear(s.do.Store().Year(ctx, yearOf(req.GetName())))
}

func (s calendarServer) ListCalendarYears(ctx context.Context, _ *directoryv1.ListCalendarYearsRequest) (*directoryv1.ListCalendarYearsResponse, error) {
	if err := s.public(ctx, "ListCalendarYears"); err != nil {
		return nil, err
	}
	years, err := s.do.Store().Years(ctx)
	answer := &directoryv1.ListCalendarYearsResponse{}
	for _, y := range years {
		answer.Years = append(answer.Years, encodeYear(y))
	}
	return answer, err
}

func (s calendarServer) ListCalendarRevisions(ctx context.Context, req *directoryv1.ListCalendarRevisionsRequest) (*directoryv1.ListCalendarRevisionsResponse, error) {
	if err := s.public(ctx, "ListCalendarRevisions"); err != nil {
		return nil, err
	}
	revisions, err := s.do.Store().Revisions(ctx, yearOf(req.GetName()))
	answer := &directoryv1.ListCalendarRevisionsResponse{}
	for _, y := range revisions {
		answer.Revisions = append(answer.Revisions, encodeYear(y))
	}
	return answer, err
}

func (s calendarServer) SetCalendarYear(ctx context.Context, req *directoryv1.SetCalendarYearRequest) (*directoryv1.CalendarYear, error) {
	if err := s.public(ctx, "SetCalendarYear"); err != nil {
		return nil, err
	}
	y := domain.CalendarYear{
		Year: yearOf(req.GetName()), Status: workday.Status(word(req.GetStatus().String(), "CALENDAR_STATUS_")),
		LegalBasis: req.GetLegalBasis(),
	}
	for _, d := range req.GetDays() {
		day, err := date(d.GetDate(), "days.date")
		if err != nil {
			return nil, translate(err)
		}
		y.Days = append(y.Days, workday.Day{
			Date: day, Name: strings.TrimSpace(d.GetDisplayName()),
			Kind: workday.Kind(strings.ReplaceAll(word(d.GetKind().String(), "KIND_"), "_", "-")),
		})
	}
	return answerYear(s.do.SetCalendarYear(ctx, change.ForRequest(ctx, req), y, req.GetEtag()))
}

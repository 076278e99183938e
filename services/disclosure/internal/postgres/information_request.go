package postgres

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Request reads one.
func (s *Store) Request(ctx context.Context, id string) (domain.Request, error) {
	row, err := s.read.GetRequest(ctx, id)
	return request(row), notFound(err, "information request")
}

// Request locks one.
func (t *transaction) Request(ctx context.Context, id string) (domain.Request, error) {
	row, err := t.q.LockRequest(ctx, id)
	return request(row), notFound(err, "information request")
}

// PutRequest writes one.
func (t *transaction) PutRequest(ctx context.Context, r domain.Request) error {
	err := t.q.PutRequest(ctx, sqlcgen.PutRequestParams{
		ID: r.ID, Revision: r.Revision, RegisterNumber: r.RegisterNumber, Unit: r.Unit, State: string(r.State), Channel: string(r.Channel),
		Complexity: string(r.Complexity), Requester: r.Requester, RequesterKey: r.Requester.Subject, RequesterName: r.RequesterName,
		Contact: r.Contact, EnteredBy: r.EnteredBy, Content: r.Content, Purpose: r.Purpose, WantedForm: r.WantedForm, Item: r.Item,
		Obligation: optional(r.Obligation), ArrivedOn: r.ArrivedOn, NotifyDue: r.NotifyDue, Due: r.Due, DueDate: r.Due.Date, DueHistory: r.DueHistory,
		Extended: r.Extended, Extension: r.Extension, Handler: r.Handler, Answer: r.Answer, Attachments: r.Attachments,
		Publication: optional(r.Publication), Ground: r.Ground, Reason: r.Reason, SentTo: optional(r.SentTo), SentToUnit: r.SentToUnit,
		SubmittedAt: r.SubmittedAt, ReceivedAt: moment(r.ReceivedAt), ClosedAt: moment(r.ClosedAt), UpdatedAt: r.UpdatedAt,
	})
	if err != nil {
		return fmt.Errorf("writing an information request: %w", err)
	}
	return nil
}

// MyRequests lists a person's own, newest first.
func (s *Store) MyRequests(ctx context.Context, requester string, before app.Place, most int) ([]domain.Request, error) {
	rows, err := s.read.ListMyRequests(ctx, sqlcgen.ListMyRequestsParams{
		RequesterKey: requester, Before: moment(before.Time), BeforeID: idOrZero(before.ID), Most: int32(most),
	})
	return mapped(rows, err, "own information requests", request)
}

// UnitRequests lists those of a unit, by due date.
func (s *Store) UnitRequests(ctx context.Context, unit string, states []domain.RequestState, after app.Place, most int) ([]domain.Request, error) {
	date := after.Date
	if after.IsZero() {
		date = workday.New(1, 1, 1)
	}
	rows, err := s.read.ListUnitRequests(ctx, sqlcgen.ListUnitRequestsParams{
		Unit: unit, States: words(states), AfterDate: date, AfterID: idOrZero(after.ID), Most: int32(most),
	})
	return mapped(rows, err, "information requests", request)
}

func request(r sqlcgen.InformationRequest) domain.Request {
	return domain.Request{
		ID: r.ID, Revision: r.Revision, RegisterNumber: r.RegisterNumber, Unit: r.Unit, State: domain.RequestState(r.State),
		Channel: domain.Channel(r.Channel), Complexity: domain.Complexity(r.Complexity), Requester: r.Requester, RequesterName: r.RequesterName,
		Contact: r.Contact, EnteredBy: r.EnteredBy, Content: r.Content, Purpose: r.Purpose, WantedForm: r.WantedForm, Item: r.Item,
		Obligation: text(r.Obligation), ArrivedOn: r.ArrivedOn, NotifyDue: r.NotifyDue, Due: r.Due, DueHistory: r.DueHistory, Extended: r.Extended,
		Extension: r.Extension, Handler: r.Handler, Answer: r.Answer, Attachments: r.Attachments, Publication: text(r.Publication),
		Ground: r.Ground, Reason: r.Reason, SentTo: text(r.SentTo), SentToUnit: r.SentToUnit, SubmittedAt: r.SubmittedAt,
		ReceivedAt: instant(r.ReceivedAt), ClosedAt: instant(r.ClosedAt), UpdatedAt: r.UpdatedAt,
	}
}

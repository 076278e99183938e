package postgres

import (
	"context"
	"crypto/rand"
	"fmt"

	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

// Meetings are the sittings of a round that have begun, with who came.
func (s *Store) Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []app.Arrival, error) {
	return meetings(ctx, s.read, vote, round)
}

// Meetings reads the sittings; the lock on the vote keeps them.
func (t *transaction) Meetings(ctx context.Context, vote string, round int) ([]domain.Meeting, []app.Arrival, error) {
	return meetings(ctx, t.q, vote, round)
}

func meetings(ctx context.Context, q *sqlcgen.Queries, vote string, round int) ([]domain.Meeting, []app.Arrival, error) {
	begun, err := q.ListMeetings(ctx, sqlcgen.ListMeetingsParams{Vote: vote, Round: int32(round)})
	if err != nil {
		return nil, nil, fmt.Errorf("listing meetings: %w", err)
	}
	rows, err := q.ListAttendance(ctx, sqlcgen.ListAttendanceParams{Vote: vote, Round: int32(round)})
	came, err := mapped(rows, err, "who came", func(r sqlcgen.Attendance) app.Arrival {
		one := app.Arrival{Household: r.Household, Session: r.Session, Delegate: r.Delegate, By: domain.ByList, Late: r.Late, Gone: r.Gone}
		if r.ByCode {
			one.By = domain.ByCode
		}
		return one
	})
	return begun, came, err
}

// PutMeeting keeps a sitting.
func (t *transaction) PutMeeting(ctx context.Context, vote string, round int, m domain.Meeting) error {
	if err := t.q.PutMeeting(ctx, sqlcgen.PutMeetingParams{Vote: vote, Round: int32(round), Session: m.ID, Body: m}); err != nil {
		return fmt.Errorf("keeping a meeting: %w", err)
	}
	return nil
}

// PutArrival keeps that a household came, or has gone.
func (t *transaction) PutArrival(ctx context.Context, vote string, round int, one app.Arrival) error {
	err := t.q.PutAttendance(ctx, sqlcgen.PutAttendanceParams{
		Vote: vote, Round: int32(round), Household: one.Household, Session: one.Session, Delegate: one.Delegate, ByCode: one.By == domain.ByCode,
		Late: one.Late, Gone: one.Gone,
	})
	if err != nil {
		return fmt.Errorf("keeping an arrival: %w", err)
	}
	return nil
}

// TakePart marks households as heard and names those it marked.
func (t *transaction) TakePart(ctx context.Context, vote string, form domain.Form, households []string) ([]string, error) {
	word := string(form)
	taken, err := t.q.TakePart(ctx, sqlcgen.TakePartParams{Vote: vote, Form: &word, Households: every(households)})
	return listed(taken, err, "households that take part")
}

// LeavePart takes the mark of the meeting back.
func (t *transaction) LeavePart(ctx context.Context, vote, household string) error {
	if err := t.q.LeavePart(ctx, sqlcgen.LeavePartParams{Vote: vote, Household: household}); err != nil {
		return fmt.Errorf("taking a mark back: %w", err)
	}
	return nil
}

// Lines are the lines of households on a roll.
func (t *transaction) Lines(ctx context.Context, vote string, households []string) (map[string]app.RollLine, error) {
	rows, err := t.q.MeetingLines(ctx, sqlcgen.MeetingLinesParams{Vote: vote, Households: every(households)})
	if err != nil {
		return nil, fmt.Errorf("reading lines of a roll: %w", err)
	}
	lines := make(map[string]app.RollLine, len(rows))
	for _, row := range rows {
		lines[row.Household] = rollLine(row)
	}
	return lines, nil
}

// DoorKey reads what the codes at the door are made with, and makes it first where there is none.
func (s *Store) DoorKey(ctx context.Context, vote string) ([]byte, error) {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	if err := s.read.MakeDoorKey(ctx, sqlcgen.MakeDoorKeyParams{Vote: vote, Key: key}); err != nil {
		return nil, fmt.Errorf("making the key of a door: %w", err)
	}
	key, err := s.read.DoorKey(ctx, vote)
	return key, notFound(err, "key of a door")
}

package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Presence is what the list at the door says of a household.
type Presence struct {
	Household, Delegate string
	Present             bool
}

// RecordAttendance marks households as present or gone. Who was marked so already stays so: the list may be sent again.
func (a *Actions) RecordAttendance(ctx context.Context, cause change.Cause, vote, session string, list []Presence) (MeetingView, error) {
	return a.inSession(ctx, "RecordAttendance", cause, vote, session, func(ctx context.Context, tx Tx, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, []Arrival, error) {
		return a.attend(ctx, tx, v, m, list, domain.ByList, with)
	})
}

// attend lets households come and go. Nobody comes or goes once the sitting has counted.
func (a *Actions) attend(ctx context.Context, tx Tx, v Vote, m domain.Meeting, list []Presence, by domain.ArrivalManner, with domain.Setting,
) (domain.Meeting, []Arrival, error) {
	if err := a.atTheDoor(v, m, with); err != nil {
		return m, nil, err
	}
	households := make([]string, len(list))
	for i, one := range list {
		households[i] = one.Household
	}
	lines, err := tx.Lines(ctx, v.ID, households)
	if err != nil {
		return m, nil, err
	}
	_, came, err := tx.Meetings(ctx, v.ID, v.Current().Number)
	if err != nil {
		return m, nil, err
	}
	var arrivals []Arrival
	for _, one := range list {
		entry := entryOf(lines[one.Household])
		if lines[one.Household].Village != m.Village {
			entry = domain.RollEntry{} // another circle's household is nobody here
		}
		here := slices.ContainsFunc(m.Attendees, func(x domain.Attendee) bool { return x.Household == one.Household && x.LeftAt.IsZero() })
		if here == one.Present && entry.Household != "" {
			continue
		}
		if m, err = a.step(ctx, tx, v, m, one, entry, came, by, with); err != nil {
			return m, nil, err
		}
		i := slices.IndexFunc(m.Attendees, func(x domain.Attendee) bool { return x.Household == one.Household })
		arrivals = append(arrivals, Arrival{
			Household: one.Household, Session: m.ID, Delegate: one.Delegate, By: by, Late: m.Attendees[i].Late, Gone: !one.Present,
		})
	}
	return m, arrivals, nil
}

func (a *Actions) step(ctx context.Context, tx Tx, v Vote, m domain.Meeting, one Presence, entry domain.RollEntry, came []Arrival,
	by domain.ArrivalManner, with domain.Setting,
) (domain.Meeting, error) {
	if !one.Present {
		m, err := m.Leave(one.Household, with)
		if err != nil {
			return m, err
		}
		return m, tx.LeavePart(ctx, v.ID, one.Household)
	}
	elsewhere := slices.ContainsFunc(came, func(c Arrival) bool { return c.Household == one.Household && c.Session != m.ID })
	m, err := m.Arrive(entry, entry.Household, by, elsewhere, with)
	if err != nil {
		return m, err
	}
	taken, err := tx.TakePart(ctx, v.ID, domain.MeetingForm, []string{one.Household})
	if err == nil && len(taken) == 0 {
		err = domain.Refuse(domain.VotedAlready, "household", "household", one.Household).On("Điều 19 khoản 3, Điều 21 khoản 1 Luật 10/2022/QH15")
	}
	return m, err
}

// atTheDoor refuses arrivals before the day of the meeting, after the sitting has counted, and once it is over.
func (a *Actions) atTheDoor(v Vote, m domain.Meeting, with domain.Setting) error {
	switch {
	case v.State != domain.Open && v.State != domain.Announced:
		return a.notRunning(v)
	case v.State == domain.Announced && with.Today().Before(m.Day):
		return domain.Refuse(domain.NotOpenYet, "meeting_date", "opens", m.Day.Format())
	case v.State == domain.Announced && workday.Today(with.Now).After(m.Day):
		return domain.Refuse(domain.ClosedAlready, "meeting_date", "closed", m.Day.Format())
	case counted(m, v.ID):
		return domain.Refuse(domain.ClosedAlready, "household", "state", "counted").On("Điều 3 khoản 5 điểm c Nghị định 59/2023/NĐ-CP")
	}
	return nil
}

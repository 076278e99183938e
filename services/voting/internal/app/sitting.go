package app

import (
	"context"
	"slices"
	"strconv"
	"time"

	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// A sitting is the meeting of one circle on one vote, or of one cluster of a village. It is nothing anybody creates: the
// announcement convenes it and the opening starts it, so it is drawn from the vote until something is recorded in it.
// Households speak for themselves: voting knows no persons behind them, so the person of a household is its own id.

// sittings are those of the current round with who came, whether anything was recorded in them or not.
func (a *Actions) sittings(v Vote, begun []domain.Meeting, came []Arrival) []domain.Meeting {
	var all []domain.Meeting
	for _, circle := range v.Circles() {
		clusters := v.Current().Clusters.Clusters
		if len(clusters) == 0 {
			all = append(all, a.sitting(v, circle, circle, nil, begun))
		}
		for i := range clusters {
			all = append(all, a.sitting(v, "cluster-"+strconv.Itoa(i+1), circle, &clusters[i], begun))
		}
	}
	for i := range all {
		for _, one := range came {
			if one.Session == all[i].ID {
				all[i].Attendees = append(all[i].Attendees, attendee(all[i], one))
			}
		}
	}
	return all
}

func (a *Actions) sitting(v Vote, id, circle string, cluster *domain.Cluster, begun []domain.Meeting) domain.Meeting {
	if i := slices.IndexFunc(begun, func(m domain.Meeting) bool { return m.ID == id }); i >= 0 {
		return begun[i]
	}
	m := domain.Meeting{ID: id, Body: v.Body, Village: circle, Place: v.Place, StartsAt: startsAt(v.Current()), State: domain.Convened}
	if cluster != nil {
		m.Cluster, m.Place, m.Chair, m.StartsAt = cluster.Name, cluster.Place, cluster.Chair, cluster.Date.Start()
	}
	if m.Place == "" {
		unit, _ := a.Units.Unit(units.Key(circle))
		m.Place = unit.FullName
	}
	m.Day = workday.Today(m.StartsAt)
	switch {
	case v.State == domain.Open:
		m.State = domain.Running
	case v.State != domain.Announced:
		m.State = domain.Ended
	}
	return m
}

// startsAt is the hour of a meeting on its day.
func startsAt(r domain.Round) time.Time {
	if r.OpensAt.IsZero() || workday.Today(r.OpensAt) != r.MeetingDate {
		return r.MeetingDate.Start()
	}
	return r.OpensAt
}

// attendee is an arrival as the rules see it. Hours are not kept: of somebody gone only that they are.
func attendee(m domain.Meeting, one Arrival) domain.Attendee {
	seen := domain.Attendee{Household: one.Household, Person: one.Household, Late: one.Late, By: one.By}
	if one.Gone {
		seen.LeftAt = m.StartsAt
	}
	return seen
}

// entryOf is a line of the roll as the rules see it, its household speaking for itself. One taken off the roll is none.
func entryOf(line RollLine) domain.RollEntry {
	if line.Removed {
		return domain.RollEntry{}
	}
	entry := line.RollEntry
	entry.Representative = entry.Household
	return entry
}

// begin convenes and starts a sitting in which nothing was recorded yet: chaired by whoever opened the vote where the law
// lets them convene, else by the caller, in a cluster by whom the plan names.
func (a *Actions) begin(ctx context.Context, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, error) {
	switch {
	case v.State != domain.Open:
		return m, a.notRunning(v)
	case !m.StartedAt.IsZero():
		return m, nil
	}
	opened := with
	opened.Now = v.Current().OpenedAt
	competent := v.Pack.Conveners(v.Matter)
	if m.Cluster == "" {
		m.Chair = v.Current().OpenedBy
		if !slices.Contains(competent, m.Chair.Office) {
			m.Chair = a.actor(ctx, domain.Body{Unit: m.Village, Agency: v.Body.Agency}, competent...)
		}
	} else {
		opened = with
	}
	announced := v.Vote
	announced.State = domain.Announced
	m, err := domain.Convene(m, []domain.Vote{announced}, opened)
	if err != nil {
		return m, err
	}
	return m.Start(m.Chair, opened)
}

func (a *Actions) notRunning(v Vote) error {
	reason := domain.ClosedAlready
	if v.State == domain.Announced {
		reason = domain.NotOpenYet
	}
	return domain.Refuse(reason, "state", "state", string(v.State))
}

// find picks a sitting; no name is the only one.
func find(all []domain.Meeting, session string) (domain.Meeting, error) {
	if session == "" && len(all) == 1 {
		return all[0], nil
	}
	i := slices.IndexFunc(all, func(m domain.Meeting) bool { return m.ID == session })
	if i < 0 {
		return domain.Meeting{}, domain.Refuse(domain.FieldInvalid, "session", "value", session)
	}
	return all[i], nil
}

// met refuses what is not a meeting at all.
func met(v Vote) error {
	if form := v.Current().Form; form != domain.MeetingForm {
		return domain.Refuse(domain.ChannelNotOpen, "vote", "channel", string(domain.AtMeeting), "form", string(form)).On("Điều 17 khoản 1 Luật 10/2022/QH15")
	}
	return nil
}

// counted reports whether a sitting has counted the vote.
func counted(m domain.Meeting, vote string) bool {
	return slices.ContainsFunc(m.Counts, func(c domain.Count) bool { return c.Vote == vote })
}

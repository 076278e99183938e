package app

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// MeetingView is the meeting of a vote as it stands: numbers, and for staff the names of those the meeting chose.
type MeetingView struct {
	Vote       string           `json:"vote"`
	Households int              `json:"households"`
	Present    int              `json:"present"`
	Needed     int              `json:"needed"`
	CanPass    bool             `json:"can_pass"`
	Sittings   []domain.Meeting `json:"sittings"` // without those who came
	Here       []int            `json:"here"`     // present, of each sitting
	Staff      bool             `json:"-"`
	Of         Vote             `json:"-"`
}

// GetMeeting is the meeting as it stands, for the screen in the room.
func (a *Actions) GetMeeting(ctx context.Context, vote string) (MeetingView, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return MeetingView{}, err
	}
	if err := a.Policy.Allow(ctx, "GetMeeting", voteResource(v)); err != nil {
		return MeetingView{}, err
	}
	if err := met(v); err != nil {
		return MeetingView{}, err
	}
	begun, came, err := a.Store.Meetings(ctx, v.ID, v.Current().Number)
	if err != nil {
		return MeetingView{}, err
	}
	return a.seen(ctx, v, a.view(v, a.sittings(v, begun, came))), nil
}

func (a *Actions) seen(ctx context.Context, v Vote, view MeetingView) MeetingView {
	view.Of, view.Staff = v, a.worksOn(ctx, v.Body, v.Matter)
	return view
}

func (a *Actions) view(v Vote, all []domain.Meeting) MeetingView {
	view := MeetingView{Vote: v.ID, Households: v.Households("")}
	for _, m := range all {
		n := m.Present()
		m.Attendees = nil
		view.Sittings, view.Here, view.Present = append(view.Sittings, m), append(view.Here, n), view.Present+n
	}
	pack, err := v.Law(a.setting())
	if err != nil {
		return view
	}
	if threshold, err := pack.ThresholdWithin(v.Matter, domain.MeetingForm); err == nil {
		whole := view.Households
		if v.Matter.Scope == domain.Agency {
			whole = view.Present
		}
		view.Needed, view.CanPass = threshold.Needed(whole), threshold.CanPass(0, view.Present, whole)
	}
	return view
}

// sit changes one sitting of a vote that is locked, and leaves the meeting as it stands afterwards as the answer.
type sit func(ctx context.Context, tx Tx, v Vote, m domain.Meeting, with domain.Setting) (domain.Meeting, []Arrival, error)

// inSession is the way of every change to a sitting: may the caller, what do the rules say, write it, tell the vote how many
// came. The resource is the circle's part of the vote.
func (a *Actions) inSession(ctx context.Context, action string, cause change.Cause, vote, session string, do sit) (MeetingView, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return MeetingView{}, err
	}
	m, err := find(a.sittings(v, nil, nil), session)
	if err := a.Policy.Allow(ctx, action, circleResource(v, m.Village)); err != nil {
		return MeetingView{}, err
	}
	if err != nil {
		return MeetingView{}, err
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		return a.sitIn(ctx, tx, v, session, do)
	})
	return a.recallMeeting(ctx, v, answer, err)
}

func (a *Actions) sitIn(ctx context.Context, tx Tx, v Vote, session string, do sit) (Outcome, error) {
	if err := met(v); err != nil {
		return Outcome{}, err
	}
	with := a.setting()
	round := v.Current().Number
	begun, came, err := tx.Meetings(ctx, v.ID, round)
	if err != nil {
		return Outcome{}, err
	}
	all := a.sittings(v, begun, came)
	m, err := find(all, session)
	if err != nil {
		return Outcome{}, err
	}
	m, arrivals, err := do(ctx, tx, v, m, with)
	if err != nil {
		return Outcome{}, err
	}
	for _, one := range arrivals {
		if err := tx.PutArrival(ctx, v.ID, round, one); err != nil {
			return Outcome{}, err
		}
	}
	if !m.StartedAt.IsZero() {
		bare := m
		bare.Attendees = nil
		if err := tx.PutMeeting(ctx, v.ID, round, bare); err != nil {
			return Outcome{}, err
		}
	}
	for i := range all {
		if all[i].ID == m.ID {
			all[i] = m
		}
	}
	if err := a.report(ctx, tx, v, all, m.Village); err != nil {
		return Outcome{}, err
	}
	extra, err := json.Marshal(a.view(v, all))
	if err != nil {
		return Outcome{}, fmt.Errorf("writing the answer about a meeting: %w", err)
	}
	return Outcome{Answer: Answer{ID: v.ID, Extra: extra}, Resource: voteName(v.ID), Unit: m.Village}, nil
}

// report tells the vote how many came in a circle and, once every sitting of it has counted, the tally.
func (a *Actions) report(ctx context.Context, tx Tx, v Vote, all []domain.Meeting, circle string) error {
	count := Count{Vote: v.ID, Round: v.Current().Number, Circle: circle}
	var ended []domain.Meeting
	complete := true
	for _, m := range all {
		if m.Village != circle {
			continue
		}
		count.Present += m.Attended()
		complete = complete && counted(m, v.ID)
		m.State = domain.Ended // so far: a second ballot of an election tells again
		ended = append(ended, m)
	}
	if complete {
		sum, _, err := domain.Aggregate(v.ID, circle, ended)
		if err != nil {
			return err
		}
		count.Tally = &sum.Tally
	}
	return tx.PutCount(ctx, count)
}

func (a *Actions) recallMeeting(ctx context.Context, v Vote, answer Answer, err error) (MeetingView, error) {
	var view MeetingView
	if err != nil {
		return view, err
	}
	if err := json.Unmarshal(answer.Extra, &view); err != nil {
		return view, fmt.Errorf("reading the answer about the meeting of vote %s: %w", v.ID, err)
	}
	return a.seen(ctx, v, view), nil
}

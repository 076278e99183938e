package app

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// The periodic looks. Each is idempotent: what was done already is found done, by its state, under its row's lock. So two
// replicas, a retry and a kill in the middle all come to the same.

// SweepAll runs every look once.
func (a *Actions) SweepAll(ctx context.Context) error {
	return errors.Join(a.OpenDue(ctx), a.CloseDue(ctx), a.TakeEffect(ctx), a.RemindDue(ctx))
}

// OpenDue opens ballots online whose hour has come. What the rules refuse (an objection without an answer, the team) stays
// closed and is looked at again; its organisers see the reason on their console.
func (a *Actions) OpenDue(ctx context.Context) error {
	return a.eachVote(ctx, Sweep{Kind: SweepOpen}, "OpenDue", func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		if v.State != domain.OptedIn {
			return Moved{Vote: v}, nil
		}
		by := domain.Actor{Subject: "voting"} // at the hour that whoever convenes has announced
		if offices := conveners(v, v.Pack); len(offices) > 0 {
			by.Office = offices[0]
		}
		moved, err := a.opening(ctx, tx, v, by, with)
		var refusal *domain.Refusal
		if errors.As(err, &refusal) {
			return Moved{Vote: v}, nil
		}
		return moved, err
	})
}

// CloseDue closes ballots online at their hour. A ballot on paper is closed by whoever holds it, when the last box is in.
func (a *Actions) CloseDue(ctx context.Context) error {
	return a.eachVote(ctx, Sweep{Kind: SweepClose}, "CloseDue", func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		if v.State != domain.Open || v.Current().Form != domain.OnlineForm || with.Now.Before(v.Current().ClosesAt) {
			return Moved{Vote: v}, nil
		}
		return a.closing(ctx, tx, v, with)
	})
}

// TakeEffect puts decisions into force on their day.
func (a *Actions) TakeEffect(ctx context.Context) error {
	return a.eachVote(ctx, Sweep{Kind: SweepEffect}, "TakeEffect", func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		if v.State != domain.Recognised {
			return Moved{Vote: v}, nil
		}
		var facts []domain.Fact
		var err error
		if v.Vote, facts, err = v.Vote.TakeEffect(with); err != nil {
			return Moved{}, err
		}
		return a.inForce(ctx, tx, Moved{Vote: v, Facts: facts}, with)
	})
}

// RemindDue reminds of a decision that is to be sent or answered in one working day, today, or since yesterday, once each.
func (a *Actions) RemindDue(ctx context.Context) error {
	calendar, today := a.Units.Calendar(), a.today()
	days := []workday.Date{today, calendar.NextWorking(today.AddDays(1)), today.AddDays(-1)}
	return a.eachVote(ctx, Sweep{Kind: SweepRemind, Days: days}, "RemindDue", func(_ context.Context, _ Tx, v Vote, with domain.Setting) (Moved, error) {
		due, template, to := v.SendDue, "send_reminder", a.organisers(v, with)
		if v.State == domain.Sent {
			due, template, to = v.Recognition.Due, "recognise_reminder", a.answerers(v)
		}
		mark := template + " " + with.Today().String()
		if due.IsZero() || v.State != domain.Passed && v.State != domain.Sent || slices.Contains(v.Reminded, mark) {
			return Moved{Vote: v}, nil
		}
		v.Reminded = append(slices.Clone(v.Reminded), mark)
		return Moved{Vote: v, Notices: a.tell(to, template, v, map[string]string{"due": due.Date.Format()})}, nil
	})
}

func (a *Actions) eachVote(ctx context.Context, s Sweep, action string, move Move) error {
	s.Today, s.Now = a.today(), a.now()
	cause := change.Cause{Kind: change.Job, Actor: "voting", Action: action}
	var failed error
	for {
		ids, err := a.Store.Sweep(ctx, s)
		if err != nil || len(ids) == 0 || ctx.Err() != nil {
			return errors.Join(failed, err, ctx.Err())
		}
		for _, id := range ids {
			if err := a.sweepOne(ctx, cause, id, move); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s %s: %w", s.Kind, id, err))
			}
		}
		s.After = ids[len(ids)-1]
	}
}

func (a *Actions) sweepOne(ctx context.Context, cause change.Cause, id string, move Move) error {
	_, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, id)
		if err != nil {
			return Outcome{}, err
		}
		with := a.setting()
		moved, err := move(ctx, tx, v, with)
		if err != nil {
			return Outcome{}, err
		}
		if reflect.DeepEqual(moved.Vote, v) {
			return Outcome{Answer: Answer{ID: id}, Silent: true}, nil
		}
		return a.Move(ctx, tx, v, func(context.Context, Tx, Vote, domain.Setting) (Moved, error) { return moved, nil })
	})
	return err
}

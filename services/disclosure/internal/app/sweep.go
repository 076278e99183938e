package app

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/law"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// The periodic looks. Each is idempotent: what was done already is found done, by its state, under its row's lock. So two
// replicas, a retry and a kill in the middle all come to the same.

// SweepAll runs every look once.
func (a *Actions) SweepAll(ctx context.Context) error {
	return errors.Join(
		a.PublishDue(ctx), a.ExpireLists(ctx), a.OpenEndedPeriods(ctx), a.WeighForms(ctx), a.TellOverdue(ctx), a.RemindDue(ctx), a.Recount(ctx),
	)
}

func (a *Actions) jobCause(action string) change.Cause {
	return change.Cause{Kind: change.Job, Actor: "disclosure", Action: action}
}

// each calls do with every id a sweep finds until none is left. Sweeps whose rows leave the sweep by being done start over;
// paged ones go on after the last.
func (a *Actions) each(ctx context.Context, s Sweep, paged bool, do func(context.Context, string) error) error {
	s.Today, s.Now = a.today(), a.Clock()
	var failed error
	for {
		ids, err := a.Store.Sweep(ctx, s)
		if err != nil || len(ids) == 0 {
			return errors.Join(failed, err)
		}
		progress := false
		for _, id := range ids {
			if err := do(ctx, id); err != nil {
				failed = errors.Join(failed, fmt.Errorf("%s %s: %w", s.Kind, id, err))
				continue
			}
			progress = true
		}
		if !progress || ctx.Err() != nil {
			return errors.Join(failed, ctx.Err())
		}
		if s.After = ids[len(ids)-1]; !paged {
			if len(ids) < 500 || failed != nil {
				return failed
			}
			s.After = ""
		}
	}
}

// PublishDue publishes what is scheduled and due and whose own job did not come: the safety net below the queue.
func (a *Actions) PublishDue(ctx context.Context) error {
	return a.each(ctx, Sweep{Kind: SweepScheduled}, false, a.PublishScheduled)
}

// ExpireLists takes personal lists out of sight whose posting period is over.
func (a *Actions) ExpireLists(ctx context.Context) error {
	return a.each(ctx, Sweep{Kind: SweepExpire}, false, func(ctx context.Context, id string) error {
		_, err := a.Store.Change(ctx, a.jobCause("ExpireLists"), func(ctx context.Context, tx Tx) (Outcome, error) {
			p, err := tx.Publication(ctx, id)
			if err != nil {
				return Outcome{}, err
			}
			if p.State == domain.Expired {
				return Outcome{Answer: Answer{ID: id}, Silent: true}, nil
			}
			return a.move(ctx, tx, p, func(_ context.Context, _ Tx, p domain.Publication, with domain.Setting) (moved, error) {
				p, facts, err := p.Expire(with)
				return moved{publication: p, facts: facts}, err
			})
		})
		return err
	})
}

// OpenEndedPeriods starts the clock of reports whose period has ended.
func (a *Actions) OpenEndedPeriods(ctx context.Context) error {
	var items []string
	for _, name := range []string{law.Communes, law.Agencies, law.StateEnterprises} {
		if catalogue, ok := a.Book.Catalogue(name); ok {
			for _, item := range catalogue.Items {
				if item.CountsFrom == law.FromPeriodEnd && !item.Heading {
					items = append(items, item.ID)
				}
			}
		}
	}
	return a.eachObligation(ctx, Sweep{Kind: SweepPeriodEnd, Items: items}, false, "OpenEndedPeriods",
		func(_ context.Context, _ Tx, o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, facts, err := o.OpenAtPeriodEnd(with)
			return o, facts, a.reminder(o, "obligation_opened", ""), err
		})
}

// WeighForms looks whether postings have lasted long enough by now.
func (a *Actions) WeighForms(ctx context.Context) error {
	return a.eachObligation(ctx, Sweep{Kind: SweepForms}, true, "WeighForms",
		func(ctx context.Context, tx Tx, o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			p, err := tx.Publication(ctx, o.Publication)
			if err != nil {
				return o, nil, nil, err
			}
			o, facts, err := o.Weigh(p, with)
			return o, facts, nil, err
		})
}

// TellOverdue states each passed due date once.
func (a *Actions) TellOverdue(ctx context.Context) error {
	return a.eachObligation(ctx, Sweep{Kind: SweepOverdue}, false, "TellOverdue",
		func(_ context.Context, _ Tx, o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, facts := o.TellOverdue(with)
			return o, facts, a.reminder(o, "obligation_overdue", ""), nil
		})
}

// RemindDue reminds of what is due in three working days, tomorrow (by working days) and today.
func (a *Actions) RemindDue(ctx context.Context) error {
	today := a.today()
	days := []workday.Date{today, a.Units.Calendar().NextWorking(today.AddDays(1)), a.Soon()}
	return a.eachObligation(ctx, Sweep{Kind: SweepRemind, Days: days}, false, "RemindDue",
		func(_ context.Context, _ Tx, o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, err := o.Remind(with)
			return o, nil, a.reminder(o, "obligation_reminder", ""), err
		})
}

// Recount counts due dates again after a change of the calendar or the law; a different day becomes a proposal.
func (a *Actions) Recount(ctx context.Context) error {
	return errors.Join(a.recountObligations(ctx), a.recountRequests(ctx))
}

func (a *Actions) recountRequests(ctx context.Context) error {
	return a.each(ctx, Sweep{Kind: SweepRequests}, true, func(ctx context.Context, id string) error {
		_, err := a.Store.Change(ctx, a.jobCause("Recount"), func(ctx context.Context, tx Tx) (Outcome, error) {
			before, err := tx.Request(ctx, id)
			if err != nil {
				return Outcome{}, err
			}
			r, facts, err := before.Recount(a.plain())
			if err != nil {
				return Outcome{}, err
			}
			if reflect.DeepEqual(r, before) {
				return Outcome{Answer: Answer{ID: id}, Silent: true}, nil
			}
			r.Revision++
			outcome := Outcome{Answer: Answer{ID: id}, Resource: requestName(id), Unit: r.Unit, Facts: facts}
			if len(facts) > 0 {
				outcome.Notices = a.tell(a.approvers(domain.Body{Unit: r.Unit}, nil), "due_proposed", requestName(id), r.Revision, nil)
			}
			return outcome, tx.PutRequest(ctx, r)
		})
		return err
	})
}

func (a *Actions) recountObligations(ctx context.Context) error {
	return a.eachObligation(ctx, Sweep{Kind: SweepRecount}, true, "Recount",
		func(_ context.Context, _ Tx, o domain.Obligation, with domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error) {
			o, facts, err := o.Recount(with)
			if len(facts) == 0 {
				return o, facts, nil, err
			}
			return o, facts, a.tell(a.approvers(o.Body, nil), "due_proposed", obligationName(o.ID), o.Revision+1, nil), err
		})
}

func (a *Actions) eachObligation(ctx context.Context, s Sweep, paged bool, action string,
	move func(context.Context, Tx, domain.Obligation, domain.Setting) (domain.Obligation, []domain.Fact, []Notice, error),
) error {
	return a.each(ctx, s, paged, func(ctx context.Context, id string) error {
		_, err := a.Store.Change(ctx, a.jobCause(action), func(ctx context.Context, tx Tx) (Outcome, error) {
			o, err := tx.Obligation(ctx, id)
			if err != nil {
				return Outcome{}, err
			}
			with, err := a.settingOfObligation(o)
			if err != nil {
				return Outcome{}, err
			}
			after, facts, notices, err := move(ctx, tx, o, with)
			if err != nil {
				return Outcome{}, err
			}
			if reflect.DeepEqual(after, o) {
				return Outcome{Answer: Answer{ID: id}, Silent: true}, nil
			}
			after.Revision++
			return Outcome{Answer: Answer{ID: id}, Resource: obligationName(id), Unit: o.Body.Unit, Facts: facts, Notices: notices}, tx.PutObligation(ctx, after)
		})
		return err
	})
}

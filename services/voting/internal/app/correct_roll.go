package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// Correction is one household put on the roll, or taken off it.
type Correction struct {
	Household, Village string
	Remove             bool
	Reason             string
}

// CorrectRoll adds or removes a household before the vote opens. What is added is what directory says of it today; the
// reason stays on record.
func (a *Actions) CorrectRoll(ctx context.Context, cause change.Cause, vote, seen string, c Correction) (RollLine, error) {
	before, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return RollLine{}, err
	}
	if c.Village == "" && before.Matter.Scope == domain.Village {
		c.Village = before.Body.Unit
	}
	if c.Village == "" && c.Remove {
		line, err := a.Store.RollLine(ctx, vote, c.Household)
		if err != nil {
			return line, err
		}
		c.Village = line.Village
	}
	if err := a.Policy.Allow(ctx, "CorrectRoll", circleResource(before, c.Village)); err != nil {
		return RollLine{}, err
	}
	if !before.Asks(c.Village) {
		return RollLine{}, domain.Refuse(domain.UnitNotFound, "village", "unit", c.Village)
	}
	entry := domain.RollEntry{Household: c.Household}
	if _, again, err := a.Store.Answered(ctx, cause); err != nil {
		return RollLine{}, err
	} else if !again && !c.Remove {
		if entry, err = a.household(ctx, c); err != nil {
			return RollLine{}, err
		}
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		v, err := tx.Vote(ctx, vote)
		if err != nil {
			return Outcome{}, err
		}
		if err := fresh(seen, v.Revision); err != nil {
			return Outcome{}, err
		}
		outcome, err := a.Move(ctx, tx, v, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
			roll, err := tx.Roll(ctx, vote, c.Village)
			if err != nil {
				return Moved{}, err
			}
			var facts []domain.Fact
			by := a.actor(ctx, v.Body)
			if c.Remove {
				roll, facts, err = roll.Remove(c.Household, c.Reason, by, with)
			} else {
				roll, facts, err = roll.Add(entry, c.Reason, by, with)
			}
			if err != nil {
				return Moved{}, err
			}
			if v.Vote, err = v.Vote.CorrectRoll(roll.Totals(), with); err != nil {
				return Moved{}, err
			}
			return Moved{Vote: v, Facts: facts}, tx.PutRoll(ctx, roll)
		})
		outcome.Answer = Answer{ID: vote, Household: c.Household}
		return outcome, err
	})
	if err != nil {
		return RollLine{}, err
	}
	return a.Store.RollLine(ctx, vote, c.Household)
}

// household is what directory says of a household of the village today.
func (a *Actions) household(ctx context.Context, c Correction) (domain.RollEntry, error) {
	entries, err := a.Directory.Households(ctx, c.Village)
	if err != nil {
		return domain.RollEntry{}, err
	}
	i := slices.IndexFunc(entries, func(e domain.RollEntry) bool { return e.Household == c.Household })
	if i < 0 {
		return domain.RollEntry{}, domain.Refuse(domain.NotFound, "household", "household", c.Household)
	}
	return entries[i], nil
}

package app

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/units"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// AnnounceVote freezes the law of the day and the rolls and tells the people. The rolls are read from directory before the
// transaction begins, with the caller's own rights; a village whose roll changes in that moment has it as it was read.
func (a *Actions) AnnounceVote(ctx context.Context, cause change.Cause, id, seen string, notice *domain.Notice) (Vote, error) {
	before, err := a.voteOf(ctx, cause, id)
	if err != nil {
		return before, err
	}
	if err := a.Policy.Allow(ctx, "AnnounceVote", voteResource(before)); err != nil {
		return before, err
	}
	if answer, again, err := a.Store.Answered(ctx, cause); err != nil || again {
		return recallVote(answer, err)
	}
	rolls, err := a.snapshot(ctx, before, a.setting())
	if err != nil {
		return before, err
	}
	if secretOnline(before) {
		if err := a.Online.prepare(); err != nil {
			return before, err
		}
	}
	return a.moveVote(ctx, "AnnounceVote", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		by, err := a.convener(ctx, v, with)
		if err != nil {
			return Moved{}, err
		}
		if notice != nil {
			if v.Vote, err = v.Tell(*notice, with); err != nil {
				return Moved{}, err
			}
		}
		totals := make([]domain.VillageRoll, len(rolls))
		for i, roll := range rolls {
			totals[i] = roll.Totals()
		}
		var facts []domain.Fact
		if v.Vote, facts, err = v.Announce(totals, by, with); err != nil {
			return Moved{}, err
		}
		for _, roll := range rolls {
			if err := tx.PutRoll(ctx, roll); err != nil {
				return Moved{}, err
			}
		}
		return Moved{Vote: v, Facts: facts, Detail: map[string]string{"rules": v.Pack.Hash}}, nil
	})
}

// convener is the caller in an office that may convene, open and close.
func (a *Actions) convener(ctx context.Context, v Vote, with domain.Setting) (domain.Actor, error) {
	pack, err := v.Law(with)
	if err != nil {
		return domain.Actor{}, err
	}
	return a.actor(ctx, v.Body, conveners(v, pack)...), nil
}

// conveners are the offices of which one announces, opens and closes.
func conveners(v Vote, pack domain.Pack) []domain.Office {
	offices := pack.Conveners(v.Matter)
	if v.Matter.Scope == domain.Commune || v.Matter.OfHead() && v.Matter.Election() {
		offices = append(offices, domain.CommuneChair)
	}
	return offices
}

// snapshot takes the roll of every circle the vote asks.
func (a *Actions) snapshot(ctx context.Context, v Vote, with domain.Setting) ([]domain.Roll, error) {
	if v.Matter.Scope == domain.Agency {
		roll, err := domain.Snapshot(v.ID, v.Body.Agency, staff(v.Conference), with)
		return []domain.Roll{roll}, err
	}
	villages := []string{v.Body.Unit}
	if v.Matter.Scope == domain.Commune {
		villages = a.villages(units.Key(v.Body.Unit))
	}
	rolls := make([]domain.Roll, 0, len(villages))
	for _, village := range villages {
		entries, err := a.Directory.Households(ctx, village)
		if err != nil {
			return nil, err
		}
		roll, err := domain.Snapshot(v.ID, village, entries, with)
		if err != nil {
			return nil, err
		}
		rolls = append(rolls, roll)
	}
	return rolls, nil
}

// staff numbers the seats of a conference: those summoned, without names. Directory keeps no list of an agency's staff.
func staff(c domain.Conference) []domain.RollEntry {
	seats := make([]domain.RollEntry, c.Summoned())
	for i := range seats {
		code := fmt.Sprintf("%05d", i+1)
		seats[i] = domain.RollEntry{Household: "seat-" + code, Code: code}
	}
	return seats
}

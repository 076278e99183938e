package app

import (
	"context"
	"slices"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/authz"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// ObjectToRoll files what a household has against the roll of its village: that it is missing, or that another stands there
// wrongly. It may come until the opening.
func (a *Actions) ObjectToRoll(ctx context.Context, cause change.Cause, vote, text string) (domain.Objection, error) {
	if err := a.Policy.Allow(ctx, "ObjectToRoll", authz.Installation()); err != nil {
		return domain.Objection{}, err
	}
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return domain.Objection{}, err
	}
	if !v.Public() {
		return domain.Objection{}, domain.Refuse(domain.NotFound, "name")
	}
	mine, ok, err := a.Directory.MyHousehold(ctx)
	if err != nil {
		return domain.Objection{}, err
	}
	if !ok || !v.Asks(mine.Village) {
		return domain.Objection{}, domain.Refuse(domain.NotRepresentative, "household").On("Điều 18 khoản 2 Luật 10/2022/QH15")
	}
	answer, err := a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		roll, err := tx.Roll(ctx, vote, mine.Village)
		if err != nil {
			return Outcome{}, err
		}
		o := domain.Objection{ID: newID(), Household: mine.Entry.Household, Person: authn.From(ctx).Subject, Text: text}
		roll, facts, err := roll.Object(o, a.setting())
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{
			Answer: Answer{ID: vote, Objection: o.ID}, Resource: voteName(vote), Unit: mine.Village, Facts: facts,
			Detail:  map[string]string{"objection": o.ID},
			Notices: a.tell(a.organisers(v, a.setting()), "roll_objection", v, nil),
		}, tx.PutRoll(ctx, roll)
	})
	if err != nil {
		return domain.Objection{}, err
	}
	return a.objection(ctx, vote, answer.Objection)
}

func (a *Actions) objection(ctx context.Context, vote, id string) (domain.Objection, error) {
	rolls, err := a.Store.Rolls(ctx, vote)
	for _, roll := range rolls {
		if i := slices.IndexFunc(roll.Objections, func(o domain.Objection) bool { return o.ID == id }); i >= 0 {
			return roll.Objections[i], err
		}
	}
	if err == nil {
		err = domain.Refuse(domain.NotFound, "name")
	}
	return domain.Objection{}, err
}

// ListRollObjections lists the objections to the rolls of a vote that the caller may see, oldest first.
func (a *Actions) ListRollObjections(ctx context.Context, vote string) ([]domain.Objection, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return nil, err
	}
	seen := func(r domain.Roll) bool { return a.Policy.Can(ctx, "ListRollObjections", circleResource(v, r.Village)) }
	rolls, err := a.Store.Rolls(ctx, vote)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(rolls, seen) {
		if err := a.Policy.Allow(ctx, "ListRollObjections", voteResource(v)); err != nil {
			return nil, err
		}
	} else if err := a.Policy.Allow(ctx, "ListRollObjections", circleResource(v, rolls[slices.IndexFunc(rolls, seen)].Village)); err != nil {
		return nil, err
	}
	var all []domain.Objection
	for _, roll := range rolls {
		if seen(roll) {
			all = append(all, roll.Objections...)
		}
	}
	slices.SortStableFunc(all, func(x, y domain.Objection) int { return x.FiledAt.Compare(y.FiledAt) })
	return all, nil
}

// DecideRollObjection answers an objection with reasons. What it leads to is a correction of its own.
func (a *Actions) DecideRollObjection(ctx context.Context, cause change.Cause, vote, id, answer string, upheld bool) (domain.Objection, error) {
	v, err := a.Store.Vote(ctx, vote)
	if err != nil {
		return domain.Objection{}, err
	}
	rolls, err := a.Store.Rolls(ctx, vote)
	if err != nil {
		return domain.Objection{}, err
	}
	village := ""
	for _, roll := range rolls {
		if slices.ContainsFunc(roll.Objections, func(o domain.Objection) bool { return o.ID == id }) {
			village = roll.Village
		}
	}
	if err := a.Policy.Allow(ctx, "DecideRollObjection", circleResource(v, village)); err != nil {
		return domain.Objection{}, err
	}
	if village == "" {
		return domain.Objection{}, domain.Refuse(domain.NotFound, "name")
	}
	_, err = a.Store.Change(ctx, cause, func(ctx context.Context, tx Tx) (Outcome, error) {
		roll, err := tx.Roll(ctx, vote, village)
		if err != nil {
			return Outcome{}, err
		}
		roll, facts, err := roll.Answer(id, answer, upheld, a.actor(ctx, v.Body), a.setting())
		if err != nil {
			return Outcome{}, err
		}
		return Outcome{
			Answer: Answer{ID: vote, Objection: id}, Resource: voteName(vote), Unit: village, Facts: facts,
			Detail: map[string]string{"objection": id},
		}, tx.PutRoll(ctx, roll)
	})
	if err != nil {
		return domain.Objection{}, err
	}
	return a.objection(ctx, vote, id)
}

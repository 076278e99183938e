package app

import (
	"context"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
)

// ProposeCandidate puts somebody on the list of the Ban công tác Mặt trận.
func (a *Actions) ProposeCandidate(ctx context.Context, cause change.Cause, id, seen string, c domain.Candidate) (Vote, error) {
	c.Origin = domain.FrontList
	return a.stand(ctx, "ProposeCandidate", cause, id, seen, c)
}

// NominateCandidate records who stands up, or is put forward, at the meeting before it counts.
func (a *Actions) NominateCandidate(ctx context.Context, cause change.Cause, id, seen string, c domain.Candidate, self bool) (Vote, error) {
	c.Origin = domain.Nominated
	if self {
		c.Origin = domain.SelfNominated
	}
	return a.stand(ctx, "NominateCandidate", cause, id, seen, c)
}

// stand puts a person on the ballot. Who has no account is known by name, as in a team, so that nobody counts their own
// votes; namesakes are told apart in the name itself, as on the printed ballot.
func (a *Actions) stand(ctx context.Context, action string, cause change.Cause, id, seen string, c domain.Candidate) (Vote, error) {
	return a.moveVote(ctx, action, cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		begun, _, err := tx.Meetings(ctx, v.ID, v.Current().Number)
		if err != nil {
			return Moved{}, err
		}
		if err := uncounted(v, begun); err != nil {
			return Moved{}, err
		}
		c.ID, c.Subject = newID(), "name:"+vntext.NameKey(c.Name)
		v.Vote, err = v.Nominate(c, counters(v, begun), with)
		return Moved{Vote: v, Detail: map[string]string{"candidate": c.ID, "origin": string(c.Origin)}}, err
	})
}

// WithdrawCandidate records that somebody no longer stands, with the reason they gave.
func (a *Actions) WithdrawCandidate(ctx context.Context, cause change.Cause, id, seen, candidate, reason string) (Vote, error) {
	return a.moveVote(ctx, "WithdrawCandidate", cause, id, seen, func(ctx context.Context, tx Tx, v Vote, with domain.Setting) (Moved, error) {
		if strings.TrimSpace(reason) == "" {
			return Moved{}, domain.Refuse(domain.FieldRequired, "reason")
		}
		begun, _, err := tx.Meetings(ctx, v.ID, v.Current().Number)
		if err != nil {
			return Moved{}, err
		}
		if err := uncounted(v, begun); err != nil {
			return Moved{}, err
		}
		if v.Vote, err = v.Vote.WithdrawCandidate(candidate, with); err != nil {
			return Moved{}, err
		}
		i := slices.IndexFunc(v.Candidates, func(c domain.Candidate) bool { return c.ID == candidate })
		v.Candidates[i].Reason = strings.TrimSpace(reason)
		return Moved{Vote: v, Detail: map[string]string{"candidate": candidate}}, nil
	})
}

// uncounted refuses a change of the ballot once the meeting has counted it.
func uncounted(v Vote, begun []domain.Meeting) error {
	if slices.ContainsFunc(begun, func(m domain.Meeting) bool { return counted(m, v.ID) }) {
		return domain.Refuse(domain.ClosedAlready, "candidate", "state", "counted")
	}
	return nil
}

// counters are those who hand out and count, by account and by name.
func counters(v Vote, begun []domain.Meeting) []string {
	people := slices.Clone(v.Current().Team.Members)
	for _, m := range begun {
		people = append(people, m.Committee...)
	}
	var all []string
	for _, p := range people {
		all = append(all, p.Subject, "name:"+vntext.NameKey(p.Name))
	}
	return all
}

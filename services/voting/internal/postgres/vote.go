package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/workday"
	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

// Vote reads one.
func (s *Store) Vote(ctx context.Context, id string) (app.Vote, error) {
	v, err := s.read.GetVote(ctx, id)
	return v, notFound(err, "vote")
}

// Vote locks one and reads it.
func (t *transaction) Vote(ctx context.Context, id string) (app.Vote, error) {
	v, err := t.q.LockVote(ctx, id)
	return v, notFound(err, "vote")
}

// PutVote keeps a vote with the columns drawn from it, and its words once it is announced.
func (t *transaction) PutVote(ctx context.Context, v app.Vote, due domain.Due) error {
	round := v.Current()
	err := t.q.PutVote(ctx, sqlcgen.PutVoteParams{
		ID: v.ID, Revision: v.Revision, Unit: v.Body.Unit, Agency: v.Body.Agency, Scope: string(v.Matter.Scope), Item: int16(v.Matter.Item),
		Kind: string(v.Matter.Kind), State: string(v.State), Form: string(round.Form), Method: string(round.Method),
		OpensAt: moment(round.OpensAt), ClosesAt: moment(round.ClosesAt), AnnouncedAt: moment(v.AnnouncedAt),
		EffectiveDate: v.EffectiveDate, DueDate: due.Date, AnsweredBy: string(v.Recognition.By), UpdatedAt: v.UpdatedAt, Body: v,
	})
	if err != nil {
		return fmt.Errorf("keeping a vote: %w", err)
	}
	if !v.Public() {
		return nil
	}
	err = t.q.IndexVote(ctx, sqlcgen.IndexVoteParams{
		Vote: v.ID, Unit: v.Body.Unit, Scope: string(v.Matter.Scope), Item: int16(v.Matter.Item), State: string(v.State),
		AnnouncedAt: v.AnnouncedAt, Words: every(app.Lexemes(v.Title, v.Question, v.Background, v.Decision.Number, v.Decision.Decided)),
	})
	if err != nil {
		return fmt.Errorf("indexing a vote: %w", err)
	}
	return nil
}

// DeleteVote deletes a draft.
func (t *transaction) DeleteVote(ctx context.Context, id string) error {
	if err := t.q.DeleteVote(ctx, id); err != nil {
		return fmt.Errorf("deleting a draft: %w", err)
	}
	return nil
}

// Search lists announced votes, newest announcement first.
func (s *Store) Search(ctx context.Context, q app.SearchQuery) ([]app.Vote, error) {
	found, err := s.read.SearchVotes(ctx, sqlcgen.SearchVotesParams{
		Query: conjunction(q.Words), InUnits: !q.Scope.All, Units: every(q.Scope.Units), States: words(q.States),
		Scope: string(q.Matter.Scope), Item: int16(q.Matter.Item), Before: moment(q.Before.Time), BeforeID: idOrZero(q.Before.ID), Most: int32(q.Most),
	})
	return listed(found, err, "announced votes")
}

// Desk lists votes of units by what is due first.
func (s *Store) Desk(ctx context.Context, q app.DeskQuery) ([]app.Vote, error) {
	found, err := s.read.ListDesk(ctx, sqlcgen.ListDeskParams{
		Units: every(q.Units), Agency: q.Agency, Drafts: q.Drafts, States: words(q.States), AfterDay: firstDay(q.After), AfterID: idOrZero(q.After.ID),
		Most: int32(q.Most),
	})
	return listed(found, err, "votes of a unit")
}

// Waiting lists what waits for an answer by the day it is due.
func (s *Store) Waiting(ctx context.Context, q app.WaitingQuery) ([]app.Vote, error) {
	found, err := s.read.ListWaiting(ctx, sqlcgen.ListWaitingParams{
		Units: every(q.Units), AfterDay: firstDay(q.After), AfterID: idOrZero(q.After.ID), Most: int32(q.Most),
	})
	return listed(found, err, "waiting decisions")
}

// OfHousehold lists the votes on whose roll a household stands.
func (s *Store) OfHousehold(ctx context.Context, household string, before app.Place, most int) ([]app.HouseholdVote, error) {
	rows, err := s.read.ListOfHousehold(ctx, sqlcgen.ListOfHouseholdParams{
		Household: household, Rank: int32(before.Rank), Before: moment(before.Time), BeforeID: idOrZero(before.ID), Most: int32(most),
	})
	return mapped(rows, err, "votes of a household", func(row sqlcgen.ListOfHouseholdRow) app.HouseholdVote {
		return app.HouseholdVote{Vote: row.Body, Line: rollLine(row.RollEntry), Rank: int(row.Rank)}
	})
}

// Sweep lists the ids a periodic job has to look at.
func (s *Store) Sweep(ctx context.Context, what app.Sweep) (ids []string, err error) {
	after := idOrZero(what.After)
	switch what.Kind {
	case app.SweepOpen:
		ids, err = s.read.VotesToOpen(ctx, sqlcgen.VotesToOpenParams{Now: &what.Now, AfterID: after})
	case app.SweepClose:
		ids, err = s.read.VotesToClose(ctx, sqlcgen.VotesToCloseParams{Now: &what.Now, AfterID: after})
	case app.SweepEffect:
		ids, err = s.read.VotesToTakeEffect(ctx, sqlcgen.VotesToTakeEffectParams{Today: what.Today, AfterID: after})
	case app.SweepRemind:
		ids, err = s.read.VotesToRemind(ctx, sqlcgen.VotesToRemindParams{Days: what.Days, AfterID: after})
	default:
		return nil, fmt.Errorf("unknown sweep %q", what.Kind)
	}
	return listed(ids, err, string(what.Kind)+" sweep")
}

// FollowUp is what was told of a decision; the zero value when nothing was.
func (s *Store) FollowUp(ctx context.Context, vote string) (domain.FollowUp, error) {
	return told(s.read.GetFollowUp(ctx, vote))
}

// FollowUp locks and reads what was told of a decision.
func (t *transaction) FollowUp(ctx context.Context, vote string) (domain.FollowUp, error) {
	return told(t.q.LockFollowUp(ctx, vote))
}

func told(f domain.FollowUp, err error) (domain.FollowUp, error) {
	if errors.Is(err, pgx.ErrNoRows) {
		return domain.FollowUp{}, nil
	}
	if err != nil {
		return f, fmt.Errorf("reading what was told of a decision: %w", err)
	}
	return f, nil
}

// PutFollowUp keeps what was told of a decision.
func (t *transaction) PutFollowUp(ctx context.Context, f domain.FollowUp) error {
	if err := t.q.PutFollowUp(ctx, sqlcgen.PutFollowUpParams{Vote: f.Vote, Body: f}); err != nil {
		return fmt.Errorf("keeping what was told of a decision: %w", err)
	}
	return nil
}

// lastDay stands in lists for the day of what has none.
var lastDay = workday.New(9999, 12, 31)

// firstDay is the day after which a page begins: of a row without a day, the last one.
func firstDay(p app.Place) workday.Date {
	switch {
	case p.IsZero():
		return workday.New(1, 1, 1)
	case p.Date.IsZero():
		return lastDay
	}
	return p.Date
}

// conjunction writes lexemes as a tsquery that wants them all. They hold letters, digits and marks only; the quotes keep the
// parser from reading anything into them all the same.
func conjunction(lexemes []string) string {
	quoted := make([]string, len(lexemes))
	for i, lexeme := range lexemes {
		quoted[i] = "'" + strings.NewReplacer("'", "''", `\`, `\\`).Replace(lexeme) + "'"
	}
	return strings.Join(quoted, " & ")
}

func listed[T any](all []T, err error, what string) ([]T, error) {
	if err != nil {
		return nil, fmt.Errorf("listing %s: %w", what, err)
	}
	return all, nil
}

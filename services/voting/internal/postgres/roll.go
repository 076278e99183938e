package postgres

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

// Roll locks the roll of one village and reads it with its entries.
func (t *transaction) Roll(ctx context.Context, vote, village string) (domain.Roll, error) {
	roll, err := t.q.LockRoll(ctx, sqlcgen.LockRollParams{Vote: vote, Village: village})
	if err != nil {
		return roll, notFound(err, "roll")
	}
	rows, err := t.q.RollEntries(ctx, sqlcgen.RollEntriesParams{Vote: vote, Village: village})
	roll.Entries, err = mapped(rows, err, "a roll", func(r sqlcgen.RollEntry) domain.RollEntry { return rollLine(r).RollEntry })
	return roll, err
}

// PutRoll keeps a roll. Entries stand in rows of their own; those no longer on it are marked as removed.
func (t *transaction) PutRoll(ctx context.Context, r domain.Roll) error {
	body := r
	body.Entries = nil
	if err := t.q.PutRoll(ctx, sqlcgen.PutRollParams{Vote: r.Vote, Village: r.Village, Version: int32(r.Version), Body: body}); err != nil {
		return fmt.Errorf("keeping a roll: %w", err)
	}
	rows := sqlcgen.PutRollEntriesParams{Vote: r.Vote, Village: r.Village}
	for _, e := range r.Entries {
		rows.Households, rows.Codes = append(rows.Households, e.Household), append(rows.Codes, e.Code)
		rows.Names, rows.Addresses = append(rows.Names, e.Name), append(rows.Addresses, e.Address)
		rows.Clusters = append(rows.Clusters, e.Cluster)
	}
	if err := t.q.PutRollEntries(ctx, rows); err != nil {
		return fmt.Errorf("keeping the entries of a roll: %w", err)
	}
	err := t.q.RemoveRollEntries(ctx, sqlcgen.RemoveRollEntriesParams{Vote: r.Vote, Village: r.Village, Households: every(rows.Households)})
	if err != nil {
		return fmt.Errorf("taking entries off a roll: %w", err)
	}
	if len(r.Corrections) == 0 {
		return nil
	}
	last := r.Corrections[len(r.Corrections)-1]
	household := last.After.Household
	if household == "" {
		household = last.Before.Household
	}
	if err := t.q.ExplainRollEntry(ctx, sqlcgen.ExplainRollEntryParams{Vote: r.Vote, Household: household, Correction: last.Reason}); err != nil {
		return fmt.Errorf("explaining a correction: %w", err)
	}
	return nil
}

// Rolls are the rolls of a vote without their entries.
func (s *Store) Rolls(ctx context.Context, vote string) ([]domain.Roll, error) {
	rolls, err := s.read.ListRolls(ctx, vote)
	return listed(rolls, err, "rolls")
}

// RollLines lists the roll by village and code.
func (s *Store) RollLines(ctx context.Context, q app.RollQuery) ([]app.RollLine, error) {
	rows, err := s.read.RollLines(ctx, sqlcgen.RollLinesParams{
		Vote: q.Vote, Village: q.Village, AfterVillage: q.After.Text, AfterCode: q.After.Code, AfterHousehold: q.After.ID, Most: int32(q.Most),
	})
	return mapped(rows, err, "lines of a roll", rollLine)
}

// RollSize counts the households on the roll.
func (s *Store) RollSize(ctx context.Context, vote, village string) (int, error) {
	n, err := s.read.RollSize(ctx, sqlcgen.RollSizeParams{Vote: vote, Village: village})
	if err != nil {
		return 0, fmt.Errorf("counting a roll: %w", err)
	}
	return int(n), nil
}

// RollLine is one household of a roll.
func (s *Store) RollLine(ctx context.Context, vote, household string) (app.RollLine, error) {
	row, err := s.read.RollLine(ctx, sqlcgen.RollLineParams{Vote: vote, Household: household})
	return rollLine(row), notFound(err, "line of a roll")
}

// Participants counts the households that have taken part.
func (s *Store) Participants(ctx context.Context, vote string) (int, error) {
	n, err := s.read.Participants(ctx, vote)
	if err != nil {
		return 0, fmt.Errorf("counting who took part: %w", err)
	}
	return int(n), nil
}

// Counts are what the circles told in a round.
func (t *transaction) Counts(ctx context.Context, vote string, round int) ([]app.Count, error) {
	rows, err := t.q.ListCounts(ctx, sqlcgen.ListCountsParams{Vote: vote, Round: int32(round)})
	return mapped(rows, err, "counts", func(r sqlcgen.CircleCount) app.Count {
		return app.Count{Vote: r.Vote, Round: int(r.Round), Circle: r.Circle, Present: int(r.Present), Tally: r.Tally}
	})
}

// PutCount keeps what a circle told.
func (t *transaction) PutCount(ctx context.Context, c app.Count) error {
	err := t.q.PutCount(ctx, sqlcgen.PutCountParams{Vote: c.Vote, Round: int32(c.Round), Circle: c.Circle, Present: int32(c.Present), Tally: c.Tally})
	if err != nil {
		return fmt.Errorf("keeping a count: %w", err)
	}
	return nil
}

func rollLine(r sqlcgen.RollEntry) app.RollLine {
	return app.RollLine{
		RollEntry: domain.RollEntry{Household: r.Household, Code: r.Code, Name: r.Name, Address: r.Address, Cluster: r.Cluster},
		Village:   r.Village, By: domain.Form(text(r.TookPartForm)), CredentialDrawn: r.CredentialDrawn, Assisted: r.Assisted,
		Removed: r.Removed, Correction: r.Correction,
	}
}

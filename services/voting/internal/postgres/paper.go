package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

// PaperBox is the box of a circle.
func (s *Store) PaperBox(ctx context.Context, vote string, round int, circle string) (app.PaperBox, error) {
	return paperBox(ctx, s.read, vote, round, circle)
}

// PaperBox reads the box; the lock on the vote keeps it.
func (t *transaction) PaperBox(ctx context.Context, vote string, round int, circle string) (app.PaperBox, error) {
	return paperBox(ctx, t.q, vote, round, circle)
}

func paperBox(ctx context.Context, q *sqlcgen.Queries, vote string, round int, circle string) (app.PaperBox, error) {
	box, err := q.GetPaperBox(ctx, sqlcgen.GetPaperBoxParams{Vote: vote, Round: int32(round), Circle: circle})
	if errors.Is(err, pgx.ErrNoRows) {
		return app.PaperBox{}, nil
	}
	if err != nil {
		return box, fmt.Errorf("reading a box of papers: %w", err)
	}
	return box, nil
}

// PutPaperBox keeps a box.
func (t *transaction) PutPaperBox(ctx context.Context, vote string, round int, circle string, box app.PaperBox) error {
	if err := t.q.PutPaperBox(ctx, sqlcgen.PutPaperBoxParams{Vote: vote, Round: int32(round), Circle: circle, Body: box}); err != nil {
		return fmt.Errorf("keeping a box of papers: %w", err)
	}
	return nil
}

// PaperBallots are the serials printed.
func (s *Store) PaperBallots(ctx context.Context, vote string, round int, circle string) ([]string, error) {
	serials, err := s.read.PaperBallots(ctx, sqlcgen.PaperBallotsParams{Vote: vote, Round: int32(round), Circle: circle})
	return listed(serials, err, "printed ballots")
}

// Papers are the ballots of a circle.
func (s *Store) Papers(ctx context.Context, vote string, round int, circle string) (app.Papers, error) {
	return papers(ctx, s.read, vote, round, circle)
}

// Papers reads the ballots of a circle.
func (t *transaction) Papers(ctx context.Context, vote string, round int, circle string) (app.Papers, error) {
	return papers(ctx, t.q, vote, round, circle)
}

func papers(ctx context.Context, q *sqlcgen.Queries, vote string, round int, circle string) (app.Papers, error) {
	issued, err := q.IssuedPapers(ctx, sqlcgen.IssuedPapersParams{Vote: vote, Round: int32(round), Circle: circle})
	if err != nil {
		return app.Papers{}, fmt.Errorf("listing papers handed out: %w", err)
	}
	returned, err := q.ReturnedPapers(ctx, sqlcgen.ReturnedPapersParams{Vote: vote, Village: circle})
	if err != nil {
		return app.Papers{}, fmt.Errorf("counting papers that came back: %w", err)
	}
	return app.Papers{Issued: issued, Returned: int(returned)}, nil
}

// IssuePapers keeps that ballots were handed out and which were printed. The two lists are not of one order.
func (t *transaction) IssuePapers(ctx context.Context, vote string, round int, circle string, households, serials []string) error {
	err := t.q.IssuePapers(ctx, sqlcgen.IssuePapersParams{Vote: vote, Round: int32(round), Circle: circle, Households: every(households)})
	if err != nil {
		return fmt.Errorf("keeping who was handed a paper: %w", err)
	}
	err = t.q.PrintBallots(ctx, sqlcgen.PrintBallotsParams{Vote: vote, Round: int32(round), Circle: circle, Serials: every(serials)})
	if err != nil {
		return fmt.Errorf("keeping the serials of ballots: %w", err)
	}
	return nil
}

// AskAgain takes back the marks of a meeting.
func (t *transaction) AskAgain(ctx context.Context, vote, circle string) error {
	if err := t.q.AskAgain(ctx, sqlcgen.AskAgainParams{Vote: vote, Village: circle}); err != nil {
		return fmt.Errorf("taking back the marks of a meeting: %w", err)
	}
	return nil
}

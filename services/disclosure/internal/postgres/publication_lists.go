package postgres

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Desk lists publications of a unit in any state, newest change first, without their text.
func (s *Store) Desk(ctx context.Context, q app.DeskQuery) ([]domain.Publication, error) {
	rows, err := s.read.ListDesk(ctx, sqlcgen.ListDeskParams{
		Unit: q.Unit, Agency: q.Agency, States: words(q.States), Item: q.Item, Before: moment(q.Before.Time),
		BeforeID: idOrZero(q.Before.ID), Most: int32(q.Most),
	})
	return mapped(rows, err, "publications of a unit", publication)
}

// fewUnits is up to how many units the newest of each are put together: a commune with those it succeeded. Above it, most
// of what is newest anywhere belongs to them.
const fewUnits = 24

// Search lists what is public, newest first, without its text.
func (s *Store) Search(ctx context.Context, q app.SearchQuery) ([]domain.Publication, error) {
	newest := sqlcgen.SearchNewestParams{
		InUnits: !q.Scope.All, Units: every(q.Scope.Units), Agency: q.Agency, Item: q.Item, Form: q.Form, States: words(q.States),
		FromTime: dayStart(q.From), ToTime: dayEnd(q.To), Before: moment(q.Before.Time), BeforeID: idOrZero(q.Before.ID), Most: int32(q.Most),
	}
	if len(q.Words) == 0 && !q.Scope.All && len(q.Scope.Units) <= fewUnits {
		rows, err := s.read.SearchNewestOfUnits(ctx, sqlcgen.SearchNewestOfUnitsParams{
			Units: newest.Units, Agency: newest.Agency, Item: newest.Item, Form: newest.Form, States: newest.States,
			FromTime: newest.FromTime, ToTime: newest.ToTime, Before: newest.Before, BeforeID: newest.BeforeID, Most: newest.Most,
		})
		return mapped(rows, err, "publications of a unit", publication)
	}
	if len(q.Words) == 0 {
		rows, err := s.read.SearchNewest(ctx, newest)
		return mapped(rows, err, "public publications", publication)
	}
	rows, err := s.read.SearchWords(ctx, sqlcgen.SearchWordsParams{
		Query: conjunction(q.Words), Today: q.Today, InUnits: newest.InUnits, Units: newest.Units, Agency: newest.Agency, Item: newest.Item,
		Form: newest.Form, States: newest.States, FromTime: newest.FromTime, ToTime: newest.ToTime, Before: newest.Before,
		BeforeID: newest.BeforeID, Most: newest.Most,
	})
	return mapped(rows, err, "found publications", publication)
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

func dayStart(d workday.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	return moment(d.Start())
}

func dayEnd(d workday.Date) *time.Time {
	if d.IsZero() {
		return nil
	}
	return moment(d.End())
}

// PublishedBetween lists what a unit made public in a span of time.
func (s *Store) PublishedBetween(ctx context.Context, unit string, from, to time.Time) ([]domain.Publication, error) {
	rows, err := s.read.PublishedBetween(ctx, sqlcgen.PublishedBetweenParams{Unit: unit, FromTime: moment(from), ToTime: moment(to)})
	return mapped(rows, err, "publications of a quarter", publication)
}

// Export hands out everything ever public in the scope, in pages of one snapshot.
func (s *Store) Export(ctx context.Context, q app.ExportQuery, each func(domain.Publication) error) error {
	params := sqlcgen.ExportPublicationsParams{
		InUnits: !q.Scope.All, Units: every(q.Scope.Units), Item: q.Item, FromTime: dayStart(q.From), ToTime: dayEnd(q.To),
		AfterTime: time.Unix(0, 0), AfterID: zeroID,
	}
	options := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	tx, err := s.db.Pool().BeginTx(ctx, options)
	if err != nil {
		return fmt.Errorf("beginning an export: %w", err)
	}
	defer func() { _ = tx.Rollback(context.WithoutCancel(ctx)) }() // nothing was written
	for queries := sqlcgen.New(tx); ; {
		rows, err := queries.ExportPublications(ctx, params)
		if err != nil {
			return fmt.Errorf("exporting publications: %w", err)
		}
		for _, row := range rows {
			p := publication(row.Publication)
			p.Content.Body = row.Body
			if err := each(p); err != nil {
				return err
			}
		}
		if len(rows) == 0 {
			return nil
		}
		last := rows[len(rows)-1].Publication
		params.AfterTime, params.AfterID = *last.PublishedAt, last.ID
	}
}

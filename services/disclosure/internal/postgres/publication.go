package postgres

import (
	"context"
	"fmt"

	"github.com/danchu-platform/danchu/services/disclosure/internal/app"
	"github.com/danchu-platform/danchu/services/disclosure/internal/domain"
	"github.com/danchu-platform/danchu/services/disclosure/internal/postgres/sqlcgen"
)

// Publication reads one with its text.
func (s *Store) Publication(ctx context.Context, id string) (domain.Publication, error) {
	return withBody(ctx, s.read, id, s.read.GetPublication)
}

// Publication locks one and reads it with its text.
func (t *transaction) Publication(ctx context.Context, id string) (domain.Publication, error) {
	return withBody(ctx, t.q, id, t.q.LockPublication)
}

func withBody(ctx context.Context, q *sqlcgen.Queries, id string, get func(context.Context, string) (sqlcgen.Publication, error)) (domain.Publication, error) {
	row, err := get(ctx, id)
	if err != nil {
		return domain.Publication{}, notFound(err, "publication")
	}
	p := publication(row)
	p.Content.Body, err = q.PublicationBody(ctx, id)
	return p, notFound(err, "publication text")
}

// PutPublication writes the row, its text and, once public, its place in the index.
func (t *transaction) PutPublication(ctx context.Context, p domain.Publication) error {
	if err := t.q.PutPublication(ctx, publicationRow(p)); err != nil {
		return fmt.Errorf("writing a publication: %w", err)
	}
	if err := t.q.PutPublicationBody(ctx, sqlcgen.PutPublicationBodyParams{Publication: p.ID, Body: p.Content.Body}); err != nil {
		return fmt.Errorf("writing the text of a publication: %w", err)
	}
	if !p.State.Public() {
		return nil
	}
	if err := t.q.IndexPublication(ctx, indexRow(p)); err != nil {
		return fmt.Errorf("indexing a publication: %w", err)
	}
	return nil
}

// indexRow holds the words a publication is found by. What is out of sight is found by its title only.
func indexRow(p domain.Publication) sqlcgen.IndexPublicationParams {
	title := app.Lexemes(p.Content.Title, p.Content.DocumentNumber, p.RegisterNumber)
	all := title
	if p.State == domain.Published || p.State == domain.Archived {
		all = app.Lexemes(p.Content.Title, p.Content.DocumentNumber, p.RegisterNumber, p.Content.Summary, p.Content.IssuingBody, p.Content.Body)
	}
	forms := []string{}
	for _, record := range p.Forms {
		forms = append(forms, record.Form)
	}
	return sqlcgen.IndexPublicationParams{
		Publication: p.ID, Unit: p.Body.Unit, Agency: p.Body.Agency, Item: p.Item, State: string(p.State),
		PublishedAt: p.PublishedAt, ExpiryDate: p.ExpiryDate, Forms: forms, TitleWords: every(title), Words: every(all),
	}
}

// DeletePublication deletes a draft.
func (t *transaction) DeletePublication(ctx context.Context, id string) error {
	if err := t.q.DeletePublication(ctx, id); err != nil {
		return fmt.Errorf("deleting a draft: %w", err)
	}
	return nil
}

// AddVersion keeps a public version.
func (t *transaction) AddVersion(ctx context.Context, v domain.Version) error {
	err := t.q.AddVersion(ctx, sqlcgen.AddVersionParams{
		Publication: v.Publication, Number: int32(v.Number), Title: v.Content.Title, Summary: v.Content.Summary, Body: v.Content.Body,
		DocumentNumber: v.Content.DocumentNumber, IssuingBody: v.Content.IssuingBody, DecisionDate: v.Content.DecisionDate,
		Attachments: v.Content.Attachments, PublishedAt: v.PublishedAt, CorrectionNote: v.CorrectionNote, Digest: v.Digest,
	})
	if err != nil {
		return fmt.Errorf("keeping a version: %w", err)
	}
	return nil
}

// Version reads one public version.
func (s *Store) Version(ctx context.Context, publication string, number int) (domain.Version, error) {
	row, err := s.read.GetVersion(ctx, sqlcgen.GetVersionParams{Publication: publication, Number: int32(number)})
	if notFound(err, "version") != nil {
		return domain.Version{}, domain.Refuse(domain.VersionNotFound, "version")
	}
	return version(row), nil
}

// Versions lists versions below a number, newest first.
func (s *Store) Versions(ctx context.Context, publication string, before, most int) ([]domain.Version, error) {
	rows, err := s.read.ListVersions(ctx, sqlcgen.ListVersionsParams{Publication: publication, Before: int32(before), Most: int32(most)})
	return mapped(rows, err, "versions", version)
}

func version(row sqlcgen.PublicationVersion) domain.Version {
	return domain.Version{
		Publication: row.Publication, Number: int(row.Number), PublishedAt: row.PublishedAt, CorrectionNote: row.CorrectionNote, Digest: row.Digest,
		Content: domain.Content{
			Title: row.Title, Summary: row.Summary, Body: row.Body, DocumentNumber: row.DocumentNumber, IssuingBody: row.IssuingBody,
			DecisionDate: row.DecisionDate, Attachments: row.Attachments,
		},
	}
}

func publication(r sqlcgen.Publication) domain.Publication {
	return domain.Publication{
		ID: r.ID, Revision: r.Revision, Body: domain.Body{Unit: r.Unit, Agency: r.Agency}, Item: r.Item, Obligation: text(r.Obligation),
		State: domain.State(r.State),
		Content: domain.Content{
			Title: r.Title, Summary: r.Summary, DocumentNumber: r.DocumentNumber, IssuingBody: r.IssuingBody, DecisionDate: r.DecisionDate,
			Attachments: r.Attachments,
		},
		Warnings: r.Warnings, RegisterNumber: r.RegisterNumber, Version: int(r.Version), Digest: r.Digest, CorrectionNote: r.CorrectionNote,
		Due: r.Due, DueHistory: r.DueHistory, PersonalList: r.PersonalList, ExpiryDate: r.ExpiryDate, SpecialArea: r.SpecialArea,
		Author: r.Author, Approver: r.Approver, SinglePerson: r.SinglePerson, SecrecyDeclared: r.SecrecyDeclared,
		ReturnReason: r.ReturnReason, WithdrawalReason: r.WithdrawalReason, Forms: r.Forms, CreatedAt: r.CreatedAt, UpdatedAt: r.UpdatedAt,
		ScheduledAt: instant(r.ScheduledAt), PublishedAt: instant(r.PublishedAt), CorrectedAt: instant(r.CorrectedAt), WithdrawnAt: instant(r.WithdrawnAt),
		Correction: r.Correction, Publisher: domain.Publisher{Unit: r.UnitName, Agency: r.AgencyName},
	}
}

func publicationRow(p domain.Publication) sqlcgen.PutPublicationParams {
	return sqlcgen.PutPublicationParams{
		ID: p.ID, Revision: p.Revision, Unit: p.Body.Unit, Agency: p.Body.Agency, Item: p.Item, Obligation: optional(p.Obligation),
		State: string(p.State), Title: p.Content.Title, Summary: p.Content.Summary, DocumentNumber: p.Content.DocumentNumber,
		IssuingBody: p.Content.IssuingBody, DecisionDate: p.Content.DecisionDate, Attachments: p.Content.Attachments, Warnings: p.Warnings,
		RegisterNumber: p.RegisterNumber, Version: int32(p.Version), Digest: p.Digest, CorrectionNote: p.CorrectionNote, Due: p.Due,
		DueHistory: p.DueHistory, PersonalList: p.PersonalList, ExpiryDate: p.ExpiryDate, SpecialArea: p.SpecialArea, Author: p.Author,
		Approver: p.Approver, SinglePerson: p.SinglePerson, SecrecyDeclared: p.SecrecyDeclared, ReturnReason: p.ReturnReason,
		WithdrawalReason: p.WithdrawalReason, Forms: p.Forms, CreatedAt: p.CreatedAt, UpdatedAt: p.UpdatedAt, ScheduledAt: moment(p.ScheduledAt),
		PublishedAt: moment(p.PublishedAt), CorrectedAt: moment(p.CorrectedAt), WithdrawnAt: moment(p.WithdrawnAt),
		Correction: p.Correction, UnitName: p.Publisher.Unit, AgencyName: p.Publisher.Agency,
	}
}

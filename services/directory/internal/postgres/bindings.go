package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// AddBinding enters a binding after a look at those alike.
func (s *Store) AddBinding(
	ctx context.Context, cause change.Cause, like domain.Binding,
	act func(alike []domain.Binding) (domain.Binding, app.Left, error),
) (domain.Binding, error) {
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (domain.Binding, app.Left, error) {
		rows, err := q.BindingsAlike(ctx, sqlcgen.BindingsAlikeParams{
			SubjectKey: like.SubjectKey, PersonKey: like.Person, Role: string(like.Role), Unit: string(like.Unit), Agency: like.Agency,
		})
		if err != nil {
			return domain.Binding{}, app.Left{}, err
		}
		b, left, err := act(bindings(rows))
		if err != nil {
			return domain.Binding{}, app.Left{}, err
		}
		return b, left, putBinding(ctx, q, b)
	})
}

// ChangeBinding changes one binding.
func (s *Store) ChangeBinding(
	ctx context.Context, cause change.Cause, id string,
	act func(domain.Binding) (domain.Binding, app.Left, error),
) (domain.Binding, error) {
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (domain.Binding, app.Left, error) {
		row, err := q.BindingForUpdate(ctx, id)
		if err != nil {
			return domain.Binding{}, app.Left{}, found(err, "name", "roleBindings/"+id)
		}
		b, left, err := act(binding(row))
		if err != nil {
			return domain.Binding{}, app.Left{}, err
		}
		return b, left, putBinding(ctx, q, b)
	})
}

func putBinding(ctx context.Context, q *sqlcgen.Queries, b domain.Binding) error {
	return q.PutBinding(ctx, sqlcgen.PutBindingParams{
		ID: b.ID, SubjectKey: b.SubjectKey, Name: b.Name, Role: string(b.Role), Unit: string(b.Unit), Agency: b.Agency,
		ValidFrom: b.Period.From, ValidTo: b.Period.To, LegalBasis: b.LegalBasis, Version: b.Version, PersonKey: b.Person,
	})
}

func binding(r sqlcgen.RoleBinding) domain.Binding {
	person := ""
	if r.PersonKey != nil {
		person = *r.PersonKey
	}
	return domain.Binding{
		Person: person,
		ID:     r.ID, SubjectKey: r.SubjectKey, Name: r.Name, Role: domain.Role(r.Role), Unit: domain.UnitKey(r.Unit),
		Agency: r.Agency, Period: domain.Period{From: r.ValidFrom, To: r.ValidTo}, LegalBasis: r.LegalBasis, Version: r.Version,
	}
}

func bindings(rows []sqlcgen.RoleBinding) []domain.Binding {
	out := make([]domain.Binding, len(rows))
	for i, r := range rows {
		out[i] = binding(r)
	}
	return out
}

// Binding reads one binding.
func (s *Store) Binding(ctx context.Context, id string) (domain.Binding, error) {
	row, err := s.q().Binding(ctx, id)
	return binding(row), found(err, "name", "roleBindings/"+id)
}

// BindingsOf reads what subjects hold on a day.
func (s *Store) BindingsOf(ctx context.Context, subjects []string, day domain.Date) ([]domain.Binding, error) {
	rows, err := s.q().BindingsOfSubjects(ctx, sqlcgen.BindingsOfSubjectsParams{Subjects: subjects, AsOf: day})
	return bindings(rows), err
}

// ListBindings reads a page of a unit's and those below.
func (s *Store) ListBindings(ctx context.Context, f app.BindingFilter) ([]domain.Binding, error) {
	p := sqlcgen.ListBindingsParams{
		Unit: string(f.Unit), Subject: f.Subject, Role: string(f.Role), AsOf: f.AsOf,
		IncludeEnded: f.IncludeEnded, Size: int32(f.Size), //nolint:gosec // 1 to 100
	}
	if len(f.After) == 3 {
		p.AfterUnit, p.AfterRole, p.AfterID = f.After[0], f.After[1], f.After[2]
	}
	rows, err := s.q().ListBindings(ctx, p)
	return bindings(rows), err
}

// PersonOf is the person behind a subject, "" while not known.
func (s *Store) PersonOf(ctx context.Context, subject string) (string, error) {
	keys, err := s.q().PersonOfSubject(ctx, subject)
	if err != nil || len(keys) != 1 {
		return "", err // an account that passed from one person to another says nothing
	}
	return keys[0], nil
}

// Recognise remembers who stands behind a subject that holds roles.
func (s *Store) Recognise(ctx context.Context, subject, person string) error {
	_, err := s.q().RecogniseSubject(ctx, sqlcgen.RecogniseSubjectParams{SubjectKey: subject, PersonKey: &person})
	return err
}

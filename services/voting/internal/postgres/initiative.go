package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/voting/internal/app"
	"github.com/danchu-platform/danchu/services/voting/internal/domain"
	"github.com/danchu-platform/danchu/services/voting/internal/postgres/sqlcgen"
)

// Initiative reads one with its consents.
func (s *Store) Initiative(ctx context.Context, id string) (app.Initiative, error) {
	i, err := s.read.GetInitiative(ctx, id)
	if err != nil {
		return i, notFound(err, "initiative")
	}
	i.Consents, err = consents(ctx, s.read, id)
	return i, err
}

// Initiative locks one and reads it with its consents.
func (t *transaction) Initiative(ctx context.Context, id string) (app.Initiative, error) {
	i, err := t.q.LockInitiative(ctx, id)
	if err != nil {
		return i, notFound(err, "initiative")
	}
	i.Consents, err = consents(ctx, t.q, id)
	return i, err
}

func consents(ctx context.Context, q *sqlcgen.Queries, id string) ([]domain.Consent, error) {
	rows, err := q.ListConsents(ctx, id)
	return mapped(rows, err, "consents", func(r sqlcgen.ListConsentsRow) domain.Consent {
		return domain.Consent{Household: r.Household, Person: r.Household, On: r.GivenOn, At: r.GivenOn.Start(), How: domain.OtherWay}
	})
}

// PutInitiative keeps one without its consents.
func (t *transaction) PutInitiative(ctx context.Context, i app.Initiative) error {
	i.Consents = nil
	err := t.q.PutInitiative(ctx, sqlcgen.PutInitiativeParams{ID: i.ID, Village: i.Body.Unit, CreatedAt: i.CreatedAt, Body: i})
	if err != nil {
		return fmt.Errorf("keeping an initiative: %w", err)
	}
	return nil
}

// PutConsent keeps a household's consent.
func (t *transaction) PutConsent(ctx context.Context, id string, c domain.Consent) error {
	if err := t.q.PutConsent(ctx, sqlcgen.PutConsentParams{Initiative: id, Household: c.Household, GivenOn: c.On}); err != nil {
		return fmt.Errorf("keeping a consent: %w", err)
	}
	return nil
}

// DeleteConsent takes it back.
func (t *transaction) DeleteConsent(ctx context.Context, id, household string) error {
	if err := t.q.DeleteConsent(ctx, sqlcgen.DeleteConsentParams{Initiative: id, Household: household}); err != nil {
		return fmt.Errorf("taking a consent back: %w", err)
	}
	return nil
}

// Initiatives lists those of a village, newest first, with their consents.
func (s *Store) Initiatives(ctx context.Context, village string, before app.Place, most int) ([]app.Initiative, error) {
	all, err := s.read.ListInitiatives(ctx, sqlcgen.ListInitiativesParams{
		Village: village, Before: moment(before.Time), BeforeID: idOrZero(before.ID), Most: int32(most),
	})
	if err != nil {
		return nil, fmt.Errorf("listing initiatives: %w", err)
	}
	for i := range all {
		if all[i].Consents, err = consents(ctx, s.read, all[i].ID); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// VillageSize is how many households directory counts in a village; zero when it has told nothing yet.
func (s *Store) VillageSize(ctx context.Context, village string) (int, error) {
	return villageSize(ctx, s.read, village)
}

// VillageSize reads it in the transaction.
func (t *transaction) VillageSize(ctx context.Context, village string) (int, error) {
	return villageSize(ctx, t.q, village)
}

func villageSize(ctx context.Context, q *sqlcgen.Queries, village string) (int, error) {
	n, err := q.VillageSize(ctx, village)
	if errors.Is(err, pgx.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("reading the size of a village: %w", err)
	}
	return int(n), nil
}

// KeepVillageSize takes over what directory tells of a roll; an older word changes nothing.
func KeepVillageSize(ctx context.Context, tx pgx.Tx, village string, households int, revision int64) error {
	err := sqlcgen.New(tx).PutVillageSize(ctx, sqlcgen.PutVillageSizeParams{Village: village, Households: int32(households), Revision: revision})
	if err != nil {
		return fmt.Errorf("keeping the size of a village: %w", err)
	}
	return nil
}

package postgres

import (
	"context"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// Household reads one household.
func (s *Store) Household(ctx context.Context, id string) (domain.Household, error) {
	row, err := s.q().Household(ctx, id)
	return household(row), found(err, "name", "households/"+id)
}

// HouseholdOf reads the household that a person represents.
func (s *Store) HouseholdOf(ctx context.Context, personKey string) (domain.Household, error) {
	row, err := s.q().HouseholdOfPerson(ctx, keyBytes(personKey))
	return household(row), found(err, "", "households")
}

// ListHouseholds reads a page of a village's roll, with former representatives
// where the day asked for was theirs.
func (s *Store) ListHouseholds(ctx context.Context, f app.HouseholdFilter) ([]domain.Household, int64, error) {
	p := sqlcgen.ListHouseholdsParams{
		Village: string(f.Village), AsOf: f.AsOf, Words: like(vntext.Fold(f.Query)), Code: like(f.Query),
		Size: int32(f.Size), //nolint:gosec // 1 to 100
	}
	if len(f.After) == 2 {
		p.AfterCode, p.AfterID = f.After[0], f.After[1]
	}
	rows, err := s.q().ListHouseholds(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	out := make([]domain.Household, len(rows))
	var earlier []string
	for i, r := range rows {
		out[i] = household(r)
		if rep := out[i].Representative; rep == nil || rep.Period.From.After(f.AsOf) {
			earlier = append(earlier, r.ID)
		}
	}
	if err := s.representThen(ctx, out, earlier, f.AsOf); err != nil {
		return nil, 0, err
	}
	total, err := s.q().CountHouseholds(ctx, sqlcgen.CountHouseholdsParams{Village: string(f.Village), AsOf: f.AsOf})
	return out, total, err
}

// representThen puts in the representatives of a day in the past.
func (s *Store) representThen(ctx context.Context, all []domain.Household, ids []string, day domain.Date) error {
	if len(ids) == 0 {
		return nil
	}
	rows, err := s.q().FormerRepresentatives(ctx, ids)
	if err != nil {
		return err
	}
	then := map[string]*domain.Representative{}
	for _, r := range rows {
		f := former(r)
		if f.Period.Contains(day) {
			then[r.Household] = &f
		}
	}
	for i := range all {
		if rep := all[i].Representative; rep == nil || rep.Period.From.After(day) {
			all[i].Representative = then[all[i].ID]
		}
	}
	return nil
}

func former(r sqlcgen.HouseholdFormer) domain.Representative {
	return domain.Representative{
		Person: person(r.Name, r.BirthYear, r.Key, r.Phone),
		Period: domain.Period{From: r.ValidFrom, To: r.ValidTo}, ConfirmedAt: when(r.ConfirmedAt),
	}
}

// HouseholdHistory reads what happened to a household and who represented it.
func (s *Store) HouseholdHistory(ctx context.Context, id string) ([]domain.HouseholdEvent, []domain.Representative, error) {
	h, err := s.Household(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	rows, err := s.q().HouseholdEvents(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	var events []domain.HouseholdEvent
	for _, r := range rows {
		events = append(events, domain.HouseholdEvent{
			Date: r.Date, Kind: domain.HouseholdChange(r.Kind), Related: r.Related, Reason: r.Reason,
		})
	}
	past, err := s.q().FormerRepresentatives(ctx, []string{id})
	var all []domain.Representative
	for _, r := range past {
		all = append(all, former(r))
	}
	if h.Representative != nil {
		all = append(all, *h.Representative)
	}
	return events, all, err
}

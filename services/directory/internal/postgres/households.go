package postgres

import (
	"cmp"
	"context"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// ChangeHouseholds changes households and tells how the rolls read afterwards.
func (s *Store) ChangeHouseholds(
	ctx context.Context, cause change.Cause, ids []string,
	act func([]domain.Household) ([]domain.Household, app.Left, error),
) ([]string, error) {
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) ([]string, app.Left, error) {
		old, err := lockHouseholds(ctx, q, ids)
		if err != nil {
			return nil, app.Left{}, err
		}
		result, left, err := act(old)
		if err != nil {
			return nil, app.Left{}, err
		}
		answer := make([]string, len(result))
		var villages []string
		for i, h := range result {
			answer[i] = h.ID
			villages = append(villages, string(h.Village))
		}
		// Those that leave go first: their codes and representatives are free then.
		leaving := slices.Clone(result)
		slices.SortStableFunc(leaving, func(a, b domain.Household) int {
			return cmp.Compare(boolInt(a.Period.To.IsZero()), boolInt(b.Period.To.IsZero()))
		})
		for _, h := range leaving {
			if err := putHousehold(ctx, q, h); err != nil {
				return nil, app.Left{}, err
			}
		}
		slices.Sort(villages)
		rolls, err := refreshRolls(ctx, q, slices.Compact(villages), villages, s.today())
		left.Facts = append(left.Facts, rolls...)
		return answer, left, err
	})
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func lockHouseholds(ctx context.Context, q *sqlcgen.Queries, ids []string) ([]domain.Household, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	rows, err := q.HouseholdsForUpdate(ctx, ids)
	if err != nil {
		return nil, err
	}
	byID := make(map[string]sqlcgen.Household, len(rows))
	for _, r := range rows {
		byID[r.ID] = r
	}
	out := make([]domain.Household, len(ids))
	for i, id := range ids {
		row, ok := byID[id]
		if !ok {
			return nil, domain.Refuse(domain.Missing, domain.NotFound, "name", "name", "households/"+id)
		}
		out[i] = household(row)
	}
	return out, nil
}

func putHousehold(ctx context.Context, q *sqlcgen.Queries, h domain.Household) error {
	if h.Period.To.IsZero() {
		taken, err := q.CodeOnRoll(ctx, sqlcgen.CodeOnRollParams{
			Village: string(h.Village), Code: h.Code, ID: h.ID, ValidFrom: h.Period.From,
		})
		if err != nil {
			return err
		}
		if taken {
			return domain.Refuse(domain.Taken, domain.HouseholdCodeInUse, "household.code", "code", h.Code)
		}
	}
	p := sqlcgen.PutHouseholdParams{
		ID: h.ID, Village: string(h.Village), Code: h.Code, Address: h.Address,
		ValidFrom: h.Period.From, ValidTo: h.Period.To, Version: h.Version,
	}
	if r := h.Representative; r != nil {
		p.RepName, p.RepFrom = &r.Person.Name, r.Period.From
		p.RepBirthYear, p.RepKey, p.RepPhone = birthYear(r.Person), keyBytes(r.Person.Key), optional(r.Person.Phone)
		p.RepConfirmedAt = moment(r.ConfirmedAt)
	}
	if err := q.PutHousehold(ctx, p); err != nil {
		return err
	}
	for _, f := range h.Former {
		if err := q.AddFormer(ctx, sqlcgen.AddFormerParams{
			Household: h.ID, Name: f.Person.Name, BirthYear: birthYear(f.Person), Key: keyBytes(f.Person.Key),
			Phone: optional(f.Person.Phone), ValidFrom: f.Period.From, ValidTo: f.Period.To, ConfirmedAt: moment(f.ConfirmedAt),
		}); err != nil {
			return err
		}
	}
	for _, e := range h.Happened {
		if err := q.AddHouseholdEvent(ctx, sqlcgen.AddHouseholdEventParams{
			Household: h.ID, Date: e.Date, Kind: string(e.Kind), Related: e.Related, Reason: e.Reason,
		}); err != nil {
			return err
		}
	}
	return nil
}

func refreshRolls(ctx context.Context, q *sqlcgen.Queries, villages, always []string, today workday.Date) ([]domain.Fact, error) {
	rows, err := q.RefreshRolls(ctx, sqlcgen.RefreshRollsParams{Villages: villages, Always: always, Today: today})
	facts := make([]domain.Fact, len(rows))
	for i, r := range rows {
		facts[i] = domain.RollChanged{
			Village: domain.UnitKey(r.Village), Households: r.Households, Represented: r.Represented,
			Digest: r.Digest, Revision: r.Revision,
		}
	}
	return facts, err
}

func household(r sqlcgen.Household) domain.Household {
	h := domain.Household{
		ID: r.ID, Village: domain.UnitKey(r.Village), Code: r.Code, Address: r.Address,
		Period: domain.Period{From: r.ValidFrom, To: r.ValidTo}, Version: r.Version,
	}
	if r.RepName != nil {
		h.Representative = &domain.Representative{
			Person: person(*r.RepName, r.RepBirthYear, r.RepKey, r.RepPhone),
			Period: domain.Period{From: r.RepFrom}, ConfirmedAt: when(r.RepConfirmedAt),
		}
	}
	return h
}

// personKeyPrefix opens every person key; the table keeps the 32 bytes behind it.
const personKeyPrefix = "pk:"

func person(name string, year *int16, key []byte, phone *string) domain.Person {
	p := domain.Person{Name: name}
	if year != nil {
		p.BirthYear = int(*year)
	}
	if key != nil {
		p.Key = personKeyPrefix + hex.EncodeToString(key)
	}
	if phone != nil {
		p.Phone = *phone
	}
	return p
}

func keyBytes(key string) []byte {
	bytes, err := hex.DecodeString(strings.TrimPrefix(key, personKeyPrefix))
	if err != nil || len(bytes) == 0 {
		return nil
	}
	return bytes
}

func birthYear(p domain.Person) *int16 {
	if p.BirthYear == 0 {
		return nil
	}
	year := int16(p.BirthYear) //nolint:gosec // 1900 to 2200
	return &year
}

func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

func moment(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func when(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}

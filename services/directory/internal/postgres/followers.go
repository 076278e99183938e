package postgres

import (
	"context"
	"errors"
	"strconv"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
)

// followersAtOnce is how many households follow in one transaction: some villages,
// so that a province that redraws all of them holds no lock for minutes.
const followersAtOnce = 500

// FollowVillages moves households whose village went into one other to that one. It
// answers how many moved; those of divided villages wait for somebody to place them.
func (s *Store) FollowVillages(ctx context.Context, today domain.Date) (int, error) {
	cause := change.Cause{Kind: change.Job, Actor: "directory", Action: "FollowVillages"}
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (int, app.Left, error) {
		due, err := q.HouseholdsToFollow(ctx, sqlcgen.HouseholdsToFollowParams{Today: today, Size: followersAtOnce})
		if err != nil || len(due) == 0 {
			return 0, app.Left{}, err
		}
		left := app.Left{Resource: "units/" + due[0].Village, Unit: domain.UnitKey(due[0].Village), Detail: map[string]string{"households": strconv.Itoa(len(due))}}
		touched := map[string]bool{}
		heirs := map[string]*domain.Unit{}
		for _, d := range due {
			if heirs[d.Heir] == nil {
				found, err := readUnits(ctx, q, false, []string{d.Heir})
				if err != nil {
					return 0, app.Left{}, err
				}
				heirs[d.Heir] = found[0]
			}
			facts, err := s.follow(ctx, q, d, heirs[d.Heir])
			if err != nil {
				return 0, app.Left{}, err
			}
			left.Facts = append(left.Facts, facts...)
			touched[d.Village], touched[d.Heir] = true, true
		}
		villages := make([]string, 0, len(touched))
		for v := range touched {
			villages = append(villages, v)
		}
		rolls, err := refreshRolls(ctx, q, villages, villages, s.today())
		left.Facts = append(left.Facts, rolls...)
		return len(due), left, err
	})
}

// follow moves one household along with its village, under its code or, where
// that is taken, with the number of the village it comes from before it.
func (s *Store) follow(ctx context.Context, q *sqlcgen.Queries, d sqlcgen.HouseholdsToFollowRow, heir *domain.Unit) ([]domain.Fact, error) {
	row, err := q.Household(ctx, d.ID)
	if err != nil {
		return nil, err
	}
	old := household(row)
	for try := 0; ; try++ {
		newcomer := domain.Household{ID: uuid.Must(uuid.NewV7()).String(), Code: old.CodeAt(try), Address: old.Address}
		moved, n, facts, err := old.Move(newcomer, heir, d.Date, d.LegalBasis)
		if err != nil {
			return nil, err
		}
		taken, err := q.CodeOnRoll(ctx, sqlcgen.CodeOnRollParams{Village: string(n.Village), Code: n.Code, ID: n.ID, ValidFrom: n.Period.From})
		if err != nil {
			return nil, err
		}
		if taken {
			continue
		}
		return facts, errors.Join(putHousehold(ctx, q, moved), putHousehold(ctx, q, n))
	}
}

// Unplaced reads households still on the rolls of villages that are no more.
func (s *Store) Unplaced(ctx context.Context, unit domain.UnitKey, day domain.Date, after []string, size int) ([]domain.Household, int64, error) {
	p := sqlcgen.UnplacedHouseholdsParams{Unit: string(unit), AsOf: day, Size: int32(size)} //nolint:gosec // 1 to 100
	if len(after) == 2 {
		p.AfterCode, p.AfterID = after[0], after[1]
	}
	rows, err := s.q().UnplacedHouseholds(ctx, p)
	if err != nil {
		return nil, 0, err
	}
	out := make([]domain.Household, len(rows))
	for i, r := range rows {
		out[i] = household(r)
	}
	total, err := s.q().CountUnplacedHouseholds(ctx, sqlcgen.CountUnplacedHouseholdsParams{Unit: string(unit), AsOf: day})
	return out, total, err
}

// notAfter refuses to end units on a day after which things were recorded of them.
func notAfter(ctx context.Context, q *sqlcgen.Queries, units []*domain.Unit, links []domain.Link) error {
	continued := map[domain.UnitKey]bool{}
	for _, l := range links {
		if l.Kind == domain.Rename || l.Kind == domain.Retype {
			continued[l.From] = true
		}
	}
	for _, u := range units {
		if u.Version < 2 || u.Period.To.IsZero() {
			continue
		}
		facts, err := q.FactsSince(ctx, sqlcgen.FactsSinceParams{Unit: string(u.Key()), Day: u.Period.To, Continued: continued[u.Key()]})
		if err != nil {
			return err
		}
		for _, f := range facts {
			return domain.FactsAfter(u, f.Fact, f.Item, f.Since)
		}
	}
	return nil
}

// someVillageEnded tells that households may have to follow.
func someVillageEnded(units []*domain.Unit, today domain.Date) bool {
	for _, u := range units {
		if u.Level() == domain.Village && u.Version > 1 && u.Period.Ended(today) {
			return true
		}
	}
	return false
}

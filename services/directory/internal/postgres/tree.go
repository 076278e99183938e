package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/vntext"
)

// ChangeTree loads the whole tree under a lock: its rules span many rows, it is
// changed a few times a day, and ten thousand units load in tens of milliseconds.
func (s *Store) ChangeTree(
	ctx context.Context, cause change.Cause,
	act func(*domain.Tree) ([]domain.UnitKey, app.Left, error),
) ([]*domain.Unit, error) {
	keys, err := changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) ([]domain.UnitKey, app.Left, error) {
		if err := q.LockTree(ctx); err != nil {
			return nil, app.Left{}, err
		}
		tree, err := loadTree(ctx, q)
		if err != nil {
			return nil, app.Left{}, err
		}
		keys, left, err := act(tree)
		if err != nil {
			return nil, app.Left{}, err
		}
		units, links := tree.Changed()
		if err := notAfter(ctx, q, units, links); err != nil {
			return nil, app.Left{}, err
		}
		if someVillageEnded(units, s.today()) {
			left.Jobs = append(left.Jobs, app.FollowJob{})
		}
		if err := s.putUnits(ctx, q, units); err != nil {
			return nil, app.Left{}, err
		}
		left.Facts = s.untilTheirDay(left.Facts)
		return keys, left, putLinks(ctx, q, links)
	})
	if err != nil {
		return nil, err
	}
	return s.Units(ctx, keys)
}

// untilTheirDay holds back the transfers decided ahead: other services keep one
// parent per unit, so they are told on the day (AnnounceTransfers).
func (s *Store) untilTheirDay(facts []domain.Fact) []domain.Fact {
	out := facts[:0:0]
	for _, f := range facts {
		if t, ok := f.(domain.UnitTransferred); ok && t.Date.After(s.today()) {
			continue
		}
		out = append(out, f)
	}
	return out
}

func loadTree(ctx context.Context, q *sqlcgen.Queries) (*domain.Tree, error) {
	units, err := readUnits(ctx, q, true, nil)
	if err != nil {
		return nil, err
	}
	rows, err := q.AllLinks(ctx)
	if err != nil {
		return nil, err
	}
	links := make([]domain.Link, len(rows))
	for i, r := range rows {
		links[i] = domain.Link{
			From: domain.UnitKey(r.Predecessor), To: domain.UnitKey(r.Successor),
			Kind: domain.LinkKind(r.Kind), Date: r.Date, LegalBasis: r.LegalBasis,
		}
	}
	return domain.NewTree(units, links), nil
}

func readUnits(ctx context.Context, q *sqlcgen.Queries, all bool, keys []string) ([]*domain.Unit, error) {
	rows, err := q.Units(ctx, sqlcgen.UnitsParams{Everything: all, Keys: keys})
	if err != nil {
		return nil, err
	}
	units := make([]*domain.Unit, len(rows))
	byKey := make(map[string]*domain.Unit, len(rows))
	for i, r := range rows {
		u := &domain.Unit{
			Code: r.Code, Name: r.Name, FullName: r.FullName, NameEn: r.NameEn, Type: domain.UnitType(r.Type),
			Period:     domain.Period{From: r.ValidFrom, To: r.ValidTo},
			Attributes: domain.Attributes{SpecialArea: r.SpecialArea, Remote: r.Remote, Radio: r.Radio},
			LegalBasis: r.LegalBasis, Version: r.Version,
		}
		units[i], byKey[string(u.Key())] = u, u
	}
	parents, err := q.Parents(ctx, sqlcgen.ParentsParams{Everything: all, Units: keys})
	if err != nil {
		return nil, err
	}
	for _, p := range parents {
		u := byKey[p.Unit]
		u.Parents = append(u.Parents, domain.Parentage{From: p.ValidFrom, Parent: domain.UnitKey(p.Parent)})
	}
	return units, nil
}

// putUnits writes units as columns: one statement each for what ended, the
// units, and their parents, whether there is one or ten thousand.
func (s *Store) putUnits(ctx context.Context, q *sqlcgen.Queries, units []*domain.Unit) error {
	if len(units) == 0 {
		return nil
	}
	var ended sqlcgen.EndUnitsParams
	var put sqlcgen.PutUnitsParams
	var parents sqlcgen.PutParentsParams
	today := s.today()
	for _, u := range units {
		key := string(u.Key())
		if !u.Period.To.IsZero() && u.Version > 1 {
			ended.Keys = append(ended.Keys, key)
			ended.ValidTos = append(ended.ValidTos, u.Period.To.String())
		}
		put.Keys = append(put.Keys, key)
		put.Codes = append(put.Codes, u.Code)
		put.Names = append(put.Names, u.Name)
		put.FullNames = append(put.FullNames, u.FullName)
		put.NamesEn = append(put.NamesEn, u.NameEn)
		put.NameKeys = append(put.NameKeys, vntext.NameKey(u.FullName))
		put.NamesFolded = append(put.NamesFolded, vntext.Fold(u.FullName))
		put.Types = append(put.Types, string(u.Type))
		put.Levels = append(put.Levels, string(u.Level()))
		put.ValidFroms = append(put.ValidFroms, u.Period.From.String())
		put.ValidTos = append(put.ValidTos, u.Period.To.String())
		put.SpecialAreas = append(put.SpecialAreas, u.Attributes.SpecialArea)
		put.Remotes = append(put.Remotes, u.Attributes.Remote)
		put.Radios = append(put.Radios, u.Attributes.Radio)
		put.LegalBases = append(put.LegalBases, u.LegalBasis)
		put.Versions = append(put.Versions, u.Version)
		for i, p := range u.Parents {
			to := u.Period.To
			if i+1 < len(u.Parents) {
				to = u.Parents[i+1].From
			}
			parents.Units = append(parents.Units, key)
			parents.Parents = append(parents.Parents, string(p.Parent))
			parents.ValidFroms = append(parents.ValidFroms, p.From.String())
			parents.ValidTos = append(parents.ValidTos, to.String())
			parents.Announced = append(parents.Announced, i == 0 || !p.From.After(today))
		}
	}
	if err := q.EndUnits(ctx, ended); err != nil {
		return err
	}
	if err := q.PutUnits(ctx, put); err != nil {
		return err
	}
	if err := q.DropParents(ctx, put.Keys); err != nil {
		return err
	}
	return q.PutParents(ctx, parents)
}

func putLinks(ctx context.Context, q *sqlcgen.Queries, links []domain.Link) error {
	if len(links) == 0 {
		return nil
	}
	var put sqlcgen.PutLinksParams
	for _, l := range links {
		put.Predecessors = append(put.Predecessors, string(l.From))
		put.Successors = append(put.Successors, string(l.To))
		put.Kinds = append(put.Kinds, string(l.Kind))
		put.Dates = append(put.Dates, l.Date.String())
		put.LegalBases = append(put.LegalBases, l.LegalBasis)
	}
	return q.PutLinks(ctx, put)
}

// AnnounceTransfers tells of the transfers whose day has come.
func (s *Store) AnnounceTransfers(ctx context.Context, today domain.Date) (int, error) {
	cause := change.Cause{Kind: change.Job, Actor: "directory", Action: "AnnounceTransfers"}
	return changed(ctx, s, cause, func(ctx context.Context, _ pgx.Tx, q *sqlcgen.Queries) (int, app.Left, error) {
		if err := q.LockTree(ctx); err != nil {
			return 0, app.Left{}, err
		}
		due, err := q.DueTransfers(ctx, today)
		if err != nil || len(due) == 0 {
			return 0, app.Left{}, err
		}
		units, err := readUnits(ctx, q, false, due)
		if err != nil {
			return 0, app.Left{}, err
		}
		var left app.Left
		for _, u := range units {
			left.Facts = append(left.Facts, domain.UnitTransferred{Unit: u, Date: today})
		}
		return len(due), left, q.MarkAnnounced(ctx, sqlcgen.MarkAnnouncedParams{Units: due, Today: today})
	})
}

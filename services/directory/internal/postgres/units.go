package postgres

import (
	"context"
	"strconv"
	"strings"
	"unicode"

	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres/sqlcgen"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Unit reads one unit.
func (s *Store) Unit(ctx context.Context, key domain.UnitKey) (*domain.Unit, error) {
	units, err := s.Units(ctx, []domain.UnitKey{key})
	if err != nil {
		return nil, err
	}
	if len(units) == 0 {
		return nil, domain.Refuse(domain.Missing, domain.NotFound, "name", "name", "units/"+string(key))
	}
	return units[0], nil
}

// UnitAt reads the unit that bears a code on a day.
func (s *Store) UnitAt(ctx context.Context, code string, day domain.Date) (*domain.Unit, error) {
	key, err := s.q().UnitAt(ctx, sqlcgen.UnitAtParams{Code: code, AsOf: day})
	if err != nil {
		return nil, found(err, "name", "units/"+code)
	}
	return s.Unit(ctx, domain.UnitKey(key))
}

// Units reads units in the order of the keys.
func (s *Store) Units(ctx context.Context, keys []domain.UnitKey) ([]*domain.Unit, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	texts := make([]string, len(keys))
	for i, k := range keys {
		texts[i] = string(k)
	}
	rows, err := readUnits(ctx, s.q(), false, texts)
	if err != nil {
		return nil, err
	}
	byKey := make(map[domain.UnitKey]*domain.Unit, len(rows))
	for _, u := range rows {
		byKey[u.Key()] = u
	}
	out := make([]*domain.Unit, 0, len(keys))
	for _, k := range keys {
		if u, ok := byKey[k]; ok {
			out = append(out, u)
		}
	}
	return out, nil
}

// ListUnits reads a page. Words typed with diacritics must agree in them,
// words typed without agree with any; a number is the beginning of a code.
func (s *Store) ListUnits(ctx context.Context, f app.UnitFilter) ([]app.UnitPlace, error) {
	p := sqlcgen.ListUnitsParams{
		Parent: string(f.Parent), Descendants: f.Descendants, Level: string(f.Level),
		AsOf: f.AsOf, IncludeEnded: f.IncludeEnded, Size: int32(f.Size), //nolint:gosec // 1 to 100
	}
	switch query := strings.TrimSpace(f.Query); {
	case query == "":
	case unicode.IsDigit([]rune(query)[0]):
		p.CodePrefix, p.Exact = like(query), query
	case vntext.Fold(query) == strings.ToLower(query):
		p.WordsFolded = like(vntext.Fold(query))
		p.Exact = p.WordsFolded
	default:
		p.WordsKey = like(vntext.NameKey(query))
		p.Exact = p.WordsKey
	}
	if len(f.After) == 3 {
		rank, err := strconv.ParseInt(f.After[0], 10, 32)
		if err != nil {
			return nil, domain.Refuse(domain.Malformed, domain.PageTokenInvalid, "page_token")
		}
		from, err := workday.Parse(f.After[2])
		if err != nil {
			return nil, domain.Refuse(domain.Malformed, domain.PageTokenInvalid, "page_token")
		}
		p.AfterRank, p.AfterCode, p.AfterFrom = int32(rank), f.After[1], from
	}
	rows, err := s.q().ListUnits(ctx, p)
	if err != nil {
		return nil, err
	}
	keys := make([]domain.UnitKey, len(rows))
	for i, r := range rows {
		keys[i] = domain.UnitKey(r.Key)
	}
	units, err := s.Units(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := make([]app.UnitPlace, len(units))
	for i, u := range units {
		out[i] = app.UnitPlace{Unit: u, Place: []string{
			strconv.Itoa(int(rows[i].Rank)), rows[i].Code, rows[i].ValidFrom.String(),
		}}
	}
	return out, nil
}

// like makes a text match only itself inside a pattern.
func like(text string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(text)
}

// Ancestors reads the chain above a unit on a day, nearest first.
func (s *Store) Ancestors(ctx context.Context, key domain.UnitKey, day domain.Date) ([]*domain.Unit, error) {
	rows, err := s.q().Ancestors(ctx, sqlcgen.AncestorsParams{Key: string(key), AsOf: day})
	if err != nil {
		return nil, err
	}
	keys := make([]domain.UnitKey, len(rows))
	for i, r := range rows {
		keys[i] = domain.UnitKey(r)
	}
	return s.Units(ctx, keys)
}

// Links reads what came after a unit, or before it.
func (s *Store) Links(ctx context.Context, key domain.UnitKey, before, transitive bool) ([]domain.Link, error) {
	var out []domain.Link
	add := func(predecessor, successor, kind string, date workday.Date, basis string) {
		out = append(out, domain.Link{
			From: domain.UnitKey(predecessor), To: domain.UnitKey(successor),
			Kind: domain.LinkKind(kind), Date: date, LegalBasis: basis,
		})
	}
	if before {
		rows, err := s.q().LinksTo(ctx, sqlcgen.LinksToParams{Key: string(key), Transitive: transitive})
		for _, r := range rows {
			add(r.Predecessor, r.Successor, r.Kind, r.Date, r.LegalBasis)
		}
		return out, err
	}
	rows, err := s.q().LinksFrom(ctx, sqlcgen.LinksFromParams{Key: string(key), Transitive: transitive})
	for _, r := range rows {
		add(r.Predecessor, r.Successor, r.Kind, r.Date, r.LegalBasis)
	}
	return out, err
}

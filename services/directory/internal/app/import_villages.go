package app

import (
	"strings"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// village enters a thôn or tổ dân phố. The column arrangement ("from-2026-07-01",
// "before-2026-07-01") places it in time where a list holds two eras.
func (t *table) village(tree *domain.Tree, row importer.Row) (did, []domain.Fact, error) {
	period := t.i.Period
	from, hasFrom := strings.CutPrefix(row.Get("arrangement"), "from-")
	before, hasBefore := strings.CutPrefix(row.Get("arrangement"), "before-")
	var err error
	switch {
	case hasFrom:
		period.From, err = workday.Parse(from)
	case hasBefore:
		period.To, err = workday.Parse(before)
	}
	if err != nil {
		return 0, nil, domain.Refuse(domain.Malformed, domain.InvalidValue, "arrangement", "value", row.Get("arrangement"))
	}
	day := period.From
	if hasBefore {
		day = period.To.AddDays(-1)
	}
	commune, ok := tree.Current(row.Get("commune_code"), day)
	if !ok {
		return 0, nil, missing(row.Get("commune_code"))
	}
	if hasBefore {
		period.From = commune.Period.From
	}
	basis := row.Get("resolution")
	if basis == "" {
		basis = t.i.LegalBasis
	}
	return t.establish(tree, &domain.Unit{
		Code: row.Get("village_code"), Name: row.Get("name"), FullName: row.Get("full_name"),
		Type: domain.UnitType(row.Get("kind")), Period: period, LegalBasis: basis,
		Parents: []domain.Parentage{{From: period.From, Parent: commune.Key()}},
	}, commune.Key())
}

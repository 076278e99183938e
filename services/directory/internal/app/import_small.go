package app

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// small carries out a table of roles, agencies or days in one transaction.
func (t *table) small(
	ctx context.Context, apply func(context.Context, Session, []importer.Row, *Tally) ([]domain.Fact, []RowError, error),
) ([]RowError, error) {
	rows, wrong, err := t.all(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.report(ctx, "checking", 60); err != nil {
		return nil, err
	}
	read := wrong
	err = t.d.store.InSession(ctx, t.cause(), func(ctx context.Context, s Session) (Left, error) {
		wrong = slices.Clone(read)
		var tally Tally
		facts, refused, err := apply(ctx, s, rows, &tally)
		if err != nil {
			return Left{}, err
		}
		wrong = append(wrong, refused...)
		done := t.finished(tally)
		switch {
		case len(wrong) > 0:
			return Left{}, errRowsWrong
		case t.i.DryRun:
			return Left{}, &dry{done}
		}
		return Left{
			Facts: facts, Resource: "imports/" + t.i.ID, Unit: t.i.Unit, Finished: done,
			Detail: map[string]string{"kind": string(t.i.Kind)},
		}, nil
	})
	return t.settle(ctx, wrong, err)
}

// each applies one row after the other and gathers what was refused.
func each(rows []importer.Row, column string, tally *Tally, apply func(importer.Row) (did, []domain.Fact, error)) ([]domain.Fact, []RowError, error) {
	var facts []domain.Fact
	var wrong []RowError
	for _, row := range rows {
		outcome, more, err := apply(row)
		if err != nil {
			e, err := refusedRow(row, column, err)
			if err != nil {
				return nil, nil, err
			}
			wrong = append(wrong, e)
			continue
		}
		tally.count(outcome)
		facts = append(facts, more...)
	}
	return facts, wrong, nil
}

// place finds the unit of a row and refuses one outside the import's.
func (t *table) place(ctx context.Context, code string, day workday.Date) (*domain.Unit, error) {
	u, err := t.d.store.UnitAt(ctx, code, day)
	if err != nil || t.i.Unit == "" || u.Key() == t.i.Unit {
		return u, err
	}
	above, err := t.d.store.Ancestors(ctx, u.Key(), day)
	if err != nil {
		return nil, err
	}
	if !slices.ContainsFunc(above, func(a *domain.Unit) bool { return a.Key() == t.i.Unit }) {
		return nil, missing(code)
	}
	return u, nil
}

func (t *table) roles(ctx context.Context, s Session, rows []importer.Row, tally *Tally) ([]domain.Fact, []RowError, error) {
	granters := map[domain.UnitKey]domain.Granter{}
	return each(rows, "subject", tally, func(row importer.Row) (did, []domain.Fact, error) {
		b := domain.Binding{
			ID: newID(), SubjectKey: row.Get("subject"), Name: row.Get("display_name"), Role: domain.Role(row.Get("role")),
			Period: t.i.Period, LegalBasis: row.Get("legal_basis"),
		}
		if err := dates(row, &b.Period); err != nil {
			return 0, nil, err
		}
		unit, err := t.place(ctx, row.Get("unit_code"), b.Period.From)
		if err != nil {
			return 0, nil, err
		}
		granter, known := granters[unit.Key()]
		if !known {
			if granter, err = t.d.granter(ctx, unit, t.i.ActorKeys); err != nil {
				return 0, nil, err
			}
			granters[unit.Key()] = granter
		}
		b.Unit = unit.Key()
		agency, err := agencyOf(ctx, s, row.Get("agency"), unit.Key())
		if err != nil {
			return 0, nil, err
		}
		if agency != nil {
			b.Agency = agency.ID
		}
		if b.Person, err = t.d.behind(ctx, b.SubjectKey); err != nil {
			return 0, nil, err
		}
		alike, err := s.BindingsAlike(ctx, b)
		if err != nil {
			return 0, nil, err
		}
		for _, a := range alike {
			if a.SubjectKey == b.SubjectKey && a.Period == b.Period {
				return unchanged, nil, nil
			}
		}
		b, facts, err := domain.Bind(b, unit, agency, granter, alike)
		if err != nil {
			return 0, nil, err
		}
		return created, facts, s.PutBinding(ctx, b)
	})
}

// agencyOf finds the agency of a role by its code or its name; nil when the row names none.
func agencyOf(ctx context.Context, s Session, named string, unit domain.UnitKey) (*domain.Agency, error) {
	if named == "" {
		return nil, nil
	}
	for _, like := range []domain.Agency{{Code: named}, {Unit: unit, Name: named}} {
		found, err := s.AgencyAlike(ctx, like)
		if err != nil {
			return nil, err
		}
		if found != nil && found.Unit == unit {
			return found, nil
		}
	}
	return nil, domain.Refuse(domain.Missing, domain.AgencyUnknown, "agency", "name", named)
}

func dates(row importer.Row, p *domain.Period) error {
	for column, day := range map[string]*workday.Date{"valid_from": &p.From, "valid_to": &p.To} {
		text := row.Get(column)
		if text == "" {
			continue
		}
		d, err := workday.Parse(text)
		if err != nil {
			return domain.Refuse(domain.Malformed, domain.InvalidValue, column, "value", text)
		}
		*day = d
	}
	return nil
}

func (t *table) agencies(ctx context.Context, s Session, rows []importer.Row, tally *Tally) ([]domain.Fact, []RowError, error) {
	return each(rows, "name", tally, func(row importer.Row) (did, []domain.Fact, error) {
		unit, err := t.place(ctx, row.Get("unit_code"), t.i.Period.From)
		if err != nil {
			return 0, nil, err
		}
		given := domain.Agency{
			ID: newID(), Code: row.Get("identification_code"), Name: row.Get("name"), Kind: domain.AgencyKind(row.Get("kind")),
			Unit: unit.Key(), Contact: row.Get("contact"), Period: t.i.Period,
		}
		old, err := s.AgencyAlike(ctx, given)
		if err != nil {
			return 0, nil, err
		}
		if old == nil {
			a, facts, err := domain.RegisterAgency(given, unit)
			if err != nil {
				return 0, nil, err
			}
			return created, facts, s.PutAgency(ctx, a)
		}
		if old.Unit != unit.Key() {
			return 0, nil, domain.Refuse(domain.Taken, domain.AgencyCodeInUse, "identification_code", "code", given.Code)
		}
		a, facts, err := domain.ChangeAgency(*old, given)
		var nothing *domain.Refusal
		if errors.As(err, &nothing) && nothing.Reason == domain.NothingChanges {
			return unchanged, nil, nil
		}
		if err != nil {
			return 0, nil, err
		}
		return changedRow, facts, s.PutAgency(ctx, a)
	})
}

// calendar gathers the days of each year and replaces the years whole. A year
// with a projected day is provisional.
func (t *table) calendar(ctx context.Context, s Session, rows []importer.Row, tally *Tally) ([]domain.Fact, []RowError, error) {
	years := map[int]*domain.CalendarYear{}
	first := map[int]importer.Row{}
	var order []int
	facts, wrong, err := each(rows, "date", &Tally{}, func(row importer.Row) (did, []domain.Fact, error) {
		day, err := workday.Parse(row.Get("date"))
		if err != nil {
			return 0, nil, domain.Refuse(domain.Malformed, domain.InvalidValue, "date", "value", row.Get("date"))
		}
		y := years[day.Y]
		if y == nil {
			y = &domain.CalendarYear{Year: day.Y, Status: workday.Decided, LegalBasis: t.i.LegalBasis, SetAt: t.d.clock()}
			years[day.Y], first[day.Y], order = y, row, append(order, day.Y)
		}
		if status := row.Get("status"); status == "projected" || status == string(workday.Provisional) {
			y.Status = workday.Provisional
		}
		y.LegalBasis = cmp.Or(y.LegalBasis, row.Get("source"))
		y.Days = append(y.Days, workday.Day{
			Date: day, Name: row.Get("name"), Kind: workday.Kind(strings.ReplaceAll(row.Get("kind"), "_", "-")), Source: row.Get("source"),
		})
		return created, nil, nil
	})
	if err != nil || len(wrong) > 0 {
		return facts, wrong, err
	}
	for _, year := range order {
		var told []domain.Fact
		_, err := s.ChangeYear(ctx, year, func(old domain.CalendarYear) (domain.CalendarYear, Left, error) {
			y, more, err := domain.SetCalendarYear(old, *years[year])
			told = more
			switch {
			case len(more) == 0:
				tally.Unchanged++
			case old.Revision == 0:
				tally.Created++
			default:
				tally.Changed++
			}
			return y, Left{}, err
		})
		if err != nil {
			e, err := refusedRow(first[year], "date", err)
			if err != nil {
				return nil, nil, err
			}
			wrong = append(wrong, e)
			continue
		}
		facts = append(facts, told...)
	}
	return facts, wrong, nil
}

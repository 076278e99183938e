package app

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/platform/importer"
	"github.com/danchu-platform/danchu/services/platform/vntext"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// Leaving a transaction without a commit.
var (
	errRowsWrong = errors.New("rows are wrong")
	errOnlyDry   = errors.New("dry run")
)

// did says what a row did.
type did int

const (
	unchanged did = iota
	created
	changedRow
)

func (t *Tally) count(d did) {
	switch d {
	case created:
		t.Created++
	case changedRow:
		t.Changed++
	case unchanged:
		t.Unchanged++
	}
}

// tree carries out the tables that change the tree, in one transaction under the
// rules of the tree: there is no second way around them.
func (t *table) tree(ctx context.Context) ([]RowError, error) {
	rows, wrong, err := t.all(ctx)
	if err != nil {
		return nil, err
	}
	if err := t.report(ctx, "checking", 60); err != nil {
		return nil, err
	}
	apply := map[ImportKind]func(*domain.Tree, importer.Row) (did, []domain.Fact, error){
		ImportUnits: t.unit, ImportUnitMapping: t.mapping, ImportUnitChanges: t.change, ImportVillages: t.village,
	}[t.i.Kind]
	if t.i.Kind == ImportUnits || t.i.Kind == ImportUnitChanges {
		// Parents before children: a code of two digits before one of five.
		slices.SortStableFunc(rows, func(a, b importer.Row) int { return cmp.Compare(len(a.Get("code")), len(b.Get("code"))) })
	}
	read := wrong
	_, err = t.d.store.ChangeTree(ctx, t.cause(), func(tree *domain.Tree) ([]domain.UnitKey, Left, error) {
		wrong = slices.Clone(read)
		var tally Tally
		left := Left{Resource: "imports/" + t.i.ID, Unit: t.i.Unit, Detail: map[string]string{"kind": string(t.i.Kind), "basis": t.i.LegalBasis}}
		for _, row := range rows {
			outcome, facts, err := apply(tree, row)
			if err != nil {
				e, err := refusedRow(row, columns[t.i.Kind][0].Name, err)
				if err != nil {
					return nil, Left{}, err
				}
				wrong = append(wrong, e)
				continue
			}
			tally.count(outcome)
			left.Facts = append(left.Facts, facts...)
		}
		left.Finished = t.finished(tally)
		switch {
		case len(wrong) > 0:
			return nil, Left{}, errRowsWrong
		case t.i.DryRun:
			return nil, Left{}, &dry{left.Finished}
		}
		return nil, left, nil
	})
	return t.settle(ctx, wrong, err)
}

// dry carries the import out of a transaction that is not committed.
type dry struct{ done *Import }

func (d *dry) Error() string { return errOnlyDry.Error() }

// settle turns the ways out of a transaction into row errors or a finished dry run.
func (t *table) settle(ctx context.Context, wrong []RowError, err error) ([]RowError, error) {
	var only *dry
	switch {
	case errors.Is(err, errRowsWrong):
		slices.SortStableFunc(wrong, func(a, b RowError) int { return cmp.Compare(a.Line, b.Line) })
		return wrong, nil
	case errors.As(err, &only):
		return nil, t.d.store.FinishImport(ctx, *only.done, nil)
	default:
		return nil, err
	}
}

// inside refuses a unit outside the one the import is for.
func (t *table) inside(tree *domain.Tree, key domain.UnitKey, day workday.Date) error {
	if t.i.Unit != "" && !tree.Under(key, t.i.Unit, day) {
		return domain.Refuse(domain.Missing, domain.NotFound, "unit", "name", "units/"+key.Code())
	}
	return nil
}

func missing(code string) error {
	return domain.Refuse(domain.Missing, domain.NotFound, "code", "name", "units/"+code)
}

// unit enters a row of a catalogue. A unit that is there under the same name,
// type and parent stays as it is.
func (t *table) unit(tree *domain.Tree, row importer.Row) (did, []domain.Fact, error) {
	u := &domain.Unit{
		Code: row.Get("code"), Name: row.Get("name"), NameEn: row.Get("name_en"), FullName: row.Get("full_name"),
		Type: domain.UnitType(row.Get("unit_type")), Period: t.i.Period, LegalBasis: t.i.LegalBasis,
	}
	if level := row.Get("level"); level != "" && domain.Level(level) != u.Level() {
		return 0, nil, domain.Refuse(domain.Malformed, domain.UnitCodeMalformed, "level", "code", u.Code, "level", level)
	}
	var parent domain.UnitKey
	if code := row.Get("parent_code"); code != "" {
		above, ok := tree.Current(code, t.i.Period.From)
		if !ok {
			return 0, nil, missing(code)
		}
		parent = above.Key()
		u.Parents = []domain.Parentage{{From: t.i.Period.From, Parent: parent}}
	}
	return t.establish(tree, u, parent)
}

func (t *table) establish(tree *domain.Tree, u *domain.Unit, parent domain.UnitKey) (did, []domain.Fact, error) {
	if parent != "" {
		if err := t.inside(tree, parent, u.Period.From); err != nil {
			return 0, nil, err
		}
	} else if t.i.Unit != "" {
		return 0, nil, missing(u.Code)
	}
	if old, ok := tree.Current(u.Code, u.Period.From); ok && old.Type == u.Type && old.Parent(u.Period.From) == parent {
		// The same era may have been corrected since the list was written: an older spelling takes nothing back.
		same := vntext.SameName(old.Name, u.Name) || old.Key() == u.Key() && domain.SameButSpelling(old.Name, u.Name)
		if same {
			return unchanged, nil, nil
		}
	}
	facts, err := tree.Establish(u)
	return created, facts, err
}

// mapping links what an old unit became. Divided ones were split, the others went whole.
func (t *table) mapping(tree *domain.Tree, row importer.Row) (did, []domain.Fact, error) {
	from, ok := tree.Ending(row.Get("old_code"), t.i.Period.From)
	if !ok {
		return 0, nil, missing(row.Get("old_code"))
	}
	to, ok := tree.Current(row.Get("new_code"), t.i.Period.From)
	if !ok {
		return 0, nil, missing(row.Get("new_code"))
	}
	if err := t.inside(tree, to.Key(), t.i.Period.From); err != nil {
		return 0, nil, err
	}
	link := domain.Link{From: from.Key(), To: to.Key(), Kind: domain.Merge, Date: t.i.Period.From, LegalBasis: t.i.LegalBasis}
	if d := row.Get("old_unit_was_divided"); d != "" && d != "0" {
		link.Kind = domain.Split
	}
	facts, err := tree.Link(link)
	if len(facts) == 0 {
		return unchanged, nil, err
	}
	return created, facts, err
}

// change carries out a difference between two catalogues: a legal one makes a
// new unit, another writing corrects the one there is.
func (t *table) change(tree *domain.Tree, row importer.Row) (did, []domain.Fact, error) {
	code, full := row.Get("code"), row.Get("new_full_name")
	if row.Get("change") != "legal" {
		u, ok := tree.Current(code, t.d.Today())
		if !ok {
			return 0, nil, missing(code)
		}
		if err := t.inside(tree, u.Key(), t.d.Today()); err != nil || u.FullName == full {
			return unchanged, nil, err
		}
		facts, err := tree.Correct(u.Key(), u.Type.NameIn(full), "", row.Get("change"))
		return changedRow, facts, err
	}
	day, err := workday.Parse(row.Get("effective_date"))
	if err != nil {
		return 0, nil, domain.Refuse(domain.Malformed, domain.InvalidValue, "effective_date", "value", row.Get("effective_date"))
	}
	kind := domain.UnitType(row.Get("new_type"))
	if u, ok := tree.Current(code, day); ok && u.Type == kind && vntext.SameName(u.FullName, full) {
		return unchanged, nil, nil
	}
	u, ok := tree.Ending(code, day)
	if !ok {
		return 0, nil, missing(code)
	}
	if err := t.inside(tree, u.Key(), day); err != nil {
		return 0, nil, err
	}
	_, facts, err := tree.Rename(u.Key(), kind.NameIn(full), u.NameEn, kind, day, row.Get("reference"))
	return changedRow, facts, err
}

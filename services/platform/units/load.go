package units

import (
	"context"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/workday"
)

// memory is what a replica has read so far. Only the refreshing goroutine touches it; snapshots are made from it.
type memory struct {
	version  int64
	units    map[Key]*Unit
	links    map[[2]Key]Link
	bindings map[string]Binding
	agencies map[string]Agency
	years    map[int]year
	words    map[string]string // of the read going on
}

type year struct {
	status workday.Status
	days   []workday.Day
}

func blank() *memory {
	return &memory{
		units: map[Key]*Unit{}, links: map[[2]Key]Link{}, bindings: map[string]Binding{},
		agencies: map[string]Agency{}, years: map[int]year{},
	}
}

// changed says which parts a read touched, so that only those are indexed anew.
type changed struct{ tree, bindings, agencies, calendar bool }

// read takes in every row newer than what the memory has. All in one transaction, so that a unit and the
// link told with it arrive together.
func (m *memory) read(ctx context.Context, tx pgx.Tx) (changed, error) {
	m.words = map[string]string{}
	defer func() { m.words = nil }()
	var c changed
	n, err := rows(ctx, tx, `SELECT key, code, name, full_name, name_en, type, level, parent, valid_from, valid_to,
		special_area, remote, radio, parents FROM unit_copy WHERE version > $1`, m.version, func(r pgx.Rows) error {
		u := new(Unit)
		err := r.Scan(&u.Key, &u.Code, &u.Name, &u.FullName, &u.NameEn, &u.Type, &u.Level, &u.Parent, &u.From, &u.To,
			&u.SpecialArea, &u.Remote, &u.Radio, &u.Parents)
		u.Type, u.Level, u.Parent = m.once(u.Type), Level(m.once(string(u.Level))), Key(m.once(string(u.Parent)))
		if strings.HasPrefix(string(u.Key), u.Code) {
			u.Code = string(u.Key)[:len(u.Code)]
		}
		m.units[u.Key] = u
		return err
	})
	if err != nil {
		return c, fmt.Errorf("reading units: %w", err)
	}
	links, err := rows(ctx, tx, `SELECT from_unit, to_unit, kind, date, basis FROM unit_link_copy WHERE version > $1`,
		m.version, func(r pgx.Rows) error {
			var l Link
			err := r.Scan(&l.From, &l.To, &l.Kind, &l.Date, &l.Basis)
			l.From, l.To, l.Basis = Key(m.once(string(l.From))), Key(m.once(string(l.To))), m.once(l.Basis)
			m.links[[2]Key{l.From, l.To}] = l
			return err
		})
	if err != nil {
		return c, fmt.Errorf("reading links: %w", err)
	}
	c.tree = n+links > 0
	n, err = rows(ctx, tx, `SELECT id, subject_key, role, unit, agency, valid_from, valid_to FROM binding_copy
		WHERE version > $1`, m.version, func(r pgx.Rows) error {
		var b Binding
		err := r.Scan(&b.ID, &b.SubjectKey, &b.Role, &b.Unit, &b.Agency, &b.From, &b.To)
		m.bindings[b.ID] = b
		return err
	})
	if err != nil {
		return c, fmt.Errorf("reading role bindings: %w", err)
	}
	c.bindings = n > 0
	n, err = rows(ctx, tx, `SELECT id, code, name, name_en, kind, unit, parent, valid_from, valid_to FROM agency_copy
		WHERE version > $1`, m.version, func(r pgx.Rows) error {
		var a Agency
		err := r.Scan(&a.ID, &a.Code, &a.Name, &a.NameEn, &a.Kind, &a.Unit, &a.Parent, &a.From, &a.To)
		m.agencies[a.ID] = a
		return err
	})
	if err != nil {
		return c, fmt.Errorf("reading agencies: %w", err)
	}
	c.agencies = n > 0
	n, err = rows(ctx, tx, `SELECT year, status, days FROM calendar_copy WHERE version > $1`, m.version, func(r pgx.Rows) error {
		var number int
		var y year
		err := r.Scan(&number, &y.status, &y.days)
		m.years[number] = y
		return err
	})
	if err != nil {
		return c, fmt.Errorf("reading the calendar: %w", err)
	}
	c.calendar = n > 0
	return c, nil
}

// once gives equal texts one place: a country's units have few types, parents and legal bases.
func (m *memory) once(text string) string {
	if known, ok := m.words[text]; ok {
		return known
	}
	m.words[text] = text
	return text
}

func rows(ctx context.Context, tx pgx.Tx, sql string, since int64, each func(pgx.Rows) error) (int, error) {
	r, err := tx.Query(ctx, sql, since)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	n := 0
	for ; r.Next(); n++ {
		if err := each(r); err != nil {
			return n, err
		}
	}
	return n, r.Err()
}

// snapshot indexes what changed and takes the rest over from before.
func (m *memory) snapshot(before *Snapshot, c changed) (*Snapshot, error) {
	s := *before
	s.version = m.version
	if c.tree {
		s.tree = plant(m.units, m.links)
	}
	if c.bindings {
		s.holders = index(m.bindings)
	}
	if c.agencies {
		s.agencies = enrol(m.agencies)
	}
	if !c.calendar {
		return &s, nil
	}
	calendar := workday.Default()
	for number, y := range m.years {
		with, err := calendar.With(number, y.status, y.days)
		if err != nil {
			return &s, fmt.Errorf("the calendar of %d, which stays as it was: %w", number, err)
		}
		calendar = with
	}
	s.calendar = calendar
	return &s, nil
}

// nothing is what is known before anything was told: no unit, nobody with a role, the calendar as shipped.
func nothing() *Snapshot {
	return &Snapshot{tree: plant(nil, nil), holders: index(nil), agencies: enrol(nil), calendar: workday.Default()}
}

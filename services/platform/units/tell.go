package units

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// prefix is what every fact of directory begins with.
const prefix = "danchu.directory.v1."

// teller writes one kind of fact into the copy.
type teller func(ctx context.Context, tx pgx.Tx, data []byte) error

// tellers are the facts the copy listens to. Household facts are not among them: no copy keeps households.
var tellers = map[string]teller{
	prefix + "unit_established":  fact(func(m *directoryv1.UnitEstablished) change { return unitRow(m.GetUnit()) }),
	prefix + "unit_corrected":    fact(func(m *directoryv1.UnitCorrected) change { return unitRow(m.GetUnit()) }),
	prefix + "unit_ended":        fact(unitEnd),
	prefix + "units_linked":      fact(linkRow),
	prefix + "agency_registered": fact(func(m *directoryv1.AgencyRegistered) change { return agencyRow(m.GetAgency()) }),
	prefix + "agency_changed":    fact(func(m *directoryv1.AgencyChanged) change { return agencyRow(m.GetAgency()) }),
	prefix + "role_bound":        fact(bindingRow),
	prefix + "role_ended":        fact(bindingEnd),
	prefix + "calendar_changed":  fact(calendarRow),
}

// change is one statement and its arguments. must says that it has to find a row: the end of something that has not been told yet
// is tried again later rather than lost.
type change struct {
	sql  string
	args []any
	must string
	err  error // the fact contradicts itself: it is not copied
}

func fact[M any, P interface {
	*M
	proto.Message
}](read func(P) change) teller {
	return func(ctx context.Context, tx pgx.Tx, data []byte) error {
		m := P(new(M))
		if err := proto.Unmarshal(data, m); err != nil {
			return fmt.Errorf("reading %s: %w", m.ProtoReflect().Descriptor().Name(), err)
		}
		c := read(m)
		if c.err != nil {
			return fmt.Errorf("copying %s: %w", m.ProtoReflect().Descriptor().Name(), c.err)
		}
		tag, err := tx.Exec(ctx, bump+c.sql, c.args...)
		if err != nil {
			return fmt.Errorf("copying %s: %w", m.ProtoReflect().Descriptor().Name(), err)
		}
		if c.must == "" || tag.RowsAffected() > 0 {
			return nil
		}
		var known bool
		if err := tx.QueryRow(ctx, c.must, c.args[0]).Scan(&known); err != nil {
			return fmt.Errorf("copying %s: %w", m.ProtoReflect().Descriptor().Name(), err)
		}
		if !known {
			return fmt.Errorf("copying %s: %v is not known yet", m.ProtoReflect().Descriptor().Name(), c.args[0])
		}
		return nil
	}
}

// bump opens every statement: it counts the version up, which also makes writers of the copy wait for each other.
const bump = `WITH v AS (UPDATE copy_version SET version = version + 1 RETURNING version) `

func unitRow(u *directoryv1.UnitState) change {
	parents, err := parentages(u)
	return change{
		err: err,
		sql: `
		INSERT INTO unit_copy (key, code, name, full_name, name_en, type, level, parent, valid_from, valid_to,
			special_area, remote, radio, revision, parents, version)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::date, nullif($10, '')::date, $11, $12, $13, $14, $15::jsonb, v.version FROM v
		ON CONFLICT (key) DO UPDATE SET
			code = excluded.code, name = excluded.name, full_name = excluded.full_name, name_en = excluded.name_en,
			type = excluded.type, level = excluded.level, parent = excluded.parent, valid_from = excluded.valid_from,
			valid_to = excluded.valid_to, special_area = excluded.special_area, remote = excluded.remote,
			radio = excluded.radio, revision = excluded.revision, parents = excluded.parents, version = excluded.version
		WHERE excluded.revision = 0 OR excluded.revision >= unit_copy.revision`,
		args: []any{
			u.GetKey(), u.GetCode(), u.GetName(), u.GetFullName(), u.GetNameEn(), u.GetType(), u.GetLevel(),
			u.GetParent(), u.GetValidFrom(), u.GetValidTo(), u.GetSpecialArea(), u.GetRemote(), u.GetRadio(), u.GetRevision(), parents,
		},
	}
}

// parentages are the units above over time, as the copy keeps them.
func parentages(u *directoryv1.UnitState) (string, error) {
	all := []Parentage{}
	for _, p := range u.GetParents() {
		from, err := workday.Parse(p.GetValidFrom())
		if err != nil {
			return "", err
		}
		all = append(all, Parentage{From: from, Parent: Key(p.GetParent())})
	}
	text, err := json.Marshal(all)
	return string(text), err
}

func unitEnd(m *directoryv1.UnitEnded) change {
	return change{
		sql: `
		UPDATE unit_copy SET valid_to = nullif($2, '')::date, revision = greatest(revision, $3), version = v.version
		FROM v WHERE key = $1 AND ($3 = 0 OR $3 >= revision)`,
		args: []any{m.GetUnit(), m.GetValidTo(), m.GetRevision()},
		must: `SELECT EXISTS (SELECT FROM unit_copy WHERE key = $1)`,
	}
}

func linkRow(m *directoryv1.UnitsLinked) change {
	kind := strings.ToLower(strings.TrimPrefix(m.GetKind().String(), "KIND_"))
	return change{
		sql: `
		INSERT INTO unit_link_copy (from_unit, to_unit, kind, date, basis, version)
		SELECT $1, $2, $3, $4::date, $5, v.version FROM v
		ON CONFLICT (from_unit, to_unit) DO UPDATE SET
			kind = excluded.kind, date = excluded.date, basis = excluded.basis, version = excluded.version`,
		args: []any{m.GetFrom(), m.GetTo(), kind, m.GetDate(), m.GetLegalBasis()},
	}
}

func agencyRow(a *directoryv1.AgencyState) change {
	return change{
		sql: `
		INSERT INTO agency_copy (id, code, name, name_en, kind, unit, parent, valid_from, valid_to, revision, version)
		SELECT $1, $2, $3, $4, $5, $6, $7, $8::date, nullif($9, '')::date, $10, v.version FROM v
		ON CONFLICT (id) DO UPDATE SET
			code = excluded.code, name = excluded.name, name_en = excluded.name_en, kind = excluded.kind,
			unit = excluded.unit, parent = excluded.parent, valid_from = excluded.valid_from,
			valid_to = excluded.valid_to, revision = excluded.revision, version = excluded.version
		WHERE excluded.revision = 0 OR excluded.revision >= agency_copy.revision`,
		args: []any{
			a.GetId(), a.GetCode(), a.GetName(), a.GetNameEn(), a.GetKind(), a.GetUnit(), a.GetParent(),
			a.GetValidFrom(), a.GetValidTo(), a.GetRevision(),
		},
	}
}

func bindingRow(m *directoryv1.RoleBound) change {
	return change{
		sql: `
		INSERT INTO binding_copy (id, subject_key, role, unit, agency, valid_from, valid_to, revision, version)
		SELECT $1, $2, $3, $4, $5, $6::date, nullif($7, '')::date, $8, v.version FROM v
		ON CONFLICT (id) DO UPDATE SET
			subject_key = excluded.subject_key, role = excluded.role, unit = excluded.unit, agency = excluded.agency,
			valid_from = excluded.valid_from, valid_to = excluded.valid_to, revision = excluded.revision,
			version = excluded.version
		WHERE excluded.revision = 0 OR excluded.revision >= binding_copy.revision`,
		args: []any{
			m.GetBinding(), m.GetSubjectKey(), m.GetRole(), m.GetUnit(), m.GetAgency(), m.GetValidFrom(),
			m.GetValidTo(), m.GetRevision(),
		},
	}
}

func bindingEnd(m *directoryv1.RoleEnded) change {
	return change{
		sql: `
		UPDATE binding_copy SET valid_to = nullif($2, '')::date, revision = greatest(revision, $3), version = v.version
		FROM v WHERE id = $1 AND ($3 = 0 OR $3 >= revision)`,
		args: []any{m.GetBinding(), m.GetValidTo(), m.GetRevision()},
		must: `SELECT EXISTS (SELECT FROM binding_copy WHERE id = $1)`,
	}
}

func calendarRow(m *directoryv1.CalendarChanged) change {
	status := workday.Provisional
	if m.GetStatus() == directoryv1.CalendarChanged_STATUS_DECIDED {
		status = workday.Decided
	}
	days := []workday.Day{}
	add := func(d *directoryv1.CalendarChanged_Day, kind workday.Kind) error {
		date, err := workday.Parse(d.GetDate())
		days = append(days, workday.Day{Date: date, Name: d.GetName(), Kind: kind})
		return err
	}
	for _, d := range m.GetDaysOff() {
		kind := workday.Kind(d.GetKind())
		if kind == "" || kind == workday.SwappedWorking {
			kind = workday.Statutory
		}
		if err := add(d, kind); err != nil {
			return change{err: err}
		}
	}
	for _, d := range m.GetWorkedWeekends() {
		if err := add(d, workday.SwappedWorking); err != nil {
			return change{err: err}
		}
	}
	// A year that the calendar refuses would take every later deadline with it: better park the fact and alert somebody.
	if _, err := workday.Default().With(int(m.GetYear()), status, days); err != nil {
		return change{err: err}
	}
	text, err := json.Marshal(days)
	if err != nil {
		return change{err: err}
	}
	return change{
		sql: `
		INSERT INTO calendar_copy (year, status, days, revision, version)
		SELECT $1, $2, $3::jsonb, $4, v.version FROM v
		ON CONFLICT (year) DO UPDATE SET
			status = excluded.status, days = excluded.days, revision = excluded.revision, version = excluded.version
		WHERE excluded.revision = 0 OR excluded.revision >= calendar_copy.revision`,
		args: []any{m.GetYear(), string(status), string(text), m.GetRevision()},
	}
}

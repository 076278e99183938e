package audit

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// Entry is one thing done.
type Entry struct {
	At       time.Time         // when; zero: change.Do fills in its clock
	Actor    string            // subject of the caller, or the name of the program
	Action   string            // the RPC or job, as in "PublishPublication"
	Resource string            // name of the resource, as in "publications/0198…"
	Unit     string            // key of the unit it belongs to, or ""
	Cause    string            // what made it happen; change.Do fills it in
	Detail   map[string]string // what else an inspector needs; no personal data
}

// Columns are entries turned into the arrays that one INSERT … unnest takes.
type Columns struct {
	At                                           []time.Time
	Actor, Action, Resource, Unit, Cause, Detail []string
}

// Encode checks entries and turns them into columns.
func Encode(entries []Entry) (Columns, error) {
	var c Columns
	for _, e := range entries {
		if e.Action == "" || e.Resource == "" || e.At.IsZero() {
			return Columns{}, errors.New("an audit entry needs a time, an action and a resource")
		}
		detail := []byte("{}")
		if len(e.Detail) > 0 {
			var err error
			// Maps are written with sorted keys: the text is what is hashed.
			if detail, err = json.Marshal(e.Detail); err != nil {
				return Columns{}, fmt.Errorf("writing the detail of an audit entry: %w", err)
			}
		}
		// PostgreSQL keeps microseconds; hash what it will give back.
		c.At = append(c.At, e.At.Truncate(time.Microsecond))
		c.Actor = append(c.Actor, e.Actor)
		c.Action = append(c.Action, e.Action)
		c.Resource = append(c.Resource, e.Resource)
		c.Unit = append(c.Unit, e.Unit)
		c.Cause = append(c.Cause, e.Cause)
		c.Detail = append(c.Detail, string(detail))
	}
	return c, nil
}

const insert = `
WITH entry AS (
    INSERT INTO platform_audit (at, actor, action, resource, unit, cause, detail)
    SELECT at, actor, action, resource, unit, cause, detail
    FROM unnest($1::timestamptz[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])
         WITH ORDINALITY AS e (at, actor, action, resource, unit, cause, detail, place)
    ORDER BY place
    RETURNING id
)
INSERT INTO platform_audit_pending (id) SELECT id FROM entry`

// Insert writes entries in tx. Changes go through change.Do, which does this in
// its own statement; Insert is for what changes nothing, such as the opening of
// protected data.
func Insert(ctx context.Context, tx pgx.Tx, entries ...Entry) error {
	c, err := Encode(entries)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insert, c.At, c.Actor, c.Action, c.Resource, c.Unit, c.Cause, c.Detail); err != nil {
		return fmt.Errorf("writing audit entries: %w", err)
	}
	return nil
}

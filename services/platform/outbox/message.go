package outbox

import (
	"context"
	"fmt"
	"regexp"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"go.opentelemetry.io/otel/propagation"
	"google.golang.org/protobuf/proto"
)

// Message is a fact to tell the other services.
type Message struct {
	Type    string        // danchu.<service>.v<n>.<past participle>, as in "danchu.directory.v1.unit_established"
	Subject string        // the resource it is about, as in "units/08584@2025-07-01"
	Unit    string        // key of the unit it belongs to, or ""
	Data    proto.Message // the fact; ids and digests, no personal data
}

// typePattern keeps types fit to be a NATS subject and to name their stream.
var typePattern = regexp.MustCompile(`^danchu\.[a-z]+\.v[1-9][0-9]*\.[a-z][a-z0-9_]*$`)

// Columns are messages turned into the arrays that one INSERT … unnest takes.
type Columns struct {
	EventID             []uuid.UUID
	Type, Subject, Unit []string
	Data                [][]byte
	Trace               string
	At                  time.Time
}

// Encode checks messages, gives each its event id and turns them into columns.
// The trace of ctx travels with them.
func Encode(ctx context.Context, at time.Time, messages []Message) (Columns, error) {
	headers := propagation.MapCarrier{}
	propagation.TraceContext{}.Inject(ctx, headers)
	c := Columns{Trace: headers["traceparent"], At: at}
	for _, m := range messages {
		if !typePattern.MatchString(m.Type) {
			return Columns{}, fmt.Errorf("event type %q is not danchu.<service>.v<n>.<fact>", m.Type)
		}
		data, err := proto.MarshalOptions{Deterministic: true}.Marshal(m.Data)
		if err != nil {
			return Columns{}, fmt.Errorf("writing event %s: %w", m.Type, err)
		}
		if data == nil {
			data = []byte{}
		}
		id, err := uuid.NewV7()
		if err != nil {
			return Columns{}, fmt.Errorf("naming event %s: %w", m.Type, err)
		}
		c.EventID = append(c.EventID, id)
		c.Type = append(c.Type, m.Type)
		c.Subject = append(c.Subject, m.Subject)
		c.Unit = append(c.Unit, m.Unit)
		c.Data = append(c.Data, data)
	}
	return c, nil
}

const insert = `
WITH event AS (
    INSERT INTO platform_outbox (event_id, type, subject, unit, data, trace, at)
    SELECT event_id, type, subject, unit, data, $6, $7
    FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bytea[])
         WITH ORDINALITY AS e (event_id, type, subject, unit, data, place)
    ORDER BY place
    RETURNING id
)
INSERT INTO platform_outbox_pending (id) SELECT id FROM event`

// Insert writes messages in tx, for transactions that are not a change.Do (a
// bulk import's, say). The relay finds them by polling; call Wake after the
// commit to have them sent at once.
func Insert(ctx context.Context, tx pgx.Tx, at time.Time, messages ...Message) error {
	if len(messages) == 0 {
		return nil
	}
	c, err := Encode(ctx, at, messages)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insert, c.EventID, c.Type, c.Subject, c.Unit, c.Data, c.Trace, c.At); err != nil {
		return fmt.Errorf("writing %d events: %w", len(messages), err)
	}
	return nil
}

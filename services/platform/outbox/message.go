package outbox

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

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

// maxData is the most bytes of one event. Brokers refuse larger messages, and one
// that can never be published would hold back all that follow.
const maxData = 512 << 10

// check refuses what could not travel.
func (m Message) check() error {
	if !typePattern.MatchString(m.Type) {
		return fmt.Errorf("event type %q is not danchu.<service>.v<n>.<fact>", m.Type)
	}
	for _, text := range []string{m.Subject, m.Unit} {
		if len(text) > 512 || strings.ContainsFunc(text, unicode.IsControl) || strings.TrimSpace(text) != text || !utf8.ValidString(text) {
			return fmt.Errorf("event %s: subject and unit must be plain names of at most 512 bytes", m.Type)
		}
	}
	if m.Data == nil || proto.Size(m.Data) > maxData {
		return fmt.Errorf("event %s must carry a message of at most %d bytes", m.Type, maxData)
	}
	return nil
}

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
		if err := m.check(); err != nil {
			return Columns{}, err
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

package bus

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"go.opentelemetry.io/otel/propagation"
)

// Event is one fact, as it travels.
type Event struct {
	ID       string    // unique for ever; also the broker's message id
	Type     string    // danchu.<service>.v<n>.<fact>; also the NATS subject
	Source   string    // danchu/<service>
	Subject  string    // the resource it is about
	Unit     string    // key of the unit it belongs to, or ""
	Sequence uint64    // its number in the sender's outbox
	Time     time.Time // when it became true
	Trace    string    // W3C traceparent of what made it happen, or ""
	Data     []byte    // the protobuf message that the type names
}

// ContentType of the data of every event.
const ContentType = "application/protobuf"

// The headers of CloudEvents' binary mode. unit and sequence are extensions.
const (
	headerSpec        = "ce-specversion"
	headerID          = "ce-id"
	headerType        = "ce-type"
	headerSource      = "ce-source"
	headerSubject     = "ce-subject"
	headerTime        = "ce-time"
	headerUnit        = "ce-unit"
	headerSequence    = "ce-sequence"
	headerContentType = "content-type"
	headerTrace       = "traceparent"
)

// Service is the name of the service that an event type belongs to.
func Service(eventType string) string {
	parts := strings.SplitN(eventType, ".", 3)
	if len(parts) < 3 {
		return ""
	}
	return parts[1]
}

// message is the event as NATS carries it.
func (e Event) message() *nats.Msg {
	m := &nats.Msg{Subject: e.Type, Data: e.Data, Header: nats.Header{
		headerSpec:        {"1.0"},
		headerID:          {e.ID},
		headerType:        {e.Type},
		headerSource:      {e.Source},
		headerTime:        {e.Time.UTC().Format(time.RFC3339Nano)},
		headerSequence:    {strconv.FormatUint(e.Sequence, 10)},
		headerContentType: {ContentType},
	}}
	for name, value := range map[string]string{headerSubject: e.Subject, headerUnit: e.Unit, headerTrace: e.Trace} {
		if value != "" {
			m.Header[name] = []string{value}
		}
	}
	return m
}

// decode reads an event from what NATS carried. A header that is missing stays
// empty: the consumer's handler decides, and a useless event is parked.
func decode(header nats.Header, subject string, data []byte) Event {
	e := Event{
		ID: header.Get(headerID), Type: header.Get(headerType), Source: header.Get(headerSource),
		Subject: header.Get(headerSubject), Unit: header.Get(headerUnit), Trace: header.Get(headerTrace),
		Sequence: sequence(header), Data: data,
	}
	if e.Type == "" {
		e.Type = subject
	}
	e.Time, _ = time.Parse(time.RFC3339Nano, header.Get(headerTime))
	return e
}

func sequence(header nats.Header) uint64 {
	n, _ := strconv.ParseUint(header.Get(headerSequence), 10, 64)
	return n
}

// traced is ctx within the trace that the event came from.
func (e Event) traced(ctx context.Context) context.Context {
	return propagation.TraceContext{}.Extract(ctx, propagation.MapCarrier{headerTrace: e.Trace})
}

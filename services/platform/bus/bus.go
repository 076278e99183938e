package bus

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Bus is a connection to the broker. It is safe for use by many goroutines.
type Bus struct {
	conn     *nats.Conn
	js       jetstream.JetStream
	replicas int
}

// dedupWindow is how long the broker remembers message ids. A relay that
// publishes again later than that leaves the repeat to the consumers' inboxes.
const dedupWindow = 10 * time.Minute

// Option changes how Connect connects.
type Option func(*settings)

type settings struct {
	nats     []nats.Option
	replicas int
}

// Replicas is on how many brokers each stream is kept; 1 unless set.
func Replicas(n int) Option { return func(s *settings) { s.replicas = n } }

// With adds options of the NATS client, such as credentials or TLS.
func With(options ...nats.Option) Option {
	return func(s *settings) { s.nats = append(s.nats, options...) }
}

// Connect opens a connection to the brokers at url (comma-separated). A broker
// that is not there yet is no error: the connection is made, and made again,
// in the background for as long as the Bus is open; see Healthy.
func Connect(url string, options ...Option) (*Bus, error) {
	s := settings{replicas: 1, nats: []nats.Option{
		nats.Name("danchu"),
		nats.RetryOnFailedConnect(true),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(250 * time.Millisecond),
		nats.ReconnectJitter(100*time.Millisecond, 250*time.Millisecond),
		nats.PingInterval(10 * time.Second),
		// Nothing is kept back while the broker is away: what could be sent out of
		// order later is refused now, and the outbox tries again.
		nats.ReconnectBufSize(-1),
	}}
	for _, option := range options {
		option(&s)
	}
	conn, err := nats.Connect(url, s.nats...)
	if err != nil {
		return nil, fmt.Errorf("connecting to the event broker: %w", err)
	}
	js, err := jetstream.New(conn,
		jetstream.WithPublishAsyncMaxPending(maxBatch),
		jetstream.WithPublishAsyncTimeout(10*time.Second),
		jetstream.WithDefaultTimeout(5*time.Second))
	if err != nil {
		conn.Close()
		return nil, fmt.Errorf("preparing the event broker: %w", err)
	}
	return &Bus{conn: conn, js: js, replicas: s.replicas}, nil
}

// Healthy says whether the broker is connected now; nil when it is.
func (b *Bus) Healthy() error {
	if !b.conn.IsConnected() {
		return fmt.Errorf("the event broker is not connected (%s)", b.conn.Status())
	}
	return nil
}

// Close ends the connection. Consumers and relays should have been stopped before.
func (b *Bus) Close() { b.conn.Close() }

// StreamName is the stream of a service: "directory" → "DIRECTORY".
func StreamName(service string) string { return strings.ToUpper(service) }

// State is what a stream holds.
type State struct {
	Messages     uint64
	LastSequence uint64 // the outbox's number of the last event, 0 when there is none
	// Created tells one stream from another of the same name: positions in a lost
	// stream mean nothing in its successor.
	Created time.Time
}

// EnsureStream makes the stream of a service if it is not there, and says what
// it holds. Both the relay that fills it and the consumers that read it call
// this, so they may start in any order.
func (b *Bus) EnsureStream(ctx context.Context, service string) (State, error) {
	name := StreamName(service)
	stream, err := b.js.Stream(ctx, name)
	if errors.Is(err, jetstream.ErrStreamNotFound) {
		stream, err = b.js.CreateStream(ctx, jetstream.StreamConfig{
			Name:        name,
			Description: "facts of " + service,
			Subjects:    []string{"danchu." + strings.ToLower(service) + ".>"},
			Storage:     jetstream.FileStorage,
			Duplicates:  dedupWindow,
			Replicas:    b.replicas,
			AllowDirect: true,
		})
		if errors.Is(err, jetstream.ErrStreamNameAlreadyInUse) {
			stream, err = b.js.Stream(ctx, name)
		}
	}
	if err != nil {
		return State{}, fmt.Errorf("opening stream %s: %w", name, err)
	}
	info := stream.CachedInfo().State
	state := State{Messages: info.Msgs, Created: stream.CachedInfo().Created}
	if info.Msgs > 0 {
		last, err := stream.GetMsg(ctx, info.LastSeq)
		if err != nil && !errors.Is(err, jetstream.ErrMsgNotFound) {
			return State{}, fmt.Errorf("reading the end of stream %s: %w", name, err)
		}
		if last != nil {
			state.LastSequence = sequence(last.Header)
		}
	}
	return state, nil
}

// DeleteStream removes a service's stream from the broker, with everything in
// it: for an uninstall, or to have it filled again from the outbox.
func (b *Bus) DeleteStream(ctx context.Context, service string) error {
	if err := b.js.DeleteStream(ctx, StreamName(service)); err != nil {
		return fmt.Errorf("deleting stream %s: %w", StreamName(service), err)
	}
	return nil
}

// created says which stream of this name there is now.
func (b *Bus) created(ctx context.Context, service string) (time.Time, error) {
	stream, err := b.js.Stream(ctx, StreamName(service))
	if err != nil {
		return time.Time{}, fmt.Errorf("looking at stream %s: %w", StreamName(service), err)
	}
	return stream.CachedInfo().Created, nil
}

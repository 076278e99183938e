package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/nats-io/nats.go/jetstream"

	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Consumer is one reader of one service's facts.
type Consumer struct {
	// Name is what the inbox and the position are kept under: "<service>_<purpose>",
	// as in "disclosure_units". A new name reads the whole stream from its start.
	Name string
	// Stream is the service read, as in "directory".
	Stream string
	// Types are the event types wanted; empty: all. A type added later is seen from
	// then on; to see its past too, give the consumer a new name.
	Types []string
	// Handle does what the event asks for, in tx. The same transaction marks the
	// event as taken. It may run again after an error or a kill, so it has no
	// effect outside tx. Several events may share a transaction.
	Handle func(ctx context.Context, tx pgx.Tx, event Event) error
	// After, if set, is called after the commit, for effects that need no guarantee
	// (waking, dropping a cache). Only in the replica that handled the event.
	After func(ctx context.Context, event Event)
	// Attempts is how often an event may fail before it is parked; 0: 5.
	Attempts int
}

const (
	defaultAttempts = 5
	takeAtOnce      = 64  // events in one transaction, at most
	readAhead       = 256 // events waiting in memory, at most
	restartAfter    = 500 * time.Millisecond
	checkEvery      = time.Second // leadership, the stream's identity, parked events asked back
)

// Run runs consumers until ctx ends. Over all replicas that share db, each
// consumer is read by one at a time. Broken connections, a restarted broker and
// a stream lost and filled again are survived; each is one line in log.
func (b *Bus) Run(ctx context.Context, db *pg.DB, log *slog.Logger, consumers ...Consumer) error {
	for _, c := range consumers {
		if c.Name == "" || c.Stream == "" || c.Handle == nil {
			return fmt.Errorf("consumer %q of stream %q lacks a name, a stream or a handler", c.Name, c.Stream)
		}
	}
	var wg sync.WaitGroup
	for _, c := range consumers {
		if c.Attempts == 0 {
			c.Attempts = defaultAttempts
		}
		r := &reader{bus: b, db: db, consumer: c, log: log.With("consumer", c.Name)}
		wg.Go(func() { r.run(ctx) })
	}
	wg.Wait()
	return nil
}

// reader runs one consumer in this replica.
type reader struct {
	bus      *Bus
	db       *pg.DB
	consumer Consumer
	log      *slog.Logger
	parked   gauge
	created  time.Time // of the stream being read
}

func (r *reader) run(ctx context.Context) {
	for ctx.Err() == nil {
		err := r.db.Lead(ctx, "consumer "+r.consumer.Name, r.read)
		if ctx.Err() != nil {
			return
		}
		r.log.WarnContext(ctx, "consumer interrupted, starting again", "error", err)
		if wait(ctx, restartAfter) != nil {
			return
		}
	}
}

// read reads while this replica leads, until the broker's side breaks.
func (r *reader) read(ctx context.Context, lock *pgx.Conn) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer r.parked.watch(r.consumer.Name)()

	state, err := r.bus.EnsureStream(ctx, r.consumer.Stream)
	if err != nil {
		return err
	}
	r.created = state.Created
	position, err := r.position(ctx, lock)
	if err != nil {
		return err
	}
	ordered, err := r.bus.js.OrderedConsumer(ctx, StreamName(r.consumer.Stream), jetstream.OrderedConsumerConfig{
		FilterSubjects: r.consumer.Types,
		DeliverPolicy:  jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:    position + 1,
	})
	if err != nil {
		return fmt.Errorf("opening the stream: %w", err)
	}
	defer watchLag(r.consumer.Name, ordered)()
	messages, err := ordered.Messages(jetstream.PullMaxMessages(readAhead))
	if err != nil {
		return fmt.Errorf("reading the stream: %w", err)
	}
	defer messages.Stop()
	waiting := make(chan delivery, readAhead)
	broken := make(chan error, 1)
	go func() { broken <- forward(ctx, messages, waiting) }()
	return r.loop(ctx, lock, waiting, broken)
}

// delivery is an event with its place in the stream.
type delivery struct {
	Event
	place uint64
}

// forward decodes messages until the broker or ctx ends them.
func forward(ctx context.Context, messages jetstream.MessagesContext, to chan<- delivery) error {
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return fmt.Errorf("reading the stream: %w", err)
		}
		metadata, err := msg.Metadata()
		if err != nil {
			return fmt.Errorf("reading the stream: %w", err)
		}
		select {
		case to <- delivery{decode(msg.Headers(), msg.Subject(), msg.Data()), metadata.Sequence.Stream}:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (r *reader) loop(ctx context.Context, lock *pgx.Conn, waiting <-chan delivery, broken <-chan error) error {
	check := time.NewTicker(checkEvery)
	defer check.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-broken:
			return err
		case <-check.C:
			if err := r.check(ctx, lock); err != nil {
				return err
			}
		case first := <-waiting:
			batch := []delivery{first}
			for len(batch) < takeAtOnce && len(waiting) > 0 {
				batch = append(batch, <-waiting)
			}
			if err := r.take(ctx, batch); err != nil {
				return err
			}
		}
	}
}

// check makes sure that this replica still leads and that the stream is still the
// one it began with, and takes parked events that somebody asked for.
func (r *reader) check(ctx context.Context, lock *pgx.Conn) error {
	// On the lock's own connection: if that is gone, so is the leadership.
	if err := r.parked.count(ctx, lock, r.consumer.Name); err != nil {
		return fmt.Errorf("holding the consumer's lock: %w", err)
	}
	if r.bus.Healthy() == nil {
		created, err := r.bus.created(ctx, r.consumer.Stream)
		if err != nil && !errors.Is(err, jetstream.ErrStreamNotFound) {
			return nil // not a good moment to ask; the reading notices by itself
		}
		if !created.Equal(r.created) {
			return errors.New("the stream was lost or replaced")
		}
	}
	return r.replay(ctx)
}

// wait is a pause that ends early, with an error, when ctx does.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

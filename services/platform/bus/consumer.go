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
	// Name is the durable name on the broker and in the inbox: "<service>_<purpose>",
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
	ackWait         = time.Minute
	restartAfter    = 500 * time.Millisecond
	checkEvery      = time.Second // leadership, and parked events asked back
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

	if _, err := r.bus.EnsureStream(ctx, r.consumer.Stream); err != nil {
		return err
	}
	durable, err := r.bus.js.CreateOrUpdateConsumer(ctx, StreamName(r.consumer.Stream), jetstream.ConsumerConfig{
		Durable:        r.consumer.Name,
		FilterSubjects: r.consumer.Types,
		AckPolicy:      jetstream.AckExplicitPolicy,
		AckWait:        ackWait,
		MaxDeliver:     -1,
		MaxAckPending:  4 * readAhead,
	})
	if err != nil {
		return fmt.Errorf("opening the durable consumer: %w", err)
	}
	defer watchLag(r.consumer.Name, durable)()
	waiting := make(chan jetstream.Msg, readAhead)
	broken := make(chan error, 1)
	reading, err := durable.Consume(
		func(msg jetstream.Msg) {
			select {
			case waiting <- msg:
			case <-ctx.Done():
			}
		},
		jetstream.PullMaxMessages(readAhead),
		jetstream.PullHeartbeat(2*time.Second), jetstream.PullExpiry(10*time.Second),
		jetstream.ConsumeErrHandler(func(_ jetstream.ConsumeContext, err error) {
			select {
			case broken <- err:
			default:
			}
		}))
	if err != nil {
		return fmt.Errorf("reading the stream: %w", err)
	}
	defer reading.Stop()
	return r.loop(ctx, lock, waiting, broken, reading.Closed())
}

func (r *reader) loop(ctx context.Context, lock *pgx.Conn, waiting <-chan jetstream.Msg, broken <-chan error, closed <-chan struct{}) error {
	check := time.NewTicker(checkEvery)
	defer check.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-broken:
			return fmt.Errorf("reading the stream: %w", err)
		case <-closed:
			return errors.New("reading the stream: closed")
		case <-check.C:
			// On the lock's own connection: if that is gone, so is the leadership.
			if err := r.parked.count(ctx, lock, r.consumer.Name); err != nil {
				return fmt.Errorf("holding the consumer's lock: %w", err)
			}
			if err := r.replay(ctx); err != nil {
				return err
			}
		case first := <-waiting:
			batch := []jetstream.Msg{first}
			for len(batch) < takeAtOnce && len(waiting) > 0 {
				batch = append(batch, <-waiting)
			}
			if err := r.take(ctx, batch); err != nil {
				return err
			}
		}
	}
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

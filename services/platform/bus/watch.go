package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Gap is the type of an event made by Watch itself: something may have been
// missed, so whoever keeps a cache drops all of it.
const Gap = "gap"

// Watch calls fn for each new event of these types (empty: all), in order, from
// now until ctx ends. Nothing is remembered: no database, no inbox, no retry;
// fn may see an event twice. After a connection so broken that events may have
// been missed, fn gets an event of type Gap first.
//
// For caches that are only faster with it, such as the gateway's pages.
func (b *Bus) Watch(ctx context.Context, service string, types []string, fn func(ctx context.Context, event Event)) error {
	for first := true; ctx.Err() == nil; first = false {
		if !first {
			if wait(ctx, restartAfter) != nil {
				return nil
			}
		}
		// The error is the reason to begin again: the broker is away or was replaced.
		_ = b.watch(ctx, service, types, !first, fn)
	}
	return nil
}

func (b *Bus) watch(ctx context.Context, service string, types []string, gap bool, fn func(context.Context, Event)) error {
	state, err := b.EnsureStream(ctx, service)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go b.endWhenReplaced(ctx, cancel, service, state)
	ordered, err := b.js.OrderedConsumer(ctx, StreamName(service), jetstream.OrderedConsumerConfig{
		FilterSubjects: types,
		DeliverPolicy:  jetstream.DeliverNewPolicy,
	})
	if err != nil {
		return fmt.Errorf("watching %s: %w", service, err)
	}
	messages, err := ordered.Messages()
	if err != nil {
		return fmt.Errorf("watching %s: %w", service, err)
	}
	defer messages.Stop()
	if gap {
		fn(ctx, Event{Type: Gap})
	}
	for {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return err
		}
		event := decode(msg.Headers(), msg.Subject(), msg.Data())
		fn(event.traced(ctx), event)
	}
}

// endWhenReplaced ends a watch whose stream was lost: a successor counts from one
// again, and the watch would wait for numbers that do not come.
func (b *Bus) endWhenReplaced(ctx context.Context, end context.CancelFunc, service string, began State) {
	for wait(ctx, checkEvery) == nil {
		created, err := b.created(ctx, service)
		if errors.Is(err, jetstream.ErrStreamNotFound) || err == nil && !created.Equal(began.Created) {
			end()
		}
	}
}

package bus

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// maxBatch is the most events that Publish takes at once.
const maxBatch = 2048

// ErrNoStream says that nothing listens for these events: the stream was lost.
var ErrNoStream = errors.New("the stream is not there")

// Publish sends events of one service in their order, without waiting between
// them, and then waits for the broker to confirm each. It returns how many from
// the beginning are confirmed; with fewer than all, the error of the first that
// is not.
//
// Each event expects its predecessor to be the stream's last, so a lost one
// takes the rest of the batch with it instead of being overtaken. Sending the
// same events again is safe: the broker drops what it has.
//
// Only a relay calls this: an event without an outbox row can be lost.
func (b *Bus) Publish(ctx context.Context, events []Event) (int, error) {
	if len(events) > maxBatch {
		return 0, fmt.Errorf("%d events in a batch, at most %d", len(events), maxBatch)
	}
	futures := make([]jetstream.PubAckFuture, 0, len(events))
	var sendErr error
	for i, event := range events {
		options := []jetstream.PublishOpt{jetstream.WithMsgID(event.ID), jetstream.WithRetryAttempts(0)}
		if i > 0 {
			options = append(options, jetstream.WithExpectLastMsgID(events[i-1].ID))
		}
		future, err := b.js.PublishMsgAsync(event.message(), options...)
		if err != nil {
			sendErr = err
			break
		}
		futures = append(futures, future)
	}
	confirmed := 0
	var failed error
	for _, future := range futures { // wait for all: none may arrive late, during the next batch
		select {
		case <-future.Ok():
			if failed == nil {
				confirmed++
			}
		case err := <-future.Err():
			if failed == nil {
				failed = err
			}
		case <-ctx.Done():
			return confirmed, ctx.Err()
		}
	}
	if failed == nil {
		failed = sendErr
	}
	if failed == nil {
		return confirmed, nil
	}
	if errors.Is(failed, jetstream.ErrNoStreamResponse) {
		failed = errors.Join(ErrNoStream, failed)
	}
	return confirmed, fmt.Errorf("publishing event %s: %w", events[confirmed].ID, failed)
}

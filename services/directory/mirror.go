package directory

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/proto"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/units"
)

// mirror writes a change's facts into the directory's own copy of the tree, in
// the change's transaction: who was given a role may use it in the next call to
// the same replica, and does not wait for the news to come round.
type mirror struct {
	copy     *units.Copy
	consumer bus.Consumer
	log      *slog.Logger
}

// Tell writes one fact. The same fact comes again through the stream and
// changes nothing then.
func (m *mirror) Tell(ctx context.Context, tx pgx.Tx, message outbox.Message) error {
	data, err := proto.Marshal(message.Data)
	if err != nil {
		return fmt.Errorf("mirroring %s: %w", message.Type, err)
	}
	return m.consumer.Handle(ctx, tx, bus.Event{Type: message.Type, Subject: message.Subject, Unit: message.Unit, Data: data})
}

// Refresh reads the copy again. When that fails the copy is a moment late, as
// it is in every other service.
func (m *mirror) Refresh(ctx context.Context) {
	if err := m.copy.Refresh(ctx); err != nil && ctx.Err() == nil {
		m.log.WarnContext(ctx, "the directory's own copy is late", "error", err)
	}
}

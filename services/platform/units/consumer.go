package units

import (
	"context"
	"maps"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/bus"
)

// Consumer fills the copy from directory's facts: give it to the bus. Of all replicas one writes; the others see the version change.
// The end of something that was not told yet fails and is tried again; so does a fact that cannot be read, until it is parked.
func (c *Copy) Consumer() bus.Consumer {
	return bus.Consumer{
		Name:   c.service + "_units",
		Stream: "directory",
		Types:  slices.Sorted(maps.Keys(tellers)),
		Handle: func(ctx context.Context, tx pgx.Tx, event bus.Event) error {
			tell, listening := tellers[event.Type]
			if !listening {
				return nil
			}
			return tell(ctx, tx, event.Data)
		},
		After: func(context.Context, bus.Event) { c.Wake() },
	}
}

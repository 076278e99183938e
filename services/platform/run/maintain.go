package run

import (
	"context"
	"flag"
	"fmt"
	"time"

	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

func (spec Spec) migrate(ctx context.Context, c call) error {
	onlyList := false
	if err := flags(c, "migrate", func(f *flag.FlagSet) {
		f.BoolVar(&onlyList, "list", false, "only list what would be applied")
	}); err != nil {
		return err
	}
	settings := Database{}
	if err := load(ctx, c.environ, &settings); err != nil {
		return err
	}
	url := settings.URL.Reveal()
	pending, err := pg.Pending(ctx, url, spec.families()...)
	if err != nil {
		return err
	}
	if len(pending) == 0 {
		_, err := fmt.Fprintln(c.out, "the schema is up to date")
		return err
	}
	if !onlyList {
		if err := pg.Migrate(ctx, url, spec.families()...); err != nil {
			return err
		}
	}
	for _, name := range pending {
		if _, err := fmt.Fprintln(c.out, name); err != nil {
			return err
		}
	}
	return nil
}

// onDatabase opens the service's database for one command.
func onDatabase(ctx context.Context, c call, work func(context.Context, *pg.DB) error) error {
	settings := Database{}
	if err := load(ctx, c.environ, &settings); err != nil {
		return err
	}
	db, err := pg.Open(ctx, settings.URL.Reveal())
	if err != nil {
		return err
	}
	defer db.Close()
	return work(ctx, db)
}

func (spec Spec) busParked(ctx context.Context, c call) error {
	limit := 100
	if err := flags(c, "bus parked", func(f *flag.FlagSet) { f.IntVar(&limit, "limit", limit, "at most this many") }); err != nil {
		return err
	}
	return onDatabase(ctx, c, func(ctx context.Context, db *pg.DB) error {
		parked, err := bus.ListParked(ctx, db, limit)
		if err != nil {
			return err
		}
		for _, p := range parked {
			if _, err := fmt.Fprintf(c.out, "%s\t%s\t%s\t%s\t%s\t%d attempts\t%s\n",
				p.At.Format(time.RFC3339), p.Consumer, p.EventID, p.Type, p.Subject, p.Attempts, p.Error); err != nil {
				return err
			}
		}
		_, err = fmt.Fprintf(c.out, "%d parked\n", len(parked))
		return err
	})
}

func (spec Spec) busReplay(ctx context.Context, c call) error {
	var consumer, event string
	if err := flags(c, "bus replay", func(f *flag.FlagSet) {
		f.StringVar(&consumer, "consumer", "", "of this consumer only")
		f.StringVar(&event, "event", "", "this event only")
	}); err != nil {
		return err
	}
	return onDatabase(ctx, c, func(ctx context.Context, db *pg.DB) error {
		n, err := bus.Replay(ctx, db, consumer, event)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%d given again; `bus parked` lists what fails again\n", n)
		return err
	})
}

func (spec Spec) outboxReplay(ctx context.Context, c call) error {
	var from string
	if err := flags(c, "outbox replay", func(f *flag.FlagSet) {
		f.StringVar(&from, "from", "", "events from this time on (2026-11-25T08:00:00+07:00); all when empty")
	}); err != nil {
		return err
	}
	since := time.Time{}
	if from != "" {
		var err error
		if since, err = time.Parse(time.RFC3339, from); err != nil {
			return fmt.Errorf("%w: -from must look like 2026-11-25T08:00:00+07:00", errUsage)
		}
	}
	return onDatabase(ctx, c, func(ctx context.Context, db *pg.DB) error {
		n, err := outbox.Replay(ctx, db, since)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%d queued; the running relay publishes them\n", n)
		return err
	})
}

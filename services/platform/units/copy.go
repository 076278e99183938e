package units

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

const (
	// tick is how soon a replica that took in a fact itself looks again.
	tick = 100 * time.Millisecond
	// pollEvery is how many ticks pass before a replica looks without having been told: 300 ms.
	pollEvery = 3
)

// Copy keeps the newest snapshot of one service's copy.
type Copy struct {
	service string
	db      *pg.DB
	log     *slog.Logger

	current atomic.Pointer[Snapshot]
	woken   atomic.Bool

	refreshing sync.Mutex
	memory     *memory
}

// New is the copy of the named service ("disclosure") in its own database. It knows nothing until [Copy.Refresh] or
// [Copy.Run]; its tables are among the platform's migrations.
func New(service string, db *pg.DB, log *slog.Logger) *Copy {
	c := &Copy{service: service, db: db, log: log, memory: blank()}
	c.current.Store(nothing())
	return c
}

// Snapshot is what is known now. It never changes: take it once and ask it everything one request needs.
func (c *Copy) Snapshot() *Snapshot { return c.current.Load() }

// Run keeps the snapshot fresh until ctx ends. A database that is away leaves the last snapshot standing and is tried again.
func (c *Copy) Run(ctx context.Context) error {
	ticker := time.NewTicker(tick)
	defer ticker.Stop()
	failing := false
	for n := 0; ; n++ {
		if c.woken.Swap(false) || n%pollEvery == 0 {
			err := c.Refresh(ctx)
			if err != nil && ctx.Err() == nil && !failing {
				c.log.WarnContext(ctx, "the copy of units cannot be refreshed; the last one serves", "error", err)
			}
			failing = err != nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// Refresh takes in what was told since the last time. It costs one small query when nothing was. Safe to call from many
// places; one works at a time.
func (c *Copy) Refresh(ctx context.Context) error {
	c.refreshing.Lock()
	defer c.refreshing.Unlock()
	var version int64
	if err := c.db.Pool().QueryRow(ctx, `SELECT version FROM copy_version`).Scan(&version); err != nil {
		return fmt.Errorf("asking for the version of the copy: %w", err)
	}
	if version == c.memory.version {
		return nil
	}
	next, before := c.memory, c.Snapshot()
	if version < c.memory.version {
		// The database was restored from a backup: start over.
		next, before = blank(), nothing()
	}
	var parts changed
	err := c.db.InTxOptions(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly},
		func(ctx context.Context, tx pgx.Tx) error {
			var err error
			if err = tx.QueryRow(ctx, `SELECT version FROM copy_version`).Scan(&version); err != nil {
				return fmt.Errorf("asking for the version of the copy: %w", err)
			}
			parts, err = next.read(ctx, tx)
			return err
		})
	if err != nil {
		// Half-read rows are newer than the memory's version says: reading them again does no harm, but which parts they touched
		// is forgotten. So start over.
		c.memory = blank()
		c.memory.version = -1
		return err
	}
	c.memory, next.version = next, version
	snapshot, err := next.snapshot(before, parts)
	c.current.Store(snapshot)
	return err
}

// Wake asks for a look at the next tick: somebody in this process has just changed the copy.
func (c *Copy) Wake() { c.woken.Store(true) }

// The questions asked most, of the snapshot of the moment. Each is [Snapshot]'s method of the same name.

// Unit is the unit of that key, in force or not.
func (c *Copy) Unit(key Key) (Unit, bool) { return c.Snapshot().Unit(key) }

// Current is the unit that bore the code on that day.
func (c *Copy) Current(code string, asOf workday.Date) (Unit, bool) {
	return c.Snapshot().Current(code, asOf)
}

// Ancestors are the units above on that day, nearest first.
func (c *Copy) Ancestors(key Key, asOf workday.Date) []Unit { return c.Snapshot().Ancestors(key, asOf) }

// Children are the units directly below on that day, by code.
func (c *Copy) Children(key Key, asOf workday.Date) []Unit { return c.Snapshot().Children(key, asOf) }

// Successors are the units that (a part of) this one became.
func (c *Copy) Successors(key Key, transitive bool) []Unit {
	return c.Snapshot().Successors(key, transitive)
}

// Predecessors are the units from which (a part of) this one came.
func (c *Copy) Predecessors(key Key, transitive bool) []Unit {
	return c.Snapshot().Predecessors(key, transitive)
}

// Above are the keys of all units from which this one is looked after.
func (c *Copy) Above(key Key) []Key { return c.Snapshot().Above(key) }

// Bindings are the roles held on that day by whoever is known under these keys.
func (c *Copy) Bindings(subjectKeys []string, at workday.Date) []Binding {
	return c.Snapshot().Bindings(subjectKeys, at)
}

// Agency is the agency of that id.
func (c *Copy) Agency(id string) (Agency, bool) { return c.Snapshot().Agency(id) }

// Calendar is the working-day calendar in force.
func (c *Copy) Calendar() *workday.Calendar { return c.Snapshot().Calendar() }

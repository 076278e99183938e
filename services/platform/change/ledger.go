package change

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Record is what a change leaves behind besides its rows.
type Record struct {
	Messages []outbox.Message
	Audit    []audit.Entry // At, Actor, Action and Cause are filled in when empty
	Jobs     []river.JobArgs
}

// Waker is told that something was committed; *outbox.Relay is one.
type Waker interface{ Wake() }

// Queue puts jobs in the transaction; jobs.Insert is the one used when nil.
type Queue func(ctx context.Context, tx pgx.Tx, args ...river.JobArgs) error

// Ledger writes the changes of one service.
type Ledger struct {
	db    *pg.DB
	relay Waker
	queue Queue
	clock func() time.Time
}

// NewLedger makes the ledger of a service's database. relay may be nil (the
// polling finds the events), queue nil means jobs.Insert, clock nil time.Now.
func NewLedger(db *pg.DB, relay Waker, queue Queue, clock func() time.Time) *Ledger {
	if queue == nil {
		queue = jobs.Insert
	}
	if clock == nil {
		clock = time.Now
	}
	return &Ledger{db: db, relay: relay, queue: queue, clock: clock}
}

// DB is the database the ledger writes to.
func (l *Ledger) DB() *pg.DB { return l.db }

// Wake tells the relay that something was committed outside Do.
func (l *Ledger) Wake() {
	if l.relay != nil {
		l.relay.Wake()
	}
}

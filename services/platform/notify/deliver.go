package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/pg"
)

// Backoff is how long each further attempt waits, about three days in all: the
// schedule that Standard Webhooks recommends.
var Backoff = []time.Duration{
	5 * time.Second, 5 * time.Minute, 30 * time.Minute, 2 * time.Hour, 5 * time.Hour,
	10 * time.Hour, 14 * time.Hour, 20 * time.Hour, 24 * time.Hour,
}

// Deliverer delivers the notices of one service. A part that is nil refuses its
// channel's notices: they fail at once, visibly.
type Deliverer struct {
	DB        *pg.DB
	Templates *Templates
	Mail      Sender
	Webhooks  *Webhooks
	Clock     func() time.Time
	Log       *slog.Logger
	Backoff   []time.Duration // nil: the package's Backoff
}

// Register adds the jobs that deliver and prune to the service's workers.
func (d *Deliverer) Register(workers *river.Workers) {
	river.AddWorker(workers, &worker{d: d})
	river.AddWorker(workers, &pruner{d: d})
}

// deliver is the job of one notice.
type deliver struct {
	NoticeID int64 `json:"notice_id"`
}

func (deliver) Kind() string { return "platform_deliver_notice" }

func (deliver) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: jobs.Deliveries, MaxAttempts: len(Backoff) + 1}
}

type worker struct {
	river.WorkerDefaults[deliver]
	d *Deliverer
}

func (w *worker) Timeout(*river.Job[deliver]) time.Duration { return 30 * time.Second }

// NextRetry follows the schedule.
func (w *worker) NextRetry(job *river.Job[deliver]) time.Time {
	schedule := w.d.Backoff
	if schedule == nil {
		schedule = Backoff
	}
	return w.d.Clock().Add(schedule[min(max(job.Attempt, 1), len(schedule))-1])
}

// pending is a notice on its way.
type pending struct {
	Notice
	id        int64
	createdAt time.Time
}

// permanent is a failure that trying again cannot mend.
type permanent struct{ error }

func (p permanent) Unwrap() error { return p.error }

// outcome is a failure with the few words that the log of attempts keeps: a
// status, never an address or a text.
type outcome struct {
	words string
	err   error
}

func (o outcome) Error() string { return o.words + ": " + o.err.Error() }
func (o outcome) Unwrap() error { return o.err }

func (w *worker) Work(ctx context.Context, job *river.Job[deliver]) error {
	n, err := w.d.load(ctx, job.Args.NoticeID)
	if errors.Is(err, pgx.ErrNoRows) {
		return nil // delivered before, or pruned
	}
	if err != nil {
		return err
	}
	failed := w.d.send(ctx, n)
	last := job.Attempt >= job.MaxAttempts
	if _, ok := errors.AsType[permanent](failed); ok {
		last = true
	}
	if err := w.d.note(ctx, n, failed, last); err != nil {
		return err
	}
	if failed == nil {
		return nil
	}
	words := describe(failed)
	w.d.Log.WarnContext(ctx, "notice not delivered", "notice", n.id, "channel", n.Channel, "template", n.Template, "attempt", job.Attempt, "given_up", last, "outcome", words)
	// River keeps the error with the job: it gets the words, not the address.
	if last {
		return river.JobCancel(errors.New(words))
	}
	return errors.New(words)
}

func (d *Deliverer) load(ctx context.Context, id int64) (pending, error) {
	n := pending{id: id}
	err := d.DB.Pool().QueryRow(ctx, `
SELECT channel, recipient, template, lang, params, dedup_key, created_at
FROM platform_notice WHERE id = $1 AND state = 'queued'`, id).
		Scan(&n.Channel, &n.Recipient, &n.Template, &n.Lang, &n.Params, &n.DedupKey, &n.createdAt)
	if err != nil {
		return n, fmt.Errorf("loading notice %d: %w", id, err)
	}
	return n, nil
}

func (d *Deliverer) send(ctx context.Context, n pending) error {
	switch {
	case n.Channel == Webhook && d.Webhooks == nil, n.Channel == Mail && d.Mail == nil, n.Channel != Webhook && d.Templates == nil:
		return permanent{outcome{"channel not configured", errors.New(string(n.Channel))}}
	case n.Channel == Webhook && n.Recipient == "":
		return d.spread(ctx, n)
	case n.Channel == Webhook:
		return d.Webhooks.send(ctx, n, d.Clock())
	}
	title, body, err := d.Templates.Render(n.Template, n.Lang, n.Params)
	if err != nil {
		return permanent{outcome{"template failed", err}}
	}
	if n.Channel == Inbox {
		return d.keep(ctx, n, title, body)
	}
	return d.Mail.Send(ctx, Letter{ID: fmt.Sprintf("notice-%d-%d", n.id, n.createdAt.UnixMicro()), To: n.Recipient, Subject: title, Body: body, At: d.Clock()})
}

// spread makes one notice for each endpoint that wants it.
func (d *Deliverer) spread(ctx context.Context, n pending) error {
	var each []Notice
	for _, name := range d.Webhooks.wanting(n.Template) {
		one := n.Notice
		one.Recipient = name
		each = append(each, one)
	}
	return d.DB.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return Insert(ctx, tx, n.createdAt, each...) })
}

// note writes how the attempt went and, when it is over, the end of the notice.
func (d *Deliverer) note(ctx context.Context, n pending, failed error, last bool) error {
	words, state := "delivered", "delivered"
	if failed != nil {
		words, state = describe(failed), "queued"
		if last {
			state = "failed"
		}
	}
	_, err := d.DB.Pool().Exec(context.WithoutCancel(ctx), `
WITH attempt AS (
    INSERT INTO platform_notice_attempt (notice_id, number, at, outcome)
    SELECT $1, coalesce(max(number), 0) + 1, $2, $3 FROM platform_notice_attempt WHERE notice_id = $1
)
UPDATE platform_notice SET state = $4 WHERE id = $1`, n.id, d.Clock(), words, state)
	if err != nil {
		return fmt.Errorf("noting the delivery of notice %d: %w", n.id, err)
	}
	return nil
}

func describe(failed error) string {
	if o, ok := errors.AsType[outcome](failed); ok {
		return o.words
	}
	if errors.Is(failed, context.DeadlineExceeded) {
		return "timeout"
	}
	return "failed"
}

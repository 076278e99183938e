package jobs_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"go.opentelemetry.io/otel/trace"

	"github.com/danchu-platform/danchu/services/platform/jobs"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

type remind struct {
	Name string `json:"name"`
}

func (remind) Kind() string { return "remind" }

type reminder struct {
	river.WorkerDefaults[remind]
	work func(ctx context.Context, job *river.Job[remind]) error
}

func (r *reminder) Work(ctx context.Context, job *river.Job[remind]) error { return r.work(ctx, job) }

func (r *reminder) NextRetry(*river.Job[remind]) time.Time { return time.Now() }

func start(t *testing.T, db *pg.DB, cfg jobs.Config, work func(ctx context.Context, job *river.Job[remind]) error) {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, &reminder{work: work})
	cfg.PollEvery = 20 * time.Millisecond
	runner, err := jobs.New(db, workers, cfg)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	go func() { done <- runner.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	})
}

// A job exists exactly when its transaction commits, and carries its trace.
func TestJobsFollowTheirTransaction(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ran := make(chan [2]string, 8)
	start(t, db, jobs.Config{}, func(ctx context.Context, job *river.Job[remind]) error {
		ran <- [2]string{job.Args.Name, trace.SpanContextFromContext(ctx).TraceID().String()}
		return nil
	})
	id, err := trace.TraceIDFromHex("0af7651916cd43dd8448eb211c80319c")
	if err != nil {
		t.Fatal(err)
	}
	ctx := trace.ContextWithSpanContext(context.Background(),
		trace.NewSpanContext(trace.SpanContextConfig{TraceID: id, SpanID: trace.SpanID{1}, TraceFlags: trace.FlagsSampled}))
	refused := errors.New("refused")
	if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := jobs.Insert(ctx, tx, remind{"never"}); err != nil {
			return err
		}
		return refused
	}); !errors.Is(err, refused) {
		t.Fatal(err)
	}
	if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		return jobs.Insert(ctx, tx, remind{"an"})
	}); err != nil {
		t.Fatal(err)
	}
	if got := <-ran; got != [2]string{"an", id.String()} {
		t.Fatalf("ran %v", got)
	}
	if len(ran) != 0 {
		t.Fatalf("a rolled-back job ran: %v", <-ran)
	}
}

// Nothing notifies: a NOTIFY in a business transaction undoes group commit.
func TestNothingIsNotified(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	conn, err := db.Pool().Acquire(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Release()
	if _, err := conn.Exec(ctx, `LISTEN river_insert; LISTEN "public.river_insert"; LISTEN proof`); err != nil {
		t.Fatal(err)
	}
	err = db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := jobs.Insert(ctx, tx, remind{"an"}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `SELECT pg_notify('proof', '')`)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	got, err := conn.Conn().WaitForNotification(ctx)
	if err != nil || got.Channel != "proof" {
		t.Fatalf("first notification: %+v, %v", got, err)
	}
}

func TestFailedJobRunsAgain(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	done := make(chan int, 1)
	start(t, db, jobs.Config{}, func(_ context.Context, job *river.Job[remind]) error {
		if job.Attempt < 3 {
			return errors.New("not yet")
		}
		done <- job.Attempt
		return nil
	})
	if err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
		return jobs.Insert(ctx, tx, remind{"an"})
	}); err != nil {
		t.Fatal(err)
	}
	if attempt := <-done; attempt != 3 {
		t.Fatalf("done at attempt %d", attempt)
	}
}

func TestPeriodicJob(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ran := make(chan struct{}, 16)
	start(t, db, jobs.Config{Periodic: []*river.PeriodicJob{
		river.NewPeriodicJob(river.PeriodicInterval(time.Hour),
			func() (river.JobArgs, *river.InsertOpts) { return remind{"daily"}, nil },
			&river.PeriodicJobOpts{RunOnStart: true}),
	}}, func(context.Context, *river.Job[remind]) error { ran <- struct{}{}; return nil })
	<-ran
}

// A job whose program was killed in the middle runs again.
func TestKilledJobRunsAgain(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := jobs.Insert(ctx, tx, remind{"an"}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE river_job SET state = 'running', attempt = 1, attempted_at = now() - interval '10 minutes', attempted_by = '{killed}'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	ran := make(chan int, 1)
	start(t, db, jobs.Config{}, func(_ context.Context, job *river.Job[remind]) error { ran <- job.Attempt; return nil })
	if attempt := <-ran; attempt != 2 {
		t.Fatalf("ran as attempt %d", attempt)
	}
}

// long is a job that River would leave with a silent worker for half an hour.
type long struct {
	river.WorkerDefaults[remind]
	work func(job *river.Job[remind])
}

func (l *long) Timeout(*river.Job[remind]) time.Duration { return 30 * time.Minute }

func (l *long) Work(_ context.Context, job *river.Job[remind]) error { l.work(job); return nil }

// A long job of a program that died runs again at once, with all the attempts it had; one of a program that lives is left alone.
func TestOrphansAreAdopted(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := pgtest.New(t)
	begin := func(work func(*river.Job[remind])) {
		workers := river.NewWorkers()
		river.AddWorker(workers, &long{work: work})
		runner, err := jobs.New(db, workers, jobs.Config{PollEvery: 10 * time.Millisecond, Orphans: 10 * time.Millisecond})
		if err != nil {
			t.Fatal(err)
		}
		running, cancel := context.WithCancel(ctx)
		done := make(chan error)
		go func() { done <- runner.Run(running) }()
		t.Cleanup(func() {
			cancel()
			if err := <-done; err != nil {
				t.Error(err)
			}
		})
	}
	add := func(name string) {
		t.Helper()
		if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return jobs.Insert(ctx, tx, remind{name}) }); err != nil {
			t.Fatal(err)
		}
	}
	release := make(chan struct{})
	begun, ran := make(chan struct{}), make(chan *river.Job[remind], 10)
	work := func(job *river.Job[remind]) {
		if job.Args.Name == "held" {
			close(begun) // a second time would panic
			<-release
		}
		ran <- job
	}
	begin(work)
	add("held")
	<-begun
	begin(work)

	if err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		if err := jobs.Insert(ctx, tx, remind{"orphan"}); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE river_job SET state = 'running', attempt = max_attempts, attempted_at = now(), attempted_by = '{danchu-dead}' WHERE args->>'name' = 'orphan'`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	orphan := <-ran
	if orphan.Args.Name != "orphan" || orphan.Attempt <= 1 {
		t.Errorf("%q ran as attempt %d", orphan.Args.Name, orphan.Attempt)
	}
	close(release)
	if held := <-ran; held.Args.Name != "held" || held.Attempt != 1 {
		t.Errorf("%q ran as attempt %d, want the one that was held, once", held.Args.Name, held.Attempt)
	}
}

package outbox_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/protobuf/types/known/wrapperspb"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/outbox"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

// The variables that make this test program the victim of TestKilled.
const (
	envVictimDB    = "DANCHU_TEST_VICTIM_DB"
	envVictimNATS  = "DANCHU_TEST_VICTIM_NATS"
	envVictimRound = "DANCHU_TEST_VICTIM_ROUND"
)

func TestMain(m *testing.M) {
	if os.Getenv(envVictimDB) != "" {
		fmt.Fprintln(os.Stderr, victim())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim makes changes until it is killed, and says each that was acknowledged.
func victim() error {
	ctx := context.Background()
	db, err := pg.Open(ctx, os.Getenv(envVictimDB))
	if err != nil {
		return err
	}
	b, err := bus.Connect(os.Getenv(envVictimNATS))
	if err != nil {
		return err
	}
	relay := outbox.NewRelay(db, b, "test", quiet)
	go func() { _ = relay.Run(ctx) }()
	go func() { _ = audit.NewSequencer(db, quiet).Run(ctx) }()
	ledger := change.NewLedger(db, relay, nil, nil)
	failed := make(chan error)
	var out sync.Mutex
	for lane := range 4 {
		go func() {
			for n := 0; ; n++ {
				id := fmt.Sprintf("%s/%d/%d", os.Getenv(envVictimRound), lane, n)
				if _, err := change.Do(ctx, ledger, change.Cause{Kind: change.Request, ID: id, Action: "Make"}, making(id)); err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(id)
				out.Unlock()
			}
		}()
	}
	return <-failed
}

func making(id string) change.Work[string] {
	return func(context.Context, pgx.Tx) (string, change.Record, error) {
		return id, change.Record{
			Messages: []outbox.Message{{Type: "danchu.test.v1.thing_made", Subject: id, Data: wrapperspb.String("x")}},
			Audit:    []audit.Entry{{Resource: id}},
		}, nil
	}
}

// A program is killed -9 again and again while it makes changes and publishes
// them: everything acknowledged arrives at the consumer, nothing arrives twice,
// repeating the last requests changes nothing, and the audit chain holds.
func TestKilled(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	url := pgtest.URL(t)
	port := freePort(t)
	nats := broker(t, port, t.TempDir())
	t.Cleanup(func() { nats.Shutdown(); nats.WaitForShutdown() })
	address := fmt.Sprintf("nats://127.0.0.1:%d", port)

	acknowledged := map[string]bool{}
	for round := range 6 {
		for _, id := range killOne(t, url, address, round) {
			acknowledged[id] = true
		}
	}
	db, err := pg.Open(ctx, url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	b, err := bus.Connect(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	relay := outbox.NewRelay(db, b, "test", quiet)
	background(t, relay.Run)
	ledger := change.NewLedger(db, relay, nil, nil)
	for id := range acknowledged { // every client repeats its request, not sure of the answer
		if answer, err := change.Do(ctx, ledger, change.Cause{Kind: change.Request, ID: id, Action: "Make"}, making(id)); err != nil || answer != id {
			t.Fatalf("repeating %s: %q, %v", id, answer, err)
		}
	}
	var s taker
	background(t, func(ctx context.Context) error { return b.Run(ctx, db, quiet, s.consumer()) })
	var events int
	if err := db.Pool().QueryRow(ctx, `SELECT count(*) FROM platform_outbox`).Scan(&events); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		state, err := b.EnsureStream(ctx, "test")
		t.Logf("of %d events %d are in the stream, %d taken, %d waiting; %v", events, state.Messages, len(s.taken()), backlog(t, db), err)
	})
	eventually(t, "every event", func() bool { return len(s.taken()) >= events && backlog(t, db) == 0 })
	times := map[string]int{}
	for _, id := range s.taken() {
		times[id]++
	}
	for id := range acknowledged {
		if times[id] != 1 {
			t.Errorf("%s was acknowledged and arrived %d times", id, times[id])
		}
	}
	if len(times) != events || len(s.taken()) != events {
		t.Errorf("%d events, %d arrivals of %d", events, len(s.taken()), len(times))
	}
	if _, err := audit.NewSequencer(db, quiet).Chain(ctx); err != nil {
		t.Fatal(err)
	}
	if report, err := audit.Verify(ctx, db); err != nil || report.Bad != nil || report.Chained != int64(events) {
		t.Errorf("audit: %+v, %v", report, err)
	}
	t.Logf("%d acknowledged, %d committed, 6 kills", len(acknowledged), events)
}

// killOne runs a victim, kills it after some acknowledgements and returns those
// it had printed.
func killOne(t *testing.T, url, address string, round int) (ids []string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), envVictimDB+"="+url, envVictimNATS+"="+address, fmt.Sprintf("%s=%d", envVictimRound, round))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	limit := 20 + rand.IntN(200)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		ids = append(ids, lines.Text())
		if len(ids) == limit {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	if len(ids) < limit {
		t.Fatalf("the victim ended by itself after %d acknowledgements", len(ids))
	}
	return ids
}

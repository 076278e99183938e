package tlog_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

// The variables that make this test program the victim of TestKilled.
const (
	envVictimDB    = "DANCHU_TEST_VICTIM_DB"
	envVictimRound = "DANCHU_TEST_VICTIM_ROUND"
)

func TestMain(m *testing.M) {
	if os.Getenv(envVictimDB) != "" {
		fmt.Fprintln(os.Stderr, victim())
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// victim appends until it is killed, and says what was acknowledged.
func victim() error {
	ctx := context.Background()
	db, err := pg.Open(ctx, os.Getenv(envVictimDB))
	if err != nil {
		return err
	}
	k, err := tlog.ParseKeys(seed(1))
	if err != nil {
		return err
	}
	sequencer, reader := tlog.NewSequencer(db, k, quiet), tlog.NewReader(db)
	go func() { _ = sequencer.Run(ctx) }()
	id, err := tlog.Find(ctx, db, origin)
	if err != nil {
		return err
	}
	failed := make(chan error)
	var out sync.Mutex
	for lane := range 4 {
		go func() {
			for n := 0; ; n++ {
				name := fmt.Appendf(nil, "%s/%d/%d", os.Getenv(envVictimRound), lane, n)
				err := db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
					return tlog.Append(ctx, tx, id, []tlog.Leaf{{Key: name, Data: name}})
				})
				if err == nil && lane == 0 { // this lane waits for its receipts
					_, err = sequencer.Await(ctx, reader, id, name)
				}
				if err != nil {
					failed <- err
					return
				}
				out.Lock()
				fmt.Println(string(name))
				out.Unlock()
			}
		}()
	}
	return <-failed
}

// A program is killed -9 again and again while it appends and sequences: what it
// acknowledged is in the log exactly once, and every checkpoint that was ever to
// be seen agrees with the last one.
func TestKilled(t *testing.T) {
	t.Parallel()
	h := build(t)
	h.sequence()
	c := h.client(h.log, origin, nil)
	var acknowledged []string
	var seen []tlogclient.Signed
	for round := range 6 {
		acknowledged = append(acknowledged, killOne(t, h.db.URL(), round)...)
		at, err := c.Checkpoint(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		seen = append(seen, at)
	}
	h.sequence()
	last, entries := everything(t, c)
	slices.Sort(entries)
	for _, name := range acknowledged {
		if _, found := slices.BinarySearch(entries, name); !found {
			t.Errorf("%s was acknowledged and is not in the log", name)
		}
	}
	if once := slices.Compact(slices.Clone(entries)); len(once) != len(entries) {
		t.Errorf("%d entries, %d different ones", len(entries), len(once))
	}
	for _, older := range seen {
		if err := c.Consistent(context.Background(), older, last); err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d acknowledged, %d in the log, 6 kills", len(acknowledged), len(entries))
}

// killOne runs a victim, kills it after some acknowledgements and returns those
// it had printed.
func killOne(t *testing.T, url string, round int) (names []string) {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), envVictimDB+"="+url, fmt.Sprintf("%s=%d", envVictimRound, round))
	said := &strings.Builder{}
	cmd.Stderr = said
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	stuck := time.AfterFunc(time.Minute, func() { _ = cmd.Process.Kill() })
	defer stuck.Stop()
	limit := 20 + rand.IntN(300)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		names = append(names, lines.Text())
		if len(names) == limit {
			_ = cmd.Process.Kill()
		}
	}
	_ = cmd.Wait()
	if len(names) < limit {
		t.Fatalf("the victim ended by itself after %d acknowledgements: %s", len(names), said)
	}
	return names
}

package voting_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
	"github.com/danchu-platform/danchu/services/voting"
	"github.com/danchu-platform/danchu/services/voting/ballot"
	ballotkey "github.com/danchu-platform/danchu/services/voting/internal/issuer"
)

// Ten thousand casts at once on one vote: two thousand five hundred ballots, each sent four times, while the database is killed again and
// again. Every acknowledged ballot is in the count, none is in it twice, and a stranger who counts again agrees.
//
// It runs alone: beside it the deadlines of the others would measure the machine.
func TestTenThousandCastsWithTheDatabaseKilled(t *testing.T) {
	const households, copies = 2500, 4
	victim := durable(t)
	h := openOn(t, victim.db)
	h.directory.rolls[village] = nil
	for i := range households {
		h.directory.rolls[village] = append(h.directory.rolls[village], household(village, i))
	}
	v := h.announceOnline(t, votingv1.Method_METHOD_SECRET_BALLOT)
	h.everybodyAgrees(t, v)
	h.set(ballotOpens)
	v = h.open(t, head, h.get(t, h.as(t, head), v.GetName()))
	ballots := h.everybodyDrew(t, v, households)

	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	var logs sync.WaitGroup
	logs.Go(func() { _ = h.service.RunLogs(ctx) })
	var acknowledged atomic.Int64
	taken := make([]atomic.Pointer[votingv1.Receipt], households)
	var all sync.WaitGroup
	for range copies {
		for i, b := range ballots {
			all.Go(func() {
				if r := h.castUntilKnown(t, b); r != nil {
					if before := taken[i].Swap(r); before != nil && before.GetCommitment() != r.GetCommitment() {
						t.Errorf("ballot %d has two receipts", i)
					}
					acknowledged.Add(1)
				}
			})
		}
	}
	for kill := range int64(3) {
		for acknowledged.Load() < (kill+1)*households*copies/5 && t.Context().Err() == nil && !t.Failed() {
			victim.tick()
		}
		victim.killAndStart(t)
	}
	all.Wait()
	stop()
	logs.Wait()
	t.Logf("%d casts acknowledged over three kills", acknowledged.Load())

	h.set(ballotCloses)
	v = h.settle(t, head, h.get(t, h.as(t, head), v.GetName()))
	if got := v.GetResult().GetCounts()[0].GetVotes(); got != households {
		t.Errorf("%d ballots are counted, want %d", got, households)
	}
	var receipts []*votingv1.Receipt
	for i := range taken {
		if r := taken[i].Load(); r != nil {
			receipts = append(receipts, r)
		}
	}
	if len(receipts) != households {
		t.Errorf("%d ballots have a receipt, want %d", len(receipts), households)
	}
	h.recounted(t, v, receipts[:200]...)
	h.nothingLeft(t, uuidOf(v))
}

// castUntilKnown casts until the answer is one: what nobody knows is asked again, as the browser does.
func (h *house) castUntilKnown(t testing.TB, b *votingv1.CastBallotRequest) *votingv1.Receipt {
	for {
		r, err := h.CastBallot(t.Context(), b)
		switch status.Code(err) {
		case codes.OK:
			return r
		case codes.Unavailable, codes.DeadlineExceeded, codes.ResourceExhausted:
			if t.Context().Err() == nil {
				continue
			}
		}
		t.Errorf("a ballot was refused: %v", err)
		return nil
	}
}

// everybodyAgrees answers the poll for all households on the roll.
func (h *house) everybodyAgrees(t testing.TB, v *votingv1.Vote) {
	t.Helper()
	_, err := h.db.Pool().Exec(t.Context(), `INSERT INTO opt_in_answer (vote, household, agree) SELECT vote, household, true FROM roll_entry WHERE vote = $1`, uuidOf(v))
	must(t, err)
	_, err = h.RecordOptIn(h.as(t, head), &votingv1.RecordOptInRequest{Vote: v.GetName(), ReportNumber: "05/BC", ReportDate: "2026-03-09", Close: true})
	must(t, err)
}

// everybodyDrew makes a ballot for each household with the key of the vote, and marks that all of them drew: the drawing
// itself has tests of its own.
func (h *house) everybodyDrew(t testing.TB, v *votingv1.Vote, n int) []*votingv1.CastBallotRequest {
	t.Helper()
	var sealed []byte
	must(t, h.db.Pool().QueryRow(t.Context(), `SELECT sealed_key FROM vote_log WHERE vote = $1`, uuidOf(v)).Scan(&sealed))
	sealer, err := ballotkey.NewSealer(secret("ballot").Reveal())
	must(t, err)
	key, err := sealer.Open(sealed, uuidOf(v))
	must(t, err)
	_, err = h.db.Pool().Exec(t.Context(), `UPDATE roll_entry SET took_part_form = 'online', credential_drawn = true WHERE vote = $1`, uuidOf(v))
	must(t, err)
	voter, err := ballot.NewVoter(key.SPKI())
	must(t, err)
	ballots := make([]*votingv1.CastBallotRequest, n)
	var lanes sync.WaitGroup
	for lane := range 4 {
		lanes.Go(func() {
			for i := lane; i < n; i += 4 {
				d, err := voter.Draw()
				if err == nil {
					var blind, signature []byte
					if blind, err = key.BlindSign(d.Blinded); err == nil {
						signature, err = d.Finish(blind)
					}
					ballots[i] = filled(v, d.Token, signature, ballot.Agree)
				}
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	lanes.Wait()
	return ballots
}

// durableServer is a PostgreSQL of its own that keeps what it acknowledges, to be killed.
type durableServer struct {
	options server.Options
	db      *pg.DB
	ticker  *time.Ticker
}

func durable(t testing.TB) *durableServer {
	t.Helper()
	path, err := os.MkdirTemp("/tmp", "danchu-killed-")
	must(t, err)
	must(t, os.Chmod(path, 0o755)) //nolint:gosec // the server's user walks through it
	s := &durableServer{ticker: time.NewTicker(time.Millisecond), options: server.Options{
		Dir: filepath.Join(path, "pg"), Bin: os.Getenv("PG_BIN"), Settings: map[string]string{"shared_buffers": "128MB", "log_min_messages": "fatal"},
	}}
	t.Cleanup(func() { s.ticker.Stop(); _ = os.RemoveAll(path) })
	cluster, err := server.Start(t.Context(), s.options)
	must(t, err)
	t.Cleanup(func() { s.kill(t); _ = cluster.Stop(context.Background()) })
	must(t, pg.Migrate(t.Context(), cluster.URL("postgres"), voting.Migrations()...))
	s.db, err = pg.Open(t.Context(), cluster.URL("postgres"))
	must(t, err)
	t.Cleanup(s.db.Close)
	return s
}

// tick waits for a moment of the clock that drives the waiting.
func (s *durableServer) tick() { <-s.ticker.C }

// kill ends the postmaster with -9: no checkpoint, no goodbye. Its children follow by themselves.
func (s *durableServer) kill(t testing.TB) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(s.options.Dir, "data", "postmaster.pid"))
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	must(t, err)
	pid, err := strconv.Atoi(strings.TrimSpace(strings.SplitN(string(text), "\n", 2)[0]))
	must(t, err)
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil && !errors.Is(err, syscall.ESRCH) {
		t.Fatal(err)
	}
}

// killAndStart kills the server and starts it again as soon as its children are gone.
func (s *durableServer) killAndStart(t testing.TB) {
	t.Helper()
	s.kill(t)
	var last error
	for range 60_000 {
		s.tick()
		if _, last = server.Start(t.Context(), s.options); last != nil {
			continue // its children still hold the memory
		}
		if last = s.db.Ping(t.Context()); last == nil {
			return
		}
	}
	t.Fatal(fmt.Errorf("the server does not start again: %w", last))
}

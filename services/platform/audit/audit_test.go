package audit_test

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/audit"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
)

var quiet = slog.New(slog.DiscardHandler)

func insert(t testing.TB, db *pg.DB, n int) {
	t.Helper()
	err := db.InTx(context.Background(), func(ctx context.Context, tx pgx.Tx) error {
		for i := range n {
			entry := audit.Entry{
				At: time.Now(), Actor: "iss#an", Action: "PublishPublication", Resource: fmt.Sprintf("publications/%d", i),
				Unit: "08584@2025-07-01", Detail: map[string]string{"b": "2", "a": "một"},
			}
			if err := audit.Insert(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func chained(t testing.TB, n int) *pg.DB {
	t.Helper()
	db := pgtest.New(t)
	insert(t, db, n)
	if got, err := audit.NewSequencer(db, quiet).Chain(context.Background()); err != nil || got != n {
		t.Fatalf("chained %d, %v", got, err)
	}
	return db
}

func verify(t testing.TB, db *pg.DB, kept ...audit.Head) audit.Report {
	t.Helper()
	report, err := audit.Verify(context.Background(), db, kept...)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestChainHolds(t *testing.T) {
	t.Parallel()
	db := chained(t, 1200)
	insert(t, db, 3)
	report := verify(t, db)
	if report.Bad != nil || report.Chained != 1200 || report.Unchained != 3 {
		t.Fatalf("%+v", report)
	}
}

func TestTableRefusesChanges(t *testing.T) {
	t.Parallel()
	db := chained(t, 2)
	for _, table := range []string{"platform_audit", "platform_audit_chain"} {
		for _, statement := range []string{
			`DELETE FROM ` + table, `TRUNCATE ` + table, `TRUNCATE ` + table + ` CASCADE`,
			map[string]string{"platform_audit": `UPDATE platform_audit SET actor = 'x'`, "platform_audit_chain": `UPDATE platform_audit_chain SET seq = 9`}[table],
			`SET session_replication_role = replica; DELETE FROM ` + table,
		} {
			_, err := db.Pool().Exec(context.Background(), statement)
			if pg.Code(err) != "42501" || !strings.Contains(err.Error(), "append-only") {
				t.Errorf("%s: %v", statement, err)
			}
		}
	}
}

// Somebody with the rights of the owner switches the triggers off and tampers:
// the walk names the first bad row.
func TestTamperingIsFound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tamper  string
		seq, id int64
	}{
		"altered":        {`UPDATE platform_audit SET actor = 'iss#mallory' WHERE id = 3`, 3, 3},
		"moved in time":  {`UPDATE platform_audit SET at = at - interval '1 microsecond' WHERE id = 1`, 1, 1},
		"detail altered": {`UPDATE platform_audit SET detail = replace(detail, 'một', 'hai') WHERE id = 5`, 5, 5},
		"removed":        {`DELETE FROM platform_audit WHERE id = 2`, 2, 2},
		"link removed":   {`DELETE FROM platform_audit_chain WHERE seq = 4`, 4, 0},
		"both removed":   {`DELETE FROM platform_audit_chain WHERE seq = 4; DELETE FROM platform_audit WHERE id = 4`, 4, 0},
		"hash altered":   {`UPDATE platform_audit_chain SET hash = sha256('x') WHERE seq = 5`, 5, 5},
		"slipped in":     {`INSERT INTO platform_audit (at, actor, action, resource) VALUES (now(), 'a', 'b', 'c')`, 0, 6},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db := chained(t, 5)
			if _, err := db.Pool().Exec(context.Background(),
				`ALTER TABLE platform_audit DISABLE TRIGGER ALL; ALTER TABLE platform_audit_chain DISABLE TRIGGER ALL; `+c.tamper); err != nil {
				t.Fatal(err)
			}
			report := verify(t, db)
			if report.Bad == nil || report.Bad.Seq != c.seq || report.Bad.AuditID != c.id {
				t.Fatalf("found %+v, want place %d, entry %d", report.Bad, c.seq, c.id)
			}
		})
	}
}

// A chain cut at its end or rewritten holds in itself; a head kept elsewhere
// gives it away.
func TestKeptHeads(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	db := chained(t, 5)
	head, err := audit.CurrentHead(ctx, db)
	if err != nil || head.Seq != 5 {
		t.Fatalf("%+v, %v", head, err)
	}
	if report := verify(t, db, head); report.Bad != nil {
		t.Fatal(report.Bad)
	}
	if _, err := db.Pool().Exec(ctx, `
ALTER TABLE platform_audit DISABLE TRIGGER ALL; ALTER TABLE platform_audit_chain DISABLE TRIGGER ALL;
DELETE FROM platform_audit_chain WHERE seq = 5; DELETE FROM platform_audit WHERE id = 5`); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, db); report.Bad != nil {
		t.Fatalf("a cut end cannot be seen from inside, yet: %v", report.Bad)
	}
	if report := verify(t, db, head); report.Bad == nil || report.Bad.Seq != 5 {
		t.Fatalf("cut not found: %+v", report.Bad)
	}
	insert(t, db, 1)
	if _, err := audit.NewSequencer(db, quiet).Chain(ctx); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, db, head); report.Bad == nil || report.Bad.Seq != 5 {
		t.Fatalf("rewriting not found: %+v", report.Bad)
	}
}

// Writers that commit out of order and two sequencers at once: every entry gets
// exactly one place and the chain holds.
func TestConcurrentWritersAndSequencers(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	var writers sync.WaitGroup
	ctx, cancel := context.WithCancel(context.Background())
	var sequencers sync.WaitGroup
	for range 2 {
		sequencers.Go(func() {
			for ctx.Err() == nil {
				if _, err := audit.NewSequencer(db, quiet).Chain(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for range 8 {
		writers.Go(func() {
			for range 20 {
				insert(t, db, 2)
			}
		})
	}
	writers.Wait()
	cancel()
	sequencers.Wait()
	if _, err := audit.NewSequencer(db, quiet).Chain(context.Background()); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, db); report.Bad != nil || report.Chained != 320 || report.Unchained != 0 {
		t.Fatalf("%+v", report)
	}
}

func TestSequencerRuns(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error)
	var warnings bytes.Buffer
	go func() { done <- audit.NewSequencer(db, slog.New(slog.NewTextHandler(&warnings, nil))).Run(ctx) }()
	insert(t, db, 3)
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("not chained in 30 s")
		}
		if head, err := audit.CurrentHead(ctx, db); err == nil && head.Seq == 3 {
			break
		}
	}
	cancel()
	if err := <-done; err != nil || warnings.Len() > 0 {
		t.Fatalf("%v, log: %s", err, warnings.String())
	}
}

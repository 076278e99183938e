package directory_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/directory/internal/app"
	"github.com/danchu-platform/danchu/services/directory/internal/domain"
	"github.com/danchu-platform/danchu/services/directory/internal/events"
	"github.com/danchu-platform/danchu/services/directory/internal/postgres"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/change"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/workday"
)

// rowsOfKilled is enough to be in the middle of something when the kill comes.
const rowsOfKilled = 60_000

// killed is a directory that runs as its own program, to be killed and started again.
type killed struct {
	binary, url, blobs string
	db                 *pg.DB
	do                 *app.Directory
	alive              func() // fails the test when the program ended by itself
}

func buildDirectory(t *testing.T) *killed {
	t.Helper()
	k := &killed{alive: func() {}, binary: filepath.Join(t.TempDir(), "directory"), url: pgtest.URL(t, directory.Migrations()...), blobs: "file://" + t.TempDir()}
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", k.binary, "./cmd/directory").CombinedOutput()
	if err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	k.db, err = pg.Open(t.Context(), k.url)
	must(t, err)
	t.Cleanup(k.db.Close)
	_, err = k.db.Pool().Exec(t.Context(), `
		INSERT INTO unit (key, code, name, full_name, name_key, name_folded, type, level, valid_from, version)
		SELECT code || '@' || from_day, code, code, code, code, code, type, level, from_day::date, 1 FROM (VALUES
			('25', '2025-07-01', 'tinh', 'province'), ('08584', '2025-07-01', 'xa', 'commune'),
			('08584.001', '2026-07-01', 'thon', 'village'), ('08584.002', '2026-07-01', 'thon', 'village')) v (code, from_day, type, level);
		INSERT INTO unit_parent (unit, parent, valid_from) VALUES ('08584@2025-07-01', '25@2025-07-01', '2025-07-01'),
			('08584.001@2026-07-01', '08584@2025-07-01', '2026-07-01'), ('08584.002@2026-07-01', '08584@2025-07-01', '2026-07-01')`)
	must(t, err)
	clock := func() time.Time { return noon }
	store := postgres.New(change.NewLedger(k.db, nil, nil, clock), events.Message, nil, clock)
	k.do = app.New(store, clock, func(id string) (string, error) { return authn.PersonKey([]byte(secret), id) })
	return k
}

// ask enters an import of a large roll; nobody works on it yet.
func (k *killed) ask(t *testing.T) string {
	t.Helper()
	var table bytes.Buffer
	table.WriteString("Mã thôn,Mã hộ,Người đại diện,Số định danh\n")
	for n := range rowsOfKilled {
		_, _ = fmt.Fprintf(&table, "08584.%03d,%06d,Nguyễn Thị Hạnh,0259%08d\n", n%2+1, n, n)
	}
	blobs, err := files.Open(t.Context(), k.blobs, files.Options{})
	must(t, err)
	handle, err := blobs.Put(t.Context(), "roll.csv", &table, files.Limits{Size: 1 << 30, Kinds: files.Tables})
	must(t, err)
	i, err := k.do.CreateImport(t.Context(), change.Cause{Kind: change.Operator, Actor: admin, Action: "CreateImport"}, app.Import{
		Kind: app.ImportHouseholds, Unit: "25@2025-07-01", File: handle.Key, FileName: handle.Name, FileSize: handle.Size,
		FileDigest: handle.SHA256, Actor: admin, ActorKeys: []string{admin}, Period: domain.Period{From: workday.New(2026, 10, 1)},
	})
	must(t, err)
	return i.ID
}

// start runs the program; what is returned kills it as a power cut does.
func (k *killed) start(t *testing.T) (kill func()) {
	t.Helper()
	var said bytes.Buffer
	ctx, cancel := context.WithCancel(context.Background())
	program := exec.CommandContext(ctx, k.binary, "serve") //nolint:gosec // built above
	program.Env = append(os.Environ(),
		"DANCHU_DATABASE_URL="+k.url, "DANCHU_NATS_URL=nats://127.0.0.1:1", "DANCHU_GRPC_ADDR=127.0.0.1:0", "DANCHU_ADMIN_ADDR=127.0.0.1:0",
		"DANCHU_PERSON_KEY="+secret, "DANCHU_FILES_KEY="+secret, "DANCHU_BLOB_URL="+k.blobs, "DANCHU_CATALOGUE=false",
		"DANCHU_ISSUERS=https://sso.example", "DANCHU_LOG_LEVEL=WARN")
	program.Stdout, program.Stderr = &said, &said
	must(t, program.Start())
	ended := make(chan struct{})
	go func() {
		_ = program.Wait() // killed, or said why
		close(ended)
	}()
	k.alive = func() {
		select {
		case <-ended:
			t.Fatalf("the program ended by itself:\n%s", said.String())
		default:
		}
	}
	kill = func() {
		k.alive = func() {}
		cancel() // SIGKILL
		<-ended
	}
	t.Cleanup(kill)
	return kill
}

func (k *killed) number(t *testing.T, sql string) (n int) {
	t.Helper()
	k.alive()
	must(t, k.db.Pool().QueryRow(t.Context(), sql).Scan(&n))
	return n
}

// A program killed in the middle of an import leaves nothing half done: the roll
// is empty until all of it is there, the next start takes the import up, and it is
// told once.
func TestAnImportOutlivesItsProgram(t *testing.T) {
	t.Parallel()
	k := buildDirectory(t)
	id := k.ask(t)
	moments := []struct{ name, came string }{
		{"while the file is read", `SELECT count(*) FROM import WHERE rows_read >= 20000 OR state = 'succeeded'`},
		{"while it is merged", `SELECT count(*) FROM import WHERE phase IN ('merging', 'announcing') OR state = 'succeeded'`},
	}
	for _, moment := range moments {
		kill := k.start(t)
		eventually(t, moment.name, func() bool { return k.number(t, moment.came) > 0 })
		kill()
		// The database may still be at the statement it was given; its transaction will not end well.
		eventually(t, "the dead program's transaction is over", func() bool {
			return k.number(t, `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL`) == 0
		})
		households, keys := k.number(t, `SELECT count(*) FROM household`), k.number(t, `SELECT count(*) FROM representing`)
		done := k.number(t, `SELECT count(*) FROM import WHERE state = 'succeeded'`)
		if want := done * rowsOfKilled; households != want || keys != want {
			t.Fatalf("killed %s: %d households and %d keys, finished %d", moment.name, households, keys, done)
		}
		// Asked for anew, also the counts that people see begin anew.
		k.forgetProgress(t)
	}
	k.start(t)
	eventually(t, "the import ends", func() bool { return k.number(t, `SELECT count(*) FROM import WHERE finished_at IS NOT NULL`) == 1 })
	i, err := k.do.Store().Import(t.Context(), id)
	must(t, err)
	if i.State != app.ImportSucceeded || i.Tally.Created != rowsOfKilled {
		t.Fatalf("%+v", i)
	}
	for sql, want := range map[string]int{
		`SELECT count(*) FROM household`:    rowsOfKilled,
		`SELECT count(*) FROM representing`: rowsOfKilled,
		`SELECT count(*) FROM platform_outbox WHERE type = 'danchu.directory.v1.household_roll_changed'`:           2,
		`SELECT count(*) FROM household_roll WHERE households = 30000`:                                             2,
		`SELECT count(*) FROM platform_audit WHERE action = 'RunImport'`:                                           1,
		`SELECT count(*) FROM river_job WHERE kind = 'directory_import' AND state NOT IN ('running', 'completed')`: 0,
	} {
		if got := k.number(t, sql); got != want {
			t.Errorf("%s: %d, want %d", sql, got, want)
		}
	}
}

func (k *killed) forgetProgress(t *testing.T) {
	t.Helper()
	_, err := k.db.Pool().Exec(t.Context(), `UPDATE import SET rows_read = 0, phase = '' WHERE state = 'running'`)
	must(t, err)
}

// An import that kills its program each time is given up with a sentence: it does
// not take the service down for ever.
func TestAnImportThatKillsIsGivenUp(t *testing.T) {
	t.Parallel()
	k := buildDirectory(t)
	id := k.ask(t)
	_, err := k.db.Pool().Exec(t.Context(), `UPDATE import SET state = 'running'; UPDATE river_job SET attempt = max_attempts WHERE kind = 'directory_import'`)
	must(t, err)
	k.start(t)
	eventually(t, "the import ends", func() bool { return k.number(t, `SELECT count(*) FROM import WHERE finished_at IS NOT NULL`) == 1 })
	i, err := k.do.Store().Import(t.Context(), id)
	must(t, err)
	if i.State != app.ImportFailed || i.Failure != "IMPORT_INTERRUPTED" || k.number(t, `SELECT count(*) FROM household`) != 0 {
		t.Fatalf("%+v", i)
	}
	words, err := directory.Messages()
	must(t, err)
	if !words.Has(i.Failure) {
		t.Errorf("no sentence for %s", i.Failure)
	}
}

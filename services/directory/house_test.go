package directory_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"io"
	"log/slog"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	"github.com/danchu-platform/danchu/services/directory"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/embedded"
	"github.com/danchu-platform/danchu/services/platform/config"
	"github.com/danchu-platform/danchu/services/platform/fault"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/rpc"
	"github.com/danchu-platform/danchu/services/platform/units"
)

const (
	issuer = "https://sso.example#"
	admin  = issuer + "tinh" // first administrator of the province
	secret = "0123456789abcdef0123456789abcdef"
)

var noon = time.Date(2026, 11, 21, 5, 0, 0, 0, time.UTC)

// house is a running directory on a database, a broker and a network of its own.
type house struct {
	directoryv1.UnitServiceClient
	directoryv1.AgencyServiceClient
	directoryv1.HouseholdServiceClient
	directoryv1.PersonServiceClient
	directoryv1.RoleServiceClient
	directoryv1.CalendarServiceClient
	directoryv1.ImportServiceClient

	db     *pg.DB
	bus    *bus.Bus
	units  *units.Copy
	minter *authn.Minter
	signer *files.Signer
	blobs  *files.Store
	ctx    context.Context
}

// open starts a directory with these settings; every event is delivered twice.
func open(t testing.TB, cfg directory.Config) *house {
	t.Helper()
	clock := func() time.Time { return noon }
	log := slog.New(slog.NewTextHandler(io.Discard, nil))
	h := &house{db: pgtest.New(t, directory.Migrations()...)}
	broker, stop, err := embedded.Start(t.TempDir())
	must(t, err)
	t.Cleanup(stop)
	h.bus = broker
	h.units = units.New(directory.Name, h.db, log)
	h.blobs, err = files.Open(t.Context(), "file://"+t.TempDir(), files.Options{})
	must(t, err)
	h.signer, err = files.NewSigner(clock, []byte(secret))
	must(t, err)
	own, err := directory.Messages()
	must(t, err)
	shared, err := files.Words()
	must(t, err)
	words, err := own.Merge(shared)
	must(t, err)
	door, err := directory.New(t.Context(), cfg, directory.Deps{
		DB: h.db, Bus: broker, Log: log, Clock: clock, Units: h.units, Blobs: h.blobs, Signer: h.signer,
		Catalogue: words, PersonKey: config.Secret(secret),
	})
	must(t, err)

	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	minter, err := authn.NewMinter(key, "https://danchu.example", "danchu")
	must(t, err)
	h.minter = minter.WithClock(clock)
	verifier, err := authn.NewVerifier(t.Context(), authn.Config{Audience: "danchu", Gateway: minter.Gateway(), Clock: clock})
	must(t, err)
	server, err := rpc.NewServer(rpc.Config{
		Log: log, Verifier: verifier, Catalogue: words, Health: health.New(), Clock: clock,
		Limits: rpc.Limits{CallerRate: -1, AnonymousRate: -1},
	})
	must(t, err)
	door.Register(server)

	running, cancel := context.WithCancel(context.Background())
	var tasks sync.WaitGroup
	task := func(name string, run func(context.Context) error) {
		tasks.Go(func() {
			if err := run(running); err != nil && running.Err() == nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
	network := rpc.NewMemory()
	task("door", door.Run)
	task("copy", h.units.Run)
	twice := h.units.Consumer()
	twice.Name = "directory_units_again"
	task("consumers", func(ctx context.Context) error { return broker.Run(ctx, h.db, log, h.units.Consumer(), twice) })
	task("server", func(context.Context) error { return server.Serve(network.Listener()) })
	t.Cleanup(func() {
		server.Stop()
		cancel()
		tasks.Wait()
	})
	conn, err := network.Dial(rpc.DialOptions{})
	must(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	h.connect(conn)
	h.ctx = t.Context()
	return h
}

func (h *house) connect(conn grpc.ClientConnInterface) {
	h.UnitServiceClient = directoryv1.NewUnitServiceClient(conn)
	h.AgencyServiceClient = directoryv1.NewAgencyServiceClient(conn)
	h.HouseholdServiceClient = directoryv1.NewHouseholdServiceClient(conn)
	h.PersonServiceClient = directoryv1.NewPersonServiceClient(conn)
	h.RoleServiceClient = directoryv1.NewRoleServiceClient(conn)
	h.CalendarServiceClient = directoryv1.NewCalendarServiceClient(conn)
	h.ImportServiceClient = directoryv1.NewImportServiceClient(conn)
}

// as is a context in which the subject asks; national is their national id, or "".
func (h *house) as(t testing.TB, subject string, national ...string) context.Context {
	t.Helper()
	c := authn.Caller{Subject: subject, Kind: authn.Person, Name: "Nguyễn Thị Hạnh"}
	if len(national) > 0 {
		key, err := authn.PersonKey([]byte(secret), national[0])
		must(t, err)
		c.PersonKey = key
	}
	token, err := h.minter.Mint(c)
	must(t, err)
	return metadata.AppendToOutgoingContext(h.ctx, rpc.AuthorizationKey, "Bearer "+token, rpc.LanguageKey, "vi")
}

func must(t testing.TB, err error) {
	t.Helper()
	if err == nil {
		return
	}
	if e := fault.From(err); e != nil {
		t.Fatalf("%v: %s %+v", err, e.Message, e.Violations)
	}
	t.Fatal(err)
}

// want checks kind and reason of a refusal.
func want(t testing.TB, err error, kind fault.Kind, reason string) {
	t.Helper()
	e := fault.From(err)
	if e == nil || e.Kind != kind || (reason != "" && e.Reason != reason) {
		t.Fatalf("got %v, want %s %s", err, kind, reason)
	}
	if e.Message == "" {
		t.Errorf("%s %s says nothing to people", kind, reason)
	}
}

// eventually waits for a condition, not for a time.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	deadline := time.NewTimer(5 * time.Minute)
	defer deadline.Stop()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-deadline.C:
			t.Fatalf("never: %s", what)
		case <-tick.C:
		}
	}
}

// province opens a directory with a province of two communes and three villages:
//
//	25 Phú Thọ ─┬─ 08584 Võ Miếu ─┬─ 08584.001 Cự Bành
//	            │                 └─ 08584.002 Trại
//	            └─ 08600 Hải Lựu ─── 08600.001 Dừa Lễ
//
// with an administrator of the province (admin), of each commune (xa1, xa2), an
// officer of the first (cc1) and a head of the first village (thon1).
func province(t testing.TB) *house {
	t.Helper()
	h := open(t, directory.Config{})
	_, err := h.db.Pool().Exec(t.Context(), `
		INSERT INTO unit (key, code, name, full_name, name_key, name_folded, type, level, valid_from, version)
		VALUES ('25@2025-07-01', '25', 'Phú Thọ', 'Tỉnh Phú Thọ', 'tinh phu tho', 'tinh phu tho', 'tinh', 'province', '2025-07-01', 1);
		INSERT INTO unit_copy (key, code, name, full_name, name_en, type, level, parent, valid_from, special_area, remote, radio, revision, version)
		VALUES ('25@2025-07-01', '25', 'Phú Thọ', 'Tỉnh Phú Thọ', '', 'tinh', 'province', '', '2025-07-01', false, false, false, 1, 1);
		INSERT INTO role_binding (id, subject_key, role, unit, valid_from, version)
		VALUES ('0198c0de-0000-7000-8000-000000000001', '`+admin+`', 'province_admin', '25@2025-07-01', '2025-07-01', 1);
		INSERT INTO binding_copy (id, subject_key, role, unit, agency, valid_from, revision, version)
		VALUES ('0198c0de-0000-7000-8000-000000000001', '`+admin+`', 'province_admin', '25@2025-07-01', '', '2025-07-01', 1, 1);
		UPDATE copy_version SET version = version + 1`)
	must(t, err)
	must(t, h.units.Refresh(t.Context()))
	top := h.as(t, admin)
	for _, u := range []*directoryv1.Unit{
		{Code: "08584", DisplayName: "Võ Miếu", Type: directoryv1.UnitType_UNIT_TYPE_XA, Parent: "units/25@2025-07-01", ValidFrom: "2025-07-01"},
		{Code: "08600", DisplayName: "Hải Lựu", Type: directoryv1.UnitType_UNIT_TYPE_XA, Parent: "units/25@2025-07-01", ValidFrom: "2025-07-01"},
		{Code: "08584.001", DisplayName: "Cự Bành", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01", ValidFrom: "2026-07-01"},
		{Code: "08584.002", DisplayName: "Trại", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08584@2025-07-01", ValidFrom: "2026-07-01"},
		{Code: "08600.001", DisplayName: "Dừa Lễ", Type: directoryv1.UnitType_UNIT_TYPE_THON, Parent: "units/08600@2025-07-01", ValidFrom: "2026-07-01"},
	} {
		_, err := h.CreateUnit(top, &directoryv1.CreateUnitRequest{Unit: u})
		must(t, err)
	}
	for _, b := range []*directoryv1.RoleBinding{
		{Subject: issuer + "xa1", Role: directoryv1.Role_ROLE_COMMUNE_ADMIN, Unit: "units/08584", ValidFrom: "2026-01-01"},
		{Subject: issuer + "xa2", Role: directoryv1.Role_ROLE_COMMUNE_ADMIN, Unit: "units/08600", ValidFrom: "2026-01-01"},
		{Subject: issuer + "cc1", Role: directoryv1.Role_ROLE_COMMUNE_OFFICER, Unit: "units/08584", ValidFrom: "2026-01-01"},
		{Subject: issuer + "thon1", Role: directoryv1.Role_ROLE_VILLAGE_HEAD, Unit: "units/08584.001@2026-07-01", ValidFrom: "2026-07-01"},
	} {
		_, err := h.BindRole(top, &directoryv1.BindRoleRequest{Binding: b})
		must(t, err)
	}
	return h
}

package voting_test

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	directoryv1 "github.com/danchu-platform/danchu/proto/danchu/directory/v1"
	typev1 "github.com/danchu-platform/danchu/proto/danchu/type/v1"
	votingv1 "github.com/danchu-platform/danchu/proto/danchu/voting/v1"
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
	"github.com/danchu-platform/danchu/services/voting"
)

// The people of the tests. The village has a head and a Front's working committee; so has the one beside it.
const (
	issuer      = "https://sso.example#"
	head        = issuer + "truong-thon"
	villageMTTQ = issuer + "ban-mat-tran"
	otherHead   = issuer + "truong-thon-ben"
	otherFront  = issuer + "ban-mat-tran-ben"
	officer     = issuer + "can-bo"
	chair       = issuer + "chu-tich"
	front       = issuer + "mat-tran"
	sibling     = issuer + "chu-tich-xa-ben"
	inspector   = issuer + "thanh-tra"
	operator    = issuer + "van-hanh"
	citizen     = issuer + "dai-dien-ho"
	stranger    = issuer + "nguoi-khac"

	province     = "25@2025-07-01"
	commune      = "08584@2025-07-01"
	other        = "08590@2025-07-01"
	village      = "08584.001@2025-07-01"
	otherVillage = "08584.002@2025-07-01"
)

var start = time.Date(2026, 3, 9, 3, 0, 0, 0, time.UTC) // Monday 09/3/2026, ten in the morning

// house is a running voting on a database, a broker and a network of its own.
type house struct {
	votingv1.VoteServiceClient
	votingv1.RollServiceClient
	votingv1.DecisionServiceClient
	votingv1.InboxServiceClient
	halls

	votingv1.OnlineServiceClient

	service   *voting.Service
	directory *directory
	asked     grpc.ClientConnInterface // to directory, with the caller's token
	db        *pg.DB
	bus       *bus.Bus
	units     *units.Copy
	minter    *authn.Minter
	verifier  authn.Verifier
	signer    *files.Signer
	now       *atomic.Pointer[time.Time]
	log       *slog.Logger
}

// open starts a house. Its background work does not run: tests that want it call run, the others the looks by name.
func open(t testing.TB) *house {
	t.Helper()
	return openOn(t, pgtest.New(t, voting.Migrations()...))
}

// openOn starts a house on a database that is there.
func openOn(t testing.TB, db *pg.DB) *house {
	t.Helper()
	h := &house{now: &atomic.Pointer[time.Time]{}, log: slog.New(slog.NewTextHandler(io.Discard, nil))}
	h.set(start)
	h.db = db
	broker, stop, err := embedded.Start(t.TempDir())
	must(t, err)
	t.Cleanup(stop)
	h.bus = broker
	h.units = units.New(voting.Name, h.db, h.log)
	h.signer, err = files.NewSigner(h.clock, []byte("0123456789abcdef0123456789abcdef"))
	must(t, err)
	h.populate(t)
	h.prepareTokens(t)
	h.directory = newDirectory()
	h.asked = h.serve(t, h.directory, rpc.DialOptions{Bearer: authn.Bearer})
	h.service = h.door(t)
	h.connect(h.serve(t, h.service, rpc.DialOptions{}))
	return h
}

func (h *house) clock() time.Time { return *h.now.Load() }

func (h *house) set(now time.Time) { h.now.Store(&now) }

// door makes another replica over the same database.
func (h *house) door(t testing.TB) *voting.Service {
	t.Helper()
	words, err := voting.Messages()
	must(t, err)
	door, err := voting.New(t.Context(), voting.Config{
		SweepEvery: time.Hour, JobPoll: 20 * time.Millisecond, PublicURL: "https://danchu.example", LogKeys: secret("log"), BallotSecret: secret("ballot"),
	}, voting.Deps{
		DB: h.db, Bus: h.bus, Log: h.log, Clock: h.clock, Units: h.units, Signer: h.signer, Directory: h.asked, Catalogue: words,
	})
	must(t, err)
	return door
}

// secret is a setting of 32 bytes, another one for each word.
func secret(word string) config.Secret {
	sum := sha256.Sum256([]byte(word))
	return config.Secret(base64.StdEncoding.EncodeToString(sum[:]))
}

func (h *house) prepareTokens(t testing.TB) {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	minter, err := authn.NewMinter(key, "https://danchu.example", "danchu")
	must(t, err)
	h.minter = minter.WithClock(h.clock)
	h.verifier, err = authn.NewVerifier(t.Context(), authn.Config{Audience: "danchu", Gateway: minter.Gateway(), Clock: h.clock})
	must(t, err)
}

// serve runs a service on a network of its own.
func (h *house) serve(t testing.TB, door interface{ Register(grpc.ServiceRegistrar) }, options rpc.DialOptions) grpc.ClientConnInterface {
	t.Helper()
	words, err := voting.Messages()
	must(t, err)
	server, err := rpc.NewServer(rpc.Config{
		Log: h.log, Verifier: h.verifier, Catalogue: words, Health: health.New(), Clock: h.clock, Quiet: voting.Quiet,
		Limits: rpc.Limits{CallerRate: -1, AnonymousRate: -1},
	})
	must(t, err)
	door.Register(server)
	network := rpc.NewMemory()
	var tasks sync.WaitGroup
	tasks.Go(func() { _ = server.Serve(network.Listener()) })
	conn, err := network.Dial(options)
	must(t, err)
	t.Cleanup(func() {
		_ = conn.Close()
		server.Stop()
		tasks.Wait()
	})
	return conn
}

func (h *house) connect(conn grpc.ClientConnInterface) {
	h.VoteServiceClient = votingv1.NewVoteServiceClient(conn)
	h.RollServiceClient = votingv1.NewRollServiceClient(conn)
	h.DecisionServiceClient = votingv1.NewDecisionServiceClient(conn)
	h.OnlineServiceClient = votingv1.NewOnlineServiceClient(conn)
	h.InboxServiceClient = votingv1.NewInboxServiceClient(conn)
	h.halls = newHalls(conn)
}

// run does a door's background work until the returned function is called.
func (h *house) run(t testing.TB, door *voting.Service) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	var task sync.WaitGroup
	task.Go(func() {
		if err := door.Run(ctx); err != nil && ctx.Err() == nil {
			t.Errorf("the door stopped: %v", err)
		}
	})
	return sync.OnceFunc(func() { cancel(); task.Wait() })
}

// tell has the copy of the units take in a fact of directory, twice.
func (h *house) tell(t testing.TB, kind string, fact proto.Message) {
	t.Helper()
	data, err := proto.Marshal(fact)
	must(t, err)
	for range 2 {
		must(t, h.db.InTx(t.Context(), func(ctx context.Context, tx pgx.Tx) error {
			return h.units.Consumer().Handle(ctx, tx, bus.Event{Type: "danchu.directory.v1." + kind, Data: data})
		}))
	}
}

func (h *house) populate(t testing.TB) {
	t.Helper()
	for _, u := range []*directoryv1.UnitState{
		{Key: province, Code: "25", Name: "Phú Thọ", FullName: "Tỉnh Phú Thọ", Type: "tinh", Level: "province", ValidFrom: "2025-07-01"},
		{Key: commune, Code: "08584", Name: "Võ Miếu", FullName: "Xã Võ Miếu", Type: "xa", Level: "commune", Parent: province, ValidFrom: "2025-07-01"},
		{Key: other, Code: "08590", Name: "Hải Lựu", FullName: "Xã Hải Lựu", Type: "xa", Level: "commune", Parent: province, ValidFrom: "2025-07-01"},
		{Key: village, Code: "08584.001", Name: "Quyết Tiến", FullName: "Thôn Quyết Tiến", Type: "thon", Level: "village", Parent: commune, ValidFrom: "2025-07-01"},
		{Key: otherVillage, Code: "08584.002", Name: "Thủy Lợi", FullName: "Thôn Thủy Lợi", Type: "thon", Level: "village", Parent: commune, ValidFrom: "2025-07-01"},
	} {
		h.tell(t, "unit_established", &directoryv1.UnitEstablished{Unit: u})
	}
	for _, b := range []struct{ who, role, unit string }{
		{head, "village_head", village},
		{villageMTTQ, "village_front", village},
		{otherHead, "village_head", otherVillage},
		{otherFront, "village_front", otherVillage},
		{officer, "commune_officer", commune},
		{chair, "commune_chair", commune},
		{front, "commune_front", commune},
		{sibling, "commune_chair", other},
		{inspector, "province_inspector", province},
		{operator, "platform_operator", ""},
	} {
		h.tell(t, "role_bound", &directoryv1.RoleBound{Binding: b.who, SubjectKey: b.who, Role: b.role, Unit: b.unit, ValidFrom: "2025-07-01"})
	}
	must(t, h.units.Refresh(t.Context()))
}

// as is a context in which the subject asks.
func (h *house) as(t testing.TB, subject string) context.Context {
	t.Helper()
	return h.asPerson(t, subject, "")
}

// asPerson is as for somebody whose issuer tells the person behind the account.
func (h *house) asPerson(t testing.TB, subject, person string) context.Context {
	t.Helper()
	token, err := h.minter.Mint(authn.Caller{Subject: subject, PersonKey: person, Kind: authn.Person, Name: "Nguyễn Thị Hạnh"})
	must(t, err)
	return metadata.AppendToOutgoingContext(t.Context(), "authorization", "Bearer "+token)
}

// file is the handle of an upload of that person.
func (h *house) file(t testing.TB, subject, name string) *typev1.Attachment {
	t.Helper()
	stored, ok := files.Stored(name, "image/jpeg", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 1234)
	if !ok {
		t.Fatal("not a digest")
	}
	handle, err := h.signer.Sign(stored, subject, time.Hour)
	must(t, err)
	return &typev1.Attachment{Handle: handle, FileName: name}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// refused demands a fault of that kind and reason.
func refused(t testing.TB, err error, kind fault.Kind, reason string) {
	t.Helper()
	if err == nil {
		t.Fatalf("let through, want %s %s", kind, reason)
	}
	f := fault.FromStatus(status.Convert(err))
	if f.Kind != kind || reason != "" && f.Reason != reason {
		t.Fatalf("%s %s (%v), want %s %s", f.Kind, f.Reason, err, kind, reason)
	}
	if f.Message == "" {
		t.Errorf("%s has no sentence for people", reason)
	}
}

package main

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/hex"
	"encoding/pem"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	natsserver "github.com/nats-io/nats-server/v2/server"
	"google.golang.org/grpc"

	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// house is the product as a cluster runs it: each program a process of its own,
// around one PostgreSQL and one broker.
type house struct {
	dir     string
	secret  string // person, session and files key of this run
	seed    string // log key and ballot secret of this run
	cluster *server.Cluster
	broker  *natsserver.Server
	minter  *authn.Minter
	tokens  tokens

	gateway, directory, disclosure, voting *program
	portal                                 string // http://host:port
	toDirectory, toDisclosure              *grpc.ClientConn
	closers                                []func() error
}

// unlimited lifts the rates of calls from one client but keeps the counting:
// here, one client stands for all.
const unlimited = "1000000000"

// house starts the product, once for all scenarios that need it, with the demo's
// units, roles and documents.
func (b *bench) house(ctx context.Context) (*house, error) {
	if b.running != nil || b.unfit != nil {
		return b.running, b.unfit
	}
	began := time.Now()
	h, err := openHouse(ctx, b.bin)
	b.closers = append(b.closers, h.close)
	if err != nil {
		b.unfit = fmt.Errorf("%w%s", err, h.lastWords())
		return nil, b.unfit
	}
	b.running = h
	fmt.Printf("  (gateway, directory and disclosure started and filled in %.1f s)\n", time.Since(began).Seconds())
	b.since = readCPU()
	return h, nil
}

func (b *bench) close() error {
	var failures []error
	for i := len(b.closers) - 1; i >= 0; i-- {
		failures = append(failures, b.closers[i]())
	}
	return errors.Join(failures...)
}

func openHouse(ctx context.Context, bin string) (*house, error) {
	h := &house{secret: hex.EncodeToString(secret()), seed: base64.StdEncoding.EncodeToString(secret())}
	if err := h.openStores(ctx); err != nil {
		return h, err
	}
	key, err := h.openTokens()
	if err != nil {
		return h, err
	}
	if err := h.openPrograms(ctx, bin, key); err != nil {
		return h, err
	}
	return h, h.fill(ctx)
}

func secret() []byte {
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // never fails: it aborts the program instead
	return raw
}

// openStores starts PostgreSQL, as durable as in production, and the broker.
func (h *house) openStores(ctx context.Context) (err error) {
	if h.dir, err = scratch(); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { return os.RemoveAll(h.dir) })
	if h.cluster, err = startPostgres(ctx, filepath.Join(h.dir, "postgres"), "directory", "disclosure", "voting", "bench"); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { return h.cluster.Stop(context.WithoutCancel(ctx)) })
	h.broker, err = natsserver.NewServer(&natsserver.Options{
		Host: "127.0.0.1", Port: natsserver.RANDOM_PORT, JetStream: true, StoreDir: filepath.Join(h.dir, "events"),
		NoSigs: true, NoLog: true, MaxPayload: 8 << 20,
	})
	if err != nil {
		return err
	}
	h.broker.Start()
	h.closers = append(h.closers, func() error { h.broker.Shutdown(); h.broker.WaitForShutdown(); return nil })
	if !h.broker.ReadyForConnections(10 * time.Second) {
		return errors.New("the broker did not start in 10 s")
	}
	return nil
}

// scratch is a folder that PostgreSQL's unprivileged user can reach as well.
func scratch() (string, error) {
	dir, err := os.MkdirTemp("/tmp", "danchu-bench-")
	if err != nil {
		return "", err
	}
	return dir, os.Chmod(dir, 0o755) //nolint:gosec // PostgreSQL's user walks through it
}

func startPostgres(ctx context.Context, dir string, databases ...string) (*server.Cluster, error) {
	cluster, err := server.Start(ctx, server.Options{Dir: dir, Settings: map[string]string{
		"shared_buffers": "512MB", "max_connections": "200", "max_wal_size": "4GB",
	}})
	if err != nil {
		return nil, err
	}
	conn, err := pgx.Connect(ctx, cluster.URL("postgres"))
	if err != nil {
		return cluster, err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, name := range databases {
		if _, err := conn.Exec(ctx, "CREATE DATABASE "+pgx.Identifier{name}.Sanitize()); err != nil {
			return cluster, err
		}
	}
	return cluster, nil
}

// openTokens makes the gateway's key, with which this program speaks for people as well.
func (h *house) openTokens() (file string, err error) {
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return "", err
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		return "", err
	}
	h.minter, err = authn.NewMinter(key, "danchu-gateway", "danchu")
	h.tokens = tokens{minter: h.minter, made: map[string]token{}}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), err
}

func (h *house) openPrograms(ctx context.Context, bin, key string) error {
	web, err := freeAddress()
	if err != nil {
		return err
	}
	h.portal = "http://" + web
	if err := os.Mkdir(filepath.Join(h.dir, "blobs"), 0o755); err != nil { //nolint:gosec // no secrets in it
		return err
	}
	shared := []string{
		"DANCHU_NATS_URL=" + h.broker.ClientURL(), "DANCHU_LOG_LEVEL=WARN", "DANCHU_DRAIN_WAIT=0s",
		"DANCHU_BLOB_URL=file://" + filepath.Join(h.dir, "blobs") + "?no_tmp_dir=true",
		"DANCHU_PERSON_KEY=" + h.secret, "DANCHU_FILES_KEY=" + h.secret,
		"DANCHU_PUBLIC_URL=" + h.portal, "DANCHU_LOG_KEYS=" + h.seed, "DANCHU_BALLOT_SECRET=" + h.seed,
	}
	at := map[string]string{}
	for _, name := range []string{"directory", "disclosure", "voting"} {
		p, address, err := h.openService(ctx, bin, name, shared)
		if p != nil {
			h.closers = append(h.closers, p.stop)
		}
		if err != nil {
			return err
		}
		at[name] = address
		switch name {
		case "directory":
			h.directory = p
			shared = append(shared, "DANCHU_DIRECTORY_ADDR="+address) // voting asks it
		case "disclosure":
			h.disclosure = p
		case "voting":
			h.voting = p
		}
	}
	admin, err := freeAddress()
	if err != nil {
		return err
	}
	if h.gateway, err = start(filepath.Join(bin, "gateway"), append(shared,
		"DANCHU_HTTP_ADDR="+web, "DANCHU_ADMIN_ADDR="+admin, "DANCHU_PUBLIC_URL="+h.portal, "DANCHU_SESSION_KEY="+h.secret, "DANCHU_TOKEN_KEY="+key,
		"DANCHU_DISCLOSURE_ADDR="+at["disclosure"], "DANCHU_VOTING_ADDR="+at["voting"],
		"DANCHU_HTTP_CLIENT_RATE="+unlimited, "DANCHU_HTTP_CLIENT_BURST="+unlimited, "DANCHU_HTTP_UNIT_RATE="+unlimited, "DANCHU_HTTP_UNIT_BURST="+unlimited,
	), "serve"); err != nil {
		return err
	}
	h.closers = append(h.closers, h.gateway.stop)
	if _, err := h.gateway.until(ctx, "http://"+admin+"/readyz"); err != nil {
		return err
	}
	return h.dial(at["directory"], at["disclosure"])
}

// openService migrates and starts a service; its gRPC address is returned.
func (h *house) openService(ctx context.Context, bin, name string, shared []string) (*program, string, error) {
	grpcAddr, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	admin, err := freeAddress()
	if err != nil {
		return nil, "", err
	}
	env := append([]string{
		"DANCHU_DATABASE_URL=" + h.cluster.URL(name), "DANCHU_GRPC_ADDR=" + grpcAddr, "DANCHU_ADMIN_ADDR=" + admin,
		"DANCHU_TOKEN_JWKS_URL=" + h.portal + "/.well-known/jwks.json",
		"DANCHU_CALLER_RATE=" + unlimited, "DANCHU_CALLER_BURST=" + unlimited, "DANCHU_ANONYMOUS_RATE=" + unlimited,
		"DANCHU_ANONYMOUS_BURST=" + unlimited, "DANCHU_UNIT_RATE=" + unlimited, "DANCHU_UNIT_BURST=" + unlimited,
	}, shared...)
	if name == "directory" {
		env = append(env, "DANCHU_BOOTSTRAP_ADMIN="+author+","+approver, "DANCHU_BOOTSTRAP_UNIT="+province)
	}
	if err := run(ctx, filepath.Join(bin, name), env, "migrate"); err != nil {
		return nil, "", err
	}
	p, err := start(filepath.Join(bin, name), env, "serve")
	if err != nil {
		return nil, "", err
	}
	_, err = p.until(ctx, "http://"+admin+"/readyz")
	return p, grpcAddr, err
}

func (h *house) dial(directory, disclosure string) (err error) {
	// One minute: the demo's first look over all expected obligations is long.
	if h.toDirectory, err = rpc.Dial(directory, rpc.DialOptions{Timeout: time.Minute}); err != nil {
		return err
	}
	h.closers = append(h.closers, h.toDirectory.Close)
	if h.toDisclosure, err = rpc.Dial(disclosure, rpc.DialOptions{Timeout: time.Minute}); err != nil {
		return err
	}
	h.closers = append(h.closers, h.toDisclosure.Close)
	return nil
}

// lastWords are what the programs said, to tell why something failed.
func (h *house) lastWords() string {
	var out strings.Builder
	for _, p := range []*program{h.gateway, h.directory, h.disclosure, h.voting} {
		if p != nil {
			fmt.Fprintf(&out, "\n%s said: %s", p.name, p.words())
		}
	}
	return out.String()
}

func (h *house) close() error {
	var failures []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		failures = append(failures, h.closers[i]())
	}
	return errors.Join(failures...)
}

// webAddress is the portal's host and port.
func (h *house) webAddress() string { return strings.TrimPrefix(h.portal, "http://") }

// eventually waits for a condition, looking again and again.
func eventually(ctx context.Context, every, most time.Duration, what string, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, most)
	defer cancel()
	tick := time.NewTicker(every)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return fmt.Errorf("waiting for %s: %w", what, ctx.Err())
		}
	}
	return nil
}

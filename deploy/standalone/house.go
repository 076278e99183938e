package standalone

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/danchu-platform/danchu/deploy/standalone/mailbox"
	"github.com/danchu-platform/danchu/services/platform/authn"
	"github.com/danchu-platform/danchu/services/platform/bus"
	"github.com/danchu-platform/danchu/services/platform/bus/embedded"
	"github.com/danchu-platform/danchu/services/platform/files"
	"github.com/danchu-platform/danchu/services/platform/health"
	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
	"github.com/danchu-platform/danchu/services/platform/rpc"
)

// Names in the tokens that the gateway half mints for the services half.
const (
	tokenIssuer   = "danchu-gateway"
	tokenAudience = "danchu"
)

// house is what all doors of the process share.
type house struct {
	cfg     Config
	keys    keys
	cluster *server.Cluster
	bus     *bus.Bus
	minter  *authn.Minter
	verify  authn.Verifier
	health  *health.State
	blobs   *files.Store
	signer  *files.Signer
	mail    *mailbox.Mailbox
	memory  *rpc.Memory
	portal  string                        // http://host:port of the portal
	closers []func(context.Context) error // run in reverse
}

// open brings up database and broker and makes the keys. On an error everything opened is closed again.
func open(ctx context.Context, cfg Config, say *progress) (h *house, err error) {
	h = &house{cfg: cfg, health: health.New("program"), memory: rpc.NewMemory()}
	defer func() {
		if err != nil {
			err = errors.Join(err, h.close())
		}
	}()
	// Open to passing through: the database runs as somebody else when this process is root.
	if err := os.MkdirAll(cfg.Dir, 0o755); err != nil {
		return h, err
	}
	if h.keys, err = loadKeys(filepath.Join(cfg.Dir, "keys")); err != nil {
		return h, err
	}
	done := say.step("PostgreSQL")
	place, err := server.Place(filepath.Join(cfg.Dir, "postgres"))
	if err != nil {
		return h, err
	}
	h.cluster, err = server.Start(ctx, server.Options{Dir: place, Settings: map[string]string{
		"shared_buffers": "128MB", "max_connections": "200",
	}})
	if err != nil {
		return h, err
	}
	h.closers = append(h.closers, h.cluster.Stop)
	if err := h.prepareDatabases(ctx); err != nil {
		return h, err
	}
	done()

	done = say.step("event broker")
	broker, stop, err := embedded.Start(filepath.Join(cfg.Dir, "events"))
	if err != nil {
		return h, err
	}
	h.bus = broker
	h.closers = append(h.closers, func(context.Context) error { stop(); return nil })
	done()
	if h.mail, err = mailbox.Open(); err != nil {
		return h, err
	}
	if err := h.prepareFiles(ctx); err != nil {
		return h, err
	}
	return h, h.prepareTokens(ctx)
}

// prepareFiles opens the folder that stands for the store of files.
func (h *house) prepareFiles(ctx context.Context) (err error) {
	dir, err := filepath.Abs(filepath.Join(h.cfg.Dir, "files"))
	if err != nil {
		return err
	}
	h.blobs, err = files.Open(ctx, (&url.URL{Scheme: "file", Path: dir, RawQuery: "create_dir=true&no_tmp_dir=true"}).String(), files.Options{})
	if err != nil {
		return err
	}
	h.closers = append(h.closers, func(context.Context) error { return h.blobs.Close() })
	h.signer, err = files.NewSigner(time.Now, []byte(h.keys.files))
	return err
}

func (h *house) prepareDatabases(ctx context.Context) error {
	names := make([]string, len(doors))
	for i, d := range doors {
		names[i] = d.name
	}
	if err := makeDatabases(ctx, h.cluster, names...); err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, d := range doors {
		group.Go(func() error {
			if err := pg.Migrate(ctx, h.cluster.URL(d.name), d.migrations()...); err != nil {
				return fmt.Errorf("preparing the database of %s: %w", d.name, err)
			}
			return nil
		})
	}
	return group.Wait()
}

// prepareTokens makes the two ends of the short-lived tokens. The key is the
// installation's, so that a restart does not sign anybody out.
func (h *house) prepareTokens(ctx context.Context) (err error) {
	seed, err := hex.DecodeString(h.keys.token)
	if err != nil || len(seed) != ed25519.SeedSize {
		return errors.New("the token key is damaged; remove it together with the data it belongs to")
	}
	if h.minter, err = authn.NewMinter(ed25519.NewKeyFromSeed(seed), tokenIssuer, tokenAudience); err != nil {
		return err
	}
	h.verify, err = authn.NewVerifier(ctx, authn.Config{
		Audience: tokenAudience, Gateway: h.minter.Gateway(), PersonKey: []byte(h.keys.person), Clock: time.Now,
	})
	return err
}

// close closes what was opened, the last first, and gives each part time to finish.
func (h *house) close() error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var failures []error
	for i := len(h.closers) - 1; i >= 0; i-- {
		failures = append(failures, h.closers[i](ctx))
	}
	return errors.Join(failures...)
}

// loopback refuses to listen where anybody else could reach the demo.
func loopback(address string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, fmt.Errorf("address %q: want host:port, such as 127.0.0.1:8080", address)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fmt.Errorf("address %q: this program listens on the loopback interface only; for real use install the chart", address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listening on %s (is another one running?): %w", address, err)
	}
	return listener, nil
}

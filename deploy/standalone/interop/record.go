package interop

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/server"
	"github.com/danchu-platform/danchu/services/platform/tlog"
)

// record is a transparency log on a database of its own, served on the loopback.
type record struct {
	dir       string
	db        *pg.DB
	keys      *tlog.Keys
	sequencer *tlog.Sequencer
	reader    *tlog.Reader
	id        tlog.LogID
	address   string
	key       string // public
	witness   string // public key of who cosigned
}

// openRecord starts everything a log needs; the house closes it.
func (h *house) openRecord(ctx context.Context) (err error) {
	l := &record{}
	h.record = l
	if l.dir, err = os.MkdirTemp("", "danchu-interop-log-"); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { return os.RemoveAll(l.dir) })
	if err := os.Chmod(l.dir, 0o755); err != nil { //nolint:gosec // PostgreSQL may run as somebody else
		return err
	}
	cluster, err := server.Start(ctx, server.Options{Dir: filepath.Join(l.dir, "pg"), Disposable: true})
	if err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { return cluster.Stop(context.WithoutCancel(ctx)) })
	url := cluster.URL("postgres")
	if err := pg.Migrate(ctx, url, tlog.Migrations()); err != nil {
		return err
	}
	if l.db, err = pg.Open(ctx, url); err != nil {
		return err
	}
	h.closers = append(h.closers, func() error { l.db.Close(); return nil })
	if l.keys, err = tlog.ParseKeys(base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{7}, 32))); err != nil {
		return err
	}
	l.sequencer, l.reader = tlog.NewSequencer(l.db, l.keys, slog.New(slog.DiscardHandler)), tlog.NewReader(l.db)
	return h.serveRecord(ctx, l)
}

func (h *house) serveRecord(ctx context.Context, l *record) error {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	const path = "/log/votes/1"
	origin := listener.Addr().String() + path
	l.address = "http://" + origin
	texts, err := l.keys.VerifierKeys(origin)
	if err != nil {
		return err
	}
	l.key = texts[0]
	err = l.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error {
		l.id, err = tlog.Open(ctx, tx, origin, time.Now())
		return err
	})
	if err != nil {
		return err
	}
	web := &http.Server{Handler: http.StripPrefix(path, l.reader.Handler(l.id)), ReadHeaderTimeout: 10 * time.Second}
	h.closers = append(h.closers, web.Close)
	go func() { _ = web.Serve(listener) }() // ends with Close
	return nil
}

func entry(i int) tlog.Leaf {
	return tlog.Leaf{Key: fmt.Appendf(nil, "%d", i), Data: fmt.Appendf(nil, "phiếu %d", i)}
}

// add appends entries and signs a checkpoint that covers them.
func (l *record) add(ctx context.Context, from, n int) error {
	for first := from; first < from+n; first += 1000 {
		var leaves []tlog.Leaf
		for i := first; i < min(first+1000, from+n); i++ {
			leaves = append(leaves, entry(i))
		}
		if err := l.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Append(ctx, tx, l.id, leaves) }); err != nil {
			return err
		}
	}
	_, err := l.sequencer.Sequence(ctx)
	return err
}

// end closes the log.
func (l *record) end(ctx context.Context) error {
	if err := l.db.InTx(ctx, func(ctx context.Context, tx pgx.Tx) error { return tlog.Close(ctx, tx, l.id, time.Now()) }); err != nil {
		return err
	}
	_, err := l.sequencer.Sequence(ctx)
	return err
}

// keep writes the newest checkpoint to a file.
func (l *record) keep(ctx context.Context, name string) (string, error) {
	text, err := l.reader.ReadCheckpoint(ctx, l.id)
	if err != nil {
		return "", err
	}
	file := filepath.Join(l.dir, name)
	return file, os.WriteFile(file, text, 0o600)
}

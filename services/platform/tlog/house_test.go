package tlog_test

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/danchu-platform/danchu/services/platform/pg"
	"github.com/danchu-platform/danchu/services/platform/pg/pgtest"
	"github.com/danchu-platform/danchu/services/platform/tlog"
	"github.com/danchu-platform/danchu/services/platform/tlog/tlogclient"
)

const origin = "log.example.vn/votes/1"

var quiet = slog.New(slog.DiscardHandler)

// seed is a setting with one key, of 32 equal bytes.
func seed(b byte) string { return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{b}, 32)) }

func keys(t testing.TB, setting string) *tlog.Keys {
	t.Helper()
	k, err := tlog.ParseKeys(setting)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// house is a database with one log in it.
type house struct {
	t         testing.TB
	db        *pg.DB
	keys      *tlog.Keys
	sequencer *tlog.Sequencer
	reader    *tlog.Reader
	log       tlog.LogID
}

func build(t testing.TB) *house {
	t.Helper()
	h := &house{t: t, db: pgtest.New(t, tlog.Migrations()), keys: keys(t, seed(1))}
	h.sequencer, h.reader = tlog.NewSequencer(h.db, h.keys, quiet), tlog.NewReader(h.db)
	h.log = h.open(origin)
	return h
}

func (h *house) open(origin string) (id tlog.LogID) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx pgx.Tx) (err error) {
		id, err = tlog.Open(ctx, tx, origin, time.Now())
		return err
	})
	return id
}

func (h *house) in(work func(context.Context, pgx.Tx) error) {
	h.t.Helper()
	if err := h.db.InTx(context.Background(), work); err != nil {
		h.t.Fatal(err)
	}
}

func leaf(i int) tlog.Leaf {
	return tlog.Leaf{Key: fmt.Appendf(nil, "key %d", i), Data: fmt.Appendf(nil, "leaf %d", i)}
}

func leaves(from, n int) (all []tlog.Leaf) {
	for i := from; i < from+n; i++ {
		all = append(all, leaf(i))
	}
	return all
}

func (h *house) append(id tlog.LogID, all ...tlog.Leaf) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx pgx.Tx) error { return tlog.Append(ctx, tx, id, all) })
}

func (h *house) close(id tlog.LogID, last ...tlog.Leaf) {
	h.t.Helper()
	h.in(func(ctx context.Context, tx pgx.Tx) error { return tlog.Close(ctx, tx, id, time.Now(), last...) })
}

func (h *house) sequence() int {
	h.t.Helper()
	n, err := h.sequencer.Sequence(context.Background())
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

func trust(t testing.TB, k *tlog.Keys, origin string) tlogclient.Trust {
	t.Helper()
	texts, err := k.VerifierKeys(origin)
	if err != nil {
		t.Fatal(err)
	}
	trust, err := tlogclient.NewTrust(origin, texts, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	return trust
}

// client reads a log over HTTP; between may change what the server does.
func (h *house) client(id tlog.LogID, origin string, between func(http.Handler) http.Handler) *tlogclient.Client {
	h.t.Helper()
	handler := http.StripPrefix("/log/votes/1", h.reader.Handler(id))
	if between != nil {
		handler = between(handler)
	}
	server := httptest.NewServer(handler)
	h.t.Cleanup(server.Close)
	c, err := tlogclient.New(server.URL+"/log/votes/1/", trust(h.t, h.keys, origin), server.Client())
	if err != nil {
		h.t.Fatal(err)
	}
	return c
}

// everything downloads and verifies the whole log.
func everything(t testing.TB, c *tlogclient.Client) (at tlogclient.Signed, entries []string) {
	t.Helper()
	at, err := c.Checkpoint(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	err = c.Entries(context.Background(), at, func(index int64, entry []byte) error {
		if index != int64(len(entries)) {
			return fmt.Errorf("entry %d comes as number %d", index, len(entries))
		}
		entries = append(entries, string(entry))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return at, entries
}
